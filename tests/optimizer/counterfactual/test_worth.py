"""What one more is worth: by duals the bound gives way by at most that much, by a counterfactual a plan gains it."""

from __future__ import annotations

import pytest

from optimizer import solve
from optimizer.bound import lower_bound
from optimizer.clock import day_of
from optimizer.counterfactual import worth_by_duals
from optimizer.problem import Limit
from optimizer.result import Options, Worth
from tests.optimizer.case import Case

THE_TENTH = day_of("2020-03-10")


def worth(case: Case) -> dict[tuple[str, str, int | None], float]:
    """Money by kind, subject and date."""
    return {
        (row.kind, row.subject, row.date): row.money for row in worth_by_duals(case.problem, lower_bound(case.problem))
    }


def told(case: Case) -> tuple[Worth, ...]:
    return worth_by_duals(case.problem, lower_bound(case.problem))


def bound(case: Case) -> float:
    return lower_bound(case.problem).value


def test_a_place_at_a_full_health_desk(direct: Case) -> None:
    """Ten want to leave, four may: the fifth saves the price of leaving him less two hours and a share of a coach."""
    desk = direct.also_given("limits", Limit(limit_id="L", scope="P", kind="depart_per_day", value=4))
    rows = worth(desk)
    assert set(rows) == {("health_desk", "L", THE_TENTH)}
    place = rows["health_desk", "L", THE_TENTH]
    assert 20000 - ONE_COACH_EACH < place < 20000 - TWO_HOURS
    assert bound(desk) - bound(desk.given("limits", "L", value=5)) == pytest.approx(place, rel=1e-6)


ONE_COACH_EACH = 490.0
TWO_HOURS = 30.0


def test_a_limit_that_nobody_fills_is_worth_nothing(direct: Case) -> None:
    assert worth(direct.also_given("limits", Limit(limit_id="L", scope="P", kind="depart_per_day", value=10))) == {}


def test_beds_and_arrivals_have_their_own_names(direct: Case) -> None:
    nights = direct.given("demands", "A", quarantine_nights=1)
    beds = nights.also_given("limits", Limit(limit_id="L", scope="RW", kind="beds", value=4))
    assert [row.kind for row in told(beds)] == ["bed"]
    arrivals = direct.also_given("limits", Limit(limit_id="L", scope="RW", kind="arrive_per_day", value=4))
    assert [row.kind for row in told(arrivals)] == ["arrival"]


def test_units_and_seats_of_a_train_that_is_too_small(by_train: Case) -> None:
    """Eight seats for ten, and no coach goes as far."""
    one = by_train.settings(driving_max_drivers=1.0).given("services", "K1", max_units=1)
    rows = worth(one)
    unit = rows["unit", "K1", THE_TENTH]
    assert bound(one) - bound(one.given("services", "K1", max_units=2)) <= unit * (1 + 1e-6)
    seats = [money for (kind, _, _), money in rows.items() if kind == "seat"]
    assert 8 * sum(seats) == pytest.approx(unit + 200)
    assert {subject for kind, subject, _ in rows if kind == "seat"} <= {"K1 S M", "K1 M T"}


def test_a_train_with_room_is_worth_nothing_more(by_train: Case) -> None:
    assert worth(by_train.settings(driving_max_drivers=1.0)) == {}


def test_no_demands_no_worth(direct: Case) -> None:
    assert worth(direct.not_given("demands", "A")) == {}


def test_a_plan_comes_with_changes_and_worth_and_they_are_the_same_again(direct: Case) -> None:
    """No coach for ten: one more is worth what the plan with it gains, 200,000 less 490 and twenty hours at 15."""
    none = direct.given("fleet", "D", count=0)
    first, again = (solve(none.problem, Options(iterations=5)) for _ in range(2))
    assert [(c.kind, c.subject, c.money) for c in first.plan.changes] == [("coach", "bus@D", pytest.approx(490))]
    assert first.worth == (
        Worth(kind="coach", subject="bus@D", date=THE_TENTH, money=pytest.approx(199210), source="counterfactual"),
    )
    assert (first.plan.changes, first.worth) == (again.plan.changes, again.worth)
    assert none.report().valid is False
    assert first.plan.unserved[0].reason == "no_vehicle"
