"""A plan as a folder: ``plan.json`` and five tables (contract, "A plan"), with a copy of its scenario."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from optimizer.certificate import Certificate
from optimizer.plan import Plan, Statement
from optimizer.problem import Problem
from optimizer.result import Progress
from scenarios.atomic import refuse_strange, refuse_unwritable, write_folder
from scenarios.canonical import digest
from scenarios.cells import show_number
from scenarios.certificate_file import BOUND_FOLDER, CERTIFICATE_FILE, certificate_bytes
from scenarios.csv_table import csv_text
from scenarios.dictionary import PLAN_TABLES, plan_columns
from scenarios.faults import SaveError
from scenarios.rows import plan_rows
from scenarios.scenario import Scenario
from scenarios.to_folder import cell_texts
from scenarios.to_json import dumps_json

PLAN_FILE = "plan.json"
SCENARIO_FILE = "scenario.json"
TRACE_FILE = "trace.csv"
_TRACE_COLUMNS = ("seconds", "objective", "bound", "phase")
PLAN_FILES = frozenset({PLAN_FILE, SCENARIO_FILE, TRACE_FILE, BOUND_FOLDER, *(f"{table}.csv" for table in PLAN_TABLES)})


def write_plan(
    folder: str | Path,
    problem: Problem,
    plan: Plan,
    statement: Statement,
    extra_json: Mapping[str, Any] | None = None,
    trace: Sequence[Progress] = (),
    certificate: Certificate | None = None,
) -> None:
    """Writes the plan's folder, whole or not at all. ``extra_json`` has further keys of ``plan.json``.

    ``trace``: the moments of the search, written to ``trace.csv`` where there are any (seconds since its start, best
    objective and bound so far, blank where there was none yet, the phase); nobody needs it to read the plan.
    ``certificate``: what proves the bound, written to ``bound/duals.json`` for an audit; no plan needs it either.

    The copy of the scenario (``scenario.json``) lets maps, schedules and comparisons do with the folder alone.
    A folder that is there is replaced if it is a plan or empty; its other files stay. Raises SaveError, also where
    something else is there.
    """
    folder = Path(folder)
    refuse_strange(folder, mark=PLAN_FILE)
    files = {PLAN_FILE: _plan_json(problem, statement, extra_json or {})}
    files[SCENARIO_FILE] = dumps_json(Scenario(problem=problem)).encode("utf-8")
    if trace:
        files[TRACE_FILE] = csv_text(_TRACE_COLUMNS, map(_trace_row, trace)).encode("utf-8")
    if certificate is not None:
        files[CERTIFICATE_FILE] = certificate_bytes(certificate)
    for table in PLAN_TABLES:
        heading = list(plan_columns(table))
        place = f"{table}.csv"
        rows = plan_rows(plan_records(plan, table), table)
        files[place] = csv_text(heading, (cell_texts(place, row, heading) for row in rows)).encode("utf-8")
    write_folder(folder, files, ours=PLAN_FILES.__contains__)


def refuse_plan_target(folder: Path) -> None:
    """Raises SaveError where ``write_plan`` would or could not write: before a long search, not after it."""
    refuse_strange(folder, mark=PLAN_FILE)
    refuse_unwritable(folder)


def plan_records(plan: Plan, table: str) -> tuple[Any, ...]:
    """The records of one of a plan's tables, by the name of its file."""
    records: tuple[Any, ...] = plan.outings if table == "vehicles" else getattr(plan, table)
    return records


def _plan_json(problem: Problem, statement: Statement, extra: Mapping[str, Any]) -> bytes:
    stated = {key: _number(value) for key, value in asdict(statement).items()}
    scenario = {"name": problem.settings.name, "sha256": digest(problem)}
    doubles = sorted({"scenario", *stated} & set(extra))
    if doubles:
        raise SaveError(f"{PLAN_FILE}: {', '.join(doubles)} cannot be given again as a further key.")
    try:
        text = json.dumps({"scenario": scenario, **stated, **extra}, ensure_ascii=False, indent=1, allow_nan=False)
    except (TypeError, ValueError) as error:
        raise SaveError(f"{PLAN_FILE}: a value is nothing that JSON can hold, {error}.") from None
    return f"{text}\n".encode()


def _trace_row(moment: Progress) -> list[str]:
    values = (round(moment.seconds, 2), moment.objective, moment.bound)
    return [*("" if value is None else show_number(value) for value in values), moment.phase]


def _number(value: Any) -> Any:
    """A whole float without its ``.0``, as the tables have it."""
    return int(value) if isinstance(value, float) and show_number(value).lstrip("-").isdigit() else value
