"""The planner is no worse than exhaustive search where it once was: one reason each."""

from __future__ import annotations

import pytest

from benchmarks.random_cases import searched
from scenarios.generator import generate
from tests.oracle import solve


@pytest.mark.parametrize(
    "seed",
    [
        pytest.param(4, id="a run begins a day early to bring somebody to a train first"),
        pytest.param(34, id="an outing is stretched for its driver's sake"),
        pytest.param(35, id="nobody pays for a coach alone, two groups do"),
        pytest.param(43, id="two runs of an outing can only move together"),
        pytest.param(82, id="one driver may do two runs, but neither of them alone"),
    ],
)
def test_the_planner_finds_what_exhaustive_search_finds(seed: int) -> None:
    problem = generate("tiny", seed=seed)
    best = solve(problem, relays=False, in_a_row=1, seconds=20)
    assert searched(problem, 0, 8000).objective <= best.objective * (1 + 1e-6)
