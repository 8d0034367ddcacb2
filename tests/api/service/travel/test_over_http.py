"""From the plan to the daily return over HTTP, each role with its own key."""

from __future__ import annotations

import io
import json
from typing import Any

import httpx
import pytest
from python_calamine import CalamineWorkbook

from api.service.accounts.tables import EscortRun
from tests.api.service.over_http import OverHttp
from tests.api.service.published import World, first_plan, second_plan, world

HEALTHY = {200, 201}


def good(answer: httpx.Response) -> Any:
    assert answer.status_code in HEALTHY, answer.text
    return answer.json()


class Story:
    """The campaign, and everybody's client."""

    def __init__(self, over_http: OverHttp) -> None:
        self.over_http = over_http
        self.world: World = world(over_http.database)
        self.planner = over_http.signed_in("planner")
        self.engines = over_http.signed_in("employer", employer_id=self.world.employers["E"])
        self.furnaces = over_http.signed_in("employer", employer_id=self.world.employers["G"])
        self.carrier = over_http.signed_in("carrier", carrier_id=self.world.carrier_id)
        self.escort = over_http.signed_in("escort")
        self.reader = over_http.signed_in("reader")
        self.campaign = f"/api/v1/campaigns/{self.world.campaign_id}"

    def publish(self, plan_id: str, key: str | None = None) -> httpx.Response:
        headers = {"Idempotency-Key": key} if key else {}
        return self.planner.post(f"{self.campaign}/publications", json={"plan_id": plan_id}, headers=headers)

    def give_run(self, run: dict[str, Any]) -> None:
        with self.over_http.database.write(self.world.planner) as unit:
            unit.add(
                EscortRun(account_id=self.escort.headers["x-account"], plan_id=run["plan_id"], run_id=run["run_id"])
            )

    def run(self, publication: str, run_id: str) -> dict[str, Any]:
        runs = good(self.planner.get(f"/api/v1/publications/{publication}/runs"))["items"]
        return next(run for run in runs if run["run_id"] == run_id)


@pytest.fixture(name="story")
def _story(over_http: OverHttp) -> Story:
    return Story(over_http)


def boarded(story: Story, name: str, demand: str, heads: int, **more: Any) -> dict[str, Any]:
    return {
        "client_id": name,
        "kind": "boarded",
        "seq": 1,
        "demand_id": story.world.demands[demand],
        "headcount": heads,
        "happened_at": "2020-03-10T08:00:00+08:00",
        **more,
    }


def test_a_season_in_one_day(story: Story) -> None:
    publication = good(story.publish(story.world.store(first_plan()), "first-publication"))["id"]
    run = story.run(publication, "R1")
    story.give_run(run)
    records = f"/api/v1/runs/{run['id']}/records"
    sent = {
        "records": [
            boarded(story, "a", "N1", 10),
            boarded(story, "b", "N4", 7),
            boarded(story, "c", "N4", 1, kind="rejected", reason="38.2 °C"),
            boarded(story, "d", "N1", 10, kind="delivered", seq=2, happened_at="2020-03-10T09:40:00+08:00"),
            boarded(story, "e", "N4", 7, kind="delivered", seq=2, happened_at="2020-03-10T09:41:00+08:00"),
            boarded(story, "f", "N4", 9),
        ]
    }
    outcomes = good(story.escort.post(records, json=sent))["outcomes"]
    assert [outcome["status"] for outcome in outcomes] == [*["stored"] * 5, "refused"]
    again = good(story.escort.post(records, json=sent))["outcomes"]
    assert [outcome["status"] for outcome in again] == [*["there"] * 5, "refused"]
    counts = good(story.escort.get(f"/api/v1/runs/{run['id']}/tally"))
    assert sum(count["boarded"] for count in counts["counts"]) == 17
    own = good(story.furnaces.get(records))["items"]
    assert {record["demand_id"] for record in own} == {story.world.demands["N4"]}

    (handover,) = good(story.furnaces.get(f"{story.campaign}/handovers"))["items"]
    assert (handover["expected"], handover["delivered"], handover["rejected"]) == (8, 7, 1)
    signatures = f"/api/v1/handovers/{handover['id']}/signatures"
    paper = {"signer": "李伟", "headcount": 7, "signed_at": "2020-03-10T10:00:00+08:00"}
    assert story.carrier.post(f"{signatures}/receiving", json=paper).status_code == 403
    assert story.engines.post(f"{signatures}/receiving", json=paper).status_code == 404
    good(story.escort.post(f"{signatures}/sending", json=paper))
    good(story.carrier.post(f"{signatures}/carrying", json=paper))
    refused = story.furnaces.post(f"{signatures}/receiving", json={**paper, "headcount": 6})
    assert refused.status_code == 422
    assert refused.json()["faults"][0]["column"] == "headcount"
    whole = story.furnaces.post(f"{signatures}/receiving", json=paper)
    assert good(whole)["completed_at"] is not None
    assert story.furnaces.delete(f"{signatures}/receiving").status_code == 428
    back = story.furnaces.delete(f"{signatures}/receiving", headers={"If-Match": whole.headers["etag"]})
    assert good(back)["completed_at"] is None

    report = {"day": "2020-03-10", "staff": 50, "away": 20, "returned": 9, "on_post": 30, "reopened": True}
    made = story.engines.post(f"{story.campaign}/daily-reports", json=report, headers={"Idempotency-Key": "report-10"})
    assert good(made)["version"] == 1
    changed = {name: value for name, value in report.items() if name != "day"}
    address = f"/api/v1/daily-reports/{made.json()['id']}"
    assert story.engines.put(address, json=changed).status_code == 428
    good(story.engines.put(address, json={**changed, "on_post": 40}, headers={"If-Match": made.headers["etag"]}))
    rules = {"source": "notice", "rules": [{"name": "all", "government": 1}]}
    good(story.planner.post(f"{story.campaign}/money-rules", json=rules))

    found = good(story.reader.get(f"{story.campaign}/figures", params={"day": "2020-03-10"}))
    assert (found["total"]["delivered"], found["total"]["on_time_share"]) == (17, 1.0)
    assert [line["name"] for line in found["employers"]] == ["Engines", "Furnaces"]
    assert found["employers"][0]["counts"]["on_post_rate"] == 0.8
    assert {line["payer"]: line["to_date"] for line in found["payers"]} == {
        "government": 4_150_00,
        "employer": 0,
        "worker": 0,
    }
    assert good(story.reader.get(f"{story.campaign}/daily-return", params={"day": "2020-03-10"})) == found
    sheet = story.reader.get(f"{story.campaign}/daily-return.xlsx", params={"day": "2020-03-10", "lang": "zh"})
    assert sheet.headers["content-disposition"] == 'attachment; filename="daily-return-2020-03-10.xlsx"'
    assert "分企业" in CalamineWorkbook.from_filelike(io.BytesIO(sheet.content)).sheet_names
    for client in (story.engines, story.carrier, story.escort):
        assert client.get(f"{story.campaign}/figures").status_code == 403


def test_a_newer_plan_and_what_each_reads_of_it(story: Story) -> None:
    first, second = story.world.store(first_plan()), story.world.store(second_plan())
    before = good(story.publish(first, "the-first-one"))
    assert good(story.publish(second))["supersedes_id"] == before["id"]
    assert good(story.publish(first, "the-first-one"))["id"] == before["id"], "a repeated request publishes nothing"
    there = good(story.furnaces.get(f"{story.campaign}/publication"))
    assert (there["plan_id"], there["totals"], there["changed"]) == (second, None, None)
    told = story.furnaces.get(f"/api/v1/publications/{there['id']}/journeys", params={"changed": True})
    (row,) = good(told)["items"]
    assert row["changes"] == [
        {
            "places": "1-8",
            "headcount": 8,
            "changes": ["time", "vehicle"],
            "before": row["changes"][0]["before"],
            "after": row["itineraries"][0]["legs"],
        }
    ]
    assert (row["changes"][0]["before"][0]["departs"], row["changes"][0]["after"][0]["departs"]) == (
        "2020-03-10 08:00",
        "2020-03-10 09:00",
    )
    assert "Engines" not in told.text
    runs = good(story.carrier.get(f"/api/v1/publications/{there['id']}/runs"))["items"]
    assert sorted(run["run_id"] for run in runs) == ["X1", "X2", "X3", "X5"]
    assert {stop["parties"] is None for run in runs for stop in run["stops"]} == {True}
    assert "Engines" not in json.dumps(runs)
    assert good(story.escort.get(f"{story.campaign}/publications"))["items"] == []
    single = story.carrier.get(f"/api/v1/runs/{runs[0]['id']}")
    assert (good(single)["id"], single.headers["etag"]) == (runs[0]["id"], '"1"')
    assert story.engines.get(f"/api/v1/runs/{runs[0]['id']}").status_code == 404


def test_who_may_not_publish(story: Story) -> None:
    plan_id = story.world.store(first_plan())
    for client in (story.engines, story.carrier, story.escort, story.reader):
        answer = client.post(f"{story.campaign}/publications", json={"plan_id": plan_id})
        assert answer.status_code == 403
    assert story.over_http.anonymous.post(f"{story.campaign}/publications", json={}).status_code == 401
    assert story.publish("0" * 26).status_code == 404
