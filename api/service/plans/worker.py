"""A worker: it claims jobs while it has room, and puts back into the queue what a worker had that is gone."""

from __future__ import annotations

import os
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field

import structlog
from sqlalchemy.exc import DBAPIError

from api.service.actor import SYSTEM
from api.service.people.vault import Vault
from api.service.plans import turns
from api.service.plans.asking import Asking
from api.service.plans.attempts import Attempts, Planner
from api.service.plans.durable import Durable
from api.service.plans.helping import Helping
from api.service.plans.parts import Parts
from api.service.plans.patience import surely
from api.service.plans.presence import Presence, presence_at
from api.service.plans.pruning import prune
from api.service.plans.tables import NAME_LENGTH, PlanWorker
from api.service.store import Database, ServiceError, Unit, new_id

_log = structlog.stdlib.get_logger("fangang.worker")
_LOOK_SECONDS = 0.2
_KEEP_SECONDS = 2.0
_SEEN_SECONDS = 1.0
_PRUNE_SECONDS = 60.0
_LATE_SECONDS = 10.0


class LostPresenceError(RuntimeError):
    """The lock that says that this worker lives is gone, so others have its jobs; the process should begin anew."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Capacity:
    """What a worker takes on: ``slots`` jobs at a time, each begun at most ``attempts`` times, by whomever.

    ``grace``: seconds in which searches have to end when the worker is told to. ``kept``: plans of uploaded scenarios
    that stay to be read. ``hands``: parts of others' plans that it does at a time while it has no job.
    """

    slots: int
    hands: int = 1
    attempts: int = 3
    grace: float = 10.0
    kept: int = 1000


@dataclass(slots=True)
class Worker:
    """The worker of this process. ``run`` returns soon after ``ending`` was set, which gives back what is not ready."""

    database: Database
    capacity: Capacity
    planner: Planner
    vault: Vault | None = None
    ending: threading.Event = field(default_factory=threading.Event)
    id: str = field(init=False, default_factory=new_id)
    _free: bool = field(init=False, default=False)
    _claimed: dict[str, float] = field(init=False, default_factory=dict)
    _due: dict[str, float] = field(init=False, default_factory=dict)

    def run(self) -> None:
        """Works until ``ending`` is set. Raises LostPresenceError."""
        presence = presence_at(self.database)
        presence.hold(self.id)
        try:
            with self._company() as (asking, helping):
                attempts = Attempts(self.database, self.id, self.planner, self.capacity.attempts, self.ending, asking)
                self._work(attempts, helping, presence)
        finally:
            presence.drop()

    def _work(self, attempts: Attempts, helping: Helping | None, presence: Presence) -> None:
        engine = Durable(self.database, self.id, attempts)
        surely(self.database, self._enlist)
        try:
            while not self.ending.wait(_LOOK_SECONDS):
                self._look_after(attempts, engine, presence)
                self._free = not attempts.jobs and not self._claimed
                if self._is_due("seen", _SEEN_SECONDS):
                    self._seen(helping)
        finally:
            self.ending.set()
            attempts.end(self.capacity.grace)
            engine.close()
        surely(self.database, lambda unit: turns.retire(unit, self.id))

    @contextmanager
    def _company(self) -> Iterator[tuple[Asking | None, Helping | None]]:
        """Whom this worker may ask to help, and its own help for others: where there may be other machines."""
        if self.database.is_sqlite or self.vault is None:
            yield None, None
            return
        parts = Parts(self.database, self.vault, self.id)
        with closing(Asking(parts)) as asking, closing(Helping(parts, self.capacity.hands, self._is_free)) as helping:
            yield asking, helping

    def _is_free(self) -> bool:
        return self._free and not self.ending.is_set()

    def _seen(self, helping: Helping | None) -> None:
        hands = 0 if helping is None else helping.ready()
        surely(self.database, lambda unit: turns.seen(unit, self.id, hands=hands), seconds=1.0)

    def _enlist(self, unit: Unit) -> None:
        worker = PlanWorker(
            id=self.id,
            host=socket.gethostname()[:NAME_LENGTH],
            pid=os.getpid(),
            slots=self.capacity.slots,
            hands=0,
            started_at=unit.now,
            seen_at=unit.now,
        )
        unit.session.merge(worker)

    def _look_after(self, attempts: Attempts, engine: Durable, presence: Presence) -> None:
        try:
            with self.database.read(SYSTEM) as unit:
                mine = turns.wishes(unit, self.id)
            attempts.heed(mine)
            attempts.report()
            self._start_what_was_not(mine, attempts, engine)
            while self._has_room(attempts) and self._claim(engine):
                pass
            if self._is_due("keep", _KEEP_SECONDS):
                self._keep(engine, presence)
            if self._is_due("prune", _PRUNE_SECONDS):
                surely(self.database, lambda unit: prune(unit, kept=self.capacity.kept), seconds=1.0)
        except (ServiceError, DBAPIError) as error:
            _log.warning("the database is away or busy", error=type(error).__name__)
            self.ending.wait(1.0)
            if not presence.held():
                raise LostPresenceError(f"worker {self.id} has lost its lock") from error

    def _has_room(self, attempts: Attempts) -> bool:
        return len(attempts.jobs | self._claimed.keys()) < self.capacity.slots

    def _claim(self, engine: Durable) -> bool:
        with self.database.write(SYSTEM) as unit:
            job = turns.claim(unit, self.id)
        if job is None:
            return False
        self._claimed[job.id] = time.monotonic()
        engine.start(job.id)
        return True

    def _start_what_was_not(self, mine: turns.Wishes, attempts: Attempts, engine: Durable) -> None:
        """Starts again what is this worker's by the table, but was not begun: its start may have failed."""
        here, now = attempts.jobs, time.monotonic()
        for job_id in here | (self._claimed.keys() - mine.keys()):
            self._claimed.pop(job_id, None)
        for job_id in mine.keys() - here:
            if now - self._claimed.setdefault(job_id, now) > _LATE_SECONDS:
                self._claimed[job_id] = now
                engine.start(job_id)

    def _keep(self, engine: Durable, presence: Presence) -> None:
        """Says that this worker lives, and takes from the gone what they had."""
        if not presence.held():
            raise LostPresenceError(f"worker {self.id} has lost its lock")
        with self.database.read(SYSTEM) as unit:
            others = turns.others(unit, self.id)
        gone = [other for other in others if presence.gone(other)]
        with self.database.write(SYSTEM) as unit:
            for other in gone:
                turns.retire(unit, other)
            unit.session.flush()
            jobs = turns.take_over(unit)
        for other in gone:
            engine.forget(other)
            _log.warning("a worker is gone", worker=other)
        if jobs:
            _log.warning("jobs of workers that are gone wait again", count=len(jobs))

    def _is_due(self, what: str, every: float) -> bool:
        now = time.monotonic()
        if now < self._due.get(what, 0.0):
            return False
        self._due[what] = now + every
        return True
