"""An ``.xlsx`` workbook, read: a sheet per table, the settings on the sheet ``scenario``; English or Chinese."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from python_calamine import CalamineWorkbook

from scenarios.advice import closest
from scenarios.cells import BadCellError, is_blank, text_of
from scenarios.dictionary import KEY_VALUE, SETTINGS, columns, headings, sheet_names
from scenarios.faults import FileFault, Notice, ScenarioError
from scenarios.formulas import Valueless, filled, valueless_cells
from scenarios.raw import Cell, RawScenario, Sheet
from scenarios.sheet import sheet_of

_MOST_BYTES = 1 << 30
_MOST_CELLS = 1 << 26
_CHUNK = 1 << 20
_ADDRESS = re.compile(rb"""\sr=["']([A-Z]{1,3})([0-9]{1,7})["']""")
_OVERLAP = 16


def read_workbook(path: Path) -> RawScenario:
    """The workbook's settings and tables. Raises ScenarioError where it is no workbook."""
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise ScenarioError([FileFault(place=path.name, expected="this file")]) from None
    except OSError as error:
        fault = FileFault(place=path.name, expected=f"a file that can be read ({error.strerror})")
        raise ScenarioError([fault]) from None
    refuse_if_too_wide(data, path.name)
    raw = RawScenario(settings_place=SETTINGS, place_of=str, typed=False)
    with _explained(path.name):
        valueless = valueless_cells(data)
    for name, lines in _sheets(data, path.name, valueless):
        _take(raw, name, lines)
        if name in valueless and name.strip() in sheet_names():
            raw.notices.append(_without_value(name, valueless[name]))
    if raw.settings is None and not raw.faults:
        raw.faults.append(FileFault(place=SETTINGS, expected="this sheet with the settings, every scenario needs it"))
    return raw


def sheet_names_in(path: Path) -> list[str]:
    """The names of a workbook's sheets, none where the file is no workbook."""
    try:
        data = path.read_bytes()
        refuse_if_too_wide(data, path.name)
        return _opened(data, path.name).sheet_names
    except (OSError, ScenarioError):
        return []


def refuse_if_too_wide(data: bytes, place: str) -> None:
    """Raises ScenarioError for what is no workbook, or would fill the memory: the reader lays out every cell between
    the first and the last one."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
            if sum(member.file_size for member in members) > _MOST_BYTES:
                raise ScenarioError([FileFault(place=place, expected="a workbook of at most 1 GB when unpacked")])
            for member in members:
                if "worksheets/" in member.filename and member.filename.endswith(".xml"):
                    with archive.open(member) as file:
                        _refuse_far_cells(file, place)
    except ScenarioError:
        raise
    except Exception as error:  # a broken archive raises errors of many kinds
        raise ScenarioError([_no_workbook(place, error)]) from None


def _refuse_far_cells(file: IO[bytes], place: str) -> None:
    width = height = 0
    tail = b""
    while chunk := file.read(_CHUNK):
        for letters, digits in _ADDRESS.findall(tail + chunk):
            width, height = max(width, _column_number(letters)), max(height, int(digits))
        tail = chunk[-_OVERLAP:]
        if width * height > _MOST_CELLS:
            advice = "Maybe a stray cell far from the table: delete the empty rows and columns after it."
            expected = f"a sheet of at most {_MOST_CELLS} cells, this one spans {height} rows and {width} columns"
            raise ScenarioError([FileFault(place=place, expected=expected, advice=advice)])


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number


def _sheets(
    data: bytes, place: str, valueless: Mapping[str, Valueless]
) -> Iterator[tuple[str, list[tuple[int, list[Cell]]]]]:
    workbook = _opened(data, place)
    for name in workbook.sheet_names:
        with _explained(place):
            rows = workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)
            rows = filled(rows, valueless.get(name, {}))
        yield name, list(enumerate(rows, start=1))


def _opened(data: bytes, place: str) -> CalamineWorkbook:
    with _explained(place):
        return CalamineWorkbook.from_filelike(io.BytesIO(data))


@contextmanager
def _explained(place: str) -> Iterator[None]:
    try:
        yield
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # the reader's panics are no Exception
        raise ScenarioError([_no_workbook(place, error)]) from None


def _without_value(sheet_name: str, cells: Valueless) -> Notice:
    (line, _), shown = min(cells.items())
    count = "a formula" if len(cells) == 1 else f"{len(cells)} formulas"
    text = (
        f"{count} without a result, taken as text, first {shown!r}. Maybe open the workbook in a spreadsheet program, "
        "which computes them, and save it."
    )
    return Notice(place=sheet_name, row=line, text=text)


def _no_workbook(place: str, error: BaseException) -> FileFault:
    advice = "Maybe it is an older .xls, a CSV file or protected by a password: save it as .xlsx without one."
    return FileFault(place=place, expected=f"an .xlsx workbook ({error})", advice=advice)


def _take(raw: RawScenario, sheet_name: str, lines: list[tuple[int, list[Cell]]]) -> None:
    table = sheet_names().get(sheet_name.strip())
    if table is None:
        if any(not is_blank(cell) for _, cells in lines for cell in cells):
            hint = closest(sheet_name, list(sheet_names()))
            text = "no table of a scenario, left out." + (f" Maybe {hint} was meant." if hint else "")
            raw.notices.append(Notice(place=sheet_name, text=text))
    elif table == SETTINGS:
        if raw.settings is not None:
            raw.faults.append(FileFault(place=sheet_name, expected="one sheet with the settings"))
            return
        raw.settings_place = sheet_name
        _take_settings(raw, sheet_of(sheet_name, lines, KEY_VALUE))
    elif table in raw.tables:
        raw.faults.append(FileFault(place=sheet_name, expected=f"one sheet with {table}"))
    else:
        raw.tables[table] = sheet_of(sheet_name, lines, headings(table))


def _take_settings(raw: RawScenario, sheet: Sheet) -> None:
    raw.faults += sheet.faults
    raw.notices += sheet.notices
    missing = [name for name in ("key", "value") if name not in sheet.columns]
    for name in missing:
        raw.faults.append(
            FileFault(place=sheet.place, row=sheet.header_row, column=name, expected="this column, key and value")
        )
    if missing:
        return
    raw.settings = {}
    for line, cells in sheet.rows:
        cell = cells.get("key")
        if is_blank(cell):
            raw.faults.append(FileFault(place=sheet.place, row=line, column="key", value="", expected="a key"))
            continue
        try:
            text = text_of(cell)
        except BadCellError:
            raw.faults.append(FileFault(place=sheet.place, row=line, column="key", value=cell, expected="a key"))
            continue
        key = headings(SETTINGS).get(text, text)
        if key in raw.settings:
            raw.faults.append(FileFault(place=sheet.place, row=line, column="key", value=text, expected="a key once"))
            continue
        value = cells.get("value")
        raw.settings[key] = value if key in columns(SETTINGS) else _unknown(value)
        raw.setting_rows[key] = line


def _unknown(value: Cell) -> Any:
    """The value of an unknown key: a text that is JSON is what it says (see ``to_workbook``)."""
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except (ValueError, RecursionError):
        return value.strip()
