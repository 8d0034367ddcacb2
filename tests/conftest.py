"""What several folders of tests share: the independent judge, the public instances and a browser, where at hand."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from tests.browser import Visitor

from tests.known import Known, known_case

# Speed is measured in benchmarks; a busy machine must not fail a test.
settings.register_profile("fangang", deadline=None)
settings.load_profile("fangang")


def _from_environment(variable: str) -> Path:
    """The path that the variable names. Unset: skip; set and wrong: fail, so that nothing is left untested silently."""
    value = os.environ.get(variable)
    if not value:
        pytest.skip(f"{variable} is not set")
    path = Path(value)
    if not path.exists():
        pytest.fail(f"{variable} = {value}: there is no such path")
    return path


@pytest.fixture(scope="session", autouse=True)
def _own_data(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A service that is started without settings keeps its files in the tests' folder, not in the user's."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_DATA_HOME", str(tmp_path_factory.mktemp("data")))
        yield


@pytest.fixture(scope="session")
def judge() -> Path:
    """The independent judge: ``python judge SCENARIO PLAN`` ends with 0 where it finds no violation."""
    return _from_environment("FANGANG_JUDGE")


@pytest.fixture(scope="session")
def instances() -> Path:
    """The folder of public instances, one folder each."""
    return _from_environment("FANGANG_INSTANCES")


@pytest.fixture(scope="session")
def known(tmp_path_factory: pytest.TempPathFactory) -> Known:
    """A small case known by heart, in memory and as folders."""
    return known_case(tmp_path_factory.mktemp("known"))


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """A browser that reaches only files and this machine."""
    from tests.browser import launched

    with launched() as browser:
        yield browser


@pytest.fixture
def visit(chromium: Browser) -> Iterator[Visitor]:
    """``visit(path or address, width=, height=)`` opens a page; a request outside or a script error fails the test."""
    from tests.browser import Visitor

    visitor = Visitor(chromium)
    yield visitor
    visitor.close()
