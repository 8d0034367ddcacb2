"""From faults of records to faults of cells: file or sheet, row and column."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from optimizer.problem import TABLES, Fault
from optimizer.problem.fields import Spec, specs
from scenarios.advice import advise_rule, closest
from scenarios.cells import is_blank
from scenarios.dictionary import HORIZON, SETTINGS, column_name, columns
from scenarios.faults import FileFault
from scenarios.raw import RawScenario
from scenarios.reading import ReadTable, show_raw

_MOST_REFERENCE_ADVICE = 20
"""Looking for the most similar id takes time, and after so many broken references the cause is another."""


def placed(found: Iterable[Fault], tables: Mapping[str, ReadTable], raw: RawScenario) -> Iterator[FileFault]:
    """The faults at their cells, without those that only follow from a broken cell told already."""
    advised = 0
    for fault in found:
        if fault.table == SETTINGS:
            yield _setting(fault, raw)
            continue
        table = tables.get(fault.table)
        if table is None or fault.index is None or fault.field is None:
            yield FileFault(place=raw.place_of(fault.table), expected=fault.expected)
            continue
        line, cells = table.sheet.rows[fault.index]
        column = column_name(fault.table, fault.field)
        spec = specs(TABLES[fault.table])[fault.field]
        if (line, column) in table.bad or (fault.value is None and _follows(table, line, spec)):
            continue
        cell = cells.get(column)
        advice = advise_rule(fault.table, column)
        if spec.table is not None and advised < _MOST_REFERENCE_ADVICE:
            advised += 1
            advice = _similar_id(str(fault.value), spec.table, tables) or advice
        shown = "" if is_blank(cell) else show_raw(cell)
        yield FileFault(
            place=table.sheet.place, row=line, column=column, value=shown, expected=fault.expected, advice=advice
        )


def in_order(raw: RawScenario, faults: Iterable[FileFault]) -> list[FileFault]:
    """The faults by file or sheet, settings first, and by row."""
    places = [raw.settings_place]
    places += [raw.tables[name].place if name in raw.tables else raw.place_of(name) for name in TABLES]
    rank = {place: at for at, place in enumerate(places)}
    return sorted(faults, key=lambda f: (rank.get(f.place, -1), f.row or 0))


def _setting(fault: Fault, raw: RawScenario) -> FileFault:
    key = None if fault.field is None else column_name(SETTINGS, fault.field)
    value = None if key is None else (raw.settings or {}).get(key)
    if key == HORIZON and isinstance(value, list | tuple):
        value = [show_raw(part) for part in value]
    row = None if key is None else raw.setting_rows.get(key)
    return FileFault(place=raw.settings_place, row=row, column=key, value=value, expected=fault.expected)


def _follows(table: ReadTable, line: int, spec: Spec) -> bool:
    """Whether a missing value may be missed only because a cell of the same kind in its row is broken."""
    return any((line, c.name) in table.bad for c in columns(table.name).values() if c.spec.kind == spec.kind)


def _similar_id(value: str, table: str, tables: Mapping[str, ReadTable]) -> str:
    if table not in tables:
        return f"Maybe the table {table} is missing."
    key = next(field for field, spec in specs(TABLES[table]).items() if spec.kind == "id")
    hint = closest(value, [str(getattr(record, key)) for record in tables[table].records])
    return f"Maybe {hint} was meant." if hint and hint != value else ""
