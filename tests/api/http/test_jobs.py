"""A plan as a job over HTTP: taken, followed, stopped, read; and while you wait."""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path
from typing import Any

import httpx
import pytest

from api.http.settings import Settings
from optimizer.check import check
from scenarios import load, read_plan
from tests.api.http.conftest import Service, Serving
from tests.processes import searching

PLANS = "/api/v1/plans"


def events(service: Service, plan_id: str) -> list[tuple[str, dict[str, Any]]]:
    found = []
    with service.client.stream("GET", f"{PLANS}/{plan_id}/events") as answer:
        assert answer.headers["content-type"].startswith("text/event-stream")
        name = ""
        for line in answer.iter_lines():
            key, _, value = line.partition(": ")
            if key == "event":
                name = value
            elif key == "data":
                found.append((name, json.loads(value)))
    return found


def test_a_job_to_its_checked_plan(planning: Service, scenario: dict[str, Any], tmp_path: Path) -> None:
    taken = planning.post_json(f"{PLANS}?seconds=4&seed=5", scenario)
    assert taken.status_code == 202
    job = taken.json()
    assert taken.headers["location"] == job["links"]["self"] == f"{PLANS}/{job['id']}"
    said = events(planning, job["id"])
    assert [name for name, _ in said[:-1]] == ["progress"] * (len(said) - 1)
    assert said[-1][0] == "end"
    assert {status["state"] for _, status in said} >= {"running", "finished"}
    assert said[-1][1]["progress"]["objective"] >= said[-1][1]["progress"]["bound"] > 0
    result = planning.client.get(job["links"]["result"]).json()
    assert result["served"] == 90
    assert result["seed"] == 5
    assert result["objective"] == pytest.approx(said[-1][1]["progress"]["objective"])
    with zipfile.ZipFile(io.BytesIO(planning.client.get(job["links"]["files"]).content)) as archive:
        archive.extractall(tmp_path)
    folder = read_plan(tmp_path)
    assert not folder.faults
    assert check(load(tmp_path / "scenario.json").problem, folder.plan, folder.statement).valid


def test_the_judge_passes_the_files(service: Service, judge: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(io.BytesIO(service.client.get(f"{PLANS}/example/files").content)) as archive:
        archive.extractall(tmp_path / "plan")
    (tmp_path / "scenario.json").write_bytes((tmp_path / "plan" / "scenario.json").read_bytes())
    from scenarios import save

    save(load(tmp_path / "scenario.json"), tmp_path / "scenario")
    words = [sys.executable, judge, tmp_path / "scenario", tmp_path / "plan"]
    ended = subprocess.run(words, capture_output=True, encoding="utf-8", check=False)
    assert ended.returncode == 0, ended.stdout + ended.stderr


def test_stop_keeps_the_best_so_far(serving: Serving) -> None:
    with serving() as service:
        job = service.client.post("/api/v1/cases/jinan-k4016/plans?seconds=300").json()
        service.wait(job["id"], "running")
        while (service.wait(job["id"], "running")["progress"] or {}).get("objective") is None:
            time.sleep(0.05)
        early = service.client.get(job["links"]["result"])
        assert early.status_code == 409
        assert early.headers["retry-after"]
        stopped = service.client.post(job["links"]["stop"]).json()
        assert stopped["stop_asked"] is True
        over = service.wait(job["id"])
        assert (over["state"], over["stop_reason"]) == ("finished", "stopped")
        assert service.client.get(job["links"]["result"]).json()["valid"] is True


def test_a_search_that_is_killed_leaves_the_service_alive(serving: Serving) -> None:
    with serving(Settings(plan_attempts=1)) as service:
        job = service.client.post("/api/v1/cases/jinan-k4016/plans?seconds=300").json()
        while (service.wait(job["id"], "running")["progress"] or {}).get("phase") != "improvement":
            time.sleep(0.05)
        for child in searching():
            os.kill(child, signal.SIGKILL)
        over = service.wait(job["id"])
        assert (over["state"], over["stop_reason"]) == ("finished", "crashed")
        assert service.client.get(job["links"]["result"]).json()["valid"] is True
        assert service.client.get("/api/v1/health").json()["status"] == "ok"


def test_the_answer_now_comes_in_time_and_the_plan_stays(planning: Service, scenario: dict[str, Any]) -> None:
    began = time.monotonic()
    answer = planning.post_json(f"{PLANS}/now?seconds=3", scenario)
    assert answer.status_code == 200, answer.text
    assert time.monotonic() - began < 3 + 10
    kept = planning.client.get(answer.headers["content-location"]).json()
    assert kept["id"] == answer.json()["id"]
    assert kept["state"] == "finished"


def test_a_plan_made_now_goes_on_from_an_earlier_one(planning: Service, scenario: dict[str, Any]) -> None:
    before = planning.post_json(f"{PLANS}/now?seconds=2", scenario).json()
    again = f"{PLANS}/now?seconds=2&start={before['id']}"
    after = planning.post_json(f"{again}&pin_all=true", scenario).json()
    assert after["start"]["plan"] == before["id"]
    assert len(after["start"]["pinned_runs"]) == sum(mode["runs"] for mode in before["modes"])
    assert after["objective"] <= before["objective"] * (1 + 1e-9)
    assert planning.post_json(f"{again}&pin_runs=none", scenario).json()["faults"][0]["value"] == "none"


def test_the_search_stops_when_its_client_goes_away(serving: Serving, scenario: dict[str, Any]) -> None:
    with serving(Settings(max_sync_seconds=300)) as service:
        with pytest.raises(httpx.ReadTimeout):
            httpx.post(f"{service.url}{PLANS}/now?seconds=300", json=scenario, timeout=httpx.Timeout(10, read=4))
        gone = time.monotonic()
        while searching():
            assert time.monotonic() - gone < 20, "the search goes on"
            time.sleep(0.05)


def test_no_room_is_429_with_a_time_to_wait(serving: Serving, scenario: dict[str, Any]) -> None:
    with serving(Settings(waiting_plans=1), worker=False) as service:
        assert service.post_json(f"{PLANS}?seconds=60", scenario).status_code == 202
        for path in (PLANS, f"{PLANS}/now"):
            answer = service.post_json(path, scenario)
            assert answer.status_code == 429
            assert int(answer.headers["retry-after"]) > 0


def test_an_order_sent_twice_under_one_key_is_one_job(service: Service, scenario: dict[str, Any]) -> None:
    headers = {"Idempotency-Key": "order-1-of-this-test"}
    path = f"{PLANS}?seconds=5"
    first, again = (service.client.post(path, json=scenario, headers=headers).json() for _ in range(2))
    assert first["id"] == again["id"]
    other = service.client.post(f"{PLANS}?seconds=4", json=scenario, headers=headers)
    assert other.status_code == 409


def test_who_follows_is_not_told_again_what_it_has_seen(service: Service, scenario: dict[str, Any]) -> None:
    job = service.post_json(f"{PLANS}?seconds=5", scenario).json()
    service.wait(job["id"])
    path = f"{PLANS}/{job['id']}/events"
    whole = service.client.get(path).text
    last = whole.rpartition("id: ")[2].split()[0]
    assert int(last) > 0
    again = service.client.get(path, headers={"Last-Event-ID": last}).text
    assert "event: end" in again, "the end is always told"


@pytest.mark.parametrize("path", [PLANS, f"{PLANS}/now", "/api/v1/cases/jinan-k4016/plans"])
def test_more_time_than_there_is_is_refused(service: Service, scenario: dict[str, Any], path: str) -> None:
    answer = service.post_json(f"{path}?seconds=6", scenario)
    assert answer.status_code == 422
    assert answer.json()["faults"][0] == {
        "place": "query", "row": None, "column": "seconds", "value": 6.0, "expected": "at most 5", "advice": "Maybe 5.",
    }  # fmt: skip


def test_an_unknown_plan_is_404_everywhere(service: Service) -> None:
    links = service.client.get(f"{PLANS}/example").json()["links"]
    for name, path in links.items():
        method = "POST" if name == "stop" else "GET"
        assert service.client.request(method, path.replace("example", "nothing")).status_code == 404, name
