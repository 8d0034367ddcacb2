"""Plans of the engine made in this process, with iterations instead of a clock."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from optimizer.engine.exported import Exported
from optimizer.engine.planner import Planner
from optimizer.problem import Problem
from optimizer.result import Options

PlanIt = Callable[..., Exported]


@pytest.fixture(scope="session")
def plan_it() -> PlanIt:
    """``plan_it(problem, iterations=…, seed=…)``: the engine's plan."""

    def plan(problem: Problem, *, iterations: int = 60, seed: int = 0) -> Exported:
        planner = Planner(
            problem,
            Options(iterations=iterations, seed=seed),
            deadline=time.time() + 3600,
            on_phase=lambda _objective, _phase: None,
            on_plan=lambda _plan: None,
            should_stop=lambda: False,
        )
        exported, _, _ = planner.run()
        return exported

    return plan
