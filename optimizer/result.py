"""What a solve gives back, apart from the plan itself: how good it is, how that is known, why it stopped."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from optimizer.certificate import Certificate
from optimizer.clock import Day
from optimizer.plan import Plan
from optimizer.start import Start

StopReason = Literal["time", "iterations", "optimal", "stopped", "crashed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How long to look. ``seconds`` of wall time, or ``iterations`` of the improvement without any clock.

    With ``iterations`` no inner solver runs on a clock either: same problem, start, seed and iterations, same plan.
    ``start``: a plan to go on from; the result is never worse, and what is pinned of it is in the result.
    """

    seconds: float = 60.0
    iterations: int | None = None
    seed: int = 0
    start: Start | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """A moment of a solve: seconds since its start, the best objective and bound so far (None: none yet), the phase."""

    seconds: float
    objective: float | None
    bound: float | None
    phase: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Bound:
    """A proven lower bound on the objective over all valid plans, the relaxation it comes from and what that drops.

    ``certificate``: from what an audit works it out again; None where nothing but the source says why it holds.
    """

    value: float
    source: str
    drops: tuple[str, ...] = ()
    certificate: Certificate | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Worth:
    """What one more is worth: a seat, coach, health_desk, arrival, bed or unit of ``subject`` on a date.

    ``source``: by a ``dual`` of the bound's relaxation, which gives way by at most ``money``; or by a
    ``counterfactual``, a checked plan that costs so much less than this one with it.
    """

    kind: str
    subject: str
    date: Day | None
    money: float
    source: Literal["dual", "counterfactual"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """A checked plan and what is known of it. ``objective`` in the currency of the scenario."""

    plan: Plan
    objective: float
    money: float
    worker_hours: float
    bound: Bound
    stop_reason: StopReason
    seed: int
    iterations: int
    wall_seconds: float
    trace: tuple[Progress, ...] = field(default=())
    worth: tuple[Worth, ...] = field(default=())

    @property
    def gap(self) -> float:
        """(objective - bound) / objective; 0 where the objective is 0."""
        return (self.objective - self.bound.value) / self.objective if self.objective else 0.0

    @property
    def status(self) -> str:
        """``optimal`` when the gap is at most 1e-6, else ``feasible``."""
        return "optimal" if self.gap <= 1e-6 else "feasible"


OnProgress = Callable[[Progress], None]
ShouldStop = Callable[[], bool]
