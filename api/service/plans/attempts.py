"""Attempts at jobs in this process: each plans, has the plan checked, and stores it in one transaction."""

from __future__ import annotations

import multiprocessing
import threading
import time
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from typing import Any, Protocol

import structlog

from api.budget import search_seconds
from api.planning import Judged
from api.service.actor import SYSTEM
from api.service.plans import turns
from api.service.plans.asking import Asking
from api.service.plans.durable import AGAIN
from api.service.plans.patience import surely
from api.service.plans.starts import Beginning, beginning_of
from api.service.plans.stored import problem_of
from api.service.plans.tables import PlanJob
from api.service.plans.turns import Turn, Wishes
from api.service.store import Database, Unit
from api.starting import carried_over, start_json, with_start
from optimizer.engine.division import DIVIDED_FROM
from optimizer.engine.far import Far
from optimizer.pinning import PinError
from optimizer.problem import Problem
from optimizer.result import OnProgress, Options, Progress, ShouldStop
from optimizer.start import Start

_log = structlog.stdlib.get_logger("fangang.worker")
_REPORT_SECONDS = 1.0
_POLL_SECONDS = 0.05
_PAUSE_SECONDS = 1.0
_PINS_SHOWN = 20
_FAULT = "The search ended by a fault of the service; its log has the details. Maybe try again."
_BROKEN = "The planner made a plan that breaks rules; it is not shown. Please report it with the scenario."


class Planner(Protocol):
    """What makes a plan and has it judged, as ``api.planning.make_plan``."""

    def __call__(
        self,
        problem: Problem,
        options: Options,
        *,
        started: float,
        on_progress: OnProgress,
        should_stop: ShouldStop,
        far: Far | None,
    ) -> Judged:
        """The plan with the checker's report."""


@dataclass(slots=True)
class _Search:
    """``lost``: another worker has the job by now."""

    turn: Turn
    stop: bool = False
    lost: bool = False
    progress: Progress | None = None
    told: Progress | None = None
    told_at: float = 0.0


@dataclass(frozen=True, slots=True)
class _Task:
    """A job that is begun, with everything that it is about."""

    search: _Search
    job: PlanJob
    problem: Problem
    begins: Beginning | None


@dataclass(slots=True)
class Attempts:
    """What this worker is searching. ``ending`` set: searches end, and jobs that are not ready go back.

    ``asking``: other machines help with large plans.
    """

    database: Database
    worker_id: str
    planner: Planner
    most: int
    ending: threading.Event
    asking: Asking | None = None
    _searches: dict[str, _Search] = field(init=False, default_factory=dict)
    _lock: threading.Lock = field(init=False, default_factory=threading.Lock)

    def __call__(self, job_id: str) -> str:
        """One attempt at a job that this worker has claimed: what became of it, ``AGAIN`` where one is to follow."""
        begun = surely(self.database, lambda unit: self._begin(unit, job_id))
        if begun is None:
            return "over"
        try:
            return self._planned(begun)
        finally:
            with self._lock:
                del self._searches[job_id]

    @property
    def jobs(self) -> frozenset[str]:
        """The jobs that are being searched here."""
        with self._lock:
            return frozenset(self._searches)

    def heed(self, wishes: Wishes) -> None:
        """Stops what is asked to stop, and what is this worker's no longer. ``wishes``: its jobs, as ``turns`` says."""
        with self._lock:
            for job_id, search in self._searches.items():
                search.lost = search.lost or job_id not in wishes
                search.stop = search.lost or wishes[job_id] is not None

    def report(self) -> None:
        """Writes how far the searches are, each about once a second and only what is new."""
        now = time.monotonic()
        with self._lock:
            searches = list(self._searches.values())
        for search in searches:
            progress = search.progress
            if progress is None or progress is search.told or now - search.told_at < _REPORT_SECONDS:
                continue
            with self.database.write(SYSTEM) as unit:
                turns.report(unit, search.turn, progress)
            search.told, search.told_at = progress, now

    def end(self, grace: float) -> None:
        """Waits for every search; after ``grace`` seconds it ends what processes are left."""
        deadline = time.monotonic() + grace
        while self.jobs:
            if time.monotonic() > deadline:
                for child in multiprocessing.active_children():
                    child.kill()
            time.sleep(_POLL_SECONDS)

    def _begin(self, unit: Unit, job_id: str) -> _Task | None:
        turn = turns.begin(unit, job_id, self.worker_id, most_attempts=self.most)
        if turn is None:
            return None
        job = unit.session.get_one(PlanJob, job_id)
        problem, begins = problem_of(unit, job), beginning_of(unit, job_id)
        with self._lock:
            search = self._searches[job_id] = _Search(turn)
        return _Task(search, job, problem, begins)

    def _planned(self, task: _Task) -> str:
        search = task.search
        try:
            judged = self._judged(task)
        except PinError as error:
            return self._failed(search.turn, _unpinned(task, error))
        except Exception:
            _log.exception("a search ended by a fault", job=search.turn.job_id)
            return self._failed(search.turn, _FAULT)
        if search.lost:
            return "lost"
        if self.ending.is_set() and not search.stop:
            surely(self.database, lambda unit: turns.give_back(unit, search.turn))
            return "given back"
        if not judged.report.valid:
            _log.error("a plan that breaks rules", job=search.turn.job_id, count=len(judged.report.violations))
            return self._failed(search.turn, _BROKEN)
        if judged.stop_reason == "crashed" and not judged.statement.served:
            _log.warning("a search died before it had a plan", job=search.turn.job_id, attempt=search.turn.attempt)
            self.ending.wait(_PAUSE_SECONDS)
            return AGAIN
        stored = surely(self.database, lambda unit: turns.store(unit, search.turn, judged))
        return "stored" if stored else "lost"

    def _judged(self, task: _Task) -> Judged:
        """The plan. Raises PinError."""
        search, job, problem = task.search, task.job, task.problem

        def on_progress(moment: Progress) -> None:
            search.progress = moment

        started = time.monotonic()
        start, told = self._start(task)
        seconds = search_seconds(problem, promised=job.seconds, started=started)
        options = Options(seconds=seconds, iterations=job.iterations, seed=job.seed, start=start)
        with self._far(problem, job) as far:
            judged = self.planner(
                problem,
                options,
                started=started,
                on_progress=on_progress,
                should_stop=lambda: search.stop or self.ending.is_set(),
                far=far,
            )
        return with_start(judged, told)

    def _start(self, task: _Task) -> tuple[Start | None, dict[str, Any] | None]:
        """What the search goes on from and what ``plan.json`` says of it; people are told at once. Raises PinError."""
        if task.begins is None:
            return None, None
        carried = carried_over(task.problem, task.begins.plan, task.begins.pins)
        told = start_json(task.begins.plan_id, carried)
        surely(self.database, lambda unit: turns.tell_start(unit, task.search.turn, told))
        return carried.start, told

    def _far(self, problem: Problem, job: PlanJob) -> AbstractContextManager[Far | None]:
        if self.asking is None or job.iterations is not None or len(problem.demands) < DIVIDED_FROM:
            return nullcontext()
        return self.asking.far()

    def _failed(self, turn: Turn, error: str) -> str:
        surely(self.database, lambda unit: turns.fail(unit, turn, error))
        return "failed"


def _unpinned(task: _Task, error: PinError) -> str:
    """What a job fails of whose pins cannot hold."""
    plan_id = "" if task.begins is None else task.begins.plan_id
    shown = "\n".join(error.faults[:_PINS_SHOWN])
    more = len(error.faults) - _PINS_SHOWN
    rest = f"\nand {more} more" if more > 0 else ""
    return (
        f"Pins of the plan {plan_id} cannot hold, nothing was planned. "
        f"Maybe take them away, or put the scenario right.\n{shown}{rest}"
    )
