"""Rules 3, 5, 6 and 7: coaches, seats, outings, fleets and services; kept, and broken by a known amount."""

from __future__ import annotations

from dataclasses import replace

import pytest

from optimizer.clock import clock_of, day_of
from optimizer.plan import Outing, Rider, Run
from optimizer.problem import Cap, FleetRow, VehicleType
from tests.optimizer.case import Case, at, stop

NIGHT = (clock_of("22:00"), clock_of("06:00"))

# rule 3


def test_a_coach_stands_for_the_dwell_of_its_stop(pooled: Case) -> None:
    assert pooled.given("sites", "Q", dwell_min=10).broken() == []
    assert pooled.given("sites", "Q", dwell_min=14).broken() == [("3", 4)]
    assert pooled.given("sites", "P", dwell_min=13).broken() == [("3", 3)]


def test_the_last_departure_is_blank_or_after_the_dwell(direct: Case) -> None:
    assert direct.row("stops", ("r", 2), departure=at("10 10:10")).broken() == []
    assert direct.row("stops", ("r", 2), departure=at("10 10:04")).broken() == [("3", 6)]


def test_a_coach_arrives_when_it_can(direct: Case) -> None:
    for text, by in (("10 10:06", 6), ("10 09:57", 3)):
        case = direct.row("stops", ("r", 2), arrival=at(text)).settled()
        assert case.broken() == [("3", by)]
    (violation,) = direct.row("stops", ("r", 2), arrival=at("10 10:06")).settled().report().violations
    assert "Maybe the coach should wait at the stop before" in violation.message


def test_breaks_are_part_of_the_drive(direct: Case) -> None:
    case = direct.settings(driving_continuous_min=50, driving_break_min=15)
    late = case.row("stops", ("r", 2), arrival=at("10 10:30")).settled()
    assert late.broken() == []
    assert case.settled().broken() == [("3", 30)]


def test_driving_is_carried_over_stops_shorter_than_a_break(pooled: Case) -> None:
    short = pooled.settings(driving_continuous_min=70, driving_break_min=20)
    assert short.settled().broken() == [("3", 20)]
    assert short.row("stops", ("r", 3), arrival=at("10 10:30")).settled().broken() == []
    assert pooled.settings(driving_continuous_min=70, driving_break_min=10).settled().broken() == []


def test_night_and_curfew_slow_a_coach(direct: Case) -> None:
    night = direct.later("r", 14 * 60).given("demands", "A", due=at("11 20:00"))
    assert night.settled().broken() == []
    slow = night.settings(driving_night=NIGHT, driving_night_continuous_min=45)
    assert slow.settled().broken() == [("3", 40)]
    curfew = night.settings(driving_curfew=(clock_of("23:00"), clock_of("02:30")))
    assert curfew.settled().broken() == [("3", 210)]
    assert curfew.row("stops", ("r", 2), arrival=at("11 03:30")).settled().broken() == []


def test_the_longest_stand_with_workers_aboard(pooled: Case) -> None:
    assert pooled.settings(coach_max_stand_min=10).broken() == []
    assert pooled.settings(coach_max_stand_min=8).broken() == [("3", 2)]


# rule 5


def test_seats_on_each_section(pooled: Case) -> None:
    assert pooled.given("vehicle_types", "bus", seats=15).broken() == []
    assert pooled.given("vehicle_types", "bus", seats=13).broken() == [("5", 2)]
    assert pooled.given("vehicle_types", "bus", seats=17, reserved=3).broken() == [("5", 1)]
    assert pooled.given("vehicle_types", "bus", seats=8).broken() == [("5", 2), ("5", 7)]


@pytest.mark.parametrize(
    ("cap", "short"),
    [
        (Cap(mode="coach", share=0.75), None),
        (Cap(mode="coach", share=0.6), 3),
        (Cap(mode="train", share=0.6), None),
        (Cap(mode="coach", share=0.6, trip="national"), 3),
        (Cap(mode="coach", share=0.6, trip="province"), None),
        (Cap(mode="coach", share=0.6, trip="city"), None),
        (Cap(mode="coach", share=0.6, risk="low"), 3),
        (Cap(mode="coach", share=0.6, risk="medium"), None),
        (Cap(mode="coach", share=0.6, from_day=day_of("2020-03-11")), None),
        (Cap(mode="coach", share=0.6, from_day=day_of("2020-03-10")), 3),
        (Cap(mode="coach", share=0.6, to_day=day_of("2020-03-09")), None),
    ],
)
def test_caps_leave_seats_free(pooled: Case, cap: Cap, short: int | None) -> None:
    assert pooled.also_given("caps", cap).broken() == ([] if short is None else [("5", short)])


def test_the_least_cap_counts(pooled: Case) -> None:
    caps = (Cap(mode="coach", share=0.75), Cap(mode="coach", share=0.7))
    assert pooled.also_given("caps", *caps).broken() == [("5", 1)]


def test_a_trip_is_told_by_the_cities_and_provinces_of_its_stops(pooled: Case) -> None:
    cap = Cap(mode="coach", share=0.6, trip="province")
    case = pooled.also_given("caps", cap).given("regions", "RW", province="Sichuan", city="Chengdu")
    assert case.broken() == [("5", 3)]
    assert case.given("regions", "RW", city="Dazhou").broken() == []
    blank = case.given("regions", "RW", province="").given("regions", "RP", province="")
    assert blank.broken() == []


def test_caps_by_risk_see_everyone_of_a_coach_run(pooled: Case) -> None:
    risky = _risky_q(pooled).also_given("caps", Cap(mode="coach", share=0.4, risk="medium"))
    assert risky.broken() == [("5", 2), ("5", 7)]


def test_risks_do_not_mix_where_the_scenario_says_so(pooled: Case) -> None:
    assert pooled.settings(mixing_risk=False).broken() == []
    assert _risky_q(pooled).broken() == []
    assert _risky_q(pooled).settings(mixing_risk=False).broken() == [("5", 1)]


def test_the_most_employers_in_a_coach(pooled: Case) -> None:
    assert pooled.settings(mixing_employers=2).broken() == []
    assert pooled.settings(mixing_employers=1).broken() == [("5", 1)]


def test_the_most_stops_where_workers_board_and_alight(pooled: Case) -> None:
    assert pooled.settings(coach_max_pickups=2, coach_max_dropoffs=1).broken() == []
    assert pooled.settings(coach_max_pickups=1).broken() == [("5", 1)]
    assert pooled.settings(coach_max_dropoffs=0).broken() == [("5", 1)]


def test_the_longest_ride(pooled: Case) -> None:
    assert pooled.settings(coach_max_ride_min=130).broken() == []
    assert pooled.settings(coach_max_ride_min=115).broken() == [("5", 15)]


def test_drivers_of_a_run_and_of_its_outing(direct: Case) -> None:
    assert direct.settings(driving_driver_min=100, driving_max_drivers=3).settled().broken() == []
    assert direct.settings(driving_driver_min=100, driving_max_drivers=2).settled().broken() == [("5", 1)]
    assert direct.settings(driving_driver_min=100, driving_max_drivers=1).settled().broken() == [("5", 1), ("5", 2)]


def test_riders_fit_the_units_of_a_service(by_train: Case) -> None:
    assert by_train.given("services", "K1", unit_seats=5).broken() == []
    assert by_train.given("services", "K1", unit_seats=4).broken() == [("5", 2), ("5", 2)]
    assert by_train.given("services", "K1", reserved=4).broken() == [("5", 2), ("5", 2)]
    assert by_train.also_given("caps", Cap(mode="train", share=0.5)).broken() == [("5", 2), ("5", 2)]
    assert by_train.also_given("caps", Cap(mode="train", share=0)).broken() == [("5", 10), ("5", 10)]


def test_risks_do_not_share_a_unit_where_the_scenario_says_so(two_risks_by_train: Case) -> None:
    kept_apart = two_risks_by_train.settings(mixing_risk=False)
    assert two_risks_by_train.broken() == []
    assert kept_apart.broken() == [("5", 1)]
    assert kept_apart.row("runs", "train", units=3).broken() == []


def test_caps_by_risk_see_only_those_aboard_a_section_of_a_service(two_risks_by_train: Case) -> None:
    capped = two_risks_by_train.also_given("caps", Cap(mode="train", share=0.5, risk="high"))
    assert capped.broken() == [("5", 5)]


# rule 6


@pytest.mark.parametrize(("what", "by"), [("leaves", -10), ("leaves", 10), ("returns", 5), ("returns", -5)])
def test_an_outing_leaves_and_returns_when_its_empty_drives_say(direct: Case, what: str, by: int) -> None:
    stated = getattr(direct.plan.outings[0], what)
    assert direct.row("outings", "v", **{what: stated + by}).broken() == [("6", abs(by))]


def test_empty_drives_have_breaks(direct: Case) -> None:
    case = direct.settings(driving_continuous_min=149, driving_break_min=25)
    assert case.broken() == [("6", 25)]
    assert case.settings(driving_continuous_min=150).broken() == []


def test_a_fraction_of_a_minute_counts_as_one(direct: Case) -> None:
    case = direct.given("links", ("W", "D"), minutes=149.2).given("sites", "W", dwell_min=9.5)
    assert case.broken() == []


def test_between_two_runs_a_coach_turns_around_and_drives_empty(two_runs: Case) -> None:
    assert two_runs.settings(coach_turnaround_min=30).broken() == []
    assert two_runs.settings(coach_turnaround_min=33).broken() == [("6", 3)]


def test_an_outing_has_a_run(direct: Case) -> None:
    idle = Outing(
        vehicle_id="w", outing="1", type_id="bus", depot_id="D", leaves=at("10 07:00"), returns=at("10 08:00")
    )
    assert direct.rows("outings", idle).broken() == [("6", None)]


def test_outings_of_a_coach_do_not_overlap_but_may_touch(two_runs: Case) -> None:
    apart = _two_outings(two_runs, gap=0)
    assert apart.broken() == []
    assert _two_outings(two_runs, gap=-20).broken() == [("6", 20)]


def test_an_outing_lies_in_the_horizon_widened_by_a_day(direct: Case) -> None:
    far = direct.given("links", ("D", "P"), minutes=24 * 60 + 470).settings(driving_continuous_min=10_000)
    assert far.settled().broken() == []
    farther = far.given("links", ("D", "P"), minutes=24 * 60 + 476).settled()
    assert farther.broken() == [("6", 6)]


def test_a_coach_has_one_home(two_runs: Case) -> None:
    two_homes = _two_outings(two_runs, gap=0).also_given("fleet", FleetRow(depot_id="W", type_id="bus"))
    moved = two_homes.row("outings", ("v", "2"), depot_id="W").settled()
    assert ("6", None) in moved.broken()


def test_no_more_coaches_than_the_fleet_has(direct: Case, two_runs: Case) -> None:
    apart = two_runs.row("runs", "s", vehicle_id="w").rows("outings", replace(two_runs.plan.outings[0], vehicle_id="w"))
    assert apart.settled().broken() == [("6", 1)]
    assert apart.given("fleet", "D", count=2).settled().broken() == []
    assert apart.given("fleet", "D", count=None).settled().broken() == []
    assert direct.given("fleet", "D", count=0).broken() == [("6", 1)]
    assert direct.also_given("vehicle_types", VehicleType(type_id="van", seats=20)).row(
        "outings", "v", type_id="van"
    ).settled().broken() == [("6", 1)]


def test_a_coach_is_there_on_the_dates_of_its_row(direct: Case) -> None:
    day = day_of("2020-03-10")
    assert direct.given("fleet", "D", from_day=day, to_day=day).broken() == []
    assert direct.given("fleet", "D", from_day=day + 1).broken() == [("6", None)]
    assert direct.given("fleet", "D", to_day=day - 1).broken() == [("6", None)]


def test_coaches_find_their_rows_whatever_the_order(two_runs: Case) -> None:
    """v is out on the 10th only, w on both days: v must leave the row that covers both to w."""
    day = day_of("2020-03-10")
    apart = two_runs.row("runs", "s", vehicle_id="w").rows("outings", replace(two_runs.plan.outings[0], vehicle_id="w"))
    late = apart.later("s", 600).given("demands", "A", due=at("11 20:00"))
    rows = (
        FleetRow(depot_id="D", type_id="bus", count=1),
        FleetRow(depot_id="D", type_id="bus", count=1, from_day=day, to_day=day),
    )
    for fleet in (rows, rows[::-1]):
        case = replace(late, tables=replace(late.tables, fleet=fleet)).settled()
        assert case.broken() == []
    short = replace(late, tables=replace(late.tables, fleet=(rows[1], rows[1]))).settled()
    assert short.broken() == [("6", None)]


def test_a_run_begins_or_ends_at_home(direct: Case) -> None:
    home = direct.settings(coach_home_end=True)
    assert home.broken() == []
    assert home.given("sites", "D", region_id="RW").broken() == []
    assert home.given("sites", "D", region_id=None).broken() == [("6", None)]


# rule 7


def test_units_are_bought_within_their_limits(by_train: Case) -> None:
    assert by_train.given("services", "K1", min_units=2, max_units=2).broken() == []
    assert by_train.given("services", "K1", min_units=3).broken() == [("7", 1)]
    assert by_train.row("runs", "train", units=5).broken() == [("7", 2)]


def test_a_service_runs_once(by_train: Case) -> None:
    again = [replace(row, run_id="again", board=0, alight=0) for row in by_train.plan.stops if row.run_id == "train"]
    twice = by_train.rows("runs", replace(by_train.plan.runs[1], run_id="again")).rows("stops", *again)
    assert twice.broken() == [("7", None)]


def _risky_q(case: Case) -> Case:
    region = replace(case.problem.region["RP"], region_id="RQ", risk="medium")
    return case.also_given("regions", region).given("sites", "Q", region_id="RQ")


def _two_outings(case: Case, gap: int) -> Case:
    """The two runs of ``two_runs`` in an outing each, the second leaving ``gap`` minutes after the first's return."""
    second = case.plan.outings[0]
    split = case.row("outings", "v", returns=at("10 12:40")).rows("outings", replace(second, outing="2"))
    apart = split.later("s", 30 + gap)
    return apart.row("outings", ("v", "2"), leaves=at("10 12:40") + gap, returns=at("10 18:00") + gap).settled()


@pytest.fixture
def two_risks_by_train(by_train: Case) -> Case:
    """``by_train``, two units of eight; three of high risk join at station M, from where they live, as far as W."""
    region = replace(by_train.problem.region["RM"], risk="high")
    demand = replace(by_train.problem.demand["A"], demand_id="H", pickup_id="M", headcount=3)
    case = by_train.given("regions", "RM", risk=region.risk).also_given("demands", demand)
    legs = (("train", 2, 3), ("last", 1, 2))
    riders = [
        Rider(itinerary_id="h", leg=leg, run_id=run, board_seq=on, alight_seq=off, demand_id="H", headcount=3)
        for leg, (run, on, off) in enumerate(legs, start=1)
    ]
    case = case.rows("riders", *riders).row("stops", ("train", 2), board=3).row("stops", ("train", 3), alight=13)
    case = case.row("stops", ("last", 1), board=10).row("stops", ("last", 2), alight=10)
    van = (
        Run(run_id="van", mode="coach", vehicle_id="v3"),
        stop("van", 1, "T", "10 14:20", "10 14:30", people=3),
        stop("van", 2, "W", "10 15:00", None, people=-3),
        replace(by_train.plan.outings[1], vehicle_id="v3"),
    )
    case = case.rows("runs", van[0]).rows("stops", *van[1:3]).rows("outings", van[3])
    return case.row("riders", ("h", 2), run_id="van").settled()
