"""``fangang plan`` with a planner that is told what to find: what is published, what is not, and the exit status."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from typer.testing import CliRunner
from typer.testing import Result as Ended

from api.cli import app
from optimizer.check import check
from optimizer.plan import Plan
from optimizer.result import Bound, Options, Result
from scenarios import read_plan


@dataclass
class FakePlanner:
    """Stands in for ``solve``: gives the plan it was told to, remembers what it was asked."""

    plan: Plan
    objective: float = 64787.5
    stop_reason: str = "time"
    asked: list[Options] = field(default_factory=list)

    def __call__(self, problem, options, *, on_progress=None, should_stop=None, far=None) -> Result:
        self.asked.append(options)
        return Result(
            plan=self.plan,
            objective=self.objective,
            money=4150.0,
            worker_hours=42.5,
            bound=Bound(value=60000.0, source="test", drops=("rule 6", "rule 8")),
            stop_reason=self.stop_reason,
            seed=options.seed,
            iterations=7,
            wall_seconds=0.1,
        )


@pytest.fixture
def planner(known, monkeypatch: pytest.MonkeyPatch) -> FakePlanner:
    fake = FakePlanner(known.plan)
    monkeypatch.setattr("api.planning.solve", fake)
    return fake


def fangang(*words: object) -> Ended:
    return CliRunner().invoke(app, [str(word) for word in words])


def test_a_plan_is_written_shown_and_valid(known, planner, in_tmp: Path) -> None:
    ended = fangang("plan", known.scenario_folder, "--out", "out", "--seed", 5)
    assert ended.exit_code == 0, ended.output
    assert "15 of 18 workers reach their workplace" in ended.stdout
    folder = read_plan("out")
    assert folder.faults == ()
    assert check(known.problem, folder.plan, folder.statement).valid
    assert folder.statement.seed == 5
    assert folder.extra_json["bound_drops"] == ["rule 6", "rule 8"]
    assert {p.name for p in Path("out").iterdir()} >= {"summary.md", "summary.html"}
    assert [p.name for p in in_tmp.iterdir()] == ["out"]


def test_json_is_all_that_stands_on_stdout(known, planner, in_tmp: Path) -> None:
    ended = fangang("plan", known.scenario_folder, "--out", "out", "--json")
    assert ended.exit_code == 0, ended.output
    stated = json.loads(ended.stdout)
    assert (stated["valid"], stated["served"], stated["stop_reason"]) == (True, 15, "time")
    assert [row["mode"] for row in stated["modes"]] == ["coach", "train"]
    assert stated["employers"][0]["first_arrival"] == "2020-03-10 09:40"


def test_a_plan_may_be_planned_again(known, planner, in_tmp: Path) -> None:
    for _ in range(2):
        ended = fangang("plan", known.scenario_folder, "--out", "out")
        assert ended.exit_code == 0, ended.output


def test_a_plan_that_breaks_a_rule_is_put_aside_and_not_published(known, planner, in_tmp: Path) -> None:
    planner.plan = replace(known.plan, unserved=())
    ended = fangang("plan", known.scenario_folder, "--out", "out")
    assert ended.exit_code == 1
    assert "NOT published" in ended.stderr
    assert "N3" in ended.stderr
    assert ended.stdout == ""
    assert [p.name for p in in_tmp.iterdir()] == ["out.rejected"]
    assert "N3" in (in_tmp / "out.rejected" / "violations.md").read_text()


def test_a_wrong_number_is_a_broken_rule_too(known, planner, in_tmp: Path) -> None:
    planner.objective = 64000.0
    ended = fangang("plan", known.scenario_folder, "--out", "out", "--json")
    assert ended.exit_code == 1
    assert not Path("out").exists()


def test_a_broken_plan_does_not_touch_the_good_one_that_is_there(known, planner, in_tmp: Path) -> None:
    assert fangang("plan", known.scenario_folder, "--out", "out").exit_code == 0
    before = {p.name: p.read_bytes() for p in Path("out").iterdir()}
    planner.plan = replace(known.plan, unserved=())
    assert fangang("plan", known.scenario_folder, "--out", "out").exit_code == 1
    assert {p.name: p.read_bytes() for p in Path("out").iterdir()} == before


def test_seconds_are_wall_time_so_the_search_gets_less(known, planner, in_tmp: Path) -> None:
    fangang("plan", known.scenario_folder, "--out", "out", "--seconds", 20)
    (options,) = planner.asked
    assert 15 < options.seconds < 20
    assert options.iterations is None


def test_iterations_are_passed_on(known, planner, in_tmp: Path) -> None:
    fangang("plan", known.scenario_folder, "--out", "out", "--iterations", 12)
    assert planner.asked[0].iterations == 12


def test_a_crash_of_the_search_is_said(known, planner, in_tmp: Path) -> None:
    planner.stop_reason = "crashed"
    ended = fangang("plan", known.scenario_folder, "--out", "out")
    assert ended.exit_code == 0
    assert "ended by a fault of its own" in ended.stderr


@pytest.mark.parametrize("occupied", ["file", "folder"])
def test_a_target_that_is_something_else_is_refused_before_the_search(known, planner, in_tmp, occupied: str) -> None:
    if occupied == "file":
        Path("out").write_text("mine")
    else:
        Path("out").mkdir()
        Path("out/mine.txt").write_text("mine")
    ended = fangang("plan", known.scenario_folder, "--out", "out")
    assert ended.exit_code == 2
    assert "Maybe" in ended.stderr
    assert planner.asked == []


@pytest.mark.parametrize("out", ["file/plan", "n" * 300, "."])
def test_a_target_that_cannot_be_written_is_noticed_before_the_search(known, planner, in_tmp: Path, out: str) -> None:
    Path("file").write_text("mine")
    ended = fangang("plan", known.scenario_folder, "--out", out)
    assert ended.exit_code == 2
    assert "Maybe" in ended.stderr
    assert planner.asked == []
    assert [p.name for p in in_tmp.iterdir()] == ["file"]


def test_a_folder_without_the_right_to_write_is_noticed_before_the_search(
    known, planner, in_tmp: Path, monkeypatch
) -> None:
    def refused(self: Path, *args, **kwargs) -> None:
        raise PermissionError(13, "Permission denied", str(self))

    monkeypatch.setattr(Path, "mkdir", refused)
    ended = fangang("plan", known.scenario_folder, "--out", "out")
    assert ended.exit_code == 2
    assert "Permission denied" in ended.stderr
    assert planner.asked == []


@pytest.mark.parametrize(
    "words",
    [
        ["--seconds", "0"],
        ["--seconds", "soon"],
        ["--iterations", "-1"],
        ["--seed", "x"],
        ["--lang", "fr"],
        ["--what"],
        ["--seconds", "inf"],
        ["--seconds", "nan"],
        ["--seconds", "1e30"],
        ["--seed", "9" * 30],
        ["--iterations", "9" * 30],
    ],
    ids=" ".join,
)
def test_options_out_of_range_are_bad_input(known, planner, in_tmp: Path, words: list[str]) -> None:
    ended = fangang("plan", known.scenario_folder, "--out", "out", *words)
    assert ended.exit_code == 2
    assert planner.asked == []


def test_chinese_summary(known, planner, in_tmp: Path) -> None:
    ended = fangang("plan", known.scenario_folder, "--out", "out", "--lang", "zh")
    assert "18 名务工人员中 15 名送达厂门" in ended.stdout
    assert '<html lang="zh-CN">' in Path("out/summary.html").read_text(encoding="utf-8")


def test_a_search_that_overruns_still_states_its_true_wall_time(known, planner, in_tmp: Path, monkeypatch) -> None:
    slow = planner.__call__

    def late(*args, **kwargs) -> Result:
        time.sleep(0.2)
        return slow(*args, **kwargs)

    monkeypatch.setattr("api.planning.solve", late)
    fangang("plan", known.scenario_folder, "--out", "out")
    assert read_plan("out").statement.wall_seconds >= 0.2
