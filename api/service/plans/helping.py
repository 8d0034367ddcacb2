"""Parts of others' plans, done here while this worker has none of its own to make."""

from __future__ import annotations

import multiprocessing
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

import structlog
from sqlalchemy.exc import DBAPIError

from api.service.people.sealing import SealError
from api.service.plans.notices import Notices
from api.service.plans.parts import ASKED, Parts
from optimizer.bodies import run_worker
from optimizer.children import Child

_log = structlog.stdlib.get_logger("fangang.worker")
_LOOK_SECONDS = 1.0
_IDLE_SECONDS = 60.0
_LATE_SECONDS = 5.0


@dataclass(slots=True)
class Helping:
    """So many hands, each a thread with a child process that does the work; the children end when they are idle.

    ``free``: whether this worker has nothing of its own to do.
    """

    parts: Parts
    hands: int
    free: Callable[[], bool]
    _asked: threading.Condition = field(init=False, default_factory=threading.Condition)
    _ending: threading.Event = field(init=False, default_factory=threading.Event)
    _notices: Notices = field(init=False)
    _threads: list[threading.Thread] = field(init=False)

    def __post_init__(self) -> None:
        self._notices = Notices(self.parts.database, ASKED, self._heard)
        self._threads = [threading.Thread(target=self._hand, name=f"hand {n}") for n in range(self.hands)]
        for thread in self._threads:
            thread.start()

    def ready(self) -> int:
        """How many parts could be done here now."""
        return self.hands if self.free() else 0

    def close(self) -> None:
        """Ends the threads and their processes; a part in hand is lost to who asked for it."""
        self._ending.set()
        with self._asked:
            self._asked.notify_all()
        for thread in self._threads:
            thread.join()
        self._notices.close()

    def _heard(self, _: str) -> None:
        with self._asked:
            self._asked.notify_all()

    def _hand(self) -> None:
        child: Child | None = None
        idle_since = time.monotonic()
        while not self._ending.is_set():
            try:
                taken = self.parts.take() if self.free() else None
            except (DBAPIError, SealError) as error:
                _log.warning("a part of a plan cannot be had", error=type(error).__name__)
                taken = None
            if taken is not None:
                child = child or _begun()
                child = self._did(child, taken.id, taken.work, taken.seconds)
                idle_since = time.monotonic()
                continue
            if child is not None and time.monotonic() - idle_since > _IDLE_SECONDS:
                child.end()
                child = None
            with self._asked:
                self._asked.wait(_LOOK_SECONDS)
        if child is not None:
            child.end()

    def _did(self, child: Child, part_id: str, work: bytes, seconds: float) -> Child | None:
        """Has the child do a part and hands it in; None where the child is of no use any more."""
        try:
            child.pipe.send_bytes(work)
            deadline = time.monotonic() + seconds + _LATE_SECONDS
            while not child.pipe.poll(0.1):
                if self._ending.is_set() or time.monotonic() > deadline:
                    child.end()
                    return None
            result = child.pipe.recv_bytes()
        except (EOFError, OSError):
            child.end()
            return None
        try:
            self.parts.hand_in(part_id, result)
        except DBAPIError as error:
            _log.warning("a part of a plan cannot be handed in", error=type(error).__name__)
        return child


def _begun() -> Child:
    context = multiprocessing.get_context("spawn")
    return Child.start(context, run_worker, context.Event(), both_ways=True)
