"""The tables of the database, brought to this version's by Alembic."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection, Engine, text

REVISIONS_TABLE = "alembic_version"
_FOLDER = Path(__file__).parent / "migrations"
_LOCK = 0x66616E67616E67
"""Names the lock of upgrades on PostgreSQL."""

CONNECTION = "connection"
"""Where the environment of migrations finds the connection that it is to use."""


@cache
def newest_revision() -> str:
    """The revision of this version's tables."""
    found = _scripts().get_current_head()
    assert found is not None, "there is a first migration"
    return found


def knows(revision: str) -> bool:
    """Whether this version has the revision, as its newest or an older one."""
    try:
        return _scripts().get_revision(revision) is not None
    except CommandError:
        return False


def revision_of(engine: Engine) -> str | None:
    """The revision of the database's tables; None: it has none of ours."""
    with engine.connect() as connection:
        return _current(connection)


def upgrade(engine: Engine, revision: str = "head") -> None:
    """Brings the tables to ``revision``. Processes that start together come one after the other.

    Raises UnknownRevisionError where a newer version has been here.
    """
    wanted = newest_revision() if revision == "head" else revision
    if revision_of(engine) == wanted:
        return
    with alone(engine) as connection:
        current = _current(connection)
        if current is not None and not knows(current):
            raise UnknownRevisionError(
                f"The database has tables of a newer version, {current}; this one knows up to {newest_revision()}. "
                f"Maybe install the newer version again, or restore a backup from before."
            )
        settings = config()
        settings.attributes[CONNECTION] = connection
        command.upgrade(settings, revision)


class UnknownRevisionError(Exception):
    """The database belongs to a newer version."""


@contextmanager
def alone(engine: Engine) -> Iterator[Connection]:
    """A transaction that no other upgrade runs beside: on SQLite every writer is alone."""
    writing = engine.execution_options(fangang_writes=True)
    with writing.begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
        yield connection


def _current(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def _scripts() -> ScriptDirectory:
    return ScriptDirectory.from_config(config())


def config() -> Config:
    """Alembic's settings."""
    made = Config()
    made.set_main_option("script_location", str(_FOLDER).replace("%", "%%"))
    return made
