"""From what the files gave to a scenario, or to everything that is wrong with them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from optimizer.problem import TABLES, Fault, Problem, ProblemError, Region, Tables
from optimizer.problem.fields import Spec, specs
from optimizer.problem.validation import find_faults
from scenarios.advice import advise, closest
from scenarios.cells import BadCell, is_blank, read_cell, text_of
from scenarios.coordinates import Locate
from scenarios.dictionary import HORIZON, SETTINGS, Column, column_name, columns
from scenarios.faults import FileFault, Notice, ScenarioError
from scenarios.raw import Cell, RawScenario, Sheet
from scenarios.scenario import Extras, Scenario
from scenarios.settings import read_settings

_MOST_REFERENCE_ADVICE = 20


@dataclass(slots=True)
class _Read:
    """The records of one table beside the rows they come from; ``bad`` has (row, column) of every broken cell."""

    sheet: Sheet
    records: list[Any] = field(default_factory=list)
    bad: set[tuple[int, str]] = field(default_factory=set)


def build(raw: RawScenario, locate: Locate) -> Scenario:
    """The scenario. Raises ScenarioError with every fault of every file."""
    settings, unknown = read_settings(raw)
    reads: dict[str, _Read] = {}
    for name in TABLES:
        sheet = raw.tables.get(name)
        if sheet is not None and (sheet.columns or sheet.broken_off or sheet.sparse):
            reads[name] = _read_table(name, sheet, raw)
        elif sheet is not None and name in _NEEDED:
            raw.faults.append(FileFault(place=sheet.place, expected="a header and rows, this is empty"))
            sheet.broken_off = True
            reads[name] = _Read(sheet)
    _locate_sites(reads, locate, raw)
    broken_off = frozenset(name for name, read in reads.items() if read.sheet.broken_off)
    tables = Tables(settings=settings, **{name: read.records for name, read in reads.items()})
    if raw.faults:
        found: Sequence[Fault] = list(find_faults(tables, broken_off=broken_off))
        raise ScenarioError(_in_order(raw, [*raw.faults, *_placed(found, reads, raw)]))
    try:
        problem = Problem.build(tables)
    except ProblemError as error:
        raise ScenarioError(_in_order(raw, list(_placed(error.faults, reads, raw)))) from None
    extras = Extras(settings=unknown, columns=_extra_columns(problem, reads))
    return Scenario(problem=problem, extras=extras, warnings=tuple(raw.notices))


_NEEDED = ("sites", "employers", "demands")


def _read_table(name: str, sheet: Sheet, raw: RawScenario) -> _Read:
    read = _Read(sheet)
    known = columns(name)
    missing = [c for c in known.values() if c.required and c.name not in sheet.columns and not sheet.sparse]
    if sheet.columns and missing:
        sheet.broken_off = True
        for column in missing:
            raw.faults.append(_missing_column(column, sheet))
        return read
    raw.notices += _unknown_columns(name, sheet)
    present = [known[c] for c in sheet.columns if c in known]
    absent = {c.field: None for c in known.values() if c.required and c.name not in sheet.columns}
    record = TABLES[name]
    for line, cells in sheet.rows:
        values: dict[str, Any] = dict(absent)
        for column in present:
            cell = cells.get(column.name)
            if cell is None or cell == "" or is_blank(cell):
                if column.required:
                    values[column.field] = None
                continue
            try:
                values[column.field] = read_cell(cell, column.spec)
            except BadCell:
                values[column.field] = None
                read.bad.add((line, column.name))
                raw.faults.append(_bad_cell(sheet, line, column, cell))
        read.records.append(record(**values))
        if None in values.values():
            _required_cells(name, known, line, cells, values, read, raw)
    return read


def _required_cells(
    name: str, known: Mapping[str, Column], line: int, cells: Mapping[str, Cell], values: Mapping[str, Any],
    read: _Read, raw: RawScenario,
) -> None:  # fmt: skip
    for column in known.values():
        if not column.required or values[column.field] is not None or (line, column.name) in read.bad:
            continue
        if name == "sites" and column.name in ("lat", "lon"):
            continue
        read.bad.add((line, column.name))
        expected = column.spec.expects()
        raw.faults.append(FileFault(place=read.sheet.place, row=line, column=column.name, value="", expected=expected))


def _bad_cell(sheet: Sheet, line: int, column: Column, cell: Cell) -> FileFault:
    expected, advice = column.spec.expects(), advise(column.spec, cell)
    return FileFault(
        place=sheet.place, row=line, column=column.name, value=_shown(cell), expected=expected, advice=advice
    )


def _shown(cell: Cell) -> object:
    try:
        return text_of(cell)
    except BadCell:
        return cell


def _missing_column(column: Column, sheet: Sheet) -> FileFault:
    known = columns(column.table)
    hint = closest(column.name, [c for c in sheet.columns if c not in known])
    advice = f"Maybe the column {hint} is meant." if hint else ""
    return FileFault(
        place=sheet.place,
        row=sheet.header_row,
        column=column.name,
        expected=f"this column ({column.zh}: {column.description})",
        advice=advice,
    )


def _unknown_columns(name: str, sheet: Sheet) -> Iterator[Notice]:
    known = columns(name)
    for heading in sheet.columns:
        if heading not in known:
            hint = closest(heading, [c for c in known if c not in sheet.columns])
            text = "unknown column, kept aside." + (f" Maybe {hint} was meant." if hint else "")
            yield Notice(place=sheet.place, row=sheet.header_row, column=heading, text=text)


def _locate_sites(reads: Mapping[str, _Read], locate: Locate, raw: RawScenario) -> None:
    """Fills the coordinates of sites where both are blank; what stays blank is a fault at that cell."""
    if "sites" not in reads:
        return
    read = reads["sites"]
    regions: dict[str, Region] = {r.region_id: r for r in reads["regions"].records} if "regions" in reads else {}
    for index, (site, (line, cells)) in enumerate(zip(read.records, read.sheet.rows, strict=False)):
        blank = [c for c in ("lat", "lon") if is_blank(cells.get(c))]
        if not blank:
            continue
        expected = f"a number, as {'lon' if blank == ['lat'] else 'lat'} has one, or both blank"
        if len(blank) == 2:
            found = locate(site.name, regions.get(site.region_id)) if site.name else "coordinates or a name to look up"
            if not isinstance(found, str):
                read.records[index] = _moved(site, found)
                continue
            expected = found
        for column in blank:
            read.bad.add((line, column))
            raw.faults.append(FileFault(place=read.sheet.place, row=line, column=column, value="", expected=expected))


def _moved(site: Any, where: tuple[float, float]) -> Any:
    return replace(site, lat=where[0], lon=where[1])


def _placed(found: Sequence[Fault], reads: Mapping[str, _Read], raw: RawScenario) -> Iterator[FileFault]:
    """The faults of the records at their cells, but none that only follows from a broken cell told already."""
    advised = 0
    for fault in found:
        if fault.table == SETTINGS:
            yield _placed_setting(fault, raw)
            continue
        read = reads.get(fault.table)
        if read is None or fault.index is None or fault.field is None:
            yield FileFault(place=raw.place_of(fault.table), expected=fault.expected)
            continue
        line, cells = read.sheet.rows[fault.index]
        column = column_name(fault.table, fault.field)
        spec = specs(TABLES[fault.table])[fault.field]
        if (line, column) in read.bad or (fault.value is None and _has_broken(read, line, fault.table, spec)):
            continue
        cell = cells.get(column)
        advice = advise(spec, cell)
        if spec.table is not None and advised < _MOST_REFERENCE_ADVICE:
            advised += 1
            advice = _similar_id(str(fault.value), spec.table, reads)
        shown = "" if is_blank(cell) else _shown(cell)
        yield FileFault(
            place=read.sheet.place, row=line, column=column, value=shown, expected=fault.expected, advice=advice
        )


def _placed_setting(fault: Fault, raw: RawScenario) -> FileFault:
    key = None if fault.field is None else column_name(SETTINGS, fault.field)
    value = None if key is None else (raw.settings or {}).get(key)
    if key == HORIZON and isinstance(value, list | tuple):
        value = [_shown(part) for part in value]
    row = None if key is None else raw.setting_rows.get(key)
    return FileFault(place=raw.settings_place, row=row, column=key, value=value, expected=fault.expected)


def _has_broken(read: _Read, line: int, table: str, spec: Spec) -> bool:
    return any((line, c.name) in read.bad for c in columns(table).values() if c.spec.kind == spec.kind)


def _similar_id(value: str, table: str, reads: Mapping[str, _Read]) -> str:
    if table not in reads:
        return f"Maybe the table {table} is missing."
    key = next(f for f, spec in specs(TABLES[table]).items() if spec.kind == "id")
    known = [str(getattr(record, key)) for record in reads[table].records]
    if value.lower() != value and value.lower() in known:
        return f"Maybe {value.lower()} was meant."
    hint = closest(value, known)
    return f"Maybe {hint} was meant." if hint else ""


def _in_order(raw: RawScenario, faults: list[FileFault]) -> list[FileFault]:
    places = [raw.settings_place]
    places += [raw.tables[name].place if name in raw.tables else raw.place_of(name) for name in TABLES]
    rank = {place: at for at, place in enumerate(places)}
    return sorted(faults, key=lambda f: (rank.get(f.place, -1), f.row or 0))


def _extra_columns(problem: Problem, reads: Mapping[str, _Read]) -> dict[str, tuple[dict[str, str], ...]]:
    extras: dict[str, tuple[dict[str, str], ...]] = {}
    for name, read in reads.items():
        known = columns(name)
        unknown = [c for c in read.sheet.columns if c not in known]
        if not unknown:
            continue
        kept = {
            id(record): {c: _kept(cells[c]) for c in unknown if not is_blank(cells.get(c))}
            for record, (_, cells) in zip(read.records, read.sheet.rows, strict=True)
        }
        if any(kept.values()):
            extras[name] = tuple(kept[id(record)] for record in getattr(problem, name))
    return extras


def _kept(cell: Cell) -> str:
    try:
        return text_of(cell)
    except BadCell:
        return json.dumps(cell, ensure_ascii=True, default=str)
