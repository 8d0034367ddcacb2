"""From what the files gave to a scenario, or to everything that is wrong with them."""

from __future__ import annotations

from collections.abc import Mapping

from optimizer.problem import Problem, ProblemError, Tables
from optimizer.problem.validation import REQUIRED_TABLES, find_faults
from scenarios.cells import is_blank
from scenarios.coordinates import Locate
from scenarios.dictionary import columns
from scenarios.faults import FileFault, ScenarioError
from scenarios.oddities import odd_dates
from scenarios.places import Coordinates
from scenarios.placing import in_order, placed
from scenarios.raw import RawScenario, Sheet
from scenarios.reading import ReadTable, kept_text, locate_sites, read_table, shift_sites
from scenarios.scenario import Extras, Scenario
from scenarios.settings import read_settings


def build(raw: RawScenario, locate: Locate, coordinates: Coordinates) -> Scenario:
    """The scenario. Raises ScenarioError with every fault of every file."""
    settings, unknown = read_settings(raw)
    read = {name: read_table(name, sheet) for name, sheet in raw.tables.items() if _is_there(name, sheet)}
    if "sites" in read:
        shift_sites(read["sites"], coordinates)
        locate_sites(read["sites"], read.get("regions"), locate)
    tables = Tables(settings=settings, **{name: table.records for name, table in read.items()})
    missing = [name for name in REQUIRED_TABLES if name not in raw.tables]
    for name in missing:
        raw.faults.append(FileFault(place=raw.place_of(name), expected="this table, every scenario needs it"))
    told = [*raw.faults, *(fault for sheet in raw.tables.values() for fault in sheet.faults)]
    broken_off = frozenset(missing) | {name for name, table in read.items() if table.sheet.broken_off}
    notices = [*raw.notices, *(notice for sheet in raw.tables.values() for notice in sheet.notices)]
    notices += odd_dates(read)
    if told:
        told += placed(find_faults(tables, broken_off=broken_off), read, raw)
        raise ScenarioError(in_order(raw, told), notices)
    try:
        problem = Problem.build(tables)
    except ProblemError as error:
        raise ScenarioError(in_order(raw, placed(error.faults, read, raw)), notices) from None
    extras = Extras(settings=unknown, columns=_extra_columns(problem, read))
    return Scenario(problem=problem, extras=extras, warnings=tuple(notices))


def _is_there(name: str, sheet: Sheet) -> bool:
    """Whether a table is there: an empty file is none, and a fault where every scenario needs the table."""
    if sheet.columns or sheet.sparse or sheet.broken_off:
        return True
    if name in REQUIRED_TABLES:
        sheet.broken_off = True
        sheet.faults.append(FileFault(place=sheet.place, expected="a header and rows, this is empty"))
    return sheet.broken_off


def _extra_columns(problem: Problem, read: Mapping[str, ReadTable]) -> dict[str, tuple[dict[str, str], ...]]:
    extras: dict[str, tuple[dict[str, str], ...]] = {}
    for name, table in read.items():
        unknown = [column for column in table.sheet.columns if column not in columns(name)]
        if not unknown:
            continue
        kept = {
            id(record): {c: kept_text(cells[c]) for c in unknown if not is_blank(cells.get(c))}
            for record, (_, cells) in zip(table.records, table.sheet.rows, strict=True)
        }
        if any(kept.values()):
            extras[name] = tuple(kept[id(record)] for record in getattr(problem, name))
    return extras
