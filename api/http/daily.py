"""What a running service does by itself: people whose retention time has ended are forgotten."""

from __future__ import annotations

import logging

import anyio

from api.service.people.retention import expire_now
from api.service.store import Database

_FIRST_SECONDS = 60
_AGAIN_SECONDS = 6 * 3600
"""Several times a day, since days end at another hour in every time zone."""

_log = logging.getLogger("fangang.daily")


async def forget_people(database: Database) -> None:
    """Goes on until it is cancelled. What goes wrong is logged, and tried again the next time."""
    await anyio.sleep(_FIRST_SECONDS)
    while True:
        try:
            for gone in await anyio.to_thread.run_sync(expire_now, database):
                _log.info("campaign %s: %s keys destroyed", gone.campaign_id, gone.keys)
        except Exception:  # the service goes on without it
            _log.exception("people whose time has ended could not be forgotten")
        await anyio.sleep(_AGAIN_SECONDS)
