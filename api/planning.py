"""The one way to a plan that may be shown: search, state its numbers, let the checker judge it."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from api import __version__
from optimizer import solve
from optimizer.certificate import Certificate
from optimizer.check import Report, check
from optimizer.clock import show_day
from optimizer.engine.far import Far
from optimizer.plan import Plan, Statement
from optimizer.problem import Problem
from optimizer.result import OnProgress, Options, Progress, Result, ShouldStop, StopReason, Worth
from scenarios.figures import net_gap, unservable_penalty


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A plan with its statement and the checker's report. Only where ``report.valid`` may it be called a plan.

    ``extra`` are further keys of ``plan.json``: the rules that the bound drops, why the search stopped, and
    what one more of something is worth. ``trace``: how plan and bound came about, empty where that is not known.
    ``certificate``: from what the bound can be audited, None where that is not known.
    """

    problem: Problem
    plan: Plan
    statement: Statement
    report: Report
    stop_reason: StopReason
    extra: Mapping[str, Any]
    trace: tuple[Progress, ...] = ()
    certificate: Certificate | None = None


def make_plan(
    problem: Problem,
    options: Options,
    *,
    started: float,
    on_progress: OnProgress,
    should_stop: ShouldStop,
    far: Far | None = None,
) -> Judged:
    """Searches with ``options`` and judges what was found. ``started``: when the command began (monotonic clock).

    ``far``: workers elsewhere who help with a large problem.
    """
    result = solve(problem, options, on_progress=on_progress, should_stop=should_stop, far=far)
    statement = state(result, wall_seconds=time.monotonic() - started)
    report = check(problem, result.plan, statement)
    unservable = unservable_penalty(problem, result.plan)
    extra = {
        "unservable_penalty": unservable,
        "net_gap": net_gap(statement.objective, statement.bound, unservable),
        "bound_drops": list(result.bound.drops),
        "stop_reason": result.stop_reason,
        "iterations": result.iterations,
        "worth": [_worth(row) for row in result.worth],
    }
    return Judged(
        problem=problem,
        plan=result.plan,
        statement=statement,
        report=report,
        stop_reason=result.stop_reason,
        extra=extra,
        trace=result.trace,
        certificate=result.bound.certificate,
    )


def _worth(row: Worth) -> dict[str, Any]:
    date = None if row.date is None else show_day(row.date)
    return {"kind": row.kind, "subject": row.subject, "date": date, "money": row.money, "source": row.source}


def state(result: Result, *, wall_seconds: float) -> Statement:
    """What a plan says of itself in ``plan.json``."""
    return Statement(
        status=result.status,
        objective=result.objective,
        bound=result.bound.value,
        bound_source=result.bound.source,
        gap=result.gap,
        money=result.money,
        worker_hours=result.worker_hours,
        served=sum(rider.headcount for rider in result.plan.riders if rider.leg == 1),
        unserved=sum(row.headcount for row in result.plan.unserved),
        counts=dict(Counter(run.mode for run in result.plan.runs)),
        wall_seconds=wall_seconds,
        seed=result.seed,
        version=__version__,
    )
