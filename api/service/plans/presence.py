"""Whether a worker lives, told by a lock that ends with its process, however it ends.

On PostgreSQL it is an advisory lock of a connection, which every machine sees; beside an SQLite file it is a lock on a
file, for there all workers are on one machine.
"""

from __future__ import annotations

import contextlib
import hashlib
import sys
from pathlib import Path
from typing import IO, Protocol

from sqlalchemy import Connection, text
from sqlalchemy.exc import SQLAlchemyError

from api.service.store import Database


class Presence(Protocol):
    """This process's lock, and the question for those of others."""

    def hold(self, worker_id: str) -> None:
        """Takes the worker's lock for the rest of this process."""

    def held(self) -> bool:
        """Whether the lock is still this process's; a connection may have broken."""

    def gone(self, worker_id: str) -> bool:
        """Whether nobody holds that worker's lock any more."""

    def drop(self) -> None:
        """Lets the lock go."""


def presence_at(database: Database) -> Presence:
    """The presence that goes with a database."""
    file = database.engine.url.database
    return FilePresence(Path(f"{file}-workers")) if database.is_sqlite else AdvisoryPresence(database)


class AdvisoryPresence:
    """Advisory locks of PostgreSQL."""

    def __init__(self, database: Database) -> None:
        self._engine = database.engine.execution_options(isolation_level="AUTOCOMMIT")
        self._connection: Connection | None = None
        self._key = 0

    def hold(self, worker_id: str) -> None:
        """Takes the lock on a connection of its own. Raises RuntimeError where another process has it."""
        self._key = _key(worker_id)
        self._connection = self._engine.connect()
        self._connection.detach()  # it never goes back to the pool, where it would be used for other things
        if not self._locked(self._connection, self._key):
            self.drop()
            raise RuntimeError(f"worker {worker_id}: another process holds its lock")

    def held(self) -> bool:
        """Whether the connection is alive, and with it the lock."""
        try:
            assert self._connection is not None, "hold comes first"
            self._connection.execute(text("SELECT 1"))
        except SQLAlchemyError:
            return False
        return True

    def gone(self, worker_id: str) -> bool:
        """Whether the lock can be had."""
        with self._engine.connect() as connection:
            if not self._locked(connection, _key(worker_id)):
                return False
            connection.execute(text("SELECT pg_advisory_unlock(:key)"), {"key": _key(worker_id)})
            return True

    def drop(self) -> None:
        """Closes the connection."""
        if self._connection is not None:
            with contextlib.suppress(SQLAlchemyError):
                self._connection.close()

    @staticmethod
    def _locked(connection: Connection, key: int) -> bool:
        return bool(connection.execute(text("SELECT pg_try_advisory_lock(:key)"), {"key": key}).scalar())


class FilePresence:
    """Locked files in a folder beside the database, one for each worker."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._mine: IO[bytes] | None = None

    def hold(self, worker_id: str) -> None:
        """Makes the file and locks it."""
        self._folder.mkdir(parents=True, exist_ok=True)
        file = (self._folder / worker_id).open("wb")
        if not _lock(file):
            file.close()
            raise RuntimeError(f"worker {worker_id}: another process holds its lock")
        self._mine = file

    def held(self) -> bool:
        """A lock on a file is not lost while its process lives."""
        return self._mine is not None

    def gone(self, worker_id: str) -> bool:
        """Whether the file can be locked; then it is removed."""
        path = self._folder / worker_id
        try:
            with path.open("rb+") as file:
                if not _lock(file):
                    return False
        except FileNotFoundError:
            return True
        path.unlink(missing_ok=True)
        return True

    def drop(self) -> None:
        """Closes and removes the file."""
        if self._mine is not None:
            self._mine.close()
            Path(self._mine.name).unlink(missing_ok=True)


def _key(worker_id: str) -> int:
    digest = hashlib.sha256(f"fangang worker {worker_id}".encode()).digest()
    return int.from_bytes(digest[:8], "big", signed=True)


if sys.platform == "win32":
    import msvcrt

    def _lock(file: IO[bytes]) -> bool:
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _lock(file: IO[bytes]) -> bool:
        try:
            fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True
