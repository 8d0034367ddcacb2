"""A plan's folder read back, believed in nothing: what cannot be read is a fault and left out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from optimizer.plan import Plan, Statement
from optimizer.problem import Problem
from optimizer.problem.fields import Spec
from optimizer.problem.records import MODES
from scenarios.advice import advise
from scenarios.canonical import digest
from scenarios.cells import BadCellError, is_blank, read_cell
from scenarios.csv_table import read_csv
from scenarios.dictionary import ADDED_TABLES, PLAN_JSON, PLAN_TABLES, Column, plan_columns
from scenarios.faults import FileFault
from scenarios.json_text import read_json
from scenarios.plan_writer import PLAN_FILE
from scenarios.raw import Sheet

_NEEDED_BY_MODE = {True: ("vehicle_id",), False: ("service_id", "units")}
_OF_OTHERS_BY_MODE = {
    True: frozenset({"service_id", "units"}),
    False: frozenset({"vehicle_id", "drivers", "km", "driving_min"}),
}
"""Columns of runs.csv that say nothing of a coach (True) or of a service (False): whatever stands there is not read."""
_HARMLESS = ("reason", "proven")
"""Without these the rest of an unserved row still counts: the reason stays as it is, unproven."""
_LEAST = {"units": 0, "board": 0, "alight": 0, "headcount": 1}


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanFolder:
    """What a plan's folder holds, unchecked but for types: ids and rules are the checker's.

    ``statement`` is None where ``plan.json`` is missing or misses something.

    ``scenario_name`` and ``scenario_sha256`` say which scenario the plan claims to be for, None where they are not
    stated. Rows with a broken cell are left out of ``plan`` and told in ``faults``; ``complete`` is False where such a
    row or a whole table is missing from it. Of ``ADDED_TABLES``, which a plan need not have, nothing is told.
    ``extra_json`` has the further keys of ``plan.json``.
    """

    plan: Plan
    statement: Statement | None = None
    scenario_name: str | None = None
    scenario_sha256: str | None = None
    faults: tuple[FileFault, ...] = ()
    complete: bool = True
    extra_json: Mapping[str, Any] = field(default_factory=dict)

    def states_another(self, problem: Problem) -> bool:
        """Whether the plan states the digest of another scenario than ``problem``."""
        return self.scenario_sha256 is not None and self.scenario_sha256 != digest(problem)


@dataclass(slots=True)
class _Found:
    faults: list[FileFault] = field(default_factory=list)
    complete: bool = True


def read_plan(folder: str | Path) -> PlanFolder:
    """The plan in ``folder``; never raises for what is in it, nor when it is not there."""
    folder = Path(folder)
    if not folder.is_dir():
        fault = FileFault(place=str(folder), expected="a folder with a plan", advice="Maybe the path is mistyped.")
        return PlanFolder(plan=Plan(), faults=(fault,), complete=False)
    found = _Found()
    document = _plan_json(folder / PLAN_FILE, found)
    tables = {
        table: tuple(_table(folder / f"{table}.csv", table, _Found() if table in ADDED_TABLES else found))
        for table in PLAN_TABLES
    }
    stated = {} if document is None else document
    scenario = stated.get("scenario")
    about = scenario if isinstance(scenario, dict) else {}
    ours = {"scenario", *(f.name for f in fields(Statement))}
    return PlanFolder(
        plan=Plan(
            runs=tables["runs"],
            stops=tables["stops"],
            outings=tables["vehicles"],
            riders=tables["riders"],
            unserved=tables["unserved"],
            changes=tables["changes"],
        ),
        statement=None if document is None else _statement(document, found),
        scenario_name=_text_or_none(about.get("name")),
        scenario_sha256=_text_or_none(about.get("sha256")),
        faults=tuple(found.faults),
        complete=found.complete,
        extra_json={key: value for key, value in stated.items() if key not in ours},
    )


def _plan_json(path: Path, found: _Found) -> dict[str, Any] | None:
    document, fault = read_json(path)
    if fault is not None:
        found.faults.append(fault)
        return None
    if not isinstance(document, dict):
        found.faults.append(FileFault(place=path.name, expected="a JSON object"))
        return None
    if not isinstance(document.get("scenario"), dict):
        expected = "an object with name and sha256"
        found.faults.append(
            FileFault(place=path.name, column="scenario", value=document.get("scenario"), expected=expected)
        )
    return document


def _statement(document: Mapping[str, Any], found: _Found) -> Statement | None:
    values: dict[str, Any] = {}
    known = plan_columns(PLAN_JSON)
    for f in fields(Statement):
        spec, value = known[f.name].spec, document.get(f.name)
        good = _counts(value) if f.name == "counts" else _stated(value, spec)
        if good is None:
            expected = "an object of mode and number of runs" if f.name == "counts" else spec.expects()
            shown = value if f.name in document else "missing"
            found.faults.append(FileFault(place=PLAN_FILE, column=f.name, value=shown, expected=expected))
        values[f.name] = good
    return None if None in values.values() else Statement(**values)


def _stated(value: Any, spec: Spec) -> Any:
    """A value of ``plan.json`` if it has its key's type, else None."""
    if spec.kind in ("text", "choice"):
        good = isinstance(value, str) and (spec.kind == "text" or value in spec.choices)
        return value if good else None
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        return read_cell(value, spec)
    except BadCellError:
        return None


def _counts(value: Any) -> dict[str, int] | None:
    if not isinstance(value, dict):
        return None
    whole = all(isinstance(n, int) and not isinstance(n, bool) for n in value.values())
    return dict(value) if whole else None


def _text_or_none(value: Any) -> str | None:
    return value if isinstance(value, str) else None


def _table(path: Path, table: str, found: _Found) -> list[Any]:
    known = plan_columns(table)
    if not path.exists():
        return _broken_off(found, FileFault(place=path.name, expected="this file, every plan has it"))
    sheet = read_csv(path, {name: name for name in known})
    found.faults += sheet.faults
    found.complete = found.complete and not sheet.broken_off
    if not sheet.columns:
        empty = FileFault(place=path.name, expected="a header, this is empty")
        return [] if sheet.broken_off else _broken_off(found, empty)
    missing = [name for name in known if name not in sheet.columns]
    for name in missing:
        _broken_off(found, FileFault(place=path.name, row=sheet.header_row, column=name, expected="this column"))
    if missing:
        return []
    records: list[Any] = []
    for line, cells in sheet.rows:
        record = _record(table, sheet, line, cells, found)
        if record is not None:
            records.append(record)
    return records


def _broken_off(found: _Found, fault: FileFault) -> list[Any]:
    found.faults.append(fault)
    found.complete = False
    return []


def _not_read(table: str, cells: Mapping[str, str]) -> frozenset[str]:
    mode = cells.get("mode", "").strip().lower()
    return _OF_OTHERS_BY_MODE[mode == "coach"] if table == "runs" and mode in MODES else frozenset()


def _record(table: str, sheet: Sheet, line: int, cells: Mapping[str, str], found: _Found) -> Any:
    values: dict[str, Any] = {}
    bad: list[tuple[Column, str]] = []
    not_read = _not_read(table, cells)
    for column in plan_columns(table).values():
        if column.name in not_read:
            continue
        cell = cells.get(column.name, "")
        if is_blank(cell):
            if column.required and column.name != "detail":
                bad.append((column, ""))
            elif column.name == "detail":
                values[column.field] = ""
            continue
        try:
            value = read_cell(cell, column.spec)
        except BadCellError:
            bad.append((column, cell.strip()))
            continue
        least = _LEAST.get(column.name)
        if least is not None and value < least:
            bad.append((column, cell.strip()))
        values[column.field] = value
    if table == "runs" and "mode" in values:
        needed = _NEEDED_BY_MODE[values["mode"] == "coach"]
        told = {column.name for column, _ in bad}
        bad += [(plan_columns(table)[n], "") for n in needed if values.get(n) is None and n not in told]
    for column, shown in bad:
        expected = column.spec.expects() if column.spec.kind != "text" or shown else "a value"
        if column.name in _LEAST:
            expected = f"a whole number of at least {_LEAST[column.name]}"
        advice = advise(column.spec, shown)
        found.faults.append(
            FileFault(place=sheet.place, row=line, column=column.name, value=shown, expected=expected, advice=advice)
        )
    if any(column.name not in _HARMLESS for column, _ in bad):
        found.complete = False
        return None
    for column, shown in bad:
        values[column.field] = shown if column.name == "reason" else False
    return PLAN_TABLES[table](**values)
