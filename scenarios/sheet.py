"""A header and its rows, wherever they come from: headings matched with columns, blank rows left out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from scenarios.cells import BadCellError, is_blank, text_of
from scenarios.faults import FileFault, Notice
from scenarios.raw import Cell, Sheet


def sheet_of(place: str, lines: Iterable[tuple[int, Sequence[Cell]]], known: Mapping[str, str]) -> Sheet:
    """The table in ``lines`` of (line, cells): the first line that is not blank is the header."""
    sheet = Sheet(place=place)
    heads: list[tuple[int, str]] | None = None
    named: set[int] = set()
    nameless: list[tuple[int, Cell]] = []
    for line, cells in lines:
        if all(map(is_blank, cells)):
            continue
        if heads is None:
            heads = _header(sheet, line, cells, known)
            named = {at for at, cell in enumerate(cells) if not is_blank(cell)}
            continue
        count = len(cells)
        sheet.rows.append((line, {head: cells[at] for at, head in heads if at < count}))
        if count > len(named):
            nameless += [(line, cell) for at, cell in enumerate(cells) if at not in named and not is_blank(cell)]
    if nameless:
        _tell_nameless(sheet, nameless)
    return sheet


def _header(sheet: Sheet, line: int, cells: Sequence[Cell], known: Mapping[str, str]) -> list[tuple[int, str]]:
    heads: list[tuple[int, str]] = []
    seen: set[str] = set()
    for at, cell in enumerate(cells):
        if is_blank(cell):
            continue
        try:
            text = text_of(cell).lstrip("\ufeff").strip()
        except BadCellError:
            text = repr(cell)
        name = known.get(text, text)
        if name in seen:
            sheet.faults.append(
                FileFault(place=sheet.place, row=line, column=name, value=text, expected="a column given once")
            )
            continue
        seen.add(name)
        heads.append((at, name))
    sheet.header_row = line
    sheet.columns = tuple(name for _, name in heads)
    return heads


def _tell_nameless(sheet: Sheet, nameless: Sequence[tuple[int, Cell]]) -> None:
    line, cell = nameless[0]
    count = f"{len(nameless)} cells have" if len(nameless) > 1 else "a cell has"
    text = f"{count} no heading and are left out, first {cell!r}. Maybe a comma in a text is not in quotation marks."
    sheet.notices.append(Notice(place=sheet.place, row=line, text=text))
