"""From the rows of a table to records: every cell read by its column, what cannot be read told at its cell."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from optimizer.problem import TABLES, Region
from scenarios.advice import advise, closest
from scenarios.cells import BadCellError, is_blank, read_cell, text_of
from scenarios.coordinates import Locate, Unlocated
from scenarios.dictionary import Column, columns
from scenarios.faults import FileFault, Notice
from scenarios.places import Coordinates, to_wgs84
from scenarios.raw import Cell, Sheet

_PLACE = ("lat", "lon")


@dataclass(slots=True)
class ReadTable:
    """The records of one table, in step with the rows of its sheet; ``bad`` has (row, column) of every broken cell.

    What is wrong or odd is in the sheet's ``faults`` and ``notices``.
    """

    name: str
    sheet: Sheet
    records: list[Any] = field(default_factory=list)
    bad: set[tuple[int, str]] = field(default_factory=set)

    def fault(self, line: int, column: str, cell: Cell, expected: str, advice: str = "") -> None:
        """Tells a broken cell."""
        self.bad.add((line, column))
        shown = "" if is_blank(cell) else show_raw(cell)
        self.sheet.faults.append(
            FileFault(place=self.sheet.place, row=line, column=column, value=shown, expected=expected, advice=advice)
        )


def read_table(name: str, sheet: Sheet) -> ReadTable:
    """The records of a table; one whose required column is missing is broken off, and its rows lack these cells."""
    table = ReadTable(name, sheet)
    missing = [c for c in columns(name).values() if c.required and c.name not in sheet.columns]
    sheet.notices += _unknown_columns(name, sheet)
    if missing and not sheet.sparse:
        if sheet.columns:
            sheet.faults += [_missing_column(column, sheet) for column in missing]
        sheet.broken_off = True
        if not sheet.columns or any(column.name in _PLACE for column in missing):
            sheet.rows.clear()
    for line, cells in sheet.rows:
        table.records.append(_record(table, line, cells))
    return table


def shift_sites(sites: ReadTable, coordinates: Coordinates) -> None:
    """Turns the coordinates that the sites have into WGS-84; what is no position stays, to be told as a fault."""
    if coordinates == "wgs84":
        return
    for index, site in enumerate(sites.records):
        if None not in (site.lat, site.lon) and abs(site.lat) <= 90 and abs(site.lon) <= 180:
            lat, lon = to_wgs84(site.lat, site.lon, coordinates)
            sites.records[index] = replace(site, lat=lat, lon=lon)


def locate_sites(sites: ReadTable, regions: ReadTable | None, locate: Locate) -> None:
    """Fills the coordinates of sites where both are blank; what stays blank is a fault at that cell."""
    known: dict[str, Region] = {} if regions is None else {r.region_id: r for r in regions.records}
    for index, (line, cells) in enumerate(sites.sheet.rows):
        blank = [name for name in _PLACE if is_blank(cells.get(name))]
        if not blank:
            continue
        site = sites.records[index]
        found = Unlocated(expected="a number, as the other coordinate has one, or both blank")
        if len(blank) == len(_PLACE):
            if site.name is None or site.kind is None:
                continue  # told at the cell that is needed to look it up
            located = locate(site, known.get(site.region_id))
            if not isinstance(located, Unlocated):
                sites.records[index] = replace(site, lat=located[0], lon=located[1])
                continue
            found = located
        for column in blank:
            sites.fault(line, column, "", found.expected, found.advice)


def show_raw(cell: Cell) -> object:
    """A cell as an error shows it."""
    try:
        return text_of(cell)
    except BadCellError:
        return cell


def kept_text(cell: Cell) -> str:
    """A cell of an unknown column as it is kept aside."""
    try:
        return text_of(cell)
    except BadCellError:
        return json.dumps(cell, ensure_ascii=True, default=str)


def _record(table: ReadTable, line: int, cells: Mapping[str, Cell]) -> Any:
    values: dict[str, Any] = {}
    for column in columns(table.name).values():
        cell = cells.get(column.name)
        if is_blank(cell):
            if column.required:
                values[column.field] = None
                if column.name not in table.sheet.columns and not table.sheet.sparse:
                    table.bad.add((line, column.name))  # told once, at the header
                elif table.name != "sites" or column.name not in _PLACE:
                    table.fault(line, column.name, cell, column.spec.expects())
            continue
        try:
            values[column.field] = read_cell(cell, column.spec)
        except BadCellError:
            values[column.field] = None
            table.fault(line, column.name, cell, column.spec.expects(), advise(column.spec, cell))
    return TABLES[table.name](**values)


def _missing_column(column: Column, sheet: Sheet) -> FileFault:
    known = columns(column.table)
    hint = closest(column.name, [c for c in sheet.columns if c not in known])
    return FileFault(
        place=sheet.place,
        row=sheet.header_row,
        column=column.name,
        expected=f"this column ({column.zh}: {column.description})",
        advice=f"Maybe the column {hint} is meant." if hint else "",
    )


def _unknown_columns(name: str, sheet: Sheet) -> Iterator[Notice]:
    known = columns(name)
    for heading in sheet.columns:
        if heading not in known:
            hint = closest(heading, [c for c in known if c not in sheet.columns])
            text = "unknown column, kept aside." + (f" Maybe {hint} was meant." if hint else "")
            yield Notice(place=sheet.place, row=sheet.header_row, column=heading, text=text)
