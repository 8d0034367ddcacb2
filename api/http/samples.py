"""Two small plans that are always there, so that every example of the API runs as it stands."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from api.http.jobs import Job
from api.planning import Judged
from optimizer.check import check
from optimizer.result import Progress
from scenarios.certificate_file import read_certificate
from scenarios.plan_home import open_plan

SAMPLES = ("example", "example-half")
"""Their ids: the example scenario, and the same with half of all seats."""

_ROOT = Path(str(files("api.http") / "examples"))


@cache
def sample_scenario() -> dict[str, Any]:
    """The JSON document of the example scenario."""
    document: dict[str, Any] = json.loads((_ROOT / "scenario.json").read_text(encoding="utf-8"))
    return document


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """A finished job and its plan, judged like any other."""

    job: Job
    judged: Judged


def sample(plan_id: str) -> Sample | None:
    """The sample of that id; None: there is none."""
    return _judged(plan_id) if plan_id in SAMPLES else None


@cache
def _judged(plan_id: str) -> Sample:
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
        certificate=read_certificate(folder)[0],
    )
    seconds, objective, bound = entry.statement.wall_seconds, entry.statement.objective, entry.statement.bound
    job = Job(
        id=plan_id,
        stage="done" if report.valid else "failed",
        scenario=entry.problem.settings.name,
        planning_seconds=12.0,
        created=when,
        started=when,
        ended=when,
        stop_reason=judged.stop_reason,
        progress=Progress(seconds=seconds, objective=objective, bound=bound, phase="reasons"),
        error=None if report.valid else "\n".join(map(str, report.violations)),
    )
    return Sample(job=job, judged=judged)
