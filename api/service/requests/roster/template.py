"""An empty roster to fill in: headings, and what each column wants."""

from __future__ import annotations

import io

import xlsxwriter

from api.service.requests.roster.columns import COLUMNS
from scenarios.csv_table import csv_text
from scenarios.words import Lang
from scenarios.workbook_limits import column_widths

_SHEETS = {"en": ("roster", "columns"), "zh": ("名册", "填写说明")}
_HEADS = {"en": ("Column", "Needed", "What it wants"), "zh": ("栏目", "必填", "说明")}
_NARROWEST = 14
_NEEDED = {"en": ("yes", "no"), "zh": ("是", "否")}


def csv_template(lang: Lang) -> bytes:
    """The heading alone, with the mark that spreadsheet programs want."""
    return csv_text([column.heading(lang) for column in COLUMNS], []).encode("utf-8-sig")


def workbook_template(lang: Lang) -> bytes:
    """A workbook whose columns are texts, so that no digit is lost, with a second sheet that explains them."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        header, text = book.add_format({"bold": True, "bottom": 1}), book.add_format({"num_format": "@"})
        heads = [column.heading(lang) for column in COLUMNS]
        first, second = (book.add_worksheet(name) for name in _SHEETS[lang])
        first.freeze_panes(1, 0)
        widths = column_widths(heads, [], widest=30, widest_head=30)
        for at, (head, width) in enumerate(zip(heads, widths, strict=True)):
            first.set_column(at, at, max(width, _NARROWEST), text)
            first.write_string(0, at, head, header)
        lines = [
            [head, _NEEDED[lang][not column.required], column.about_zh if lang == "zh" else column.about_en]
            for head, column in zip(heads, COLUMNS, strict=True)
        ]
        for at, width in enumerate(column_widths(_HEADS[lang], lines, widest=80, widest_head=30)):
            second.set_column(at, at, width)
        for row, line in enumerate([_HEADS[lang], *lines]):
            for at, cell in enumerate(line):
                second.write_string(row, at, cell, header if row == 0 else None)
    return buffer.getvalue()
