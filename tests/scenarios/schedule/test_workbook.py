"""The printed schedule read back: every rider is on paper, texts stay texts, pages print well."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from optimizer.clock import day_of
from optimizer.problem import Problem
from scenarios import SaveError
from scenarios.printed_sheets import Column, PrintedSheet, printed_workbook
from scenarios.schedule import schedule
from scenarios.schedule.words import schedule_words
from scenarios.schedule_workbook import schedule_workbook, write_schedule
from scenarios.words import LANGUAGES, Lang
from tests.known import Known
from tests.planned import planned


def _read(data: bytes) -> Mapping[str, list[list[Any]]]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def _parts(data: bytes, pattern: str) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return [archive.read(name).decode() for name in archive.namelist() if re.search(pattern, name)]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_row_of_the_schedule_is_on_its_sheet(lang: Lang) -> None:
    problem, plan = planned()
    whole, word = schedule(problem, plan), schedule_words(lang)
    sheets = _read(schedule_workbook(whole, lang))
    names = ("runs", "stops", "riders", "vehicles", "transfers", "unserved")
    assert list(sheets) == [word[name] for name in names]
    lengths = [len(sheets[word[name]]) - 1 for name in names]
    stops = sum(len(run.stops) for run in whole.runs)
    assert lengths[:-1] == [len(plan.runs), stops, len(plan.riders), len(plan.outings), len(whole.transfers)]
    assert lengths[-1] == max(len(plan.unserved), 1)


def test_workers_on_paper_are_those_of_the_plan() -> None:
    problem, plan = planned()
    sheets = _read(schedule_workbook(schedule(problem, plan)))
    head, *lines = sheets["Riders by employer"]
    of = {name: head.index(name) for name in ("Workers", "Leg", "Employer")}
    assert sum(line[of["Workers"]] for line in lines if line[of["Leg"]] == 1) == sum(
        rider.headcount for rider in plan.riders if rider.leg == 1
    )
    employers = [line[of["Employer"]] for line in lines]
    assert employers == sorted(employers)
    head, *lines = sheets["Stops"]
    assert sum(line[head.index("Board")] or 0 for line in lines) == sum(stop.board for stop in plan.stops)


def test_a_known_stop_with_its_times(known: Known) -> None:
    rows = _read(schedule_workbook(schedule(known.problem, known.plan)))["Stops"]
    first = datetime(2020, 3, 10, 7, 50), datetime(2020, 3, 10, 8, 0)
    assert rows[1][:8] == ["R1", "coach", "V1", 1, "Site P", *first, 10]


def test_breaks_stand_on_paper() -> None:
    problem, plan = planned()
    whole = schedule(problem, plan)
    halts = sum(len(stop.halts) for run in whole.runs for stop in run.stops)
    shown = " ".join(str(row[-1]) for row in _read(schedule_workbook(whole))["Stops"][1:])
    assert halts > 0
    assert len(re.findall(r"\d\d:\d\d–\d\d:\d\d", shown)) == halts


@pytest.mark.parametrize("lang", LANGUAGES)
def test_pages_are_set_up_for_paper(known: Known, lang: Lang) -> None:
    data = schedule_workbook(schedule(known.problem, known.plan), lang)
    pages = _parts(data, r"worksheets/sheet")
    assert len(pages) == 6
    for page in pages:
        assert re.search(r'<pageSetup paperSize="9"[^>]*fitToHeight="0"[^>]*orientation="landscape"', page)
        assert '<pane xSplit="1" ySplit="1"' in page
        assert "known" in page[page.index("<headerFooter") :]
    titles = _parts(data, r"workbook\.xml$")[0]
    assert titles.count("_xlnm.Print_Titles") == 6


@pytest.mark.parametrize("name", ["=1+1", "+86 10", "-5", "@home", '=HYPERLINK("http://x")'])
def test_names_are_never_formulas(known: Known, name: str) -> None:
    data = schedule_workbook(schedule(_named(known.problem, name), known.plan))
    assert not any("<f>" in page for page in _parts(data, "worksheets/sheet"))
    assert not _parts(data, r"worksheets/_rels")
    assert 'quotePrefix="1"' in _parts(data, r"styles\.xml$")[0]
    assert [row[4] for row in _read(data)["Stops"][1:3]] == [name, "Site W"]


@pytest.mark.parametrize("name", ["a\ud800b", "\ufffe", "\x01\x02", "x" * 40000, "&P &R & <b>", ""])
def test_odd_names_do_not_break_the_workbook(known: Known, name: str) -> None:
    problem = _named(known.problem, name)
    problem = replace(problem, settings=replace(problem.settings, name=name))
    sheets = _read(schedule_workbook(schedule(problem, known.plan)))
    assert len(sheets["Stops"]) == 9


def _named(problem: Problem, name: str) -> Problem:
    """The problem with P called otherwise."""
    sites = tuple(replace(site, name=name) if site.site_id == "P" else site for site in problem.sites)
    return replace(problem, sites=sites)


def test_times_before_the_calendar_of_sheets_are_text() -> None:
    early, late = (day_of(f"{year}-03-10") * 1440 + 450 for year in (1850, 2020))
    columns = (Column(head="a", kind="time"), Column(head="b", kind="time"))
    rows = _read(printed_workbook("", [PrintedSheet(name="s", columns=columns, rows=[(early, late)])]))["s"]
    assert rows[1] == ["1850-03-10 07:30", datetime(2020, 3, 10, 7, 30)]


def test_a_part_is_printed_like_the_whole(known: Known) -> None:
    sheets = _read(schedule_workbook(schedule(known.problem, known.plan).by_run("R2")))
    assert [row[0] for row in sheets["Runs"][1:]] == ["R2"]
    assert [row[:2] for row in sheets["Left behind"][1:]] == [["None.", ""]]


@pytest.mark.parametrize("ending", ["xlsx", "json"])
def test_a_schedule_replaces_only_a_schedule(known: Known, tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"plan.{ending}"
    write_schedule(schedule(known.problem, known.plan), path, "zh")
    write_schedule(schedule(known.problem, known.plan), path)
    path.write_bytes(b"{}")
    with pytest.raises(SaveError, match="something that is no schedule is there"):
        write_schedule(schedule(known.problem, known.plan), path)
    assert path.read_bytes() == b"{}"


@pytest.mark.parametrize("name", ["plan.pdf", "plan"])
def test_another_ending_is_refused(known: Known, tmp_path: Path, name: str) -> None:
    with pytest.raises(SaveError, match=r"Maybe \.xlsx or \.json"):
        write_schedule(schedule(known.problem, known.plan), tmp_path / name)


def test_json_is_the_schedule(known: Known, tmp_path: Path) -> None:
    write_schedule(schedule(known.problem, known.plan), tmp_path / "s.json")
    document = json.loads((tmp_path / "s.json").read_text(encoding="utf-8"))
    assert (document["served"], document["left_behind"], len(document["runs"])) == (15, 3, 4)


def test_both_languages_have_words_for_everything() -> None:
    english, chinese = (schedule_words(lang) for lang in LANGUAGES)
    assert english.keys() == chinese.keys()
    assert all(
        any("\u4e00" <= letter <= "\u9fff" for letter in text)
        for key, text in chinese.items()
        if key not in ("page_of", "lang")
    )
