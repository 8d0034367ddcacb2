"""A comparison as an ``.xlsx`` workbook: a sheet of what matters, then one for each table, every row of it."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import xlsxwriter

from scenarios.comparison.items import Item
from scenarios.comparison.model import Comparison
from scenarios.comparison.sentences import sentences
from scenarios.comparison.tables import Extent, Table, letter, tables
from scenarios.comparison.words import words_of
from scenarios.workbook_limits import MOST_ROWS, column_widths, fitting

_ROWS_AROUND = 8
"""Lines of a sheet beside a table's rows."""
_WIDEST_HEAD, _WIDEST = 24, 60
_TONES = {"good": "#00695c", "bad": "#a63d00", "faint": "#6b7683", "": "#000000"}


def comparison_workbook(found: Comparison, lang: str = "en") -> bytes:
    """The workbook: numbers are numbers, every text is a text, never a formula."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_numbers": False}) as book:
        paper = _Paper(book)
        all_tables = tables(found, lang, Extent())
        front = book.add_worksheet(words_of(found, lang)["title"])
        line = paper.lines(front, [*_plans(found, lang), [], *([text] for text in sentences(found, lang)), []])
        paper.table(front, line, all_tables[0])
        front.set_column(0, 0, 34)
        front.set_column(1, 3 * len(found.names), 20)
        for name, table in zip(_sheet_names(all_tables[1:], words_of(found, lang)), all_tables[1:], strict=True):
            sheet = book.add_worksheet(name)
            paper.table(sheet, 0, table)
            sheet.freeze_panes(2, 1)
            for column, width in enumerate(_widths(table)):
                sheet.set_column(column, column, width)
    return buffer.getvalue()


class _Paper:
    """Writes to sheets of one workbook, with each cell format made once."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        self._title = book.add_format({"bold": True, "font_size": 13})
        self._note = book.add_format({"font_color": _TONES["faint"]})
        self._formats: dict[tuple[str, str], Any] = {}

    def lines(self, sheet: Any, lines: Sequence[Sequence[str]]) -> int:
        """Lines of texts from the top; gives the next free line."""
        for line, texts in enumerate(lines):
            for column, text in enumerate(texts):
                sheet.write_string(line, column, fitting(text), self._title if line == 0 else None)
        return len(lines)

    def table(self, sheet: Any, line: int, table: Table) -> None:
        """A table with its title above and its note below."""
        sheet.write_string(line, 0, table.title, self._title)
        for column, head in enumerate(table.columns):
            sheet.write_string(line + 1, column, fitting(head), self._head)
        rows = table.rows[: MOST_ROWS - _ROWS_AROUND]
        for place, row in enumerate(rows, start=line + 2):
            for column, item in enumerate(row):
                self._write(sheet, place, column, item)
        if table.note:
            sheet.write_string(line + len(rows) + 3, 0, fitting(table.note), self._note)

    def _write(self, sheet: Any, line: int, column: int, item: Item) -> None:
        if item.number is not None:
            sheet.write_number(line, column, item.number, self._format(item))
        elif item.text:
            sheet.write_string(line, column, fitting(item.text), self._format(item))

    def _format(self, item: Item) -> Any:
        key = (item.form if item.number is not None else "@", item.tone)
        if key not in self._formats:
            self._formats[key] = self._book.add_format({"num_format": key[0], "font_color": _TONES[key[1]]})
        return self._formats[key]


def _plans(found: Comparison, lang: str) -> Iterator[list[str]]:
    word = words_of(found, lang)
    yield [word["title"]]
    for n, name in enumerate(found.names):
        yield [f"{letter(n)}: {name}", found.figures[n].name]


def _sheet_names(shown: Sequence[Table], word: Mapping[str, str]) -> Iterator[str]:
    """Short names, each once: a sheet's name has 31 letters at most."""
    many = len({table.other for table in shown}) > 2
    for table in shown:
        name = word[f"sheet_{table.key}"]
        yield f"{name} {letter(table.other)}" if table.other and many else name


def _widths(table: Table) -> list[int]:
    texts = ((item.text for item in row) for row in table.rows)
    return column_widths(table.columns, texts, widest=_WIDEST, widest_head=_WIDEST_HEAD)
