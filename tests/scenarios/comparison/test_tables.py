"""What is said of a comparison, in both languages, as tables, as a workbook and as plain data."""

from __future__ import annotations

import io
import json
import re
from dataclasses import replace

import pytest
from python_calamine import CalamineWorkbook

from scenarios.comparison import Entry, compare
from scenarios.comparison.json_form import as_json
from scenarios.comparison.sentences import sentences
from scenarios.comparison.tables import Extent, Table, letter, tables
from scenarios.comparison.words import words
from scenarios.comparison_workbook import comparison_workbook
from scenarios.words import LANGUAGES
from tests.scenarios.comparison import variants as v

HALF = v.entry("half", v.capped(0.5), v.whole())
FIFTH = v.entry("fifth", v.capped(0.25), v.without_coach())
LOOSE = v.entry("loose", v.capped(0.25), v.without_coach(), gap=0.9)


def shown(one: Entry, two: Entry, lang: str = "en", extent: Extent | None = None) -> dict[str, Table]:
    found = compare([one, two])
    return {table.key: table for table in tables(found, lang, extent or Extent())}


def texts(table: Table) -> list[tuple[str, ...]]:
    return [tuple(item.text for item in row) for row in table.rows]


@pytest.mark.parametrize("recurring", [False, True])
def test_languages_have_the_same_words_with_the_same_gaps(recurring: bool) -> None:
    said = {lang: words(lang, recurring=recurring) for lang in LANGUAGES}
    gaps = {lang: {key: set(re.findall(r"{(\w+)", text)) for key, text in said[lang].items()} for lang in LANGUAGES}
    assert gaps["en"] == gaps["zh"]


def test_a_difference_that_gaps_allow_is_shown_as_not_distinguishable() -> None:
    rows = {row[0]: row for row in texts(shown(HALF, LOOSE)["figures"])}
    assert rows["Workers served"] == ("Workers served", "15", "5", "≈ -10", "not distinguishable")
    rows = {row[0]: row for row in texts(shown(HALF, FIFTH)["figures"])}
    assert rows["Workers served"] == ("Workers served", "15", "5", "-10", "beyond the gaps")
    assert rows["Objective (CNY)"][3:] == ("+198,200", "proven")


def test_a_group_says_who_loses_and_what_a_worker_costs_there() -> None:
    table = shown(HALF, FIFTH)["origin"]
    (row,) = texts(table)
    assert row == ("四川省 达州市 <b>渠县</b>", "18", "18", "15", "5", "-10", "-1,550", "277", "520", "=")
    assert table.note == ""
    assert "not distinguishable" in shown(HALF, LOOSE)["origin"].note


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_plan_compared_with_itself_has_no_sign_of_a_difference(lang: str) -> None:
    word = words(lang, recurring=False)
    for table in shown(HALF, HALF, lang, Extent(unchanged=False)).values():
        if table.key == "figures":
            assert {(row[3].text, row[4].text) for row in table.rows} == {("=", word["is_same"])}
        else:
            assert table.rows == ()
            assert word["nothing"] in table.note


def test_rows_left_out_are_counted() -> None:
    found = compare([HALF, v.entry("other", v.capped(0.25), v.without_coach())])
    changes = next(table for table in tables(found, "en", Extent(rows=0)) if table.key == "changes")
    assert changes.note == "and 1 more."


def test_a_change_says_how_they_travel_in_each_plan() -> None:
    (row,) = texts(shown(v.entry("a", v.problem(), v.without_train()), v.entry("b", v.problem(), v.whole()))["changes"])
    assert row[:6] == ("N2", "Works | <one>", "Site P", "Site W", "served", "5")
    assert row[6:] == (
        "nobody of 5",
        "5 of 5: 5 × 03-10 08:00 → 13:10 coach + train + coach via Site S1, K1, Site S2",
        "",
    )


def test_plans_have_letters_beyond_the_alphabet_too() -> None:
    assert [letter(n) for n in (0, 25, 26)] == ["A", "Z", "P27"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_workbook_holds_numbers_as_numbers_and_names_as_texts(lang: str) -> None:
    problem = replace(HALF.problem, employers=(replace(HALF.problem.employers[0], name="=1+1"),))
    found = compare([replace(HALF, name="=A1", problem=problem), FIFTH])
    book = CalamineWorkbook.from_filelike(io.BytesIO(comparison_workbook(found, lang)))
    word = words(lang, recurring=False)
    assert book.sheet_names == [word["title"], *(word[f"sheet_{key}"] for key in SHEETS)]
    front = book.get_sheet_by_name(word["title"]).to_python()
    assert ["A: =A1", "known"] in [row[:2] for row in front]
    assert [word["served"], 15.0, 5.0, -10.0, word["is_apart"]] in [row[:5] for row in front]
    employers = book.get_sheet_by_name(word["sheet_employer"]).to_python()
    assert employers[2][:6] == ["=1+1", 18.0, 18.0, 15.0, 5.0, -10.0]


SHEETS = ("differences", "origin", "destination", "employer", "day", "changes")


def test_a_workbook_of_three_plans_has_a_sheet_for_each_pair() -> None:
    names = CalamineWorkbook.from_filelike(io.BytesIO(comparison_workbook(compare([HALF, FIFTH, LOOSE])))).sheet_names
    assert names[-2:] == ["Changes B", "Changes C"]


def test_a_name_with_a_letter_that_no_workbook_can_hold_is_shown_without_it() -> None:
    data = comparison_workbook(compare([replace(HALF, name="half\udcff"), FIFTH]))
    front = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python()
    assert "A: half\ufffd" in {row[0] for row in front}


def test_plain_data_has_every_difference_and_is_json() -> None:
    data = json.loads(json.dumps(as_json(compare([HALF, FIFTH]))))
    served = next(line for line in data["figures"] if line["key"] == "served")
    assert served["values"] == [15, 5]
    assert served["deltas"] == [{"value": -10, "verdict": "differs"}]
    (other,) = data["against_first"]
    assert [change["demand_id"] for change in other["changes"]] == ["N1"]
    assert other["changes"][0]["before"]["ways"][0]["departure"] == "2020-03-10 08:00"
    assert set(data["groups"]) == {"origin", "destination", "employer", "day"}


def test_heads_that_travel_again_are_said_to_be_journeys() -> None:
    back = replace(v.problem().demands[0], demand_id="N4", pickup_id="W", workplace_id="P", headcount=99)
    problem = replace(v.problem(), demands=(*v.problem().demands, back))
    left = replace(v.whole().unserved[0], demand_id="N4", headcount=99)
    plan = replace(v.whole(), unserved=(*v.whole().unserved, left))
    one = v.entry("there and back", problem, plan)
    found = compare([one, one])
    assert any("journeys counts" in text for text in sentences(found, "en"))
    figures = tables(found, "en", Extent())[0]
    assert not any("orkers" in row[0].text for row in figures.rows)
    assert "Journeys made" in {row[0].text for row in figures.rows}
