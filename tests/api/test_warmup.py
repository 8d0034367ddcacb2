"""Compiling ahead: once for each installation, again after a new one, always where nothing can be kept."""

from __future__ import annotations

import os
from pathlib import Path
from types import SimpleNamespace

import pytest
from typer.testing import CliRunner

from api.cli import app
from api.warmup import cold_notice, is_warm, warm_up
from optimizer.problem import Problem
from optimizer.result import Options


@pytest.fixture
def solved(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[object]:
    """What was solved, with a cache folder and a source file of the test's own."""
    calls: list[object] = []
    source = tmp_path / "kernel.py"
    source.touch()

    def solve(problem: Problem, options: Options) -> SimpleNamespace:
        calls.append(options.iterations)
        return SimpleNamespace(stop_reason="iterations")

    monkeypatch.setattr("api.warmup.solve", solve)
    monkeypatch.setattr("optimizer.kernel.CACHE_FOLDER", str(tmp_path))
    monkeypatch.setattr("optimizer.kernel.__file__", str(source))
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
    monkeypatch.setattr("optimizer.kernel.CACHE_FOLDER", "")
    for _ in range(2):
        warm_up(lambda _: None)
    assert len(solved) == 2


def test_the_command_compiles_once(solved: list[object]) -> None:
    first, second = (CliRunner().invoke(app, ["warmup"]) for _ in range(2))
    assert (first.exit_code, second.exit_code) == (0, 0)
    assert "Ready after" in first.stderr
    assert "compiled already" in second.stderr
    assert len(solved) == 1


def test_the_command_says_where_nothing_is_kept(solved: list[object], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("optimizer.kernel.CACHE_FOLDER", "")
    assert "Nothing was kept" in CliRunner().invoke(app, ["warmup"]).stderr


def test_a_failed_trial_is_not_taken_for_compiled(solved: list[object], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.warmup.solve", lambda *_: SimpleNamespace(stop_reason="crashed"))
    assert CliRunner().invoke(app, ["warmup"]).exit_code == 70
    assert not is_warm()


def test_the_notice_says_when_the_time_is_too_short() -> None:
    assert "may come late" in cold_notice(10)
    assert "may come late" not in cold_notice(60)
    assert "fangang warmup" in cold_notice(60)
