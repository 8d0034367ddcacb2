"""Saving: whole or not at all, and nothing that is no scenario is ever written over."""

from __future__ import annotations

import os
import tempfile
from dataclasses import replace
from pathlib import Path

import pytest

from optimizer.problem import Problem
from scenarios import Extras, ReplaceError, SaveError, Scenario, load, save
from scenarios.atomic import refuse_unwritable
from scenarios.words import Lang

TARGETS: list[tuple[str, Lang]] = [("folder", "en"), ("a.json", "en"), ("a.xlsx", "en"), ("b.xlsx", "zh")]


def renamed(scenario: Scenario, name: str) -> Scenario:
    problem: Problem = replace(scenario.problem, settings=replace(scenario.problem.settings, name=name))
    return replace(scenario, problem=problem)


def entries(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.parametrize(("name", "lang"), TARGETS)
def test_scenario_is_replaced_and_nothing_else_is_left(small: Path, tmp_path: Path, name: str, lang: Lang) -> None:
    target = tmp_path / "deep" / "er" / name
    scenario = load(small)
    save(scenario, target, lang)
    save(renamed(scenario, "second"), target, lang)
    assert load(target).problem.settings.name == "second"
    assert entries(target.parent) == [name]


def test_replaced_folder_keeps_other_files_and_drops_old_tables(small: Path) -> None:
    (small / "notes.md").write_text("mine")
    (small / "more").mkdir()
    (small / "more" / "a.txt").write_text("mine too")
    scenario = load(small)
    save(replace(scenario, problem=replace(scenario.problem, caps=())), small)
    assert not (small / "caps.csv").exists()
    assert (small / "notes.md").read_text() == "mine"
    assert (small / "more" / "a.txt").read_text() == "mine too"
    assert load(small).problem.caps == ()


@pytest.mark.parametrize("name", ["folder", "a.json", "a.xlsx"])
def test_other_things_are_not_written_over(small: Path, tmp_path: Path, name: str) -> None:
    target = tmp_path / name
    if name == "folder":
        target.mkdir()
        (target / "thesis.txt").write_text("precious")
    else:
        target.write_text('{"precious": 1}')
    with pytest.raises(SaveError, match="Maybe"):
        save(load(small), target)
    assert (target / "thesis.txt" if name == "folder" else target).read_text().count("precious")


def test_folder_is_not_put_where_a_file_is(small: Path, tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("precious")
    with pytest.raises(SaveError):
        save(load(small), tmp_path / "taken")
    with pytest.raises(SaveError):
        save(load(small), tmp_path / "taken" / "below")
    assert (tmp_path / "taken").read_text() == "precious"


def test_empty_folder_is_taken(small: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    save(load(small), tmp_path / "empty")
    assert load(tmp_path / "empty") == load(small)


def test_other_endings_are_refused(small: Path, tmp_path: Path) -> None:
    with pytest.raises(SaveError, match="xlsx"):
        save(load(small), tmp_path / "a.xls")


@pytest.mark.parametrize("name", ["folder", "a.json", "a.xlsx"])
def test_failed_save_leaves_the_old_one_whole(small: Path, tmp_path: Path, name: str) -> None:
    target = tmp_path / name
    scenario = load(small)
    save(scenario, target)
    broken = replace(scenario, extras=Extras(columns={"caps": ({"note": "\ud800"}, {})}))
    with pytest.raises(SaveError):
        save(broken, target)
    assert load(target) == scenario
    assert entries(tmp_path) == sorted(["small", name])


def test_disk_that_fails_leaves_the_old_one_whole(small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    scenario = load(small)
    save(scenario, tmp_path / "folder")
    calls = []

    def fails(number: int) -> None:
        calls.append(number)
        if len(calls) == 5:
            raise OSError(28, "No space left on device")

    monkeypatch.setattr("scenarios.atomic.os.fsync", fails)
    with pytest.raises(SaveError, match="No space left"):
        save(renamed(scenario, "second"), tmp_path / "folder")
    assert load(tmp_path / "folder") == scenario
    assert entries(tmp_path) == ["folder", "small"]


def test_rows_kept_aside_must_fit_their_table(small: Path, tmp_path: Path) -> None:
    scenario = replace(load(small), extras=Extras(columns={"caps": ({"note": "x"},)}))
    with pytest.raises(SaveError, match="caps"):
        save(scenario, tmp_path / "folder")


@pytest.mark.parametrize("text", ["\ufffe", "x" * 32768])
def test_text_that_no_workbook_can_hold(small: Path, tmp_path: Path, text: str) -> None:
    scenario = renamed(load(small), text)
    with pytest.raises(SaveError, match="scenario, row 2"):
        save(scenario, tmp_path / "a.xlsx")
    save(scenario, tmp_path / "a.json")
    assert load(tmp_path / "a.json") == scenario


@pytest.mark.parametrize(("name", "lang"), TARGETS)
def test_scenario_is_not_replaced_where_that_was_not_asked_for(
    small: Path, tmp_path: Path, name: str, lang: Lang
) -> None:
    scenario = load(small)
    save(scenario, tmp_path / name, lang, replace=False)
    with pytest.raises(ReplaceError, match="a scenario is there already"):
        save(renamed(scenario, "second"), tmp_path / name, lang, replace=False)
    assert load(tmp_path / name) == scenario


@pytest.mark.parametrize("name", ["folder", "a.json"])
def test_a_link_stays_a_link(small: Path, tmp_path: Path, name: str) -> None:
    scenario = load(small)
    save(scenario, tmp_path / "real" / name)
    try:
        (tmp_path / name).symlink_to(tmp_path / "real" / name)
    except OSError:
        pytest.skip("no links here")
    save(renamed(scenario, "second"), tmp_path / name)
    assert (tmp_path / name).is_symlink()
    assert load(tmp_path / "real" / name).problem.settings.name == "second"
    assert entries(tmp_path) == sorted(["small", name, "real"])
    assert entries(tmp_path / "real") == [name]


def test_the_folder_one_is_in_is_not_replaced(small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    here = tmp_path / "a" / "b"
    here.mkdir(parents=True)
    monkeypatch.chdir(here)
    for where in (".", here, "../b", "./"):
        with pytest.raises(SaveError, match="current folder"):
            save(load(small), where)
    assert entries(tmp_path / "a") == ["b"]
    assert entries(here) == []


def test_looking_whether_a_folder_can_be_written_leaves_nothing(tmp_path: Path) -> None:
    refuse_unwritable(tmp_path / "deep" / "er" / "plan")
    (tmp_path / "file").write_text("mine")
    for bad in (tmp_path / "file" / "plan", tmp_path / "new" / ("x" * 300), tmp_path / ("x" * 300) / "plan"):
        with pytest.raises(SaveError, match="Maybe"):
            refuse_unwritable(bad)
    assert entries(tmp_path) == ["file"]


@pytest.mark.skipif(
    not hasattr(os, "seteuid") or os.geteuid() != 0, reason="only root can be somebody else for a while"
)
def test_a_folder_of_somebody_else_is_left_alone(small: Path) -> None:
    with tempfile.TemporaryDirectory() as made:
        scenario, folder = load(small), Path(made)
        folder.chmod(0o777)
        save(scenario, folder / "theirs")
        os.seteuid(65534)
        try:
            for attempt in (lambda: refuse_unwritable(folder / "theirs"), lambda: save(scenario, folder / "theirs")):
                with pytest.raises(SaveError, match="read-only"):
                    attempt()
        finally:
            os.seteuid(0)
        assert load(folder / "theirs") == scenario
        assert entries(folder) == ["theirs"]


def test_a_read_only_folder_is_left_alone(small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    scenario = load(small)
    save(scenario, tmp_path / "folder")
    monkeypatch.setattr("scenarios.atomic.os.access", lambda *_, **__: False)
    with pytest.raises(SaveError, match="read-only"):
        save(renamed(scenario, "second"), tmp_path / "folder")
    assert load(tmp_path / "folder") == scenario
    assert entries(tmp_path) == ["folder", "small"]
