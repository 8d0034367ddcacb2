"""Bounds of the smallest scenarios, worked out by hand; a valid plan of each is never beaten."""

from __future__ import annotations

from itertools import pairwise

import pytest

from optimizer.bound import lower_bound
from optimizer.clock import day_of
from optimizer.problem import Cap, Limit, Service, ServiceStop, VehicleType
from optimizer.result import Bound
from scenarios.generator import generate
from tests.optimizer.case import Case, at

CLOSE = pytest.approx


def bound(case: Case) -> float:
    return lower_bound(case.problem).value


def test_ten_workers_fill_a_coach_among_themselves_and_pay_a_coach_day(direct: Case) -> None:
    """100 km loaded at 2, 100 km back at 1, one day 100 + 50, and 10 x 2 hours at 15."""
    assert bound(direct) == CLOSE(200 + 100 + 150 + 300, rel=1e-4)


def test_without_day_and_driver_costs_only_the_road_and_the_hours_count(direct: Case) -> None:
    case = direct.given("vehicle_types", "bus", cost_day=0, cost_driver_day=0)
    assert bound(case) == CLOSE(200 + 100 + 300, rel=1e-4)


def test_days_and_drivers_are_paid_by_the_minute_when_that_is_more(direct: Case) -> None:
    """Ten days' driving: 2 x 7,000 minutes at 50 / 480 + 100 / 1,440 a minute beat one coach-day."""
    case = (
        direct.settings(driving_max_drivers=20.0, last_day=day_of("2020-03-31"), driving_break_min=0.0)
        .given("links", ("P", "W"), minutes=7000)
        .given("links", ("W", "P"), minutes=7000)
        .given("links", ("W", "D"), minutes=7000)
        .given("links", ("D", "W"), minutes=7000)
        .given("demands", "A", due=at("31 20:00"))
    )
    days = 14000 * (50 / 480 + 100 / 1440)
    assert bound(case) == CLOSE(300 + days + 10 * 7000 / 60 * 15, rel=1e-4)


def test_a_bigger_crowd_pays_shares_of_full_coaches(direct: Case) -> None:
    """40 workers fill two coaches of 20: two loaded ways, two ways back, a coach-day at least."""
    case = direct.given("demands", "A", headcount=40)
    assert bound(case) == CLOSE(2 * 300 + 150 + 40 * 30, rel=1e-4)


def test_a_free_way_back_costs_nothing(direct: Case) -> None:
    case = direct.given("vehicle_types", "bus", cost_day=0, cost_driver_day=0, cost_km_empty=0)
    assert bound(case) == CLOSE(200 + 300, rel=1e-4)


def test_a_detour_by_a_short_link_counts_where_roads_are_not_metric(direct: Case) -> None:
    """P to W by D would be 20 + 20 km though the road P to W has 100."""
    case = (
        direct.given("vehicle_types", "bus", cost_day=0, cost_driver_day=0, cost_km_empty=0)
        .given("links", ("D", "W"), km=20, minutes=10)
        .given("links", ("W", "D"), km=20, minutes=10)
    )
    assert bound(case) == CLOSE(2 * 40 + 10 * 40 / 60 * 15, rel=1e-4)


def test_cheap_leaving_bounds_from_above(direct: Case) -> None:
    assert bound(direct.settings(objective_unserved=3.0)) == CLOSE(30)


def test_priority_multiplies_the_price_of_leaving(direct: Case) -> None:
    case = direct.settings(objective_unserved=3.0).given("demands", "A", priority=2.0)
    assert bound(case) == CLOSE(60)


def test_who_cannot_arrive_in_time_costs_the_penalty(direct: Case) -> None:
    assert bound(direct.given("demands", "A", due=at("10 07:59"))) == CLOSE(10 * 20000)


def test_caps_make_the_share_dearer(direct: Case) -> None:
    """A quarter of 20 seats: five a coach, so two coaches for ten."""
    free = direct.given("vehicle_types", "bus", cost_day=0, cost_driver_day=0)
    capped = free.also_given("caps", Cap(mode="coach", share=0.25))
    assert bound(capped) == CLOSE(2 * 300 + 300, rel=1e-4)


def test_a_cap_that_ends_before_the_last_day_is_not_counted(direct: Case) -> None:
    """The run could begin after the cap, so the bound may not use it."""
    free = direct.given("vehicle_types", "bus", cost_day=0, cost_driver_day=0)
    free = free.given("demands", "A", due=at("11 20:00"))
    capped = free.also_given("caps", Cap(mode="coach", share=0.25, to_day=day_of("2020-03-10")))
    assert bound(capped) == CLOSE(bound(free))


def test_the_cheapest_type_counts(direct: Case) -> None:
    free = direct.given("vehicle_types", "bus", cost_day=0, cost_driver_day=0)
    fleet = free.problem.fleet[0]
    cheap = free.also_given("vehicle_types", VehicleType(type_id="van", seats=20, cost_km=1)).also_given(
        "fleet", type(fleet)(depot_id="D", type_id="van")
    )
    assert bound(cheap) == CLOSE(100 + 100 + 300, rel=1e-4)


def test_a_limit_forces_the_others_to_stay(direct: Case) -> None:
    """Four of ten may leave on the one possible day; the other six cost the penalty."""
    limit = Limit(limit_id="L", scope="P", kind="depart_per_day", value=4)
    free = direct.given("vehicle_types", "bus", cost_day=0, cost_driver_day=0).also_given("limits", limit)
    assert bound(free) == CLOSE(6 * 20000 + 4 * (300 / 10 + 30), rel=1e-4)


def test_a_limit_with_a_second_day_lets_them_pass(direct: Case) -> None:
    limit = Limit(limit_id="L", scope="P", kind="depart_per_day", value=5)
    case = direct.given("demands", "A", due=at("11 20:00")).also_given("limits", limit)
    assert bound(case) < 1000


@pytest.mark.parametrize(
    ("site", "opens", "due", "kind"),
    [("W", ("06:00", "07:30"), "11 20:00", "arrive_per_day"), ("P", ("06:00", "22:00"), "11 07:00", "depart_per_day")],
)
def test_a_day_on_which_a_site_opens_too_late_or_closes_too_early_takes_nobody(
    direct: Case, site: str, opens: tuple[str, str], due: str, kind: str
) -> None:
    """On one of two days a way of two hours from 06:00 on cannot be kept; six may travel on the other."""
    hours = dict(
        zip(("opens", "closes"), (minute % 1440 for minute in map(at, (f"10 {o}" for o in opens))), strict=True)
    )
    limit = Limit(limit_id="L", scope=site, kind=kind, value=6)
    case = direct.given("demands", "A", due=at(due)).also_given("limits", limit)
    case = case.given("vehicle_types", "bus", cost_day=0, cost_driver_day=0)
    assert bound(case) == CLOSE(10 * 60, rel=1e-4)
    assert bound(case.given("sites", site, **hours)) == CLOSE(4 * 20000 + 6 * 60, rel=1e-4)


def test_who_has_to_drive_past_a_curfew_pays_its_hours(direct: Case) -> None:
    """From 01:00 on, before 06:30, two hours of driving take the three of the curfew as well."""
    case = direct.given("vehicle_types", "bus", cost_day=0, cost_driver_day=0)
    night = case.given("demands", "A", ready=at("10 01:00"), due=at("10 06:30"))
    assert bound(night) == CLOSE(10 * 60, rel=1e-4)
    assert bound(night.settings(driving_curfew=(120, 300))) == CLOSE(10 * (30 + 5 * 15), rel=1e-4)
    assert bound(case.settings(driving_curfew=(120, 300))) == CLOSE(10 * 60, rel=1e-4)


def test_a_day_with_room_is_paid_for_where_it_is_dearer(direct: Case) -> None:
    """A free train leaves on the 10th, when four of ten may leave; six others pay a share of the coach, 300 / 10."""
    case = (
        direct.given("vehicle_types", "bus", cost_day=0, cost_driver_day=0)
        .given("demands", "A", due=at("11 20:00"))
        .also_given("services", Service(service_id="K", mode="train", unit_seats=10, max_units=1))
        .also_given(
            "service_stops",
            ServiceStop(service_id="K", seq=1, site_id="P", departure=at("10 08:00")),
            ServiceStop(service_id="K", seq=2, site_id="W", arrival=at("10 10:00")),
        )
    )
    limit = Limit(limit_id="L", scope="P", kind="depart_per_day", day=day_of("2020-03-10"), value=4)
    assert bound(case) == CLOSE(10 * 30, rel=1e-4)
    assert bound(case.also_given("limits", limit)) == CLOSE(10 * 30 + 6 * 30, rel=1e-4)


def test_beds_count_every_night(direct: Case) -> None:
    """Two nights each and two arrival days: whoever arrives on either sleeps there on the 11th."""
    limit = Limit(limit_id="L", scope="W", kind="beds", day=day_of("2020-03-11"), value=6)
    case = direct.given("demands", "A", due=at("11 20:00"), quarantine_nights=2).also_given("limits", limit)
    assert bound(case) > 4 * 20000


def test_demands_on_different_days_cannot_share_a_coach_day(direct: Case) -> None:
    road = direct.given("vehicle_types", "bus", cost_km=0, cost_km_empty=0).settings(objective_hour=0.0)
    first = road.problem.demands[0]
    other = type(first)(
        demand_id="B",
        employer_id="E",
        pickup_id="P",
        workplace_id="W",
        headcount=3,
        ready=at("11 06:00"),
        due=at("11 20:00"),
    )
    assert bound(road) == CLOSE(150, rel=1e-4)
    assert bound(road.also_given("demands", other)) == CLOSE(300, rel=1e-4)


def test_a_train_is_paid_by_the_unit(by_train: Case) -> None:
    """No coach door to door: ten take 10 / 8 units at 200 and a third of the fixed 1,000 each, and seats at 30."""
    free = (
        by_train.given("vehicle_types", "bus", cost_day=0, cost_km=0, cost_driver_day=0, cost_km_empty=0)
        .settings(objective_hour=0.0, driving_max_drivers=1.0)
        .given("demands", "A", ready=at("10 07:00"))
    )
    assert bound(free) == CLOSE(10 / 8 * (200 + 1000 / 3) + 300, rel=0.02)


def test_a_service_beyond_the_horizon_cannot_run(by_train: Case) -> None:
    late = by_train.not_given("service_stops", ("K1", 3)).also_given(
        "service_stops", ServiceStop(service_id="K1", seq=3, site_id="T", arrival=at("12 14:00"))
    )
    assert bound(late.settings(driving_max_drivers=1.0)) == CLOSE(10 * 20000)


@pytest.mark.parametrize("name", ["direct", "pooled", "by_train"])
def test_no_valid_plan_is_cheaper(name: str, request: pytest.FixtureRequest) -> None:
    case = request.getfixturevalue(name)
    report = case.settled().report()
    assert not report.violations
    assert 0 < bound(case) <= report.totals.objective


def test_the_bound_is_the_same_every_time_and_names_what_it_drops(by_train: Case) -> None:
    first, second = lower_bound(by_train.problem), lower_bound(by_train.problem)
    assert first == second
    assert first.source
    assert len(first.drops) > 3


def test_seconds_and_a_stop_on_request_still_give_a_bound(by_train: Case) -> None:
    assert lower_bound(by_train.problem, seconds=0.0).value > 0
    assert lower_bound(by_train.problem, should_stop=lambda: True).value > 0


def test_bounds_on_the_way_rise_to_the_last() -> None:
    problem, heard = generate("campaign", workers=300, seed=2), list[Bound]()
    last = lower_bound(problem, on_better=heard.append)
    values = [bound.value for bound in heard]
    assert len(values) > 1
    assert all(before < after for before, after in pairwise(values))
    assert heard[-1] == last


def test_nobody_to_carry_costs_nothing(direct: Case) -> None:
    assert bound(direct.not_given("demands", "A")) == 0.0
