"""The daily return as a workbook that a bureau sends on: titled, dated, to be signed, A4, laggards first."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, TypeAlias

import xlsxwriter

from api.service.figures.lines import Counts, Figures, share
from api.service.figures.words import return_words
from scenarios.words import Lang
from scenarios.workbook_limits import MOST_ROWS, fitting

Kind: TypeAlias = Literal["text", "whole", "share", "money", "day"]
Cell: TypeAlias = str | int | float | date | None

_NUMBERS: Mapping[Kind, str] = {
    "text": "@", "whole": "#,##0", "share": "0.0%", "money": "#,##0.00", "day": "yyyy-mm-dd",
}  # fmt: skip
_A4 = 9
_HEAD_ROW = 3
_RATES = ("return_rate", "on_post_rate", "resumption_rate", "served_share", "on_time_share")
_COUNTS = (
    "requested", "served", "boarded", "no_show", "rejected", "lost", "delivered", "boarded_on_day", "delivered_on_day",
    "staff", "away", "returned", "on_post", "vacancies", "open_problems", "overdue_problems",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Column:
    head: str
    kind: Kind
    width: float = 11


@dataclass(frozen=True, slots=True)
class _Sheet:
    name: str
    columns: Sequence[_Column]
    rows: Sequence[Sequence[Cell]]
    total: Sequence[Cell] | None = None


def return_workbook(figures: Figures, lang: Lang = "en") -> bytes:
    """The workbook's bytes. Texts stay texts, whatever they begin with."""
    word = return_words(lang)
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False}) as book:
        writer = _Writer(book, figures, word)
        for sheet in (
            _summary(figures, word), _districts(figures, word), _employers(figures, word), _transport(figures, word),
            _money(figures, word),
        ):  # fmt: skip
            writer.write(sheet)
    return buffer.getvalue()


def _summary(figures: Figures, word: Mapping[str, str]) -> _Sheet:
    columns = [_Column(word["measure"], "text", 28), _Column(word["value"], "text", 16)]
    columns.append(_Column(word["formula"], "text", 60))
    total = figures.total
    rows: list[Sequence[Cell]] = [
        (word[name], _percent(getattr(total, name)), word[f"about_{name}"]) for name in _RATES
    ]
    rows += [(word["employer_count"], f"{total.employers:,}", "")]
    rows += [(word["reopened"], f"{total.reopened:,}", "")]
    rows += [(word[name], f"{getattr(total, name):,}", "") for name in _COUNTS]
    return _Sheet(word["summary"], columns, rows)


def _percent(value: float | None) -> str:
    return "–" if value is None else f"{value:.1%}"


_LINE: Sequence[tuple[str, Kind]] = (
    ("requested", "whole"), ("served", "whole"), ("boarded", "whole"), ("delivered", "whole"),
    ("delivered_on_day", "whole"), ("on_time_share", "share"), ("away", "whole"), ("returned", "whole"),
    ("return_rate", "share"), ("staff", "whole"), ("on_post", "whole"), ("on_post_rate", "share"),
    ("open_problems", "whole"), ("overdue_problems", "whole"),
)  # fmt: skip


def _line(counts: Counts) -> list[Cell]:
    return [getattr(counts, name) for name, _ in _LINE]


def _line_columns(word: Mapping[str, str]) -> list[_Column]:
    return [_Column(word[name], kind) for name, kind in _LINE]


def _districts(figures: Figures, word: Mapping[str, str]) -> _Sheet:
    columns = [
        _Column(word["district"], "text", 18),
        _Column(word["employer_count"], "whole"),
        _Column(word["reopened"], "whole"),
        _Column(word["resumption_rate"], "share"),
        *_line_columns(word),
    ]

    def row(name: str, counts: Counts) -> list[Cell]:
        return [name, counts.employers, counts.reopened, counts.resumption_rate, *_line(counts)]

    rows = [row(line.district or word["none"], line.counts) for line in figures.districts]
    return _Sheet(word["districts"], columns, rows, row(word["total"], figures.total))


def _employers(figures: Figures, word: Mapping[str, str]) -> _Sheet:
    columns = [
        _Column(word["employer"], "text", 28),
        _Column(word["district"], "text", 14),
        _Column(word["reported_on"], "day"),
        *_line_columns(word),
    ]
    rows: list[Sequence[Cell]] = [
        [line.name, line.district, line.reported_on, *_line(line.counts)] for line in figures.employers
    ]
    return _Sheet(word["employers"], columns, rows, [word["total"], "", None, *_line(figures.total)])


def _transport(figures: Figures, word: Mapping[str, str]) -> _Sheet:
    columns = [
        _Column(word["day"], "day", 12),
        _Column(word["mode"], "text", 12),
        _Column(word["runs"], "whole"),
        _Column(word["planned"], "whole"),
        _Column(word["boarded"], "whole"),
        _Column(word["delivered"], "whole"),
        _Column(word["load_planned"], "share", 13),
        _Column(word["load_travelled"], "share", 13),
        _Column(word["money_of_mode"], "money", 15),
    ]
    rows: list[Sequence[Cell]] = [
        [line.day, word[line.mode], line.runs, line.planned, line.boarded, line.delivered, None, None, None]
        for line in figures.mode_days
    ]
    rows += [
        [
            None,
            f"{word['total']}: {word[line.mode]}",
            line.runs,
            line.planned,
            line.boarded,
            None,
            line.load_planned,
            line.load_travelled,
            line.money / 100,
        ]
        for line in figures.modes
    ]
    return _Sheet(word["transport"], columns, rows)


def _money(figures: Figures, word: Mapping[str, str]) -> _Sheet:
    columns = [
        _Column(word["payer"], "text", 16),
        _Column(word["money_planned"], "money", 16),
        _Column(word["head_planned"], "money", 16),
        _Column(word["money_to_date"], "money", 16),
        _Column(word["head_to_date"], "money", 16),
    ]
    rows: list[Sequence[Cell]] = [
        [
            word["employer_pays" if line.payer == "employer" else line.payer],
            line.planned / 100,
            None if line.planned_head is None else line.planned_head / 100,
            line.to_date / 100,
            None if line.to_date_head is None else line.to_date_head / 100,
        ]
        for line in figures.payers
    ]
    planned, to_date = sum(line.planned for line in figures.payers), sum(line.to_date for line in figures.payers)
    total: list[Cell] = [
        word["total"],
        planned / 100,
        share(planned / 100, figures.total.served),
        to_date / 100,
        share(to_date / 100, figures.total.boarded),
    ]
    return _Sheet(word["money"], columns, rows, total)


class _Writer:
    """Sheets of one form: title, day, header, rows, total, lines to sign."""

    def __init__(self, book: Any, figures: Figures, word: Mapping[str, str]) -> None:
        self._book, self._figures, self._word = book, figures, word
        self._title = book.add_format({"bold": True, "font_size": 16, "align": "center", "valign": "vcenter"})
        self._small = book.add_format({"font_size": 10, "font_color": "#444444"})
        self._head = book.add_format(
            {
                "bold": True,
                "border": 1,
                "text_wrap": True,
                "align": "center",
                "valign": "vcenter",
                "bg_color": "#e8edf3",
            }
        )
        self._cells = {(kind, bold): self._cell(kind, bold=bold) for kind in _NUMBERS for bold in (False, True)}

    def _cell(self, kind: Kind, *, bold: bool) -> Any:
        look = {
            "border": 1,
            "valign": "vcenter",
            "num_format": _NUMBERS[kind],
            "bold": bold,
            "text_wrap": kind == "text",
        }
        return self._book.add_format(look | ({"align": "left"} if kind == "text" else {}))

    def write(self, sheet: _Sheet) -> None:
        page = self._book.add_worksheet(sheet.name)
        last = len(sheet.columns) - 1
        self._set_up(page)
        page.set_row(0, 30)
        page.merge_range(0, 0, 0, last, "", self._title)
        page.write_string(0, 0, fitting(f"{self._figures.name}  {self._word['return']}"), self._title)
        page.write_string(1, 0, f"{self._word['as_of']} {self._figures.day}", self._small)
        page.write_string(2, 0, f"{self._word['currency']} {self._figures.currency}", self._small)
        for at, column in enumerate(sheet.columns):
            page.set_column(at, at, column.width)
            page.write_string(_HEAD_ROW, at, column.head, self._head)
        row = _HEAD_ROW + 1
        for cells in sheet.rows[: MOST_ROWS - 20]:
            self._row(page, row, sheet.columns, cells, bold=False)
            row += 1
        if sheet.total is not None:
            self._row(page, row, sheet.columns, sheet.total, bold=True)
            row += 1
        signers = "        ".join(
            f"{self._word[name]} ____________" for name in ("filled_by", "checked_by", "issued_by")
        )
        page.write_string(row + 1, 0, signers)

    def _set_up(self, page: Any) -> None:
        page.set_landscape()
        page.set_paper(_A4)
        page.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
        page.fit_to_pages(1, 0)
        page.repeat_rows(_HEAD_ROW)
        page.freeze_panes(_HEAD_ROW + 1, 1)
        page.set_footer(f"&R{self._word['page_of']}")

    def _row(self, page: Any, row: int, columns: Sequence[_Column], cells: Sequence[Cell], *, bold: bool) -> None:
        for at, (column, value) in enumerate(zip(columns, cells, strict=True)):
            look = self._cells[column.kind, bold]
            if value is None:
                page.write_blank(row, at, None, look)
            elif isinstance(value, str):
                page.write_string(row, at, fitting(value), self._cells["text", bold])
            elif isinstance(value, date):
                page.write_datetime(row, at, value, look)
            else:
                page.write_number(row, at, value, look)
