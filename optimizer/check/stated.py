"""Stated numbers beside the recomputed ones: runs, outings, the plan's own statement, its bound and gap."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping

from optimizer.check.cells import NUMBER, Rows, Want, one_of, show
from optimizer.check.facts import WholeRun
from optimizer.check.report import Findings, OutingNumbers, Totals
from optimizer.plan import STATUSES, Outing, Statement
from optimizer.problem import MODES

RELATIVE = 1e-6
LOOSE = 0.01
GAP_OF_OPTIMAL = 1e-6
_COUNTS = Want(lambda value: isinstance(value, dict), "a number of runs by mode")
_TEXT = Want(lambda value: isinstance(value, str) and value.strip() != "", "a text that is not blank")


def is_close(stated: float, recomputed: float, absolute: float = 0.0) -> bool:
    """Exact to 1e-6 (relative, of numbers below 1 absolute), or to ``absolute``; infinite numbers are never close."""
    size = max(abs(stated), abs(recomputed), 1.0)
    return math.isfinite(size) and abs(stated - recomputed) <= max(RELATIVE * size, absolute)


def tables_state_it(
    rows: Rows,
    runs: Mapping[str, WholeRun],
    outings: Mapping[tuple[str, str], OutingNumbers],
    findings: Findings,
) -> None:
    """The numbers in runs and vehicles. Driving minutes may be stated with the legs' minutes not rounded up."""
    for run_id, run in runs.items():
        if run.service is None:
            for what, stated, recomputed, absolute in _of_run(run):
                _compare(f"run {run_id}: {what}", stated, recomputed, absolute, findings, run_id=run_id)
    for outing in rows.outings:
        numbers = outings.get((outing.vehicle_id, outing.outing))
        if numbers is not None:
            name = f"vehicle {outing.vehicle_id} outing {outing.outing}"
            for what, stated, recomputed, absolute in _of_outing(outing, numbers):
                vehicle_id = outing.vehicle_id
                _compare(f"{name}: {what}", stated, recomputed, absolute, findings, vehicle_id=vehicle_id)


Cell = tuple[str, float | None, float, float]


def _of_run(run: WholeRun) -> Iterator[Cell]:
    stated = run.stated
    yield "km", stated.km, run.km, LOOSE
    yield "drivers", stated.drivers, run.drivers, 0.0
    unrounded = stated.driving_min is not None and is_close(stated.driving_min, run.exact_minutes, LOOSE)
    yield "driving_min", stated.driving_min, run.exact_minutes if unrounded else run.wheel_minutes, LOOSE


def _of_outing(outing: Outing, numbers: OutingNumbers) -> Iterator[Cell]:
    yield "days", outing.days, numbers.days, 0.0
    yield "km_loaded", outing.km_loaded, numbers.km_loaded, LOOSE
    yield "km_empty", outing.km_empty, numbers.km_empty, LOOSE
    yield "drivers", outing.drivers, numbers.drivers, 0.0
    yield "money", outing.money, numbers.money, LOOSE


def _compare(
    name: str,
    stated: float | None,
    recomputed: float,
    absolute: float,
    findings: Findings,
    *,
    run_id: str | None = None,
    vehicle_id: str | None = None,
) -> None:
    if stated is None:
        text = f"{name} is blank, recomputed {recomputed:.10g}"
        findings.add("totals", text, run_id=run_id, vehicle_id=vehicle_id)
    elif not is_close(stated, recomputed, absolute):
        text = f"{name} {stated:.10g}, recomputed {recomputed:.10g}"
        findings.add("totals", text, amount=stated - recomputed, run_id=run_id, vehicle_id=vehicle_id)


def statement_holds(statement: Statement, totals: Totals, findings: Findings) -> None:
    """The plan's own statement. Where parts of the plan could not be used, its totals are not compared."""
    broken = set(_broken_cells(statement, findings))
    if findings.complete:
        _totals(statement, totals, broken, findings)
        if "counts" not in broken:
            _counts(statement, totals, findings)
    _bound(statement, totals, broken, findings)


def _broken_cells(statement: Statement, findings: Findings) -> Iterable[str]:
    numbers = ("objective", "bound", "gap", "money", "worker_hours", "served", "unserved", "wall_seconds")
    wants = {**dict.fromkeys(numbers, NUMBER), "status": one_of(STATUSES), "bound_source": _TEXT, "counts": _COUNTS}
    for name, want in wants.items():
        value = getattr(statement, name)
        if not want.holds(value):
            findings.add("files", f"plan: {name} = {show(value)}: expected {want.words}")
            yield name


def _totals(statement: Statement, totals: Totals, broken: set[str], findings: Findings) -> None:
    for name, absolute in (("objective", 0.0), ("money", 0.0), ("worker_hours", LOOSE)):
        if name not in broken:
            _compare(f"plan: {name}", getattr(statement, name), getattr(totals, name), absolute, findings)
    for name in ("served", "unserved"):
        stated, counted = getattr(statement, name), getattr(totals, name)
        if name not in broken and stated != counted:
            findings.add("totals", f"plan: {name} {stated}, recomputed {counted}", amount=stated - counted)


def _counts(statement: Statement, totals: Totals, findings: Findings) -> None:
    for mode in MODES:
        stated = statement.counts.get(mode, 0)
        if stated != totals.runs[mode]:
            findings.add("totals", f"plan: counts, {mode}: {show(stated)}, the plan has {totals.runs[mode]} runs")


def _bound(statement: Statement, totals: Totals, broken: set[str], findings: Findings) -> None:
    objective, bound, gap = statement.objective, statement.bound, statement.gap
    if "bound" in broken:
        return
    if findings.complete or "objective" not in broken:
        top = totals.objective if findings.complete else objective
        if bound > top * (1 + 1e-9):
            text = f"plan: bound {bound!r} is above the objective {top!r}; it is a lower bound over all valid plans"
            findings.add("bound", text, amount=bound - top)
    if "objective" in broken:
        return
    expected = (objective - bound) / objective if objective else 0.0
    if "gap" not in broken and not abs(gap - expected) <= 1e-6:
        text = f"plan: gap {gap!r}, (objective - bound) / objective is {expected!r}"
        findings.add("bound", text, amount=gap - expected)
    status = "optimal" if expected <= GAP_OF_OPTIMAL else "feasible"
    if "status" not in broken and statement.status != status:
        text = f"plan: status {statement.status} with a gap of {expected:.3g}; optimal is a gap of at most 1e-6"
        findings.add("bound", text, maybe=f"the status should be {status}.")
