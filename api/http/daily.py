"""What a running service does by itself: forgets people whose retention time has ended, removes what has passed."""

from __future__ import annotations

import anyio
import structlog

from api.service.people.retention import expire_now
from api.service.store import Database
from api.service.upkeep import sweep

_FIRST_SECONDS = 60
_AGAIN_SECONDS = 6 * 3600
"""Several times a day, since days end at another hour in every time zone."""

_log = structlog.stdlib.get_logger("fangang.daily")


async def forget_people(database: Database) -> None:
    """Goes on until it is cancelled. What goes wrong is logged, and tried again the next time."""
    await anyio.sleep(_FIRST_SECONDS)
    while True:
        for task in (_expire, sweep):
            try:
                await anyio.to_thread.run_sync(task, database)
            except Exception:  # the service goes on without it
                _log.exception("what has passed could not be removed", action=task.__name__)
        await anyio.sleep(_AGAIN_SECONDS)


def _expire(database: Database) -> None:
    for gone in expire_now(database):
        _log.info("people were forgotten", campaign=gone.campaign_id, count=gone.keys)
