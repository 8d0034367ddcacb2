"""The bureau orders plans of a campaign's snapshot; nobody else learns of them."""

from __future__ import annotations

from typing import Any

import pytest

from api.service.actor import SYSTEM
from api.service.plans import turns
from api.service.plans.states import JOB_STATES
from api.service.plans.stored import problem_of
from api.service.plans.tables import PlanJob
from api.service.plans.turns import Turn
from api.service.store import new_id
from optimizer.result import Progress
from tests.api.service import published
from tests.api.service.over_http import OverHttp
from tests.api.service.plans.conftest import judged
from tests.api.service.published import World

ORDER = {"Idempotency-Key": "order-of-a-snapshot-1"}


@pytest.fixture
def world(over_http: OverHttp) -> World:
    return published.world(over_http.database)


def order(over_http: OverHttp, world: World) -> dict[str, Any]:
    planner = over_http.signed_in("planner")
    path = f"/api/v1/snapshots/{world.snapshot_id}/plans?seconds=5&seed=4"
    answer, again = (planner.post(path, headers=ORDER) for _ in range(2))
    assert answer.status_code == 202, answer.text
    assert answer.json()["id"] == again.json()["id"]
    found: dict[str, Any] = answer.json()
    return found


def test_a_plan_knows_its_snapshot_for_ever(over_http: OverHttp, world: World) -> None:
    job = order(over_http, world)
    assert (job["state"], job["snapshot_id"], job["seed"]) == ("waiting", world.snapshot_id, 4)
    with over_http.database.write(SYSTEM) as unit:
        claimed = turns.claim(unit, new_id())
        assert claimed is not None
        assert claimed.id == job["id"]
        demands = {demand.demand_id for demand in problem_of(unit, claimed).demands}
        assert demands == set(world.demands.values())
        assert unit.session.get_one(PlanJob, job["id"]).created_by is not None


def test_a_job_is_told_by_its_stage_and_by_the_calls_earlier_word(over_http: OverHttp, world: World) -> None:
    planner = over_http.signed_in("planner")
    told: dict[str, str] = {}

    def ordered() -> str:
        path = f"/api/v1/snapshots/{world.snapshot_id}/plans?seconds=5"
        job: dict[str, Any] = planner.post(path, headers={"Idempotency-Key": new_id()}).json()
        told[job["stage"]] = job["state"]
        return str(job["id"])

    def begun() -> Turn:
        job_id, worker_id = ordered(), new_id()
        with over_http.database.write(SYSTEM) as unit:
            claimed = turns.claim(unit, worker_id)
            assert claimed is not None
            assert claimed.id == job_id
            turn = turns.begin(unit, job_id, worker_id, most_attempts=3)
            assert turn is not None
            assert turns.report(unit, turn, Progress(seconds=1.0, objective=9.0, bound=3.0, phase="improvement"))
        running = planner.get(f"/api/v1/plans/{job_id}").json()
        told[running["stage"]] = running["state"]
        assert running["progress"]["gap"] == pytest.approx(2 / 3)
        return turn

    def ended(job_id: str) -> dict[str, Any]:
        status: dict[str, Any] = planner.get(f"/api/v1/plans/{job_id}").json()
        told[status["stage"]] = status["state"]
        assert planner.get(f"/api/v1/plans/{job_id}/events").text.count("event: end") == 1
        return status

    for reason in ("time", "stopped"):
        turn = begun()
        with over_http.database.write(SYSTEM) as unit:
            assert turns.store(unit, turn, judged(reason))
        assert ended(turn.job_id)["stop_reason"] == reason
    turn = begun()
    with over_http.database.write(SYSTEM) as unit:
        assert turns.fail(unit, turn, "Too little memory. Maybe try it on a larger machine.")
    assert ended(turn.job_id)["error"] == "Too little memory. Maybe try it on a larger machine."
    job_id = ordered()
    assert planner.post(f"/api/v1/plans/{job_id}/stop").json()["stage"] == "cancelled"
    assert ended(job_id)["error"] is None
    assert told == {
        "queued": "waiting", "running": "running", "done": "finished", "stopped": "finished",
        "failed": "failed", "cancelled": "cancelled",
    }  # fmt: skip
    assert set(told) == set(JOB_STATES)


def test_a_plan_of_a_campaign_is_the_bureau_s_alone(over_http: OverHttp, world: World) -> None:
    job = order(over_http, world)
    path = f"/api/v1/plans/{job['id']}"
    assert over_http.anonymous.get(path).status_code == 404
    assert over_http.anonymous.get(f"{path}/events").status_code == 404
    assert over_http.anonymous.post(f"{path}/stop").status_code == 404
    for role in ("employer", "carrier", "escort"):
        client = over_http.signed_in(role)
        assert client.get(path).status_code == 404
        assert client.get(f"{path}/result").status_code == 404
        assert client.get("/api/v1/plans").status_code == 403
        assert client.post(f"/api/v1/snapshots/{world.snapshot_id}/plans").status_code in (403, 404)
    reader = over_http.signed_in("reader")
    assert reader.get(path).json()["id"] == job["id"]
    assert reader.post(f"{path}/stop").status_code == 404, "a reader looks on"
    assert [plan["id"] for plan in reader.get("/api/v1/plans").json()["items"]] == [job["id"]]
    assert over_http.anonymous.get("/api/v1/plans").status_code == 401
    planner = over_http.signed_in("planner")
    assert planner.post(f"{path}/stop").json()["state"] == "cancelled"


def test_a_snapshot_that_is_not_there_is_not_planned(over_http: OverHttp) -> None:
    planner = over_http.signed_in("planner")
    assert planner.post(f"/api/v1/snapshots/{new_id()}/plans").status_code == 404
