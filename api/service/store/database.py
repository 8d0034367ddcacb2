"""The database: SQLite in one file, or PostgreSQL; its transactions are units of work."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.orm import Session, sessionmaker

from api.service.actor import Actor
from api.service.store import audit, migrating
from api.service.store.fitting import refuse_unfit
from api.service.store.telling import told, watch
from api.service.store.unit import Unit

_WRITES = "fangang_writes"
_SQLITE_WAIT_MS = 15_000
_POSTGRES = {
    "connect_timeout": 5,
    "application_name": "fangang",
    # A server whose machine is gone says nothing: these find out within a minute, where the default is two hours.
    "keepalives_idle": 20,
    "keepalives_interval": 5,
    "keepalives_count": 4,
    "tcp_user_timeout": 40_000,
}


class Database:
    """Connections to one database. Threads may share it."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._reads = _sessions(engine, writes=False)
        self._writes = _sessions(engine, writes=True)

    @classmethod
    def open(cls, url: str, *, migrate: bool = True) -> Database:
        """Connects; with ``migrate`` the tables are brought to this version's. Raises SQLAlchemyError."""
        database = cls(engine_of(url))
        if migrate:
            database.upgrade()
        return database

    def upgrade(self, revision: str = "head") -> None:
        """Makes the tables, or brings them to those of ``revision``, by default this version's.

        Raises SQLAlchemyError where the database is not there, UnknownRevisionError where a newer version was.
        """
        file = self.engine.url.database
        if self.is_sqlite and file:
            Path(file).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            if file != ":memory:":
                Path(file).touch(mode=0o600)  # what SQLite puts beside it gets the same permissions
        migrating.upgrade(self.engine, revision)

    def is_current(self) -> bool:
        """Whether the tables are this version's. Raises SQLAlchemyError where the database does not answer."""
        return self.revision() == migrating.newest_revision()

    def revision(self) -> str | None:
        """The revision of the tables; None: there are none of ours. Raises SQLAlchemyError."""
        return migrating.revision_of(self.engine)

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """A transaction past units and log, for what brings in whole tables."""
        with told(), self.engine.execution_options(**{_WRITES: True}).begin() as connection:
            yield connection

    @contextmanager
    def read(self, actor: Actor) -> Iterator[Unit]:
        """A unit that sees one state of the database and changes nothing. Raises UnavailableError, UnfitError."""
        with told(), self._reads() as session:
            yield _unit(session, actor)
            audit.refuse_changes(session)

    @contextmanager
    def write(self, actor: Actor) -> Iterator[Unit]:
        """A unit that is committed at its end, and rolled back by any error.

        Raises ConflictError (a row that there may be once only), StaleError (changed by others), UnavailableError,
        UnfitError.
        """
        with told(), self._writes() as session, session.begin():
            yield _unit(session, actor)

    @property
    def is_sqlite(self) -> bool:
        """It is one file."""
        return self.engine.dialect.name == "sqlite"

    def close(self) -> None:
        """Closes every connection."""
        self.engine.dispose()


def engine_of(url: str) -> Engine:
    """An engine for an address such as ``sqlite:///fangang.db`` or ``postgresql://user@host/name``."""
    address = driver_url(url)
    if address.get_backend_name() == "sqlite":
        engine = create_engine(address, hide_parameters=True)
        event.listen(engine, "connect", _set_up_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    else:
        engine = create_engine(
            address, pool_size=10, max_overflow=10, pool_pre_ping=True, hide_parameters=True, connect_args=_POSTGRES
        )
    watch(engine)
    return engine


def driver_url(url: str) -> URL:
    """The address with the driver that the service brings."""
    address = make_url(url)
    return address.set(drivername="postgresql+psycopg") if address.get_backend_name() == "postgresql" else address


def _set_up_sqlite(connection: Any, _: object) -> None:
    connection.isolation_level = None  # transactions are begun below, not by the driver's guess
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", f"busy_timeout={_SQLITE_WAIT_MS}"):
        connection.execute(f"PRAGMA {pragma}").close()


def _begin_sqlite(connection: Connection) -> None:
    """A writer takes its place at once: a reader that turns into a writer late could only fail."""
    writes = connection.get_execution_options().get(_WRITES)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _sessions(engine: Engine, *, writes: bool) -> sessionmaker[Session]:
    options: dict[str, Any] = {_WRITES: writes}
    if not writes and engine.dialect.name == "postgresql":
        options |= {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
    bound = engine.execution_options(**options)
    own: type[Session] = type("UnitSession", (Session,), {})  # events belong to a class of sessions
    made: sessionmaker[Session] = sessionmaker(bound, class_=own, expire_on_commit=False)
    if writes:
        event.listen(made, "before_flush", refuse_unfit)
    event.listen(made, "before_flush", audit.before_flush if writes else audit.refuse_flush)
    event.listen(made, "do_orm_execute", audit.refuse_unseen)
    return made


def _unit(session: Session, actor: Actor) -> Unit:
    unit = Unit(session=session, actor=actor, now=datetime.now(UTC))
    session.info[audit.UNIT] = unit
    return unit
