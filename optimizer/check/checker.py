"""The check of a plan: rule after rule, everything recomputed, nothing believed."""

from __future__ import annotations

from optimizer.check.cells import Rows, usable_rows
from optimizer.check.coaches import measure, stand_and_drive
from optimizer.check.demands import every_worker_once, left_behind
from optimizer.check.facts import Facts, WholeRun
from optimizer.check.fleet import coaches_exist
from optimizer.check.hubs import changes_in_time
from optimizer.check.journeys import served, whole_journeys
from optimizer.check.limits import limits_hold
from optimizer.check.outings import outings_hold
from optimizer.check.report import Findings, Report, RunNumbers
from optimizer.check.riders import riders_fit
from optimizer.check.runs import count_riders, whole_runs
from optimizer.check.services import services_hold
from optimizer.check.stated import statement_holds, tables_state_it
from optimizer.check.times import journeys_in_time
from optimizer.check.totals import add_up
from optimizer.plan import Plan, Statement
from optimizer.problem import Problem, VehicleType


def check(problem: Problem, plan: Plan, statement: Statement | None = None, *, complete: bool = True) -> Report:
    """Judges a plan by every rule of the contract and recomputes its numbers from its stops and riders.

    A broken plan, however broken, is a report with violations and never an error. Without ``statement`` the numbers of
    ``plan.json`` are not looked at. Numbers that a plan leaves blank (None) are violations of ``totals``, and the
    report has what belongs there; but ``leaves`` and ``returns`` tell which runs are an outing's own.

    ``complete`` is False where a reader had to leave rows out of ``plan``: then nothing is told that may only be due to
    the missing rows.
    """
    facts, findings = Facts(problem), Findings(complete=complete)
    rows = usable_rows(plan, findings)
    runs = whole_runs(facts, rows, findings)
    journeys, parts = whole_journeys(facts, rows, runs, findings)
    count_riders(runs, findings)
    measure(facts, runs.values())
    left = left_behind(facts, rows.unserved, findings)
    type_of = _types(facts, rows)

    every_worker_once(facts, parts, left, findings)
    journeys_in_time(facts, journeys, findings)
    stand_and_drive(facts, runs.values(), findings)
    changes_in_time(facts, journeys, findings)
    riders_fit(facts, runs.values(), type_of, findings)
    outings = outings_hold(facts, rows, runs, findings)
    coaches_exist(facts, rows.outings, outings, findings)
    money_services = services_hold(facts, rows.runs, runs, findings)
    limits_hold(facts, journeys, findings)
    tables_state_it(rows, runs, outings, findings)
    totals = add_up(
        facts,
        rows=rows,
        runs=runs,
        journeys=journeys,
        outings=outings,
        money_services=money_services,
        served=served(parts),
        left=left,
        type_of=type_of,
    )
    if statement is not None:
        statement_holds(statement, totals, findings)
    return Report(
        violations=tuple(findings.violations),
        totals=totals,
        runs={run_id: _numbers(run) for run_id, run in runs.items()},
        outings=outings,
        complete=findings.complete,
    )


def _types(facts: Facts, rows: Rows) -> dict[str, VehicleType]:
    """The type of each vehicle_id, as its first outing states it; unknown types left out."""
    types: dict[str, VehicleType] = {}
    stated: set[str] = set()
    for outing in rows.outings:
        known = facts.problem.vehicle_type.get(outing.type_id)
        if known is not None and outing.vehicle_id not in stated:
            types[outing.vehicle_id] = known
        stated.add(outing.vehicle_id)
    return types


def _numbers(run: WholeRun) -> RunNumbers:
    coach = run.service is None
    return RunNumbers(
        board=tuple(run.board),
        alight=tuple(run.alight),
        km=run.km if coach else None,
        driving_min=run.wheel_minutes if coach else None,
        drivers=run.drivers if coach else None,
    )
