"""The service on a port of this machine: one for all tests that leave it as it was, and ``serving`` for the others."""

from __future__ import annotations

import json
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager, nullcontext
from dataclasses import dataclass
from typing import Any, TypeAlias

import httpx
import pytest
import uvicorn
from fastapi import FastAPI

from api.http.app import create_app
from api.http.cross import Repeatable
from api.http.jobs import Job, Jobs
from api.http.samples import SAMPLES, sample, sample_scenario
from api.http.server import bind
from api.http.settings import Settings, variable
from api.http.stored_jobs import StoredJobs
from api.planning import Judged
from api.service.actor import SYSTEM, Actor
from api.service.plans import turns
from api.service.plans.beside import WorkerBeside
from api.service.plans.orders import Order
from api.service.plans.stored import problem_of
from api.service.store import Database, new_id
from api.warmup import warm_up
from optimizer.check import check
from optimizer.plan import Plan, Statement, Unserved
from optimizer.problem import Problem
from scenarios import digest

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, kw_only=True)
class Service:
    """A running service. ``client`` has its address."""

    url: str
    app: FastAPI
    client: httpx.Client

    def post_json(self, path: str, document: Any) -> httpx.Response:
        """Sends a JSON document."""
        return self.client.post(path, content=json.dumps(document), headers={"Content-Type": "application/json"})

    def post_workbook(self, path: str, data: bytes) -> httpx.Response:
        """Sends a workbook."""
        return self.client.post(path, content=data, headers={"Content-Type": XLSX})

    def wait(self, plan_id: str, *states: str, seconds: float = 60.0) -> dict[str, Any]:
        """The job's status once it is in one of ``states``, by default over."""
        wanted = states or ("finished", "cancelled", "failed")
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            status: dict[str, Any] = self.client.get(f"/api/v1/plans/{plan_id}").json()
            if status["state"] in wanted:
                return status
            time.sleep(0.05)
        raise AssertionError(f"{status['state']} after {seconds} s, wanted {wanted}")


Serving: TypeAlias = Callable[..., AbstractContextManager[Service]]


@contextmanager
def _serving(settings: Settings | None = None, jobs: Jobs | None = None, *, worker: bool = True) -> Iterator[Service]:
    with tempfile.TemporaryDirectory(prefix="fangang-") as folder:
        settings = settings or Settings()
        if not settings.data:
            settings = settings.model_copy(update={"data": folder})
        app = create_app(settings, jobs=jobs)
        with _listening(app) as service, _worker_for(settings) if worker and jobs is None else nullcontext():
            yield service


@contextmanager
def _listening(app: FastAPI) -> Iterator[Service]:
    with bind("127.0.0.1", 0) as listening:
        server = uvicorn.Server(uvicorn.Config(app, log_level="error", timeout_graceful_shutdown=3))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        url = f"http://127.0.0.1:{listening.getsockname()[1]}"
        try:
            while not server.started:
                assert thread.is_alive(), "the server ended before it began"
                time.sleep(0.01)
            with httpx.Client(base_url=url, timeout=60) as client:
                yield Service(url=url, app=app, client=client)
        finally:
            server.should_exit = True
            thread.join()


@contextmanager
def _worker_for(settings: Settings) -> Iterator[None]:
    """A worker as ``fangang serve`` begins it, ready to plan."""
    given = {variable(name): str(value) for name, value in settings.model_dump().items() if value != ""}
    with pytest.MonkeyPatch.context() as patch:
        for name, value in given.items():
            patch.setenv(name, value)
        beside = WorkerBeside(grace=1.0)
        beside.start()
        with closing(Database.open(settings.database_address)) as database:
            until = time.monotonic() + 900  # the first worker on a machine compiles the planner, with others
            while not _is_ready(database):
                assert time.monotonic() < until, "the worker does not begin"
                time.sleep(0.1)
    try:
        yield
    finally:
        beside.stop()


def _is_ready(database: Database) -> bool:
    with database.read(SYSTEM) as unit:
        return bool(turns.others(unit, ""))


class ReadyMade(StoredJobs):
    """Jobs for tests that are not about planning: each has a plan at once, the sample's for the sample's scenario."""

    def __init__(self, database: Database) -> None:
        super().__init__(database, most_waiting=1000)
        self.kept = database

    def submit(self, order: Order, actor: Actor, *, at_once: bool = False, repeatable: Repeatable | None = None) -> Job:
        """Takes the order and ends it."""
        job = super().submit(order, actor, repeatable=repeatable)
        me = new_id()
        with self.kept.write(SYSTEM) as unit:
            while (claimed := turns.claim(unit, me)) is not None:
                turn = turns.begin(unit, claimed.id, me, most_attempts=1)
                assert turn is not None
                assert turns.store(unit, turn, at_once_made(problem_of(unit, claimed)))
        return job


def at_once_made(problem: Problem) -> Judged:
    """The sample's plan for the sample's scenario; for any other one everybody stays."""
    found = sample(SAMPLES[0])
    assert found is not None
    if digest(found.judged.problem) == digest(problem):
        return found.judged
    left = (
        Unserved(demand_id=d.demand_id, headcount=d.headcount, reason="no_seats", proven=False, detail="For tests.")
        for d in problem.demands
    )
    plan = Plan(unserved=tuple(left))
    totals = check(problem, plan).totals
    statement = Statement(
        status="feasible" if totals.objective else "optimal",
        objective=totals.objective,
        bound=0.0,
        bound_source="for tests",
        gap=1.0 if totals.objective else 0.0,
        money=0.0,
        worker_hours=0.0,
        served=0,
        unserved=totals.unserved,
        counts={},
        wall_seconds=1.0,
        seed=0,
        version="0",
    )
    return Judged(
        problem=problem,
        plan=plan,
        statement=statement,
        report=check(problem, plan, statement),
        stop_reason="time",
        extra={"bound_drops": [], "stop_reason": "time", "iterations": 0, "worth": []},
    )


@pytest.fixture(scope="session")
def serving() -> Serving:
    """``with serving(settings, jobs) as service``: a service of one's own, with a worker where it has no other jobs."""
    return _serving


@pytest.fixture(scope="session")
def planning(serving: Serving) -> Iterator[Service]:
    """A service that really plans, but not for long."""
    warm_up(print)
    with serving(Settings(max_plan_seconds=5, max_sync_seconds=5, waiting_plans=4)) as running:
        yield running


@pytest.fixture(scope="session")
def service(serving: Serving, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """A service that does everything but plan."""
    settings = Settings(max_plan_seconds=5, max_sync_seconds=5, data=str(tmp_path_factory.mktemp("service")))
    with (
        closing(Database.open(settings.database_address)) as database,
        serving(settings, ReadyMade(database)) as running,
    ):
        yield running


@pytest.fixture
def scenario() -> dict[str, Any]:
    """The document of the example scenario, to be changed at will."""
    document: dict[str, Any] = json.loads(json.dumps(sample_scenario()))
    return document
