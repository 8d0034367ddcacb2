"""A plan by the planner itself, with feeders, trains, breaks, a curfew and workers left behind."""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import replace
from functools import cache

from optimizer.check import check
from optimizer.engine.planner import Planner
from optimizer.plan import Plan, Unserved
from optimizer.problem import Problem
from optimizer.result import Options
from scenarios.generator import generate


@cache
def planned() -> tuple[Problem, Plan]:
    """Two hundred workers who travel across the country, planned without a clock: the same plan every time."""
    problem = generate("trunk", workers=200, seed=3)
    planner = Planner(
        problem,
        Options(iterations=0, seed=0),
        deadline=time.time() + 3600,
        on_phase=lambda _objective, _phase: None,
        on_plan=lambda _plan: None,
        should_stop=lambda: False,
    )
    plan = planner.run()[0].plan
    left = Counter({demand.demand_id: demand.headcount for demand in problem.demands})
    for rider in plan.riders:
        if rider.leg == 1:
            left[rider.demand_id] -= rider.headcount
    unserved = tuple(
        Unserved(demand_id=key, headcount=count, reason="not_found_in_time", proven=False, detail="For tests.")
        for key, count in sorted(left.items())
        if count
    )
    plan = replace(plan, unserved=unserved)
    report = check(problem, plan)
    assert report.valid, report.violations[:3]
    return problem, plan
