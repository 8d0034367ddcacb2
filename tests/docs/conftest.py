"""The documentation, built once for all tests that look at it, and its quick starts, run once."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from tests.docs.commands import QUICK_STARTS, Running, run_quick_start
from tests.docs.served import Served, serving

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The built pages. A warning is an error."""
    folder = tmp_path_factory.mktemp("docs")
    command = [sys.executable, "-m", "sphinx", "-W", "--keep-going", "-q", "-b", "html", "-d", folder / "doctrees"]
    done = subprocess.run(
        [*command, ROOT / "docs", folder / "html"], cwd=folder, capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return folder / "html"


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A service of our own for the pages with HTTP examples."""
    with serving(tmp_path_factory.mktemp("served")) as found:
        yield found


@pytest.fixture(scope="session", autouse=True)
def running(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Mapping[str, Running]]:
    """The quick starts by page, begun with the first test of the documentation, for they mostly wait for a clock.

    Empty where no test asks for them, or where there is no bash.
    """
    wanted = any(item.name.startswith("test_commands_run_as_they_stand") for item in request.session.items)
    started = {page: run_quick_start(page, tmp_path_factory.mktemp(page)) for page in QUICK_STARTS if wanted}
    found = {page: run for page, run in started.items() if run is not None}
    yield found
    for run in found.values():
        run.end()
