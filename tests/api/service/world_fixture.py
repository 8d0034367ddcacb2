"""The campaign to publish plans of, on both databases: made once for each, and copied for each test."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import Engine

from api.service.store import Database
from tests.api.service.conftest import _create, _own
from tests.api.service.published import World
from tests.api.service.published import world as filled


@pytest.fixture(scope="session")
def sqlite_world(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, World]:
    """A file with the campaign in it."""
    path = tmp_path_factory.mktemp("world") / "service.db"
    shutil.copy(sqlite_template, path)
    with closing(Database.open(f"sqlite:///{path}")) as opened:
        return path, filled(opened)


@pytest.fixture(scope="session")
def postgres_world(postgres: Engine, postgres_template: str) -> tuple[str, World]:
    """The name of a database with the campaign in it, to be copied."""
    name = f"world_{uuid4().hex}"
    with closing(Database.open(_create(postgres, name, postgres_template))) as opened:
        return name, filled(opened)


@pytest.fixture(params=["sqlite", "postgresql"])
def world(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[World]:
    """The campaign, a test's own."""
    if request.param == "sqlite":
        template, there = request.getfixturevalue("sqlite_world")
        path = tmp_path / "service.db"
        shutil.copy(template, path)
        with closing(Database.open(f"sqlite:///{path}")) as opened:
            yield replace(there, database=opened)
        return
    name, there = request.getfixturevalue("postgres_world")
    for url in _own(request.getfixturevalue("postgres"), name):
        with closing(Database.open(url)) as opened:
            yield replace(there, database=opened)
