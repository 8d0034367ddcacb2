"""A job goes on from an earlier plan: never worse, what is pinned stays, and nobody learns of a plan by it."""

from __future__ import annotations

import io
import threading
import zipfile
from collections.abc import Mapping
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import func, select

from api.planning import Judged, make_plan
from api.service.actor import SYSTEM
from api.service.plans import turns
from api.service.plans.attempts import Attempts, Planner
from api.service.plans.pruning import prune
from api.service.plans.starts import beginning
from api.service.plans.stored import stored_plan
from api.service.plans.tables import PlanJob, PlanStart, StoredPlan
from api.service.store import Database, new_id
from optimizer.check import check
from optimizer.problem import Problem, Tables
from optimizer.replanning import carry_over
from optimizer.result import Options
from optimizer.start import Pins, Start
from scenarios import Scenario, dumps_json, read_plan
from tests.api.service import published
from tests.api.service.over_http import OverHttp
from tests.api.service.plans.conftest import Ordered, judged
from tests.api.service.published import World, first_plan
from tests.known import known_plan, known_problem
from tests.optimizer.replanned import assert_pinned

PLANS = "/api/v1/plans"
EVERYTHING = Pins(runs=frozenset(run.run_id for run in known_plan().runs))


@pytest.fixture
def world(over_http: OverHttp) -> World:
    return published.world(over_http.database)


class FakePlanner:
    """Remembers what it was asked and answers with the known plan."""

    def __init__(self) -> None:
        self.asked: list[Options] = []

    def __call__(self, problem: Problem, options: Options, **_: object) -> Judged:
        self.asked.append(options)
        return judged()

    @property
    def start(self) -> Start:
        assert self.asked[-1].start is not None
        return self.asked[-1].start


def attempt(database: Database, planner: Planner, worker_id: str) -> str:
    """One attempt of a worker at the job that waits longest; what became of it."""
    with database.write(SYSTEM) as unit:
        claimed = turns.claim(unit, worker_id)
        assert claimed is not None
    return Attempts(database, worker_id, planner, 3, threading.Event())(claimed.id)


def upload(
    over_http: OverHttp, problem: Problem, client: httpx.Client | None = None, key: str = "", **query: Any
) -> httpx.Response:
    """The answer to an order for an uploaded scenario."""
    content = dumps_json(Scenario(problem=problem)).encode()
    headers = {"Content-Type": "application/json", "Idempotency-Key": key or new_id()}
    asker = client or over_http.anonymous
    return asker.post(PLANS, params={"seconds": 5} | query, content=content, headers=headers)


def finished(over_http: OverHttp) -> str:
    """The known plan as the plan of an uploaded scenario; its id."""
    job = upload(over_http, known_problem()).json()
    assert attempt(over_http.database, FakePlanner(), new_id()) == "stored"
    return str(job["id"])


def smaller() -> Problem:
    """The known problem with nine workers in N1, where ten travelled."""
    there = known_problem()
    tables = {field.name: list(getattr(there, field.name)) for field in fields(Tables) if field.name != "settings"}
    tables["demands"] = [replace(d, headcount=9) if d.demand_id == "N1" else d for d in there.demands]
    return Problem.build(Tables(settings=there.settings, **tables))


def taken_away(client: httpx.Client, plan_id: str, folder: Path) -> Mapping[str, Any]:
    """``plan.json`` of the plan as the service gives it."""
    with zipfile.ZipFile(io.BytesIO(client.get(f"{PLANS}/{plan_id}/files").content)) as archive:
        archive.extractall(folder)
    return read_plan(folder).extra_json


def test_a_snapshot_s_plan_goes_on_from_a_stored_one(over_http: OverHttp, world: World, tmp_path: Path) -> None:
    before, planner = world.store(first_plan()), over_http.signed_in("planner")
    path = f"/api/v1/snapshots/{world.snapshot_id}/plans?seconds=20&iterations=3"
    body = {"start": {"plan_id": before, "pin_runs": ["R1", "R4"], "pin_itineraries": ["I2"]}}
    key = {"Idempotency-Key": new_id()}
    job, again = (planner.post(path, json=body, headers=key).json() for _ in range(2))
    assert job["id"] == again["id"]
    assert job["start"] == {
        "plan_id": before, "pin_all": False, "pinned_runs": 2, "pinned_itineraries": 1,
        "objective": None, "workers": None, "dropped": None, "dropped_workers": None,
    }  # fmt: skip
    assert attempt(over_http.database, make_plan, new_id()) == "stored"
    with over_http.database.read(SYSTEM) as unit:
        old, new = stored_plan(unit, before), stored_plan(unit, job["id"])
    assert new.report.valid
    assert new.statement.objective <= old.statement.objective * (1 + 1e-9)
    pins = Pins(runs=frozenset({"R1", "R4"}), journeys=frozenset({"I2"}))
    assert_pinned(carry_over(old.problem, old.plan, pins).start, new.plan)
    status = planner.get(f"{PLANS}/{job['id']}").json()
    assert status["start"]["objective"] == pytest.approx(old.statement.objective)
    assert (status["start"]["workers"], status["start"]["dropped"]) == (23, 0)
    told = planner.get(f"{PLANS}/{job['id']}/result").json()["start"]
    assert (told["plan"], told["pinned_runs"], told["pinned_itineraries"]) == (before, ["R1", "R4"], ["I2"])
    assert taken_away(planner, job["id"], tmp_path)["start"] == told
    assert planner.get(f"{PLANS}/{before}").json()["start"] is None


def test_what_holds_no_more_is_told(over_http: OverHttp) -> None:
    before, planner = finished(over_http), FakePlanner()
    job = upload(over_http, smaller(), start=before).json()
    attempt(over_http.database, planner, new_id())
    assert sum(rider.headcount for rider in planner.start.plan.riders if rider.leg == 1) == 14
    start = over_http.anonymous.get(f"{PLANS}/{job['id']}").json()["start"]
    assert (start["workers"], start["dropped"], start["dropped_workers"]) == (14, 1, 1)
    assert start["objective"] == pytest.approx(planner.start.objective)


def test_a_case_goes_on_from_an_earlier_plan(over_http: OverHttp) -> None:
    path, before = "/api/v1/cases/jinan-k4016/plans", finished(over_http)
    job = over_http.anonymous.post(path, params={"start": before, "pin_runs": ["R1"]})
    assert job.status_code == 202, job.text
    assert (job.json()["start"]["plan_id"], job.json()["start"]["pinned_runs"]) == (before, 1)
    assert over_http.anonymous.post(path, params={"start": new_id()}).status_code == 404


def test_everything_may_be_pinned(over_http: OverHttp) -> None:
    before, planner = finished(over_http), FakePlanner()
    job = upload(over_http, known_problem(), start=before, pin_all=True).json()
    assert (job["start"]["pin_all"], job["start"]["pinned_runs"]) == (True, 4)
    assert attempt(over_http.database, planner, new_id()) == "stored"
    assert planner.start.pins == EVERYTHING
    assert planner.start.plan.riders == known_plan().riders


def test_pins_that_cannot_hold_end_the_job_with_what_to_do(over_http: OverHttp) -> None:
    before, planner = finished(over_http), FakePlanner()
    job = upload(over_http, smaller(), start=before, pin_runs=["R1", "R2"]).json()
    assert attempt(over_http.database, planner, new_id()) == "failed"
    assert planner.asked == []
    status = over_http.anonymous.get(f"{PLANS}/{job['id']}").json()
    assert status["stage"] == "failed"
    first, pin = status["error"].splitlines()
    assert first.startswith(f"Pins of the plan {before} cannot hold, nothing was planned. Maybe ")
    assert pin == "pinned run R1 cannot stay as it is: demand N1 has 9 workers now."


def test_many_pins_that_cannot_hold_are_told_shortly(database: Database, ordered: Ordered) -> None:
    names = frozenset(f"R{n:05d}" for n in range(30))
    job_id = ordered(begins=beginning("earlier", known_plan(), Pins(runs=names), pin_all=False))
    assert attempt(database, FakePlanner(), new_id()) == "failed"
    with database.read(SYSTEM) as unit:
        error = unit.session.get_one(PlanJob, job_id).error
    assert error is not None
    assert len(error.splitlines()) == 22
    assert error.endswith("and 10 more")


def test_every_pin_that_the_plan_does_not_have_is_told_before_anything_is_done(
    over_http: OverHttp, world: World
) -> None:
    before, planner = world.store(first_plan()), over_http.signed_in("planner")
    pins = {"pin_runs": ["R1", "R11", "other"], "pin_itineraries": ["I9"]}
    path = f"/api/v1/snapshots/{world.snapshot_id}/plans"
    by_body = planner.post(path, json={"start": {"plan_id": before, **pins}})
    by_query = upload(over_http, known_problem(), planner, start=before, **pins)
    for answer, place, prefix in ((by_body, "body", "start."), (by_query, "query", "")):
        assert answer.status_code == 422, answer.text
        assert answer.headers["content-type"] == "application/problem+json"
        faults = answer.json()["faults"]
        assert [(fault["place"], fault["column"], fault["value"]) for fault in faults] == [
            (place, f"{prefix}pin_runs", "R11"),
            (place, f"{prefix}pin_runs", "other"),
            (place, f"{prefix}pin_itineraries", "I9"),
        ]
        assert faults[0]["expected"] == f"the run of plan {before} to pin; the plan has no such run"
        assert faults[0]["advice"] == "Maybe R1 was meant."
        assert faults[1]["advice"] == ""
    with over_http.database.read(SYSTEM) as unit:
        assert unit.session.scalar(select(func.count()).select_from(PlanStart)) == 0


@pytest.mark.parametrize(
    ("body", "column"),
    [
        ({"start": {"plan_id": "no id!"}}, "start.plan_id"),
        ({"start": {}}, "start.plan_id"),
        ({"start": {"plan_id": "example", "pin_all": "yes"}}, "start.pin_all"),
        ({"start": {"plan_id": "example", "pin_runs": "R1"}}, "start.pin_runs"),
        ({"start": {"plan_id": "example", "pin_runs": [1]}}, "start.pin_runs.0"),
        ({"start": {"plan_id": "example", "pins": []}}, "start.pins"),
        ({"plan_id": "example"}, "plan_id"),
    ],
)
def test_a_body_says_what_it_means_and_nothing_else(
    over_http: OverHttp, world: World, body: dict[str, Any], column: str
) -> None:
    answer = over_http.signed_in("planner").post(f"/api/v1/snapshots/{world.snapshot_id}/plans", json=body)
    assert answer.status_code == 422, answer.text
    assert [fault["column"] for fault in answer.json()["faults"]] == [column]


def test_a_body_may_be_left_out_or_name_no_plan(over_http: OverHttp, world: World) -> None:
    planner, path = over_http.signed_in("planner"), f"/api/v1/snapshots/{world.snapshot_id}/plans"
    for sent in ({}, {"json": {}}, {"json": {"start": None}}):
        answer = planner.post(path, **sent)
        assert answer.status_code == 202, answer.text
        assert answer.json()["start"] is None
    assert planner.post(path, content=b" null", headers={"Content-Type": "application/json"}).status_code == 422


@pytest.mark.parametrize("query", [{"pin_runs": "R1"}, {"pin_itineraries": "I1"}, {"pin_all": True}])
def test_pins_without_a_plan_are_told(over_http: OverHttp, query: dict[str, Any]) -> None:
    answer = upload(over_http, known_problem(), **query)
    assert answer.status_code == 422
    (fault,) = answer.json()["faults"]
    assert (fault["column"], fault["expected"]) == ("start", "the id of the plan that the pins are in")


def test_a_plan_that_is_not_there_or_not_ready_is_told(over_http: OverHttp, world: World) -> None:
    planner = over_http.signed_in("planner")
    path = f"/api/v1/snapshots/{world.snapshot_id}/plans"
    waiting = planner.post(path).json()["id"]
    for plan_id, status, says in ((new_id(), 404, "There is no plan"), (waiting, 409, "is waiting. Maybe wait")):
        answers = (
            planner.post(path, json={"start": {"plan_id": plan_id}}),
            upload(over_http, known_problem(), planner, start=plan_id),
        )
        for answer in answers:
            assert answer.status_code == status, answer.text
            assert says in answer.json()["detail"]


def test_nobody_goes_on_from_a_plan_that_they_may_not_read(over_http: OverHttp, world: World) -> None:
    """Of a campaign's plan the others are told that there is none; who only reads a campaign orders nothing in it."""
    before = world.store(first_plan())
    unknown = {"start": {"plan_id": before, "pin_runs": ["nothing"]}}
    path = f"/api/v1/snapshots/{world.snapshot_id}/plans"
    assert over_http.anonymous.post(path, json=unknown).status_code == 401
    assert upload(over_http, known_problem(), start=before).status_code == 404
    for role in ("employer", "carrier", "escort"):
        client = over_http.signed_in(role)
        assert client.post(path, json=unknown).status_code == 403
        answer = upload(over_http, known_problem(), client, start=before, pin_runs="nothing")
        assert answer.status_code == 404
        assert answer.json()["detail"].startswith(f"There is no plan {before}.")
    reader = over_http.signed_in("reader")
    assert reader.post(path, json=unknown).status_code == 403
    assert upload(over_http, known_problem(), reader, start=before).status_code == 202
    for role in ("planner", "administrator"):
        client = over_http.signed_in(role)
        assert client.post(path, json={"start": {"plan_id": before}}).status_code == 202
        assert upload(over_http, known_problem(), client, start=before).status_code == 202


def test_a_job_that_is_taken_over_begins_from_the_same_plan(database: Database, ordered: Ordered) -> None:
    """Also where the plan that it was ordered from is gone by then: the order keeps it."""
    ordered()
    assert attempt(database, FakePlanner(), new_id()) == "stored"
    job_id = ordered(begins=beginning("earlier", known_plan(), EVERYTHING, pin_all=True))
    first, second = FakePlanner(), FakePlanner()
    dying = new_id()
    assert attempt(database, Lost(database, first), dying) == "lost"
    with database.write(SYSTEM) as unit:
        prune(unit, kept=0)
    with database.read(SYSTEM) as unit:
        assert unit.session.scalars(select(StoredPlan.id)).all() == []
    assert attempt(database, second, new_id()) == "stored"
    assert first.start == second.start
    assert second.start.pins == EVERYTHING
    with database.read(SYSTEM) as unit:
        assert unit.session.get_one(PlanJob, job_id).attempts == 2
        assert unit.session.get_one(StoredPlan, job_id).extra["start"]["plan"] == "earlier"
        assert unit.session.get_one(PlanStart, job_id).workers == 15


def test_an_order_that_comes_again_is_answered_whatever_became_of_its_plan(over_http: OverHttp) -> None:
    before, key = finished(over_http), new_id()
    job = upload(over_http, known_problem(), key=key, start=before).json()
    with over_http.database.write(SYSTEM) as unit:
        assert prune(unit, kept=0) == 1
    assert upload(over_http, known_problem(), start=before).status_code == 404
    again = upload(over_http, known_problem(), key=key, start=before)
    assert (again.status_code, again.json()["id"]) == (202, job["id"])
    assert upload(over_http, known_problem(), key=key, start=before, pin_all=True).status_code == 409


class Lost:
    """A planner whose worker is taken for dead while it searches."""

    def __init__(self, database: Database, planner: FakePlanner) -> None:
        self.database, self.planner = database, planner

    def __call__(self, problem: Problem, options: Options, **how: Any) -> Judged:
        found = self.planner(problem, options, **how)
        with self.database.write(SYSTEM) as unit:
            assert len(turns.take_over(unit)) == 1
        return found


def test_a_start_goes_with_its_job(database: Database, ordered: Ordered) -> None:
    ordered(begins=beginning("earlier", known_plan(), EVERYTHING, pin_all=True))
    assert attempt(database, FakePlanner(), new_id()) == "stored"
    with database.write(SYSTEM) as unit:
        assert prune(unit, kept=0) == 1
    with database.read(SYSTEM) as unit:
        assert unit.session.scalar(select(func.count()).select_from(PlanStart)) == 0


def test_a_plan_of_something_else_is_a_new_beginning(over_http: OverHttp) -> None:
    """Nothing of it holds, which is told; the search goes on from nothing and finds a plan."""
    job = upload(over_http, known_problem(), start="example", iterations=3, seconds=20).json()
    assert attempt(over_http.database, make_plan, new_id()) == "stored"
    start = over_http.anonymous.get(f"{PLANS}/{job['id']}").json()["start"]
    assert (start["workers"], start["dropped_workers"]) == (0, 90)
    with over_http.database.read(SYSTEM) as unit:
        found = stored_plan(unit, job["id"])
    assert check(found.problem, found.plan, found.statement).valid
    assert found.statement.served > 0
