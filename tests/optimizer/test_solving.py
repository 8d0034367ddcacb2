"""What the parent makes of its children: a first plan before anything else, a bound that may fail, a stop in time."""

from __future__ import annotations

import os
import time
from itertools import pairwise
from multiprocessing.connection import Connection
from multiprocessing.synchronize import Event

import pytest

from optimizer import solving
from optimizer.check import check
from optimizer.engine.division import DIVIDED_FROM
from optimizer.problem import Problem
from optimizer.result import Options
from optimizer.solving import NO_BOUND, solve
from scenarios.generator import generate


@pytest.fixture(scope="module")
def large() -> Problem:
    problem = generate("campaign", workers=4600, seed=3)
    assert len(problem.demands) >= DIVIDED_FROM
    return problem


@pytest.fixture
def small() -> Problem:
    return generate("tiny", seed=1)


def gone(_pipe: Connection, _stop: Event, _problem: Problem, _deadline: float | None) -> None:
    """A bound whose process dies before it has begun."""
    os._exit(1)


def test_a_large_problem_has_a_plan_before_modes_are_chosen_and_then_only_better_ones(large: Problem) -> None:
    result = solve(large, Options(iterations=200, seed=1))
    phases = list(dict.fromkeys(moment.phase for moment in result.trace))
    in_order = ("first plan", "mode choice", "construction", "improvement")
    assert [phase for phase in phases if phase in in_order] == list(in_order)
    objectives = [moment.objective for moment in result.trace if moment.objective is not None]
    assert all(after <= before * (1 + 1e-9) for before, after in pairwise(objectives))
    by_modes = next(moment for moment in result.trace if moment.phase == "mode choice" and moment.objective)
    assert by_modes.objective < objectives[0]
    assert result.bound.value > 0


def test_a_stop_before_the_first_plan_is_heard(large: Problem) -> None:
    began = time.monotonic()
    result = solve(large, Options(seconds=300), should_stop=lambda: True)
    assert result.stop_reason == "stopped"
    assert check(large, result.plan).valid
    assert time.monotonic() - began < 100


def test_a_bound_that_dies_before_it_begins_costs_the_bound_alone(
    small: Problem, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(solving, "cores", lambda: 1)
    monkeypatch.setattr(solving, "run_bound", gone)
    result = solve(small, Options(iterations=20))
    assert result.bound == NO_BOUND
    assert result.plan.runs
    assert check(small, result.plan).valid


def test_on_one_core_the_bound_comes_after_the_first_plan(small: Problem, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(solving, "cores", lambda: 1)
    result = solve(small, Options(iterations=20))
    assert result.bound.value > 0
    bounded = next(moment for moment in result.trace if moment.bound is not None)
    assert bounded.objective is not None
