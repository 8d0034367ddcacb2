"""The service's tests run on both databases."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import Engine, create_engine

from api.service.store import Database
from api.service.store.database import driver_url
from tests.api.service.over_http import OverHttp, app_for_tests, running
from tests.api.service.postgres import running_postgres

_TEMPLATE = "fangang_template"


@pytest.fixture(scope="session")
def postgres() -> Iterator[Engine]:
    """The administrator's connections to a running PostgreSQL."""
    with running_postgres() as url:
        admin = create_engine(driver_url(url), isolation_level="AUTOCOMMIT")
        with admin.connect() as connection:
            # The tests' rows may be lost with the machine; waiting for the disk would be most of their time.
            connection.exec_driver_sql("ALTER SYSTEM SET fsync = off")
            connection.exec_driver_sql("SELECT pg_reload_conf()")
        yield admin
        admin.dispose()


@pytest.fixture(scope="session")
def postgres_template(postgres: Engine) -> str:
    """The name of a database with every table and no rows, to be copied."""
    Database.open(_create(postgres, _TEMPLATE, "")).close()
    return _TEMPLATE


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with every table and no rows, to be copied."""
    path = tmp_path_factory.mktemp("template") / "service.db"
    Database.open(f"sqlite:///{path}").close()
    return path


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a database without tables."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'empty.db'}"
        return
    yield from _own(request.getfixturevalue("postgres"), "")


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a database with every table and no rows; each test has its own."""
    if request.param == "sqlite":
        path = tmp_path / "service.db"
        shutil.copy(request.getfixturevalue("sqlite_template"), path)
        yield f"sqlite:///{path}"
        return
    yield from _own(request.getfixturevalue("postgres"), request.getfixturevalue("postgres_template"))


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """An empty database with every table, on SQLite and on PostgreSQL."""
    with closing(Database.open(database_url)) as opened:
        yield opened


def _own(admin: Engine, template: str) -> Iterator[str]:
    """A database for one test, dropped after it whoever is still connected."""
    name = f"test_{uuid4().hex}"
    yield _create(admin, name, template)
    with admin.connect() as connection:
        connection.exec_driver_sql(f"DROP DATABASE {name} WITH (FORCE)")


def _create(admin: Engine, name: str, template: str) -> str:
    with admin.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name}" + (f" TEMPLATE {template}" if template else ""))
    return admin.url.set(database=name).render_as_string(hide_password=False)


@pytest.fixture
def over_http(database_url: str, tmp_path: Path) -> Iterator[OverHttp]:
    """The service over HTTP with an empty database, on SQLite and on PostgreSQL."""
    app = app_for_tests(database_url, tmp_path)
    with running(app) as client, closing(Database.open(database_url)) as opened:
        service = OverHttp(app=app, database=opened, anonymous=client)
        with closing(service):
            yield service
