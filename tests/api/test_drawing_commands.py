"""``schedule`` and ``timeline``: files of a plan that was judged first."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook
from typer.testing import CliRunner
from typer.testing import Result as Ended

from api.cli import app
from tests.known import Known


def fangang(*words: object) -> Ended:
    return CliRunner().invoke(app, [str(word) for word in words])


@pytest.fixture
def broken(known: Known, tmp_path: Path) -> Path:
    """The known plan with a worker lost."""
    plan = tmp_path / "broken"
    shutil.copytree(known.plan_folder, plan)
    text = (plan / "riders.csv").read_text(encoding="utf-8")
    (plan / "riders.csv").write_text(text.replace("N1,10", "N1,9"), encoding="utf-8")
    return plan


@pytest.mark.parametrize(("lang", "sheet"), [("en", "Runs"), ("zh", "趟次")])
def test_a_schedule_to_print(known: Known, tmp_path: Path, lang: str, sheet: str) -> None:
    out = tmp_path / "schedule.xlsx"
    ended = fangang("schedule", known.scenario_folder, known.plan_folder, "--out", out, "--lang", lang)
    assert ended.exit_code == 0, ended.output
    assert str(out) in ended.stdout.replace("\n", "")
    assert CalamineWorkbook.from_path(out).sheet_names[0] == sheet


def test_a_schedule_for_machines(known: Known, tmp_path: Path) -> None:
    out = tmp_path / "schedule.json"
    assert fangang("schedule", known.scenario_folder, known.plan_folder, "--out", out).exit_code == 0
    assert json.loads(out.read_text(encoding="utf-8"))["served"] == 15


@pytest.mark.parametrize(
    ("option", "value", "runs"),
    [("--run", "R2", ["R2"]), ("--site", "S2", ["R3", "R4"]), ("--employer", "E", ["R1", "R2", "R3", "R4"])],
)
def test_a_part_of_a_schedule(known: Known, tmp_path: Path, option: str, value: str, runs: list[str]) -> None:
    out = tmp_path / "part.json"
    asked = ("schedule", known.scenario_folder, known.plan_folder, "--out", out, option)
    assert fangang(*asked, value).exit_code == 0
    assert sorted(run["run_id"] for run in json.loads(out.read_text(encoding="utf-8"))["runs"]) == runs
    ended = fangang(*asked, "nobody")
    assert ended.exit_code == 2
    assert "'nobody': expected the id of" in ended.stderr


@pytest.mark.parametrize(("lang", "title"), [("en", "Timeline: known"), ("zh", "时间轴：known")])
def test_a_timeline(known: Known, tmp_path: Path, lang: str, title: str) -> None:
    out = tmp_path / "timeline.html"
    for _ in range(2):
        ended = fangang("timeline", known.scenario_folder, known.plan_folder, "--out", out, "--lang", lang)
        assert ended.exit_code == 0, ended.output
    assert f"<title>{title}</title>" in out.read_text(encoding="utf-8")


@pytest.mark.parametrize(("command", "name"), [("schedule", "s.xlsx"), ("timeline", "t.html")])
def test_a_plan_that_breaks_a_rule_is_not_drawn(
    known: Known, broken: Path, tmp_path: Path, command: str, name: str
) -> None:
    ended = fangang(command, known.scenario_folder, broken, "--out", tmp_path / name)
    assert ended.exit_code == 1
    assert "N1" in ended.stderr
    assert not (tmp_path / name).exists()


@pytest.mark.parametrize(
    ("command", "name", "message"),
    [
        ("schedule", "s.pdf", "Maybe .xlsx or .json."),
        ("timeline", "t.xlsx", "Maybe t.html."),
        ("timeline", "there.html", "something that is no page is there"),
        ("schedule", "there.json", "something that is no schedule is there"),
    ],
)
def test_what_is_no_place_for_it_is_refused(
    known: Known, tmp_path: Path, command: str, name: str, message: str
) -> None:
    for there in ("there.html", "there.json"):
        (tmp_path / there).write_text("my notes", encoding="utf-8")
    ended = fangang(command, known.scenario_folder, known.plan_folder, "--out", tmp_path / name)
    assert ended.exit_code == 2
    assert message in ended.stderr
    assert (tmp_path / "there.html").read_text(encoding="utf-8") == "my notes"


@pytest.mark.parametrize("command", ["schedule", "timeline", "map", "check"])
def test_a_folder_without_a_plan_is_one_message(known: Known, tmp_path: Path, command: str) -> None:
    target = () if command == "check" else ("--out", tmp_path / ("s.xlsx" if command == "schedule" else "page.html"))
    ended = fangang(command, known.scenario_folder, known.scenario_folder, *target)
    assert ended.exit_code == 2
    assert "no file of a plan is in this folder, expected plan.json" in " ".join(ended.output.split())
    assert "violation" not in ended.output
