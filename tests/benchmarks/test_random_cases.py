"""The random scenarios' changes change what they say and nothing else."""

from __future__ import annotations

import math

import pytest

from benchmarks.random_cases import draw, renamed, shuffled
from optimizer.bound import lower_bound


@pytest.mark.parametrize("number", range(8))
def test_shuffled_rows_are_the_same_problem_and_new_names_only_new_names(number: int) -> None:
    _, problem = draw(number)
    assert shuffled(problem, 1) == problem
    other = renamed(problem)
    assert not {d.demand_id for d in other.demands} & {d.demand_id for d in problem.demands}
    assert not set(other.site) & set(problem.site)
    assert [limit.value for limit in other.limits] == [limit.value for limit in problem.limits]
    assert math.isclose(lower_bound(other).value, lower_bound(problem).value, rel_tol=1e-9)


def test_a_number_draws_the_same_scenario_each_time() -> None:
    assert [draw(n) for n in range(5)] == [draw(n) for n in range(5)]
