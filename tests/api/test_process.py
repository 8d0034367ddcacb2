"""The installed command in a process and a folder of its own: status, streams, clock, Ctrl-C, and the demo."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from optimizer.check import check
from scenarios import Scenario, load, read_plan, save
from scenarios.generator import generate

_SLACK_SECONDS = 30.0
"""For a machine that does something else as well: the promise is an end, which a search without a clock has not."""
_REPEATABLE = ("--iterations", 30, "--seed", 4)


def run(command: Path, *words: object, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [command, *map(str, words)], cwd=cwd, capture_output=True, encoding="utf-8", timeout=240, check=False
    )


@pytest.fixture(scope="session")
def trunk(command: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A generated scenario big enough to be searched for a while, and planned once.

    The first search after an installation compiles the planner's kernels, which no later one has to.
    """
    cwd = tmp_path_factory.mktemp("trunk")
    folder = cwd / "scenario"
    save(Scenario(problem=generate("trunk", workers=200, seed=1)), folder)
    ended = run(command, "plan", folder, "--out", "first", *_REPEATABLE, cwd=cwd)
    assert ended.returncode == 0, ended.stderr
    return folder


def valid_plan(scenario: Path, plan: Path) -> bool:
    folder = read_plan(plan)
    return not folder.faults and check(load(scenario).problem, folder.plan, folder.statement).valid


def test_bad_input_is_a_message_and_status_2(command: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken"
    save(Scenario(problem=generate("tiny", seed=1)), broken)
    text = (broken / "demands.csv").read_text()
    (broken / "demands.csv").write_text(text.replace("2020-03-1", "in March "))
    ended = run(command, "plan", broken, "--out", "plan", cwd=tmp_path)
    assert ended.returncode == 2
    assert ended.stdout == ""
    assert "Traceback" not in ended.stderr
    assert ended.stderr.count("in March") == text.count("2020-03-1")
    assert not (tmp_path / "plan").exists()


def test_a_plan_is_there_when_the_seconds_are_over(command: Path, trunk: Path, tmp_path: Path) -> None:
    started = time.monotonic()
    ended = run(command, "plan", trunk, "--out", "plan", "--seconds", 10, "--json", cwd=tmp_path)
    assert time.monotonic() - started < 10 + _SLACK_SECONDS
    assert ended.returncode == 0, ended.stderr
    assert "\x1b" not in ended.stdout + ended.stderr
    assert json.loads(ended.stdout)["served"] > 0
    assert valid_plan(trunk, tmp_path / "plan")
    assert run(command, "check", trunk, "plan", cwd=tmp_path).returncode == 0


def test_the_same_iterations_and_seed_give_the_same_plan(command: Path, trunk: Path, tmp_path: Path) -> None:
    ended = run(command, "plan", trunk, "--out", "again", *_REPEATABLE, cwd=tmp_path)
    assert ended.returncode == 0, ended.stderr
    first, again = trunk.parent / "first", tmp_path / "again"
    for table in ("runs", "stops", "vehicles", "riders", "unserved"):
        assert (first / f"{table}.csv").read_bytes() == (again / f"{table}.csv").read_bytes()
    stated = [json.loads((folder / "plan.json").read_text()) for folder in (first, again)]
    assert stated[0].pop("wall_seconds") > 0
    assert stated[1].pop("wall_seconds") > 0
    assert stated[0] == stated[1]


@pytest.mark.skipif(sys.platform == "win32", reason="there Ctrl-C cannot be sent to another process")
def test_ctrl_c_keeps_the_best_so_far(command: Path, trunk: Path, tmp_path: Path) -> None:
    words = [command, "plan", trunk, "--out", "plan", "--seconds", "200"]
    with subprocess.Popen(
        words, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8", start_new_session=True
    ) as process:
        assert process.stderr is not None
        for line in process.stderr:
            if "objective" in line:
                break
        # as a terminal does it: to the command and to every process that it started
        os.killpg(process.pid, signal.SIGINT)
        stopped = time.monotonic()
        out, err = process.communicate(timeout=60)
    assert time.monotonic() - stopped < 10 + _SLACK_SECONDS
    assert process.returncode == 0, err
    assert "workers reach their workplace" in out
    assert "Stopping" in err
    assert "Traceback" not in err
    assert json.loads((tmp_path / "plan" / "plan.json").read_text())["stop_reason"] == "stopped"
    assert valid_plan(trunk, tmp_path / "plan")


@pytest.mark.skipif(sys.platform == "win32", reason="there Ctrl-C cannot be sent to another process")
@pytest.mark.parametrize("seconds", [1.0, 2.0])
def test_ctrl_c_at_any_time_is_no_crash(command: Path, trunk: Path, tmp_path: Path, seconds: float) -> None:
    words = [command, "plan", trunk, "--out", "plan", "--seconds", "200"]
    with subprocess.Popen(
        words, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8", start_new_session=True
    ) as process:
        time.sleep(seconds)
        os.killpg(process.pid, signal.SIGINT)
        _, err = process.communicate(timeout=60)
    assert "Traceback" not in err
    assert process.returncode in (0, 130), err
    if process.returncode == 0:
        assert json.loads((tmp_path / "plan" / "plan.json").read_text())["stop_reason"] == "stopped"


@pytest.fixture(scope="module")
def demo(command: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """The folder of the demo, made in an empty folder, and what it printed."""
    cwd = tmp_path_factory.mktemp("anywhere")
    ended = run(command, "demo", "--seconds", 8, cwd=cwd)
    assert ended.returncode == 0, ended.stderr
    return cwd / "fangang-demo", ended.stdout


def test_the_demo_serves_all_476(demo: tuple[Path, str]) -> None:
    folder, printed = demo
    assert "476 of 476 workers reach their workplace" in printed
    assert json.loads((folder / "plan" / "plan.json").read_text())["unserved"] == 0
    for said in ("coach", "Load factor", "Per worker", "On time", "Gap"):
        assert said in printed


def test_the_demo_leaves_scenario_plan_and_summary(demo: tuple[Path, str]) -> None:
    folder, _ = demo
    assert {p.name for p in folder.iterdir()} == {"scenario", "plan", "summary.md", "summary.html"}
    assert valid_plan(folder / "scenario", folder / "plan")
    assert (folder / "scenario" / "case.md").is_file()


def test_the_judge_passes_the_demo(demo: tuple[Path, str], judge: Path) -> None:
    folder, _ = demo
    words = [sys.executable, judge, folder / "scenario", folder / "plan"]
    ended = subprocess.run(words, capture_output=True, encoding="utf-8", check=False)
    assert ended.returncode == 0, ended.stdout + ended.stderr
