"""What a finished plan shows, and plans side by side."""

from __future__ import annotations

import io

import pytest
from python_calamine import CalamineWorkbook

from api.http.guard import POLICY
from api.http.samples import SAMPLES, sample, sample_scenario
from scenarios import digest, loads_json
from tests.api.http.conftest import Service

PLAN = "/api/v1/plans/example"


def test_the_schedule_whole_and_by_its_parts(service: Service) -> None:
    whole = service.client.get(f"{PLAN}/schedule").json()
    assert whole["served"] == 90
    assert {run["mode"] for run in whole["runs"]} == {"coach", "train"}
    by_employer = service.client.get(f"{PLAN}/schedule", params={"employer": "E1"}).json()
    assert by_employer["served"] == 38
    by_run = service.client.get(f"{PLAN}/schedule", params={"run": "S-T1"}).json()
    assert [run["run_id"] for run in by_run["runs"]] == ["S-T1"]
    by_site = service.client.get(f"{PLAN}/schedule", params={"site": "ZQ"}).json()
    assert all("ZQ" in {stop["site_id"] for stop in run["stops"]} for run in by_site["runs"])
    both = service.client.get(f"{PLAN}/schedule", params={"employer": "E1", "run": "S-T1"}).json()
    assert [run["riders"] for run in both["runs"]] == [38]


@pytest.mark.parametrize("name", ["employer", "site", "run"])
def test_an_unknown_part_is_told(service: Service, name: str) -> None:
    answer = service.client.get(f"{PLAN}/schedule", params={name: "E7"})
    assert answer.status_code == 422
    fault = answer.json()["faults"][0]
    assert (fault["place"], fault["column"], fault["value"]) == ("query", name, "E7")
    assert fault["expected"] == f"the id of {'an' if name == 'employer' else 'a'} {name} of this schedule"
    assert fault["advice"].startswith("Maybe ")


def test_the_unserved_come_with_reason_and_words(service: Service) -> None:
    english = service.client.get(f"{PLAN}/unserved").json()
    chinese = service.client.get(f"{PLAN}/unserved", params={"lang": "zh"}).json()
    assert english["workers"] == chinese["workers"] == 5
    (left,) = english["unserved"]
    assert (left["demand_id"], left["reason"], left["proven"]) == ("N4", "cannot_arrive_in_time", True)
    assert (left["reason_words"], chinese["unserved"][0]["reason_words"]) == ("cannot arrive in time", "无法按时到达")
    assert left["detail"].startswith("Leaving ")
    assert chinese["unserved"][0]["detail"].startswith("最早 ")


def test_the_workbook_opens(service: Service) -> None:
    answer = service.client.get(f"{PLAN}/schedule.xlsx", params={"lang": "zh"})
    assert answer.headers["content-disposition"] == 'attachment; filename="schedule-example.xlsx"'
    assert len(CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).sheet_names) > 1


def test_the_summary_speaks_both_languages(service: Service) -> None:
    english, chinese = (service.client.get(f"{PLAN}/summary", params={"lang": lang}).json() for lang in ("en", "zh"))
    assert "90 of 95" in english["headline"]
    assert "95 名务工人员中 90 名" in chinese["headline"]
    assert [len(table["rows"]) for table in english["tables"]] == [len(table["rows"]) for table in chinese["tables"]]


@pytest.mark.parametrize("name", ["map", "timeline"])
def test_drawn_pages_are_one_file_in_a_sandbox(service: Service, name: str) -> None:
    answer = service.client.get(f"{PLAN}/{name}")
    assert answer.text.startswith("<!DOCTYPE html>")
    assert "sandbox allow-scripts" in answer.headers[POLICY]
    assert "connect-src" not in answer.headers[POLICY], "default-src 'none' holds for it"


def test_the_geojson_has_runs_and_sites(service: Service) -> None:
    answer = service.client.get(f"{PLAN}/geojson")
    assert answer.headers["content-type"] == "application/geo+json"
    document = answer.json()
    assert document["type"] == "FeatureCollection"
    assert {feature["geometry"]["type"] for feature in document["features"]} >= {"LineString", "Point"}


def test_a_plan_beside_itself_shows_no_difference(service: Service) -> None:
    found = service.client.get("/api/v1/comparison", params={"plan": ["example", "example"]}).json()
    assert found["against_first"][0]["identical"] is True


def test_half_the_seats_cost_more(service: Service) -> None:
    plans = {"plan": ["example", "example-half"]}
    found = service.client.get("/api/v1/comparison", params=plans).json()
    money = next(line for line in found["figures"] if line["key"] == "money" and line["mode"] is None)
    assert money["deltas"][0]["value"] > 20_000
    page = service.client.get("/api/v1/comparison/page", params=plans)
    assert page.text.startswith("<!DOCTYPE html>")
    workbook = service.client.get("/api/v1/comparison/workbook", params=plans)
    assert CalamineWorkbook.from_filelike(io.BytesIO(workbook.content)).sheet_names


@pytest.mark.parametrize(
    ("plans", "status"), [([], 422), (["example"], 422), (["example", "nothing"], 404), (["example"] * 9, 422)]
)
def test_what_cannot_be_compared(service: Service, plans: list[str], status: int) -> None:
    assert service.client.get("/api/v1/comparison", params={"plan": plans}).status_code == status


@pytest.mark.parametrize("plan_id", SAMPLES)
def test_the_samples_are_valid_plans_of_their_scenarios(plan_id: str) -> None:
    found = sample(plan_id)
    assert found is not None
    assert found.job.state == "finished", found.job.error
    same = digest(loads_json(sample_scenario()).problem) == digest(found.judged.problem)
    assert same == (plan_id == SAMPLES[0])
