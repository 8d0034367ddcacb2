"""Workers are killed in the middle of a search: every job ends, and ends once. On both databases."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import select

from api.service.actor import SYSTEM
from api.service.plans.starts import beginning
from api.service.plans.stored import stored_plan
from api.service.plans.tables import PlanJob, PlanProgress, PlanStart, PlanWorker, StoredPlan
from api.service.store import Database
from api.service.store.tables import AuditEntry
from optimizer.start import Pins
from tests.api.service.plans.conftest import Ordered
from tests.known import known_plan, known_statement
from tests.processes import below

pytestmark = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="processes are looked up in /proc")

_PLANS_AT_ONCE = """
import sys, threading, time
from dataclasses import replace
from api.planning import make_plan
from api.service.plans.worker import Capacity, Worker
from api.service.store import Database
from tests.api.service.plans.conftest import judged

def plan(problem, options, *, started, on_progress, should_stop, far):
    until = time.monotonic() + options.seconds
    while time.monotonic() < until and not should_stop():
        time.sleep(0.02)
    found = judged("stopped" if should_stop() else "time")
    start = options.start
    riders = start and len(start.plan.riders)
    went_on = start and {"objective": start.objective, "runs": sorted(start.pins.runs), "riders": riders}
    return replace(found, extra={**found.extra, "went_on_from": went_on})

if __name__ == "__main__":
    ending = threading.Event()
    threading.Thread(target=lambda: (sys.stdin.read(), ending.set()), daemon=True).start()
    worker = Worker(Database.open(sys.argv[1], migrate=False), Capacity(slots=2, grace=1), plan, ending=ending)
    worker.run()
"""
"""A worker whose searches only take their time: what is tested is what becomes of jobs."""


@contextmanager
def working(database_url: str) -> Iterator[subprocess.Popen[bytes]]:
    words = [sys.executable, "-c", f"import sys; sys.path[:0] = {sys.path!r}\n{_PLANS_AT_ONCE}", database_url]
    with subprocess.Popen(words, stdin=subprocess.PIPE) as process:
        try:
            yield process
        finally:
            for pid in (process.pid, *below(process.pid)):
                if process.poll() is None or pid != process.pid:
                    os.kill(pid, signal.SIGKILL)


def until(true: Callable[[], bool], seconds: float = 40) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "it never came true"
        time.sleep(0.05)


def states(database: Database) -> list[str]:
    with database.read(SYSTEM) as unit:
        return list(unit.session.scalars(select(PlanJob.state).order_by(PlanJob.id)))


def test_a_killed_worker_s_jobs_are_taken_over_and_end_once(
    database: Database, database_url: str, ordered: Ordered
) -> None:
    jobs = [ordered(seconds=2.0) for _ in range(4)]
    with working(database_url) as first:
        until(lambda: Counter(states(database))["running"] == 2)
        with database.read(SYSTEM) as unit:
            until(lambda: _tried(database) == 2)
            doomed = unit.session.scalars(select(PlanWorker.id)).one()
        first.send_signal(signal.SIGKILL)
        first.wait()
        with working(database_url) as second:
            until(lambda: states(database) == ["done"] * 4)
            assert second.stdin is not None
            second.stdin.close()
            assert second.wait(20) == 0
    with database.read(SYSTEM) as unit:
        assert sorted(unit.session.scalars(select(StoredPlan.id))) == sorted(jobs)
        assert all(stored_plan(unit, job_id).report.valid for job_id in jobs)
        entries = unit.session.scalars(select(AuditEntry).where(AuditEntry.table_name == "plan_jobs"))
        ends = Counter(entry.row_id for entry in entries if (entry.after or {}).get("state") == "done")
        assert ends == Counter(jobs)
        assert {row.attempts for row in unit.session.scalars(select(PlanJob))} == {1, 2}
        assert all(row.ended_at is not None for row in unit.session.scalars(select(PlanWorker)))
        assert unit.session.get_one(PlanWorker, doomed).ended_at is not None
        assert len(unit.session.scalars(select(PlanProgress.job_id)).all()) == 4


def test_a_killed_worker_s_job_goes_on_from_the_same_plan(
    database: Database, database_url: str, ordered: Ordered
) -> None:
    pins = Pins(runs=frozenset({"R1"}), journeys=frozenset({"I2"}))
    job_id = ordered(seconds=2.0, begins=beginning("earlier", known_plan(), pins, pin_all=False))
    with working(database_url) as first:
        until(lambda: _started(database, job_id))
        first.send_signal(signal.SIGKILL)
        first.wait()
        with working(database_url) as second:
            until(lambda: states(database) == ["done"])
            assert second.stdin is not None
            second.stdin.close()
            assert second.wait(20) == 0
    with database.read(SYSTEM) as unit:
        assert unit.session.get_one(PlanJob, job_id).attempts == 2
        extra = unit.session.get_one(StoredPlan, job_id).extra
    objective = known_statement().objective
    assert extra["went_on_from"] == {"objective": objective, "runs": ["R1"], "riders": len(known_plan().riders)}
    assert extra["start"] == {
        "plan": "earlier", "objective": objective, "workers": 15,
        "pinned_runs": ["R1"], "pinned_itineraries": ["I2"], "dropped": [],
    }  # fmt: skip


def test_a_worker_that_is_told_to_end_gives_its_job_back(
    database: Database, database_url: str, ordered: Ordered
) -> None:
    job_id = ordered(seconds=30.0)
    with working(database_url) as worker:
        until(lambda: _tried(database) == 1)
        assert worker.stdin is not None
        worker.stdin.close()
        assert worker.wait(20) == 0
    with database.read(SYSTEM) as unit:
        job = unit.session.get_one(PlanJob, job_id)
        assert (job.state, job.attempts, job.worker_id) == ("queued", 0, None)
        job_order = unit.session.scalars(select(PlanWorker)).one()
        assert job_order.ended_at is not None


def _started(database: Database, job_id: str) -> bool:
    """Whether a worker has looked at what the job goes on from, so that it searches now."""
    with database.read(SYSTEM) as unit:
        return unit.session.get_one(PlanStart, job_id).workers is not None


def _tried(database: Database) -> int:
    with database.read(SYSTEM) as unit:
        return sum(unit.session.scalars(select(PlanJob.attempts)))
