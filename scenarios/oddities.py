"""What is no error but can hardly be meant."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from optimizer.clock import show_day
from scenarios.faults import Notice
from scenarios.reading import ReadTable

_DATED = {"fleet": "this row offers no coach on any day", "caps": "this cap holds on no day"}


def odd_dates(tables: Mapping[str, ReadTable]) -> Iterator[Notice]:
    """Rows of fleet and caps whose last date is before their first."""
    for name, effect in _DATED.items():
        table = tables.get(name)
        if table is None:
            continue
        for (line, _), record in zip(table.sheet.rows, table.records, strict=True):
            first, last = record.from_day, record.to_day
            if first is not None and last is not None and last < first:
                text = (
                    f"{show_day(last)} is before from, {show_day(first)}: {effect}. "
                    "Maybe from and to have changed places."
                )
                yield Notice(place=table.sheet.place, row=line, column="to", text=text)
