"""Two small plans that are always there, so that every example of the API runs as it stands."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from api.http.jobs import Job, Order
from api.planning import Judged
from optimizer.check import check
from optimizer.result import Progress
from scenarios import load
from scenarios.plan_home import open_plan

SAMPLES = ("example", "example-half")
"""Their ids: the example scenario, and the same with half of all seats."""

_ROOT = Path(str(files("api.http") / "examples"))


@cache
def sample_scenario() -> dict[str, Any]:
    """The JSON document of the example scenario."""
    document: dict[str, Any] = json.loads((_ROOT / "scenario.json").read_text(encoding="utf-8"))
    return document


@cache
def sample(plan_id: str) -> Job | None:
    """The sample plan of that id as a finished job, judged like any other; None: there is none of that id."""
    return _judged(plan_id) if plan_id in SAMPLES else None


@cache
def _judged(plan_id: str) -> Job:
    folder = _ROOT / plan_id
    entry = open_plan(folder)
    report = check(entry.problem, entry.plan, entry.statement)
    stated = json.loads((folder / "plan.json").read_text(encoding="utf-8"))
    when = datetime(2026, 1, 1, tzinfo=UTC)
    judged = Judged(
        problem=entry.problem,
        plan=entry.plan,
        statement=entry.statement,
        report=report,
        stop_reason=stated["stop_reason"],
        extra={key: stated[key] for key in ("bound_drops", "stop_reason", "iterations")},
    )
    seconds, objective, bound = entry.statement.wall_seconds, entry.statement.objective, entry.statement.bound
    return Job(
        id=plan_id,
        state="finished" if report.valid else "failed",
        order=Order(scenario=load(folder / "scenario.json"), seconds=12.0),
        created=when,
        started=when,
        ended=when,
        progress=Progress(seconds=seconds, objective=objective, bound=bound, phase="reasons"),
        judged=judged if report.valid else None,
        error=None if report.valid else "\n".join(map(str, report.violations)),
    )
