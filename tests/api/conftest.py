"""What the tests of the command line share: a folder to work in and the installed command."""

from __future__ import annotations

import sys
import sysconfig
from pathlib import Path

import pytest


@pytest.fixture
def in_tmp(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to work in."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture(scope="session")
def command() -> Path:
    """The installed command ``fangang``, for tests in a process of their own."""
    suffix = ".exe" if sys.platform == "win32" else ""
    path = Path(sysconfig.get_path("scripts")) / f"fangang{suffix}"
    if not path.exists():
        pytest.fail("the command fangang is not installed\nMaybe: pip install --no-deps --no-build-isolation -e .")
    return path
