"""Formulas whose tool stored no result, and cells in error: never read as blank."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import pytest
import xlsxwriter

from scenarios import FileFault, ScenarioError, load, save
from scenarios.formulas import valueless_cells

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


@pytest.fixture
def book(small: Path, tmp_path: Path) -> Path:
    path = tmp_path / "book.xlsx"
    save(load(small), path)
    return path


def edit(path: Path, part: str, old: str, new: str) -> None:
    """Replaces a pattern that is there once in a part of the workbook."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    text, count = re.subn(old, new, parts[part].decode())
    assert count == 1, (part, old, parts[part][:2000])
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in (parts | {part: text.encode()}).items():
            archive.writestr(name, data)


def part_of(path: Path, sheet: str) -> str:
    with zipfile.ZipFile(path) as archive:
        names = re.findall(r'<sheet name="([^"]+)"', archive.read("xl/workbook.xml").decode())
    return f"xl/worksheets/sheet{names.index(sheet) + 1}.xml"


def put(path: Path, sheet: str, address: str, cell: str) -> None:
    """Puts XML in the place of a cell."""
    edit(path, part_of(path, sheet), f'<c r="{address}"[^>]*>.*?</c>', cell)


def faults(path: Path) -> list[FileFault]:
    with pytest.raises(ScenarioError) as error:
        load(path)
    return list(error.value.faults)


@pytest.mark.parametrize(
    "cell",
    [
        '<c r="E2"><f>6*2</f></c>',
        '<c r="E2"><f>6*2</f><v></v></c>',
        '<c r="E2"><f>6*2</f><v/></c>',
        f'<x:c xmlns:x="{_MAIN}" r="E2"><x:f>6*2</x:f><x:v/></x:c>',
        '<c r="E2"><f>6*2</f><v>0</v></c>',
    ],
)
def test_a_formula_without_a_result_is_an_error_at_its_cell(book: Path, cell: str) -> None:
    put(book, "demands", "E2", cell)
    (fault,) = faults(book)
    assert (fault.place, fault.row, fault.column, fault.value) == ("demands", 2, "headcount", "=6*2")
    assert fault.advice.startswith("Maybe a formula")


def test_an_optional_cell_with_such_a_formula_is_not_taken_as_blank(book: Path) -> None:
    put(book, "employers", "C2", '<c r="C2"><f>1+1</f></c>')
    (fault,) = faults(book)
    assert (fault.place, fault.row, fault.column, fault.value) == ("employers", 2, "priority", "=1+1")


def test_where_a_text_is_wanted_the_formula_is_the_text_with_a_warning(book: Path) -> None:
    put(book, "employers", "B2", '<c r="B2"><f>"Works "&amp;A2</f></c>')
    scenario = load(book)
    assert scenario.problem.employer["E1"].name == '="Works "&A2'
    (notice,) = scenario.warnings
    assert (notice.place, notice.row) == ("employers", 2)
    assert "a formula without a result" in notice.text


def test_a_formula_with_its_result_is_the_result(book: Path) -> None:
    edit(book, "xl/workbook.xml", ' fullCalcOnLoad="1"', "")
    put(book, "demands", "E2", '<c r="E2"><f>6*2</f><v>12</v></c>')
    put(book, "employers", "C2", '<c r="C2"><f>1-1</f><v>0</v></c>')
    put(book, "employers", "D2", '<c r="D2" t="str"><f>""</f><v></v></c>')
    scenario = load(book)
    assert scenario.problem.demand["N1"].headcount == 12
    assert (scenario.problem.employer["E1"].priority, scenario.problem.employer["E1"].industry) == (0, "")
    assert scenario.warnings == ()


@pytest.mark.parametrize("error", ["#N/A", "#REF!", "#DIV/0!"])
def test_a_cell_in_error_is_not_blank(book: Path, error: str) -> None:
    put(book, "employers", "C2", f'<c r="C2" t="e"><f>NA()</f><v>{error}</v></c>')
    (fault,) = faults(book)
    assert (fault.row, fault.column, fault.value) == (2, "priority", error)


def test_a_setting_that_is_a_formula(book: Path) -> None:
    put(book, "scenario", "B6", '<c r="B6"><f>20*1000</f></c>')
    (fault,) = faults(book)
    assert (fault.place, fault.row, fault.value) == ("scenario", 6, "=20*1000")


def test_formulas_in_the_last_rows_and_columns_and_without_addresses(tmp_path: Path) -> None:
    path = tmp_path / "only.xlsx"
    with xlsxwriter.Workbook(path) as made:
        sheet = made.add_worksheet("a")
        sheet.write_formula(3, 2, "=A1")
        sheet.write_formula(3, 4, "=A2")
    assert valueless_cells(path.read_bytes()) == {"a": {(4, 2): "=A1", (4, 4): "=A2"}}
    edit(path, part_of(path, "a"), '<c r="E4">', "<c>")
    assert valueless_cells(path.read_bytes()) == {"a": {(4, 2): "=A1", (4, 3): "=A2"}}


def test_a_document_type_is_refused(book: Path) -> None:
    put(book, "demands", "E2", '<c r="E2"><f>6*2</f></c>')
    edit(book, part_of(book, "demands"), "<worksheet", '<!DOCTYPE a [<!ENTITY b "c">]><worksheet')
    (fault,) = faults(book)
    assert fault.expected.startswith("an .xlsx workbook")
