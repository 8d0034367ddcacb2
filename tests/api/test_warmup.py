"""Compiling ahead: once for each installation, again after a new one, always where nothing can be kept."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from api.warmup import is_warm, warm_up


@pytest.fixture
def solved(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[object]:
    """What was solved, with a cache folder and a source file of the test's own."""
    calls: list[object] = []
    source = tmp_path / "kernel.py"
    source.touch()
    monkeypatch.setattr("api.warmup.solve", lambda problem, options: calls.append(options.iterations))
    monkeypatch.setattr("api.warmup.kernel.CACHE_FOLDER", str(tmp_path))
    monkeypatch.setattr("api.warmup.kernel.__file__", str(source))
    return calls


def test_only_the_first_time(solved: list[object]) -> None:
    said: list[str] = []
    assert not is_warm()
    warm_up(said.append)
    assert is_warm()
    warm_up(said.append)
    assert len(solved) == len(said) == 1


def test_no_clock_ends_it(solved: list[object]) -> None:
    warm_up(lambda _: None)
    assert solved[0] is not None


def test_again_after_a_new_installation(solved: list[object], tmp_path: Path) -> None:
    warm_up(lambda _: None)
    os.utime(tmp_path / "kernel.py", ns=(1, 1))
    assert not is_warm()
    warm_up(lambda _: None)
    assert len(solved) == 2


def test_every_time_where_nothing_can_be_kept(solved: list[object], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.warmup.kernel.CACHE_FOLDER", "")
    for _ in range(2):
        warm_up(lambda _: None)
    assert len(solved) == 2
