"""Relays: whom no single run may carry changes from one coach into another at a hub, and never into the same."""

from __future__ import annotations

from collections import defaultdict

import pytest

from optimizer.clock import DAY_MINUTES, day_of
from optimizer.engine.exported import Exported
from optimizer.problem import Limit, Link
from scenarios.generator import generate
from tests.optimizer.case import Case, at
from tests.optimizer.engine.conftest import PlanIt
from tests.optimizer.engine.test_plans import assert_valid


@pytest.fixture
def far(direct: Case) -> Case:
    """``direct`` with 900 minutes from P to W, more than one driver may drive, a hub D on it, quick ways home."""
    case = direct.settings(driving_max_drivers=1.0, last_day=day_of("2020-03-14"), transfer_at=("depot",))
    case = case.given("demands", "A", due=at("14 20:00")).given("fleet", "D", count=2)
    for pair in (("P", "W"), ("P", "D"), ("D", "W")):
        case = case.not_given("links", pair).not_given("links", pair[::-1])
    ways = (("P", "W", 900), ("W", "P", 900), ("P", "D", 450), ("D", "P", 30), ("D", "W", 450), ("W", "D", 30))
    return case.also_given("links", *(Link(from_id=a, to_id=b, km=100, minutes=m) for a, b, m in ways))


def coaches_of_itineraries(exported: Exported) -> list[list[str | None]]:
    """For each itinerary the coaches of its legs in their order."""
    coach = {run.run_id: run.vehicle_id for run in exported.plan.runs}
    legs = defaultdict(list)
    for rider in sorted(exported.plan.riders, key=lambda r: r.leg):
        legs[rider.itinerary_id].append(coach[rider.run_id])
    return list(legs.values())


def test_two_coaches_carry_whom_one_may_not(far: Case, plan_it: PlanIt) -> None:
    exported = plan_it(far.problem)
    assert_valid(far.problem, exported)
    assert not exported.left
    assert {len(set(legs)) for legs in coaches_of_itineraries(exported)} == {2}


def test_coaches_meet_to_the_minute_where_there_is_no_other(far: Case, plan_it: PlanIt) -> None:
    """From 06:00, 450 minutes and a break, ten to change, and the same again make 21:50."""
    assert not plan_it(far.given("demands", "A", due=at("10 21:50")).problem).left
    assert plan_it(far.given("demands", "A", due=at("10 21:49")).problem).left == {"A": 10}


def test_one_coach_never_hands_over_to_itself(far: Case, plan_it: PlanIt) -> None:
    alone = far.given("fleet", "D", count=1).problem
    exported = plan_it(alone)
    assert_valid(alone, exported)
    assert exported.left == {"A": 10}


@pytest.mark.parametrize(
    "rule",
    [
        {"journey_max_legs": 1.0},
        {"transfer_at": ("station",)},
        {"transfer_max_wait_min": 9.0},
        {"journey_max_min": 949.0},
    ],
)
def test_a_relay_keeps_the_rules_of_journeys(rule: dict[str, object], far: Case, plan_it: PlanIt) -> None:
    kept = far.settings(**rule).problem
    assert plan_it(kept).left == {"A": 10}


def test_two_legs_are_enough_where_no_more_are_allowed(far: Case, plan_it: PlanIt) -> None:
    assert not plan_it(far.settings(journey_max_legs=2.0).problem).left


def test_relays_leave_on_as_many_days_as_a_limit_asks_for(far: Case, plan_it: PlanIt) -> None:
    desk = Limit(limit_id="L", scope="P", kind="depart_per_day", day=None, value=4.0)
    case = far.given("fleet", "D", count=None).given("demands", "A", headcount=12).also_given("limits", desk)
    exported = plan_it(case.problem)
    assert_valid(case.problem, exported)
    assert not exported.left
    leaves = [stop.departure // DAY_MINUTES for stop in exported.plan.stops if stop.site_id == "P" and stop.departure]
    assert len(set(leaves)) == 3


def test_where_a_detour_over_the_hub_is_quicker_no_run_hands_over_to_itself(far: Case, plan_it: PlanIt) -> None:
    quick = far.given("links", ("P", "D"), minutes=200).given("links", ("D", "W"), minutes=200).problem
    assert_valid(quick, plan_it(quick))


@pytest.mark.parametrize("seed", range(4))
def test_plans_with_many_relays_break_no_rule(seed: int, plan_it: PlanIt) -> None:
    problem = generate("trunk", workers=300, seed=seed)
    exported = plan_it(problem, iterations=60, seed=seed)
    assert_valid(problem, exported)
    relays = [legs for legs in coaches_of_itineraries(exported) if len(legs) == 2 and None not in legs]
    assert all(first != then for first, then in relays)
