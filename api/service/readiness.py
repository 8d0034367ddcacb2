"""Can the service do its work now?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError

from api.service.actor import SYSTEM
from api.service.plans.tables import PlanWorker
from api.service.store import Database, UnavailableError, Unit

LATELY = timedelta(seconds=60)
"""A worker tells that it lives more often than this."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Readiness:
    """What the service needs: a database that answers, with this version's tables, and a worker that makes plans."""

    database: bool
    migrations: bool
    worker: bool

    @property
    def ready(self) -> bool:
        """All of it is there."""
        return self.database and self.migrations and self.worker


def readiness(database: Database) -> Readiness:
    """What is there at this moment."""
    try:
        current = database.is_current()
        with database.read(SYSTEM) as unit:
            return Readiness(database=True, migrations=current, worker=current and workers_alive(unit) > 0)
    except (UnavailableError, SQLAlchemyError):
        return Readiness(database=False, migrations=False, worker=False)


def workers_alive(unit: Unit) -> int:
    """How many workers were heard of lately and have not ended."""
    alive = select(func.count()).where(PlanWorker.ended_at.is_(None), PlanWorker.seen_at > unit.now - LATELY)
    return unit.session.scalar(alive) or 0
