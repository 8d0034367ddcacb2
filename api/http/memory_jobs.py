"""Jobs in the memory of this process: a thread each, the searching itself in child processes."""

from __future__ import annotations

import logging
import multiprocessing
import secrets
import threading
import time
from collections import deque
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Protocol

from api.budget import search_seconds
from api.http.jobs import ENDED, BusyError, Job, Order, State
from api.planning import Judged, make_plan
from optimizer.problem import Problem
from optimizer.result import OnProgress, Options, Progress, ShouldStop

_log = logging.getLogger("fangang.http")
_POLL_SECONDS = 0.05
_FAULT = "The search ended by a fault of the service; its log has the details. Maybe try again."
_BROKEN = "The planner made a plan that breaks rules; it is not shown. Please report it with the scenario."


class Planner(Protocol):
    """What makes a plan and has it judged, as ``api.planning.make_plan``."""

    def __call__(
        self, problem: Problem, options: Options, *, started: float, on_progress: OnProgress, should_stop: ShouldStop
    ) -> Judged:
        """The plan with the checker's report."""


@dataclass(slots=True)
class _Entry:
    order: Order
    id: str = field(default_factory=lambda: secrets.token_urlsafe(16))
    created: datetime = field(default_factory=lambda: datetime.now(UTC))
    started: datetime | None = None
    ended: datetime | None = None
    state: State = "waiting"
    stop: threading.Event = field(default_factory=threading.Event)
    progress: Progress | None = None
    judged: Judged | None = None
    error: str | None = None
    thread: threading.Thread | None = None


class MemoryJobs:
    """``Jobs`` that live as long as this process. At most ``running`` searches and ``waiting`` jobs at a time.

    ``kept`` jobs that have ended stay to be read; ``grace`` seconds are given to searches when all is closed.
    """

    def __init__(
        self, *, running: int, waiting: int, kept: int, grace: float = 10.0, planner: Planner = make_plan
    ) -> None:
        self._running, self._waiting, self._kept, self._grace = running, waiting, kept, grace
        self._planner = planner
        self._lock = threading.Lock()
        self._entries: dict[str, _Entry] = {}
        self._queue: deque[_Entry] = deque()
        self._closed = False

    def submit(self, order: Order, *, at_once: bool = False) -> Job:
        """Takes an order. Raises BusyError; with ``at_once`` also where it would have to wait."""
        with self._lock:
            active = self._active()
            if self._closed:
                raise BusyError("The service is about to stop. Maybe try again in a minute.")
            if at_once and (active >= self._running or self._queue):
                raise BusyError(f"{active} plans are being made already. Maybe send it as a job, which waits its turn.")
            if active >= self._running and len(self._queue) >= self._waiting:
                raise BusyError(f"{len(self._queue)} jobs are waiting already. Maybe try again later.")
            entry = _Entry(order)
            self._entries[entry.id] = entry
            self._queue.append(entry)
            self._go_on()
            return self._job(entry)

    def get(self, job_id: str) -> Job | None:
        """The job as it is now; None: there is none of that id, or it is kept no longer."""
        with self._lock:
            entry = self._entries.get(job_id)
            return None if entry is None else self._job(entry)

    def stop(self, job_id: str) -> Job | None:
        """Asks the search to end with the best plan so far. Nothing happens to a job that has ended."""
        with self._lock:
            entry = self._entries.get(job_id)
            if entry is None:
                return None
            if entry.state not in ENDED:
                entry.stop.set()
            if entry in self._queue:
                self._queue.remove(entry)
                entry.state, entry.ended = "cancelled", datetime.now(UTC)
            return self._job(entry)

    def close(self) -> None:
        """Ends every search: asks first, and after the grace ends what processes are left."""
        with self._lock:
            self._closed = True
            for entry in self._queue:
                entry.state = "cancelled"
            self._queue.clear()
            threads = [entry.thread for entry in self._entries.values() if entry.thread is not None]
            for entry in self._entries.values():
                entry.stop.set()
        deadline = time.monotonic() + self._grace
        for thread in threads:
            thread.join(max(0.0, deadline - time.monotonic()))
        while any(thread.is_alive() for thread in threads):
            for child in multiprocessing.active_children():
                child.kill()
            time.sleep(_POLL_SECONDS)

    def _active(self) -> int:
        return sum(entry.state == "running" for entry in self._entries.values())

    def _go_on(self) -> None:
        """Starts what may start, and drops what is kept no longer. Needs the lock."""
        while self._queue and self._active() < self._running and not self._closed:
            entry = self._queue.popleft()
            entry.state, entry.started = "running", datetime.now(UTC)
            entry.thread = threading.Thread(target=self._search, args=(entry,), name=f"plan {entry.id}", daemon=True)
            entry.thread.start()
        ended = [entry.id for entry in self._entries.values() if entry.state in ENDED]
        for job_id in ended[: max(0, len(ended) - self._kept)]:
            del self._entries[job_id]

    def _search(self, entry: _Entry) -> None:
        judged: Judged | None = None
        error: str | None = None
        try:
            judged = self._judged(entry)
            if not judged.report.valid:
                _log.error("a plan that breaks rules:\n%s", "\n".join(map(str, judged.report.violations)))
                judged, error = None, _BROKEN
        except Exception:
            _log.exception("a search ended by a fault")
            error = _FAULT
        with self._lock:
            entry.judged, entry.error, entry.ended = judged, error, datetime.now(UTC)
            entry.state = "failed" if judged is None else "finished"
            entry.thread = None
            self._entries[entry.id] = self._entries.pop(entry.id)  # kept in the order in which they end
            self._go_on()

    def _judged(self, entry: _Entry) -> Judged:
        def on_progress(moment: Progress) -> None:
            entry.progress = moment

        started = time.monotonic()
        problem, order = entry.order.scenario.problem, entry.order
        seconds = search_seconds(problem, promised=order.seconds, started=started)
        options = Options(seconds=seconds, seed=order.seed)
        return self._planner(problem, options, started=started, on_progress=on_progress, should_stop=entry.stop.is_set)

    def _job(self, entry: _Entry) -> Job:
        ahead = self._queue.index(entry) if entry in self._queue else 0
        return Job(
            id=entry.id,
            state=entry.state,
            order=entry.order,
            created=entry.created,
            started=entry.started,
            ended=entry.ended,
            stop_asked=entry.stop.is_set(),
            ahead=ahead,
            progress=entry.progress,
            judged=entry.judged,
            error=entry.error,
        )
