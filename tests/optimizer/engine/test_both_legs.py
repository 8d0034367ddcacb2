"""Feeder and last mile by one coach, which goes empty from station to station while its workers ride the train."""

from __future__ import annotations

from dataclasses import replace

import pytest

from optimizer.clock import day_of
from optimizer.problem import Problem
from tests.optimizer.case import Case, at, roads
from tests.optimizer.engine.conftest import PlanIt
from tests.optimizer.engine.test_plans import assert_valid


@pytest.fixture
def alone(by_train: Case) -> Problem:
    """``by_train`` with one coach only, a train that comes the day after, and a road of two hours past it."""
    case = by_train.settings(last_day=day_of("2020-03-14"), driving_max_drivers=1.0)
    case = case.given("demands", "A", due=at("12 20:00")).given("service_stops", ("K1", 3), arrival=at("11 14:00"))
    case = case.also_given("links", *roads(("S", "T", 100, 120), ("W", "D1", 100, 120), ("P", "W", 900, 1200)))
    tables = case.problem
    coach = replace(next(row for row in tables.fleet if row.depot_id == "D1"), count=1)
    return replace(tables, fleet=(coach,))


def test_one_coach_brings_workers_to_their_train_and_takes_them_on_from_it(alone: Problem, plan_it: PlanIt) -> None:
    exported = plan_it(alone)
    assert_valid(alone, exported)
    assert not exported.left
    assert {run.vehicle_id for run in exported.plan.runs if run.mode == "coach"} == {
        exported.plan.outings[0].vehicle_id
    }


@pytest.mark.parametrize("seed", range(6))
def test_both_legs_are_never_put_into_one_run(seed: int, alone: Problem, plan_it: PlanIt) -> None:
    """An empty kilometre is dear and the turnaround long, so that one run for both legs would be the cheapest."""
    kinds = tuple(replace(kind, cost_km=1.0, cost_km_empty=50.0) for kind in alone.vehicle_types)
    dear = replace(alone, vehicle_types=kinds, settings=replace(alone.settings, coach_turnaround_min=240.0))
    exported = plan_it(dear, iterations=80, seed=seed)
    assert_valid(dear, exported)
    assert not exported.left
