"""What ``--json`` prints: the same figures, with stable names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from api.judging import Judgement
from optimizer.check import Violation
from optimizer.clock import show_day, show_minute
from optimizer.problem import TABLES, Problem
from scenarios import digest
from scenarios.figures import Figures


def figures_json(found: Figures, stop_reason: str, out: Path) -> Mapping[str, Any]:
    """The figures of a published plan. Times are written as in the files; money in ``currency``."""
    employers = [
        asdict(row) | {"first_arrival": _time(row.first_arrival), "last_arrival": _time(row.last_arrival)}
        for row in found.employers
    ]
    modes = [asdict(row) | {"money_per_rider": row.money_per_rider} for row in found.modes]
    return asdict(found) | {
        "first_day": show_day(found.first_day),
        "last_day": show_day(found.last_day),
        "modes": modes,
        "employers": employers,
        "money_per_worker": found.money_per_worker,
        "hours_per_worker": found.hours_per_worker,
        "stop_reason": stop_reason,
        "out": str(out),
        "valid": True,
    }


def judgement_json(judgement: Judgement) -> Mapping[str, Any]:
    """A judgement: every violation, everything that could not be read, and the totals recomputed."""
    return {
        "valid": judgement.valid,
        "complete": judgement.report.complete,
        "other_scenario": judgement.other_scenario,
        "faults": [str(fault) for fault in judgement.faults],
        "violations": [_violation(violation) for violation in judgement.report.violations],
        "totals": asdict(judgement.report.totals),
    }


def scenario_json(problem: Problem) -> Mapping[str, Any]:
    """A usable scenario: its name, its digest, how many workers and rows it has."""
    return {
        "valid": True,
        "name": problem.settings.name,
        "sha256": digest(problem),
        "workers": problem.workers(),
        "rows": {table: len(getattr(problem, table)) for table in TABLES},
    }


def _violation(violation: Violation) -> dict[str, Any]:
    return {key: value for key, value in asdict(violation).items() if value is not None}


def _time(minute: int | None) -> str | None:
    return None if minute is None else show_minute(minute)
