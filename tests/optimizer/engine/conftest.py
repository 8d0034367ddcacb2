"""Plans of the engine made in this process, with iterations instead of a clock."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from benchmarks.random_cases import searched
from optimizer.engine.exported import Exported
from optimizer.problem import Problem

PlanIt = Callable[..., Exported]


@pytest.fixture(scope="session")
def plan_it() -> PlanIt:
    """``plan_it(problem, iterations=…, seed=…)``: the engine's plan."""

    def plan(problem: Problem, *, iterations: int = 60, seed: int = 0) -> Exported:
        return searched(problem, seed, iterations)

    return plan
