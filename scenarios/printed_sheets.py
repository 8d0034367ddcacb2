"""Tables as sheets of a workbook that print well: A4 across, header on every page, texts that stay texts."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal, TypeAlias

import xlsxwriter

from optimizer.clock import DAY_MINUTES, show_minute
from scenarios.workbook_limits import MOST_ROWS, fitting

Kind: TypeAlias = Literal["text", "whole", "time", "hours", "share"]
Cell: TypeAlias = str | int | float | None

_NUMBERS = {"whole": "#,##0", "time": "mm-dd hh:mm", "hours": "0.0", "share": "0%"}
_FIRST_SHEET_DAY = datetime(1900, 3, 1).toordinal()
_A4 = 9
_BEGIN_FORMULAS = ("=", "+", "-", "@")


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A heading, what stands below it (a time is a minute of local clock time) and its width in letters."""

    head: str
    kind: Kind = "text"
    width: float = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedSheet:
    """A sheet: ``groups`` are the lengths of blocks of rows, set apart by a line; none: no line. ``note`` ends it."""

    name: str
    columns: tuple[Column, ...]
    rows: Sequence[Sequence[Cell]]
    groups: tuple[int, ...] = ()
    note: str = ""


def printed_workbook(title: str, sheets: Iterable[PrintedSheet], *, page_of: str = "&P / &N") -> bytes:
    """The workbook. Rows that no sheet can hold are counted in its last line; letters that it cannot hold are ``�``."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        styles = _Styles(book)
        for sheet in sheets:
            page = book.add_worksheet(sheet.name)
            _set_up(page, sheet, title, page_of)
            for at, column in enumerate(sheet.columns):
                page.set_column(at, at, column.width)
                page.write_string(0, at, column.head, styles.header(column.kind))
            _fill(page, sheet, styles)
    return buffer.getvalue()


class _Styles:
    """Formats of cells, each made once."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._made: dict[tuple[str, bool, bool], Any] = {}

    def header(self, kind: Kind) -> Any:
        align = "left" if kind == "text" else "right"
        look = {
            "bold": True,
            "bottom": 2,
            "text_wrap": True,
            "valign": "vcenter",
            "align": align,
            "bg_color": "#e8edf3",
        }
        return self._book.add_format(look)

    def cell(self, kind: Kind, *, line: bool, quoted: bool = False) -> Any:
        key = (kind, line, quoted)
        if key not in self._made:
            look: dict[str, Any] = {"valign": "top", "top": 1 if line else 0, "quote_prefix": quoted}
            if kind == "text":
                look["text_wrap"] = True
            else:
                look |= {"num_format": _NUMBERS[kind], "align": "right"}
            self._made[key] = self._book.add_format(look)
        return self._made[key]


def _set_up(page: Any, sheet: PrintedSheet, title: str, page_of: str) -> None:
    page.set_landscape()
    page.set_paper(_A4)
    page.set_margins(left=0.4, right=0.4, top=0.7, bottom=0.6)
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)
    page.freeze_panes(1, 1)
    page.autofilter(0, 0, max(1, min(len(sheet.rows), MOST_ROWS - 2)), len(sheet.columns) - 1)
    page.set_header(f"&L{_plain(title)[:80]}&C&B{_plain(sheet.name)}")
    page.set_footer(f"&R{page_of}")


def _plain(text: str) -> str:
    """A text in a page's header, where ``&`` begins a command."""
    return fitting(text).replace("&", "&&")


def _fill(page: Any, sheet: PrintedSheet, styles: _Styles) -> None:
    begins, at = set(), 0
    for length in sheet.groups:
        begins.add(at)
        at += length
    room = MOST_ROWS - 2
    for line, row in enumerate(sheet.rows[:room]):
        for column, (kind, value) in enumerate(zip((c.kind for c in sheet.columns), row, strict=True)):
            _write(page, line + 1, column, value, kind, styles, line=line in begins)
    rest = len(sheet.rows) - room
    for end in filter(None, (sheet.note, f"+ {rest} …" if rest > 0 else "")):
        page.write_string(min(len(sheet.rows), room) + 1, 0, end)


def _write(page: Any, row: int, column: int, value: Cell, kind: Kind, styles: _Styles, *, line: bool) -> None:
    if value is None:
        page.write_blank(row, column, None, styles.cell(kind, line=line))
    elif isinstance(value, str):
        text = fitting(value)
        page.write_string(row, column, text, styles.cell("text", line=line, quoted=text.startswith(_BEGIN_FORMULAS)))
    elif kind == "time":
        _write_time(page, row, column, int(value), styles, line=line)
    else:
        page.write_number(row, column, value, styles.cell(kind, line=line))


def _write_time(page: Any, row: int, column: int, minute: int, styles: _Styles, *, line: bool) -> None:
    """A date of the sheet, so that it sorts; as text where a sheet has no such date."""
    if minute < _FIRST_SHEET_DAY * DAY_MINUTES:
        page.write_string(row, column, show_minute(minute), styles.cell("text", line=line))
        return
    moment = datetime.fromordinal(minute // DAY_MINUTES) + timedelta(minutes=minute % DAY_MINUTES)
    page.write_datetime(row, column, moment, styles.cell("time", line=line))
