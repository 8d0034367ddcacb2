"""The service on a port of this machine: one for all tests that leave it as it was, and ``serving`` for the others."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from typing import Any, TypeAlias

import httpx
import pytest
import uvicorn
from fastapi import FastAPI

from api.http.app import create_app
from api.http.jobs import Jobs
from api.http.memory_jobs import MemoryJobs
from api.http.samples import SAMPLES, sample, sample_scenario
from api.http.server import bind
from api.http.settings import Settings
from api.planning import Judged
from api.warmup import warm_up
from optimizer.problem import Problem
from optimizer.result import OnProgress, Options, ShouldStop

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
def _serving(settings: Settings | None = None, jobs: Jobs | None = None) -> Iterator[Service]:
    app = create_app(settings or Settings(), jobs=jobs)
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


def ready_made(
    problem: Problem, options: Options, *, started: float, on_progress: OnProgress, should_stop: ShouldStop
) -> Judged:
    """A planner for tests that are not about planning: it has the sample's plan at once, whatever is asked for."""
    judged = sample(SAMPLES[0])
    assert judged is not None
    assert judged.judged is not None
    return judged.judged


@pytest.fixture(scope="session")
def serving() -> Serving:
    """``with serving(settings, jobs) as service``: a service of one's own."""
    return _serving


@pytest.fixture(scope="session")
def planning(serving: Serving) -> Iterator[Service]:
    """A service that really plans, but not for long."""
    warm_up(print)
    with serving(Settings(max_plan_seconds=5, max_sync_seconds=5, waiting_plans=4)) as running:
        yield running


@pytest.fixture(scope="session")
def service(serving: Serving) -> Iterator[Service]:
    """A service that does everything but plan."""
    jobs = MemoryJobs(running=2, waiting=1000, kept=50, planner=ready_made)
    with serving(Settings(max_plan_seconds=5, max_sync_seconds=5), jobs) as running:
        yield running


@pytest.fixture
def scenario() -> dict[str, Any]:
    """The document of the example scenario, to be changed at will."""
    document: dict[str, Any] = json.loads(json.dumps(sample_scenario()))
    return document
