"""Scenarios in which nobody can be carried, or nobody wants to be."""

from __future__ import annotations

from dataclasses import replace

import pytest

from optimizer import solve
from optimizer.problem import Problem
from optimizer.reasons import explain
from optimizer.result import Options
from tests.optimizer.case import Case
from tests.optimizer.engine.conftest import PlanIt
from tests.optimizer.engine.test_plans import assert_valid


@pytest.mark.parametrize("setting", ["coach_max_pickups", "coach_max_dropoffs", "mixing_employers"])
def test_coaches_that_may_not_stop_carry_nobody(direct: Case, plan_it: PlanIt, setting: str) -> None:
    assert not plan_it(direct.settings(**{setting: 1.0}).problem).left
    problem = direct.settings(**{setting: 0.0}).problem
    exported = plan_it(problem)
    assert_valid(problem, exported)
    assert exported.left == {"A": 10}
    (row,) = explain(problem, exported.plan, exported.left)
    assert (row.reason, row.proven) == ("no_connection", True)


def test_a_scenario_without_demands_has_an_empty_plan(direct: Case) -> None:
    problem = Problem.build(replace(direct.tables, demands=()))
    result = solve(problem, Options(iterations=3))
    assert (result.stop_reason, result.objective, result.plan.runs) == ("iterations", 0.0, ())
