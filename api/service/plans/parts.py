"""Parts of large plans on their way between machines, as rows of PostgreSQL: asked for, taken, done.

What is in a row is sealed under the master key, so the database can neither read it nor put in another: a worker runs
nothing but what a worker of the same version with the same key has written.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import Connection, delete, func, select, text, update

from api import __version__
from api.service.people.vault import Vault
from api.service.plans.orders import LIVING
from api.service.plans.tables import PlanJob, PlanPart, PlanWorker
from api.service.store import Database, new_id

ASKED = "fangang_parts_asked"
DONE = "fangang_parts_done"
"""Channels of NOTIFY: that a part is open; that one is done, with its id."""

_OLD = timedelta(minutes=1)
_QUICK_PACKING = 1


@dataclass(frozen=True, slots=True)
class Taken:
    """A part that this worker does; ``work`` is the pickled job, ``seconds`` are left for it."""

    id: str
    work: bytes
    seconds: float


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts in a database, for one worker."""

    database: Database
    vault: Vault
    worker_id: str

    @property
    def release(self) -> str:
        """Who may do this worker's parts: pickles and keys have to fit."""
        return f"{__version__}/{self.vault.newest}"

    def ask(self, work: bytes, seconds: float) -> str:
        """Offers a part to whoever is idle, for so long; its id."""
        part_id = new_id()
        sealed = self.vault.wrap(part_id, zlib.compress(work, _QUICK_PACKING))
        with self._quick() as connection:
            connection.execute(
                PlanPart.__table__.insert().values(  # type: ignore[attr-defined]
                    id=part_id,
                    asked_by=self.worker_id,
                    release=self.release,
                    state="open",
                    until=func.now() + timedelta(seconds=seconds),
                    work=sealed,
                )
            )
            connection.execute(text(f"NOTIFY {ASKED}"))
        return part_id

    def take(self) -> Taken | None:
        """The oldest open part, from now on this worker's; None: there is none."""
        first = (
            select(PlanPart.id)
            .where(PlanPart.state == "open", PlanPart.release == self.release, PlanPart.until > func.now())
            .where(PlanPart.asked_by != self.worker_id)
            .order_by(PlanPart.id)
            .limit(1)
            .with_for_update(skip_locked=True)
            .scalar_subquery()
        )
        mine = (
            update(PlanPart)
            .where(PlanPart.id == first)
            .values(state="taken", taken_by=self.worker_id)
            .returning(PlanPart.id, PlanPart.work, func.extract("epoch", PlanPart.until - func.now()))
        )
        with self._quick() as connection:
            row = connection.execute(mine).one_or_none()
        if row is None:
            return None
        part_id, sealed, seconds = row
        return Taken(part_id, zlib.decompress(self._opened(part_id, sealed)), float(seconds))

    def hand_in(self, part_id: str, result: bytes) -> None:
        """Gives a part's result back; nothing happens where nobody waits for it any more."""
        sealed = self.vault.wrap(f"{part_id} done", zlib.compress(result, _QUICK_PACKING))
        with self._quick() as connection:
            connection.execute(
                update(PlanPart)
                .where(PlanPart.id == part_id, PlanPart.taken_by == self.worker_id)
                .values(state="done", result=sealed)
            )
            connection.execute(select(func.pg_notify(DONE, part_id)))

    def call_off(self, part_id: str) -> bool:
        """Takes a part out of the table that nobody has taken yet; False where somebody has."""
        with self._quick() as connection:
            gone = delete(PlanPart).where(PlanPart.id == part_id, PlanPart.state == "open").returning(PlanPart.id)
            return connection.execute(gone).one_or_none() is not None

    def fetch(self, part_id: str) -> bytes | None:
        """Takes a part out of the table; its result, None where it is not done."""
        with self._quick() as connection:
            gone = delete(PlanPart).where(PlanPart.id == part_id).returning(PlanPart.result)
            sealed = connection.execute(gone).scalar_one_or_none()
        return None if sealed is None else zlib.decompress(self._opened(f"{part_id} done", sealed))

    def sweep(self) -> None:
        """Removes what a dead worker has left."""
        with self._quick() as connection:
            connection.execute(delete(PlanPart).where(PlanPart.until < func.now() - _OLD))

    def hands(self) -> int:
        """How many parts the other workers could do for this one at the same time: idle ones, shared out."""
        others = select(func.coalesce(func.sum(PlanWorker.hands), 0)).where(
            PlanWorker.id != self.worker_id, PlanWorker.ended_at.is_(None), PlanWorker.seen_at > func.now() - LIVING / 4
        )
        planning = select(func.count()).select_from(PlanJob).where(PlanJob.state == "running")
        with self._quick() as connection:
            return int(connection.scalar(others) or 0) // max(1, connection.scalar(planning) or 1)

    def _opened(self, holder_id: str, sealed: bytes) -> bytes:
        """Raises SealError where somebody else has written it."""
        return self.vault.unwrap(holder_id, sealed, self.vault.newest)

    @contextmanager
    def _quick(self) -> Iterator[Connection]:
        """A transaction that need not outlive a loss of power: a lost part is asked for anew."""
        with self.database.engine.begin() as connection:
            connection.execute(text("SET LOCAL synchronous_commit = off"))
            yield connection
