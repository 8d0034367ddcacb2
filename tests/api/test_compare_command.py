"""``fangang compare``: two folders are enough; every form of output; what goes wrong is said."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook
from typer.testing import CliRunner
from typer.testing import Result as Ended

from api.cli import app
from scenarios import Scenario, save, write_plan
from scenarios.comparison import Entry
from tests.scenarios.comparison import variants as v


def fangang(*words: object) -> Ended:
    return CliRunner().invoke(app, [str(word) for word in words])


def written(folder: Path, entry: Entry) -> Path:
    write_plan(folder / entry.name, entry.problem, entry.plan, entry.statement)
    return folder / entry.name


@pytest.fixture
def half(tmp_path: Path) -> Path:
    return written(tmp_path, v.entry("half", v.capped(0.5), v.whole()))


@pytest.fixture
def fifth(tmp_path: Path) -> Path:
    return written(tmp_path, v.entry("fifth", v.capped(0.25), v.without_coach()))


def test_two_cap_variants_show_who_loses_and_what_it_costs(half: Path, fifth: Path) -> None:
    ended = fangang("compare", half, fifth)
    assert ended.exit_code == 0, ended.output
    for part in (
        "Proven: all told, the scenario of fifth is 198,200 CNY dearer than that of half.",
        "fifth serves 10 fewer workers than half.",
        "mode=coach, share=0.25",
        "达州市",
    ):
        assert part in ended.stdout


def test_a_plan_with_itself_has_no_difference(half: Path) -> None:
    ended = fangang("compare", half, half)
    assert ended.exit_code == 0
    assert "half (2) and half: no difference." in ended.stdout
    assert "≈" not in ended.stdout
    (other,) = json.loads(fangang("compare", half, half, "--json").stdout)["against_first"]
    assert other["identical"] is True


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_same_to_files(half: Path, fifth: Path, tmp_path: Path, lang: str) -> None:
    for ending in ("html", "xlsx", "json"):
        ended = fangang("compare", half, fifth, "--out", tmp_path / f"c.{ending}", "--lang", lang)
        assert ended.exit_code == 0, ended.output
    title = "Plans compared" if lang == "en" else "方案对比"
    assert title in (tmp_path / "c.html").read_text(encoding="utf-8")
    assert title in CalamineWorkbook.from_path(tmp_path / "c.xlsx").sheet_names
    assert json.loads((tmp_path / "c.json").read_text(encoding="utf-8"))["plans"] == ["half", "fifth"]


def test_plans_without_their_scenario_need_it_given(half: Path, fifth: Path, tmp_path: Path) -> None:
    for folder, share in ((half, 0.5), (fifth, 0.25)):
        (folder / "scenario.json").unlink()
        save(Scenario(problem=v.capped(share)), tmp_path / f"{folder.name}-scenario")
    ended = fangang("compare", half, fifth)
    assert ended.exit_code == 2
    assert "give its scenario" in ended.stderr
    given = ("--scenario", tmp_path / "half-scenario", "--scenario", tmp_path / "fifth-scenario")
    ended = fangang("compare", half, fifth, *given)
    assert ended.exit_code == 0, ended.output
    assert "Proven" in ended.stdout
    ended = fangang("compare", half, fifth, half, *given)
    assert ended.exit_code == 2
    assert "2 scenarios for 3 plans" in ended.stderr


def test_a_plan_that_breaks_a_rule_is_not_compared(half: Path, tmp_path: Path) -> None:
    broken = written(tmp_path, v.entry("broken", v.problem(), v.whole()))
    save(Scenario(problem=v.capped(0.25)), tmp_path / "strict")
    ended = fangang("compare", half, broken, "--scenario", tmp_path / "strict", "--out", tmp_path / "c.html")
    assert ended.exit_code == 1
    assert "seats" in ended.stdout
    assert not (tmp_path / "c.html").exists()


def test_a_plan_with_a_file_that_cannot_be_read(half: Path, fifth: Path) -> None:
    (fifth / "runs.csv").unlink()
    ended = fangang("compare", half, fifth)
    assert ended.exit_code == 1
    assert "runs.csv" in ended.stderr


@pytest.mark.parametrize(
    ("words", "said"),
    [(["half"], "two or more"), (["half", "nowhere"], "nowhere"), (["half", "half", "--out", "c.pdf"], ".html")],
)
def test_what_cannot_be_asked_for(half: Path, monkeypatch: pytest.MonkeyPatch, words: list[str], said: str) -> None:
    monkeypatch.chdir(half.parent)
    ended = fangang("compare", *words)
    assert ended.exit_code == 2
    assert said in ended.stderr


def test_a_copied_folder_is_the_same_plan(half: Path, tmp_path: Path) -> None:
    shutil.copytree(half, tmp_path / "copy")
    assert "copy and half: no difference." in fangang("compare", half, tmp_path / "copy").stdout
