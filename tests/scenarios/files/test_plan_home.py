"""A plan's folder is enough: it holds its scenario too, and says so when that is missing or another one."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from scenarios import PlanFilesError, ScenarioError, digest, open_plan, write_plan
from scenarios.plan_home import kept_another


@pytest.fixture
def folder(known, tmp_path: Path) -> Path:
    write_plan(tmp_path / "plan", known.problem, known.plan, known.statement)
    return tmp_path / "plan"


def test_a_folder_alone_opens_to_its_plan_and_scenario(known, folder: Path) -> None:
    entry = open_plan(folder)
    assert (entry.name, entry.plan, entry.statement) == ("plan", known.plan, known.statement)
    assert digest(entry.problem) == digest(known.problem)
    assert not entry.other_scenario


def test_a_plan_made_elsewhere_needs_its_scenario_given(known, folder: Path) -> None:
    (folder / "scenario.json").unlink()
    with pytest.raises(ScenarioError, match=r"scenario\.json.*\n.*Maybe .*give its scenario"):
        open_plan(folder)
    assert open_plan(folder, known.problem).plan == known.plan


def test_a_scenario_that_the_plan_was_not_made_for_is_noticed(known, folder: Path) -> None:
    other = replace(known.problem, settings=replace(known.problem.settings, objective_hour=16.0))
    assert open_plan(folder, other).other_scenario
    assert kept_another(folder, other)
    assert not kept_another(folder, known.problem)
    (folder / "scenario.json").write_text("{}")
    assert kept_another(folder, known.problem)


def test_a_plan_that_cannot_be_read_names_every_fault(folder: Path) -> None:
    (folder / "runs.csv").unlink()
    (folder / "stops.csv").write_text("nothing\n")
    with pytest.raises(PlanFilesError) as caught:
        open_plan(folder)
    assert "runs.csv" in str(caught.value)
    assert "stops.csv" in str(caught.value)


def test_the_independent_judge_accepts_the_folder(known, folder: Path, judge: Path) -> None:
    command = [sys.executable, judge, known.scenario_folder, folder]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert ended.returncode == 0, ended.stdout + ended.stderr


def test_no_other_scenario_stays_behind_when_a_plan_is_written_again(known, folder: Path) -> None:
    other = replace(known.problem, settings=replace(known.problem.settings, name="other"))
    write_plan(folder, other, known.plan, known.statement)
    assert open_plan(folder).problem.settings.name == "other"
