"""What the engine's process sends home: a plan and its totals. It imports nothing heavy, for the parent reads it."""

from __future__ import annotations

from dataclasses import dataclass

from optimizer.plan import Plan


@dataclass(frozen=True, slots=True)
class Exported:
    """A plan without its unserved rows, the workers left by demand, and the plan's totals."""

    plan: Plan
    left: dict[str, int]
    money: float
    worker_hours: float
    objective: float
