"""What a plan's folder is worth: by the product's checker, and by the independent judge where one is at hand."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import defaultdict
from pathlib import Path
from typing import Any

from optimizer.check import check
from optimizer.plan import Plan
from optimizer.problem import Problem
from scenarios import read_plan

VARIABLE = "FANGANG_JUDGE"
_FAULTS_SHOWN = 3


def judge_at_hand() -> Path | None:
    """The independent judge that the environment names."""
    value = os.environ.get(VARIABLE)
    return Path(value).resolve() if value else None


def judged(problem: Problem, scenario: Path, folder: Path, judge: Path | None) -> dict[str, Any]:
    """Numbers of a plan as the checker recomputes them, and whether it is valid; ``valid`` is False for no plan at all.

    ``independent`` is the other judge's word, None where there is none.
    """
    read = read_plan(folder)
    if read.statement is None or read.faults:
        return {"valid": False, "faults": [str(fault) for fault in read.faults[:_FAULTS_SHOWN]], "independent": None}
    report = check(problem, read.plan, read.statement, complete=read.complete)
    totals, statement = report.totals, read.statement
    penalty = read.extra_json.get("unservable_penalty")
    return {
        "valid": report.valid,
        "faults": [str(violation) for violation in report.violations[:_FAULTS_SHOWN]],
        "independent": None if judge is None else _independent(judge, scenario, folder),
        "objective": totals.objective,
        "money": totals.money,
        "worker_hours": totals.worker_hours,
        "money_and_hours": totals.objective - totals.unserved_penalty,
        "unserved_penalty": totals.unserved_penalty,
        "served": totals.served,
        "unserved": totals.unserved,
        "bound": statement.bound,
        "bound_source": statement.bound_source,
        "unservable_penalty": _proven_penalty(problem, read.plan) if penalty is None else float(penalty),
        "runs": {mode: count for mode, count in totals.runs.items() if count},
        "outings": totals.outings,
        "workers_by_mode": workers_by_mode(read.plan),
    }


def workers_by_mode(plan: Plan) -> dict[str, int]:
    """How many travel by each mode: a journey with a service counts as that service's, else as the coach's."""
    mode_of = {run.run_id: run.mode for run in plan.runs}
    modes: dict[str, set[str]] = defaultdict(set)
    heads: dict[str, int] = {}
    for rider in plan.riders:
        modes[rider.itinerary_id].add(mode_of.get(rider.run_id, "coach"))
        heads[rider.itinerary_id] = rider.headcount
    workers: dict[str, int] = defaultdict(int)
    for itinerary, used in modes.items():
        longest = next((mode for mode in ("flight", "train", "carriage") if mode in used), "coach")
        workers[longest] += heads[itinerary]
    return dict(workers)


def _proven_penalty(problem: Problem, plan: Plan) -> float:
    """The price of workers who are left for a proven reason other than that serving them costs more."""
    return sum(
        row.headcount * problem.priority(problem.demand[row.demand_id]) * problem.settings.objective_unserved
        for row in plan.unserved
        if row.proven and row.reason != "worth_less_than_cost"
    )


def _independent(judge: Path, scenario: Path, folder: Path) -> bool:
    command = [sys.executable, str(judge), str(scenario), str(folder)]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0
