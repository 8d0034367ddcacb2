"""A campaign of 240,000 workers is checked in seconds: no rule looks at every pair of runs."""

from __future__ import annotations

import time
from dataclasses import replace

from optimizer.check import check
from optimizer.problem import Problem
from tests.optimizer.case import Case

COACHES = 12_000


def test_twelve_thousand_coaches_are_checked_in_time(direct: Case) -> None:
    tables, plan = direct.tables, direct.plan
    numbers = [str(n) for n in range(COACHES)]
    many = replace(
        tables,
        demands=[replace(tables.table("demands")[0], demand_id=n, headcount=20) for n in numbers],
        fleet=[replace(row, count=COACHES) for row in tables.table("fleet")],
    )
    twenty = [replace(stop, board=2 * stop.board, alight=2 * stop.alight) for stop in plan.stops]
    big = replace(
        plan,
        runs=tuple(replace(plan.runs[0], run_id=n, vehicle_id=n) for n in numbers),
        stops=tuple(replace(stop, run_id=n) for n in numbers for stop in twenty),
        outings=tuple(replace(plan.outings[0], vehicle_id=n) for n in numbers),
        riders=tuple(replace(plan.riders[0], itinerary_id=n, run_id=n, demand_id=n, headcount=20) for n in numbers),
    )
    problem = Problem.build(many)
    begin = time.perf_counter()
    report = check(problem, big)
    assert time.perf_counter() - begin < 20
    assert report.valid
    assert report.totals.served == 240_000
