"""The bound stays below the best plan found by exhaustive search with relays, services and outings of several runs."""

from __future__ import annotations

import pytest

from optimizer.bound import lower_bound
from optimizer.check import check
from scenarios.generator import generate
from tests.oracle import solve

QUICK = (1, 2, 3, 5, 6, 8, 10, 11, 14, 15, 19, 20, 21, 22, 23, 24, 26, 27, 28)


@pytest.mark.parametrize("seed", QUICK)
def test_two_demands_in_the_whole_space(seed: int) -> None:
    problem = generate("tiny", seed=seed, demands=2)
    best = solve(problem)
    assert not check(problem, best.plan, best.statement).violations
    assert lower_bound(problem).value <= best.objective * (1 + 1e-9) + 1e-9


def test_more_runs_more_journeys_and_more_minutes_never_cost_more() -> None:
    """A larger space has no worse best plan."""
    for seed in QUICK[:6]:
        problem = generate("tiny", seed=seed, demands=2)
        least = solve(problem, relays=False, max_runs_per_outing=1)
        for more in (
            solve(problem, relays=False),
            solve(problem, max_runs_per_outing=1),
            solve(problem, relays=False, max_runs_per_outing=1, time_grid_min=120),
        ):
            assert more.complete
            assert more.objective <= least.objective * (1 + 1e-9) + 1e-6
