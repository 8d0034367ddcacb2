"""What PostgreSQL notifies: a thread that listens on a connection of its own and wakes those who wait."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field

import psycopg
import structlog

from api.service.store import Database

_log = structlog.stdlib.get_logger("fangang.worker")
_LOOK_SECONDS = 0.5
_PAUSE_SECONDS = 1.0


@dataclass(slots=True)
class Notices:
    """Calls ``heard`` with each notice's payload on ``channel``, until it is closed; begins again after any break."""

    database: Database
    channel: str
    heard: Callable[[str], None]
    _ending: threading.Event = field(init=False, default_factory=threading.Event)
    _thread: threading.Thread = field(init=False)

    def __post_init__(self) -> None:
        self._thread = threading.Thread(target=self._listen, name=f"notices {self.channel}", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Ends the thread."""
        self._ending.set()
        self._thread.join()

    def _listen(self) -> None:
        url = self.database.engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
        while not self._ending.is_set():
            try:
                with psycopg.connect(url, autocommit=True) as connection:
                    connection.execute(f"LISTEN {self.channel}")
                    while not self._ending.is_set():
                        for notice in connection.notifies(timeout=_LOOK_SECONDS):
                            self.heard(notice.payload)
            except psycopg.Error as error:
                _log.warning("the database does not notify, trying again", error=type(error).__name__)
                self._ending.wait(_PAUSE_SECONDS)
