"""Writing for certain: a database that is busy or away for a moment does not end a search."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

import structlog
from sqlalchemy.exc import DBAPIError

from api.service.actor import SYSTEM
from api.service.store import Database, UnavailableError, Unit

T = TypeVar("T")
_log = structlog.stdlib.get_logger("fangang.worker")
_SECONDS = 300.0
_LONGEST_PAUSE = 5.0


def surely(database: Database, do: Callable[[Unit], T], *, seconds: float = _SECONDS) -> T:
    """What ``do`` returns in a unit that writes, tried again for so long.

    Raises the last UnavailableError or DBAPIError.
    """
    deadline, pause = time.monotonic() + seconds, 0.1
    while True:
        try:
            with database.write(SYSTEM) as unit:
                return do(unit)
        except (UnavailableError, DBAPIError) as error:
            if time.monotonic() + pause > deadline:
                raise
            _log.warning("the database is away or busy, trying again", error=type(error).__name__)
            time.sleep(pause)
            pause = min(2 * pause, _LONGEST_PAUSE)
