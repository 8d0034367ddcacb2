"""What passes: sessions that have ended, answers that nobody asks for again, attempts that are forgotten."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import delete

from api.service.accounts import throttle
from api.service.accounts.tables import ProviderState, SignedSession
from api.service.actor import SYSTEM
from api.service.store import Database
from api.service.store.tables import IdempotencyKey

ANSWERS = timedelta(days=3)
"""A request that comes again within this time gets its first answer."""

ATTEMPTS = timedelta(days=1)


def sweep(database: Database) -> None:
    """Removes all of it. Several services may do it at the same time."""
    with database.write(SYSTEM) as unit:
        for passed in (
            delete(IdempotencyKey).where(IdempotencyKey.created_at < unit.now - ANSWERS),
            delete(SignedSession).where(SignedSession.expires_at < unit.now),
            delete(ProviderState).where(ProviderState.expires_at < unit.now),
        ):
            unit.session.execute(passed)
        throttle.forget_old(unit, unit.now - ATTEMPTS)
