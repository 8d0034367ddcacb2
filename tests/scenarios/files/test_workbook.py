"""Workbooks as planners make them: dates as dates, numbers as numbers, Chinese headings; and as they break them."""

from __future__ import annotations

import datetime as dt
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from python_calamine import CalamineWorkbook

from scenarios import FileFault, ScenarioError, load, save
from scenarios.dictionary import columns, table_text

Sheets = dict[str, list[list[Any]]]
Damage = Callable[[str, str, str], None]

MOMENT, DAY, CLOCK = "yyyy-mm-dd hh:mm", "yyyy-mm-dd", "hh:mm"


def sheets_of(path: Path) -> Sheets:
    book = CalamineWorkbook.from_path(path)
    return {n: book.get_sheet_by_name(n).to_python(skip_empty_area=False) for n in book.sheet_names}


def write(path: Path, sheets: Sheets) -> None:
    with xlsxwriter.Workbook(path) as book:
        formats = {pattern: book.add_format({"num_format": pattern}) for pattern in (MOMENT, DAY, CLOCK)}
        for name, lines in sheets.items():
            sheet = book.add_worksheet(name)
            for row, cells in enumerate(lines):
                for column, value in enumerate(cells):
                    match value:
                        case dt.datetime():
                            sheet.write_datetime(row, column, value, formats[MOMENT])
                        case dt.date():
                            sheet.write_datetime(row, column, value, formats[DAY])
                        case dt.time():
                            sheet.write_datetime(row, column, value, formats[CLOCK])
                        case str():
                            sheet.write_string(row, column, value)
                        case _:
                            sheet.write(row, column, value)


@pytest.fixture
def book(small: Path, tmp_path: Path) -> Path:
    path = tmp_path / "book.xlsx"
    save(load(small), path)
    return path


def faults(path: Path) -> list[FileFault]:
    with pytest.raises(ScenarioError) as error:
        load(path)
    return list(error.value.faults)


def test_headings_are_in_the_language(small: Path, tmp_path: Path) -> None:
    save(load(small), tmp_path / "zh.xlsx", "zh")
    sheets = sheets_of(tmp_path / "zh.xlsx")
    assert sheets["场所"][0] == [c.zh for c in columns("sites").values()]
    assert sheets["方案设置"][0] == ["键", "值"]
    assert ["计划期", "2020-03-10, 2020-03-12"] in sheets["方案设置"]
    assert table_text("demands").zh in sheets


def test_english_workbook_has_the_contracts_names(book: Path) -> None:
    sheets = sheets_of(book)
    assert ["horizon", "2020-03-10, 2020-03-12"] in sheets["scenario"]
    assert ["objective.unserved", 3000.0] in sheets["scenario"]
    assert sheets["caps"][0] == ["mode", "share", "trip", "risk", "from", "to"]
    assert sheets["demands"][1][5] == "2020-03-10 05:00"


def test_header_is_frozen(book: Path) -> None:
    with zipfile.ZipFile(book) as archive:
        assert 'state="frozen"' in archive.read("xl/worksheets/sheet2.xml").decode()


def test_formulas_are_text(small: Path, tmp_path: Path) -> None:
    scenario = load(small)
    for lang in ("en", "zh"):
        path = tmp_path / f"{lang}.xlsx"
        save(scenario, path, lang)
        with zipfile.ZipFile(path) as archive:
            for name in archive.namelist():
                if "worksheets/" in name:
                    assert b"<f>" not in archive.read(name)
        assert load(path).problem.employer["E2"].name == "=SUM(A1)"


def test_dates_times_and_numbers_mean_the_same_as_text(small: Path, book: Path, tmp_path: Path) -> None:
    sheets = sheets_of(book)

    def typed(value: Any) -> Any:
        for form, make in (
            ("%Y-%m-%d %H:%M", lambda t: t), ("%Y-%m-%d", lambda t: t.date()), ("%H:%M", lambda t: t.time())
        ):  # fmt: skip
            try:
                return make(dt.datetime.strptime(value, form))
            except (ValueError, TypeError):
                continue
        return value

    write(tmp_path / "typed.xlsx", {n: [[typed(v) for v in cells] for cells in ls] for n, ls in sheets.items()})
    assert load(tmp_path / "typed.xlsx") == load(small)


def test_number_as_id_and_flag_as_boolean(book: Path, tmp_path: Path) -> None:
    sheets = sheets_of(book)
    for name, column in (("employers", 0), ("demands", 1)):
        for cells in sheets[name][1:]:
            cells[column] = {"E1": 1001, "E2": "1002"}[cells[column]]
    sheets["demands"][2][9] = False
    write(tmp_path / "numbers.xlsx", sheets)
    problem = load(tmp_path / "numbers.xlsx").problem
    assert set(problem.employer) == {"1001", "1002"}
    assert not problem.demand["N2"].splittable


def test_faults_name_sheet_row_and_column(book: Path, tmp_path: Path) -> None:
    sheets = sheets_of(book)
    sheets["demands"].insert(1, [""] * 12)
    sheets["demands"][2][4] = "many"
    sheets["demands"][3][5] = 43900.5
    sheets["sites"][3][3] = 100
    sheets["scenario"][5][1] = "dear"
    key = sheets["scenario"][5][0]
    write(tmp_path / "bad.xlsx", sheets)
    found = faults(tmp_path / "bad.xlsx")
    assert [(f.place, f.row, f.column, f.value) for f in found] == [
        ("scenario", 6, key, "dear"),
        ("sites", 4, "lat", "100"),
        ("demands", 3, "headcount", "many"),
        ("demands", 4, "ready", "43900.5"),
    ]
    assert "date and time format" in found[3].advice


def test_unknown_and_double_sheets(book: Path, tmp_path: Path) -> None:
    sheets = sheets_of(book)
    write(tmp_path / "more.xlsx", {**sheets, "Sheet1": [], "siets": [["a"]]})
    (warning,) = load(tmp_path / "more.xlsx").warnings
    assert warning.place == "siets"
    assert warning.text.endswith("Maybe sites was meant.")
    write(tmp_path / "twice.xlsx", {**sheets, "场所": sheets["sites"]})
    assert [f.place for f in faults(tmp_path / "twice.xlsx")] == ["场所"]


def test_settings_sheet_is_needed(book: Path, tmp_path: Path) -> None:
    sheets = sheets_of(book)
    del sheets["scenario"]
    write(tmp_path / "none.xlsx", sheets)
    assert [f.place for f in faults(tmp_path / "none.xlsx")] == ["scenario"]
    sheets["scenario"] = [["key", "number"], ["name", "x"]]
    write(tmp_path / "value.xlsx", sheets)
    assert [(f.place, f.row, f.column) for f in faults(tmp_path / "value.xlsx")] == [("scenario", 1, "value")]


def test_key_given_twice(book: Path, tmp_path: Path) -> None:
    sheets = sheets_of(book)
    sheets["scenario"] += [["方案名称", "x"]]
    write(tmp_path / "twice.xlsx", sheets)
    assert [(f.place, f.row) for f in faults(tmp_path / "twice.xlsx")] == [("scenario", len(sheets["scenario"]))]


def test_stray_cell_far_away_is_told_and_fills_no_memory(book: Path, tmp_path: Path) -> None:
    path = tmp_path / "far.xlsx"
    with xlsxwriter.Workbook(path) as workbook:
        sheet = workbook.add_worksheet("sites")
        sheet.write(0, 0, "site_id")
        sheet.write(1048575, 16383, "x")
    (fault,) = faults(path)
    assert "stray cell" in fault.advice


def test_zip_that_is_no_workbook(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w") as archive:
        archive.writestr("a.txt", "hello")
    assert [f.place for f in faults(tmp_path / "a.xlsx")] == ["a.xlsx"]


def test_cut_workbook(book: Path, tmp_path: Path) -> None:
    data = book.read_bytes()
    for size in range(0, len(data), len(data) // 20):
        (tmp_path / "cut.xlsx").write_bytes(data[:size])
        assert [f.place for f in faults(tmp_path / "cut.xlsx")] == ["cut.xlsx"]


def test_numbers_are_exact(small: Path, tmp_path: Path) -> None:
    text = (small / "links.csv").read_text().replace("7.25,16\n", "0.30000000000000004,16\n")
    (small / "links.csv").write_text(text)
    scenario = load(small)
    save(scenario, tmp_path / "x.xlsx")
    assert load(tmp_path / "x.xlsx").problem.links == scenario.problem.links
    assert 0.30000000000000004 in {link.km for link in scenario.problem.links}


def test_nowhere_to_change_is_kept(small: Path, damage: Damage, tmp_path: Path) -> None:
    damage("scenario.toml", 'at = ["station"]', "at = []")
    scenario = load(small)
    assert scenario.problem.settings.transfer_at == ()
    for name in ("en.xlsx", "zh.xlsx", "s.json", "s"):
        save(scenario, tmp_path / name, "zh" if name.startswith("zh") else "en")
        assert load(tmp_path / name) == scenario, name


@pytest.mark.parametrize("value", ["[]", "none", " None "])
def test_none_in_the_cell_of_changes_means_nowhere(book: Path, tmp_path: Path, value: str) -> None:
    sheets = sheets_of(book)
    (at,) = [cells for cells in sheets["scenario"] if cells[0] == "transfer.at"]
    at[1] = value
    write(tmp_path / "nowhere.xlsx", sheets)
    assert load(tmp_path / "nowhere.xlsx").problem.settings.transfer_at == ()


def test_none_is_an_error_where_a_rule_cannot_be_off(book: Path, tmp_path: Path) -> None:
    sheets = sheets_of(book)
    for cells in sheets["scenario"]:
        if cells[0] == "driving.break_min":
            cells[1] = "none"
    write(tmp_path / "off.xlsx", sheets)
    (fault,) = faults(tmp_path / "off.xlsx")
    assert (fault.column, fault.value) == ("driving.break_min", "none")
