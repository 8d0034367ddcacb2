"""What the planner promises: valid plans, the same for the same input, everything it was given to use."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest

from benchmarks.random_cases import shuffled
from optimizer.check import check
from optimizer.engine.exported import Exported
from optimizer.plan import Plan, Unserved
from optimizer.problem import Limit, Problem
from optimizer.reasons import explain
from scenarios.generator import generate
from tests.optimizer.case import Case, at, roads
from tests.optimizer.engine.conftest import PlanIt


def whole_plan(problem: Problem, exported: Exported) -> Plan:
    return replace(exported.plan, unserved=explain(problem, exported.plan, exported.left))


def assert_valid(problem: Problem, exported: Exported) -> None:
    report = check(problem, whole_plan(problem, exported))
    assert report.violations == ()
    assert math.isclose(report.totals.objective, exported.objective, rel_tol=1e-9, abs_tol=1e-6)
    assert math.isclose(report.totals.money, exported.money, rel_tol=1e-9, abs_tol=1e-6)
    assert math.isclose(report.totals.worker_hours, exported.worker_hours, rel_tol=1e-9, abs_tol=1e-6)


def modes(exported: Exported) -> set[str]:
    return {run.mode for run in exported.plan.runs}


@pytest.mark.parametrize("seed", range(60))
def test_plans_of_random_tiny_scenarios_break_no_rule(seed: int, plan_it: PlanIt) -> None:
    problem = generate("tiny", seed=seed)
    assert_valid(problem, plan_it(problem, iterations=40, seed=seed))


@pytest.mark.parametrize(("kind", "workers"), [("campaign", 300), ("trunk", 300), ("commute", 120)])
def test_plans_of_small_scenarios_of_each_kind_break_no_rule(kind: str, workers: int, plan_it: PlanIt) -> None:
    problem = generate(kind, workers=workers, seed=5)  # type: ignore[arg-type]
    exported = plan_it(problem, iterations=60)
    assert_valid(problem, exported)
    assert sum(exported.left.values()) < problem.workers() / 2


@pytest.mark.parametrize("kind", ["tiny", "campaign"])
def test_same_input_seed_and_iterations_give_the_same_plan_whatever_the_order_of_rows(
    kind: str, plan_it: PlanIt
) -> None:
    problem = generate(kind, workers=None if kind == "tiny" else 200, seed=11)  # type: ignore[arg-type]
    first = plan_it(problem, iterations=80, seed=3)
    assert plan_it(problem, iterations=80, seed=3) == first
    assert plan_it(shuffled(problem, 1), iterations=80, seed=3) == first


def test_a_lone_group_goes_straight_and_as_cheaply_as_by_hand(direct: Case, plan_it: PlanIt) -> None:
    # A day of the coach and its driver, 100 km loaded, 140 km empty, ten workers for two hours.
    assert plan_it(direct.problem).objective == 100 + 50 + 100 * 2 + 140 + 10 * 2 * 15


def test_groups_on_one_way_share_a_coach(pooled: Case, plan_it: PlanIt) -> None:
    exported = plan_it(pooled.problem)
    assert [run.mode for run in exported.plan.runs] == ["coach"]
    assert not exported.left


def test_a_group_too_big_for_one_coach_is_split_and_the_coach_goes_twice(direct: Case, plan_it: PlanIt) -> None:
    problem = direct.given("demands", "A", headcount=30, due=at("11 20:00")).problem
    exported = plan_it(problem)
    assert_valid(problem, exported)
    assert not exported.left
    assert len({outing.vehicle_id for outing in exported.plan.outings}) == 1
    assert len(exported.plan.runs) == 2


def test_an_unsplittable_group_bigger_than_any_coach_stays(direct: Case, plan_it: PlanIt) -> None:
    problem = direct.given("demands", "A", headcount=30, splittable=False).problem
    exported = plan_it(problem)
    (row,) = whole_plan(problem, exported).unserved
    assert (row.headcount, row.reason, row.proven) == (30, "no_seats", True)


def test_feeder_train_and_last_mile_where_coaches_may_not_drive_so_long(by_train: Case, plan_it: PlanIt) -> None:
    problem = by_train.settings(driving_max_drivers=1.0).problem
    exported = plan_it(problem)
    assert_valid(problem, exported)
    assert modes(exported) == {"coach", "train"}
    assert not exported.left


def test_workers_stay_where_serving_costs_more_than_leaving(direct: Case, plan_it: PlanIt) -> None:
    exported = plan_it(direct.settings(objective_unserved=20.0).problem)
    assert exported.left == {"A": 10}
    assert exported.objective == 200


def test_a_coach_that_needs_rest_comes_early_to_its_first_stop(direct: Case, plan_it: PlanIt) -> None:
    # 30 + 420 + 450 minutes at the wheel in under a day ask for two drivers; spread over two days, one will do.
    far = roads(("D", "P", 20, 30), ("P", "W", 400, 420), ("W", "D", 430, 450))
    longer = replace(direct, tables=replace(direct.tables, links=far))
    problem = longer.settings(driving_max_drivers=1.0).given("demands", "A", due=at("11 20:00")).problem
    exported = plan_it(problem)
    assert_valid(problem, exported)
    assert not exported.left
    first = exported.plan.stops[0]
    assert first.departure is not None
    assert first.arrival is not None
    assert first.departure - first.arrival > 10


def test_limits_spread_a_group_over_the_days(direct: Case, plan_it: PlanIt) -> None:

    limited = direct.given("demands", "A", due=at("11 20:00")).also_given(
        "limits", Limit(limit_id="L", scope="P", kind="depart_per_day", value=6)
    )
    exported = plan_it(limited.problem)
    assert_valid(limited.problem, exported)
    assert not exported.left


def test_a_problem_without_any_way_ends_with_everybody_left_and_a_true_reason(direct: Case, plan_it: PlanIt) -> None:
    problem = direct.given("demands", "A", due=at("10 07:00")).problem
    exported = plan_it(problem)
    assert whole_plan(problem, exported).unserved == (
        Unserved(
            demand_id="A",
            headcount=10,
            reason="cannot_arrive_in_time",
            proven=True,
            detail=whole_plan(problem, exported).unserved[0].detail,
        ),
    )
