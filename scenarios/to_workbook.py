"""A scenario as an ``.xlsx`` workbook with English or Chinese headings; every text is a text, never a formula."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import xlsxwriter

from scenarios.atomic import write_file
from scenarios.cells import BadCellError, show_number, text_of
from scenarios.dictionary import KEY_VALUE, SETTINGS, columns, sheet_names, table_text
from scenarios.faults import SaveError
from scenarios.from_workbook import sheet_names_in
from scenarios.rows import full_rows, written_tables
from scenarios.scenario import Scenario
from scenarios.settings import show_settings
from scenarios.words import Lang
from scenarios.workbook_limits import MOST_ROWS, MOST_TEXT, can_hold, column_widths

_WIDEST = 40


def write_workbook(scenario: Scenario, path: Path, lang: Lang) -> None:
    """Writes the workbook. A file that is there is replaced if it is a scenario's workbook. Raises SaveError."""
    if path.exists() and not is_scenario_workbook(path):
        raise SaveError(f"{path}: something that is no scenario is there.\n  Maybe choose a new name.")
    write_file(path, workbook_bytes(scenario, lang))


def is_scenario_workbook(path: Path) -> bool:
    """Whether the file is meant as a scenario."""
    return any(sheet_names().get(name) == SETTINGS for name in sheet_names_in(path))


def workbook_bytes(scenario: Scenario, lang: Lang) -> bytes:
    """The workbook. Raises SaveError for what no sheet can hold."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_numbers": False}) as book:
        header = book.add_format({"bold": True, "bottom": 1})
        _add(book, _sheet_name(SETTINGS, lang), list(_setting_lines(scenario, lang)), header)
        for table in written_tables(scenario.problem):
            rows, unknown = full_rows(scenario, table)
            known = columns(table)
            names = [*known, *unknown]
            heads = [known[name].zh if lang == "zh" and name in known else name for name in names]
            lines: list[Sequence[Any]] = [heads]
            lines += ([row.get(name) for name in names] for row in rows)
            _add(book, _sheet_name(table, lang), lines, header)
    return buffer.getvalue()


def _sheet_name(table: str, lang: Lang) -> str:
    return table_text(table).zh if lang == "zh" else table


def _setting_lines(scenario: Scenario, lang: Lang) -> Iterator[tuple[str, Any]]:
    known = columns(SETTINGS)
    zh = {name: heading for heading, name in KEY_VALUE.items() if heading != name}
    yield (zh["key"], zh["value"]) if lang == "zh" else ("key", "value")
    for key, value in show_settings(scenario.problem.settings).items():
        shown = (", ".join(value) or "[]") if isinstance(value, list) else value
        yield known[key].zh if lang == "zh" else key, shown
    for key, value in scenario.extras.settings.items():
        yield key, _unknown(value)


def _unknown(value: Any) -> Any:
    """An unknown key's value: JSON, but for a text that is none."""
    if isinstance(value, str):
        try:
            json.loads(value)
        except (ValueError, RecursionError):
            return value if value.strip() == value else json.dumps(value, ensure_ascii=False)
    return json.dumps(value, ensure_ascii=False)


def _add(book: Any, name: str, lines: Sequence[Sequence[Any]], header: Any) -> None:
    if len(lines) > MOST_ROWS:
        raise SaveError(f"{name}: {len(lines)} rows, a sheet holds {MOST_ROWS}.\n  Maybe save it as a folder.")
    sheet = book.add_worksheet(name)
    sheet.freeze_panes(1, 0)
    for column, width in enumerate(_widths(lines)):
        sheet.set_column(column, column, width)
    for line, cells in enumerate(lines):
        for column, value in enumerate(cells):
            if value is not None:
                _write(sheet, line, column, value, header if line == 0 else None)


def _write(sheet: Any, line: int, column: int, value: Any, cell_format: Any) -> None:
    if isinstance(value, bool):
        sheet.write_boolean(line, column, value, cell_format)
    elif isinstance(value, int | float) and float(f"{value:.16G}") == value:  # as the sheet will have it
        sheet.write_number(line, column, value, cell_format)
    else:
        sheet.write_string(line, column, _checked(sheet.get_name(), line + 1, value), cell_format)


def _checked(place: str, row: int, value: Any) -> str:
    try:
        text = text_of(value)
    except BadCellError:
        raise SaveError(f"{place}, row {row}: {value!r} is no text of Unicode.") from None
    if len(text) > MOST_TEXT:
        raise SaveError(f"{place}, row {row}: a text of {len(text)} letters, a cell holds {MOST_TEXT}.")
    if not can_hold(text):
        raise SaveError(f"{place}, row {row}: {text!r} has a letter that no workbook can hold.")
    return text


def _widths(lines: Sequence[Sequence[Any]]) -> list[int]:
    heads, *rows = (map(_shown, cells) for cells in lines)
    return column_widths([*heads], rows, widest=_WIDEST, widest_head=_WIDEST)


def _shown(value: Any) -> str:
    if value is None:
        return ""
    return show_number(value) if isinstance(value, int | float) else str(value)
