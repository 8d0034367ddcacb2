"""Trying again and again takes longer and longer: by account and by address, counted in the database for all processes.

An attempt is counted before it is tried, so that many at the same time cannot slip through, and given back when it was
good. The first ``free`` ones cost nothing; after each further one nobody gets in for a time that doubles.
"""

from __future__ import annotations

import hashlib
import math
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import cast

from sqlalchemy import Insert, case, delete, func, literal, select, update
from sqlalchemy.dialects import postgresql, sqlite

from api.service.accounts.tables import Attempts
from api.service.store.base import UtcTime
from api.service.store.errors import ServiceError
from api.service.store.unit import Unit

_MOST_DOUBLINGS = 20
_LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
"""Free since then. Not since now: who began a moment earlier and got the row later would be turned away."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowance:
    """``free`` attempts, then a wait that begins with ``first`` and doubles up to ``most``.

    After ``forget`` without an attempt it begins anew.
    """

    free: int
    first: timedelta = timedelta(seconds=2)
    most: timedelta = timedelta(minutes=15)
    forget: timedelta = timedelta(hours=1)

    def wait(self, count: int) -> timedelta:
        """The wait after the attempt of that number, which is at least 1."""
        if count <= self.free:
            return timedelta(0)
        doublings: int = min(count - self.free - 1, _MOST_DOUBLINGS)
        return min(self.first * (1 << doublings), self.most)


class TooOftenError(ServiceError):
    """Tried too often: ``seconds`` are to be waited."""

    status = 429

    def __init__(self, seconds: int) -> None:
        self.seconds = seconds
        super().__init__(f"Tried too often. Maybe try again in {seconds} s.")


def subject(kind: str, name: str) -> bytes:
    """Whom an attempt is counted for; the table does not show who that is."""
    return hashlib.sha256(f"{kind}:{name}".encode("utf-8", "replace")).digest()


def take(unit: Unit, who: bytes, allowance: Allowance) -> timedelta:
    """Counts an attempt; returns the wait after it. Raises TooOftenError, and counts nothing, where it is too early."""
    row = _locked(unit, who)
    if unit.now < row.free_at:
        raise TooOftenError(math.ceil((row.free_at - unit.now).total_seconds()))
    row.count = 1 if unit.now - row.last_at > allowance.forget else row.count + 1
    row.last_at = unit.now
    wait = allowance.wait(row.count)
    if wait:
        row.free_at = unit.now + wait
    unit.session.flush()
    return wait


def give_back(unit: Unit, who: bytes) -> None:
    """Takes one attempt out of the count: it was good."""
    less = update(Attempts).where(Attempts.subject == who, Attempts.count > 0)
    no_wait = case((Attempts.free_at > unit.now, literal(unit.now, UtcTime())), else_=Attempts.free_at)
    unit.session.execute(less.values(count=Attempts.count - 1, free_at=no_wait))


def forget(unit: Unit, who: bytes) -> None:
    """Begins anew."""
    unit.session.execute(delete(Attempts).where(Attempts.subject == who))


def forget_old(unit: Unit, before: datetime) -> int:
    """Removes what was last tried before that time; returns how many."""
    old = Attempts.last_at < before
    count = unit.session.scalar(select(func.count()).select_from(Attempts).where(old)) or 0
    if count:
        unit.session.execute(delete(Attempts).where(old))
    return count


def _locked(unit: Unit, who: bytes) -> Attempts:
    """The row, which nobody else changes before this unit ends; a new one has no attempts."""
    dialect = sqlite if unit.session.get_bind().dialect.name == "sqlite" else postgresql
    new = dialect.insert(Attempts).values(subject=who, count=0, last_at=unit.now, free_at=_LONG_AGO)
    unit.session.execute(cast(Insert, new.on_conflict_do_nothing()))
    return unit.session.scalars(select(Attempts).where(Attempts.subject == who).with_for_update()).one()
