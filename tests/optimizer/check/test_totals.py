"""What a plan costs and states: worked out by hand, and wrong by a known amount."""

from __future__ import annotations

from dataclasses import replace

import pytest

from optimizer.check import OutingNumbers, RunNumbers, SeatUse
from optimizer.plan import Unserved
from optimizer.problem import MODES
from tests.optimizer.case import Case, at


def test_the_numbers_of_one_coach(direct: Case) -> None:
    report = direct.report()
    assert report.runs["r"] == RunNumbers(board=(10, 0), alight=(0, 10), km=100, driving_min=120, drivers=1)
    assert report.outings["v", "1"] == OutingNumbers(
        leaves=at("10 07:20"),
        returns=at("10 12:40"),
        days=1,
        km_loaded=100,
        km_empty=140,
        drivers=1,
        money=100 + 2 * 100 + 1 * 140 + 50,
    )
    totals = report.totals
    assert (totals.money, totals.worker_hours, totals.objective) == (490, 20, 490 + 15 * 20)
    assert (totals.served, totals.unserved, totals.vehicles, totals.outings, totals.itineraries) == (10, 0, 1, 1, 1)
    assert (totals.km_loaded, totals.km_empty) == (100, 140)
    assert totals.seats["coach"] == SeatUse(worker_km=1000, seat_km=2000)
    assert totals.seats["coach"].load_factor == 0.5
    assert totals.seats["train"].load_factor == 0


def test_the_numbers_of_a_journey_by_train(by_train: Case) -> None:
    totals = by_train.report().totals
    assert totals.money_services == 1000 + 2 * 200 + 10 * 30
    assert totals.money_coaches == (100 + 2 * 50 + 30 + 35 + 50 - 0) + (100 + 2 * 25 + 8 + 25 + 50)
    assert totals.worker_hours == 75
    assert totals.runs == {"coach": 2, "train": 1, "carriage": 0, "flight": 0}
    assert totals.units == {"coach": 2, "train": 2, "carriage": 0, "flight": 0}
    assert totals.seats["train"].load_factor == pytest.approx(10 / 16)


def test_unserved_workers_cost_by_priority(direct: Case) -> None:
    case = direct.given("demands", "A", headcount=13)
    case = case.rows("unserved", Unserved(demand_id="A", headcount=3, reason="no_seats", proven=False, detail="full"))
    assert case.report().totals.unserved_penalty == 3 * 20000
    assert case.given("employers", "E", priority=2).report().totals.unserved_penalty == 3 * 2 * 20000
    own = case.given("employers", "E", priority=2).given("demands", "A", priority=0.5).settings(objective_unserved=100)
    assert own.report().totals.unserved_penalty == 3 * 0.5 * 100


def test_days_are_dates_and_each_has_its_drivers(direct: Case) -> None:
    late = direct.later("r", 12 * 60).settled()
    numbers = late.report().outings["v", "1"]
    assert (numbers.days, numbers.money) == (2, 2 * 100 + 2 * 100 + 140 + 2 * 1 * 50)


def test_an_outings_drivers_come_from_all_it_drives(two_runs: Case, direct: Case) -> None:
    assert direct.report().outings["v", "1"].drivers == 1
    numbers = two_runs.report().outings["v", "1"]
    assert (numbers.drivers, numbers.km_loaded, numbers.km_empty) == (2, 200, 20 + 100 + 120)
    assert two_runs.settings(driving_driver_min=540).report().outings["v", "1"].drivers == 1


def test_a_long_outing_lets_its_drivers_sleep(direct: Case) -> None:
    """1,470 minutes at the wheel, 1,560 away: 1.0833 days of 480 minutes each take three drivers, not four."""
    far = direct.given("links", ("D", "P"), minutes=1200).settings(driving_continuous_min=2000).settled()
    numbers = far.report().outings["v", "1"]
    assert numbers.returns - numbers.leaves == 1200 + 10 + 120 + 10 + 150
    assert numbers.drivers == 3


def test_empty_kilometres_cost_what_loaded_ones_do_unless_told(direct: Case) -> None:
    numbers = direct.given("vehicle_types", "bus", cost_km_empty=None).report().outings["v", "1"]
    assert numbers.money == 100 + 2 * 100 + 2 * 140 + 50


def test_where_no_road_is_measured_the_great_circle_counts(direct: Case) -> None:
    equator = direct.given("sites", "P", lat=0.0, lon=100.0).given("sites", "W", lat=0.0, lon=101.0)
    case = equator.not_given("links", ("P", "W")).settings(road_detour=1.5, road_speed_kmh=50)
    run = case.report().runs["r"]
    km = 6371.0088 * 3.141592653589793 / 180 * 1.5
    assert run.km == pytest.approx(km, rel=1e-12)
    assert run.driving_min == 201  # 166.79 km at 50 km/h: 200.15 minutes


@pytest.mark.parametrize(("what", "by"), [("km", 0.02), ("driving_min", 3), ("drivers", 1)])
def test_stated_numbers_of_a_run(direct: Case, what: str, by: float) -> None:
    stated = getattr(direct.plan.runs[0], what)
    ((rule, amount),) = direct.row("runs", "r", **{what: stated + by}).broken()
    assert (rule, amount) == ("totals", pytest.approx(by))
    assert direct.row("runs", "r", **{what: None}).broken() == [("totals", None)]
    assert direct.row("runs", "r", km=100.005).broken() == []


@pytest.mark.parametrize("what", ["days", "km_loaded", "km_empty", "drivers", "money"])
def test_stated_numbers_of_an_outing(direct: Case, what: str) -> None:
    stated = getattr(direct.plan.outings[0], what)
    assert direct.row("outings", "v", **{what: stated + 2}).broken() == [("totals", 2)]
    assert direct.row("outings", "v", **{what: None}).broken() == [("totals", None)]


@pytest.mark.parametrize(
    ("what", "by"), [("objective", 0.01), ("money", -0.01), ("worker_hours", 0.02), ("served", 1), ("unserved", 1)]
)
def test_stated_totals(direct: Case, what: str, by: float) -> None:
    true = direct.statement()
    (violation,) = direct.report(replace(true, **{what: getattr(true, what) + by})).violations[:1]
    assert (violation.rule, violation.amount) == ("totals", pytest.approx(by))
    assert what in violation.message


def test_stated_totals_are_exact_to_a_millionth(direct: Case) -> None:
    objective = 790 * (1 + 5e-7)
    assert direct.report(direct.statement(objective=objective)).valid


def test_stated_counts_of_runs(by_train: Case) -> None:
    right = {"coach": 2, "train": 1}
    assert by_train.report(by_train.statement(counts=right)).valid
    for wrong in ({"coach": 3, "train": 1}, {"coach": 2}, {**right, "flight": 1}, {}):
        assert by_train.report(by_train.statement(counts=wrong)).rules == {"totals"}


def test_totals_are_not_compared_where_parts_could_not_be_used(direct: Case) -> None:
    broken = direct.row("riders", "i", run_id="X")
    report = broken.report(direct.statement())
    assert not report.complete
    assert "totals" not in report.rules


@pytest.mark.parametrize(
    ("values", "good"),
    [
        ({"bound": 395.0, "gap": 0.5}, True),
        ({"bound": 395.0, "gap": 0.4999}, False),
        ({"bound": 790.0, "gap": 0.0, "status": "optimal"}, True),
        ({"bound": 790.0, "gap": 0.0, "status": "feasible"}, False),
        ({"bound": 789.9995, "gap": 0.0005 / 790, "status": "optimal"}, True),
        ({"bound": 789.0, "gap": 1 / 790, "status": "optimal"}, False),
        ({"bound": 790.1, "gap": -0.1 / 790, "status": "optimal"}, False),
        ({"bound": -79.0, "gap": 1.1}, True),
    ],
)
def test_bound_gap_and_status(direct: Case, values: dict[str, object], good: bool) -> None:
    report = direct.report(direct.statement(**values))
    assert report.rules == (frozenset() if good else {"bound"})


def test_a_plan_that_costs_nothing_is_optimal(direct: Case) -> None:
    free = direct.settings(objective_hour=0).given(
        "vehicle_types", "bus", cost_day=0, cost_km=0, cost_km_empty=0, cost_driver_day=0
    )
    free = free.settled()
    assert free.report(free.statement(gap=0.0, status="optimal")).valid


@pytest.mark.parametrize(
    "values",
    [
        {"status": "good"},
        {"bound_source": " "},
        {"objective": float("nan")},
        {"bound": float("inf")},
        {"gap": "small"},
        {"money": None},
        {"served": True},
        {"wall_seconds": None},
        {"counts": None},
    ],
)
def test_a_broken_statement_is_named(direct: Case, values: dict[str, object]) -> None:
    (violation,) = direct.report(direct.statement(**values)).violations
    assert violation.rule == "files"
    assert next(iter(values)) in violation.message


def test_every_mode_has_its_totals(direct: Case) -> None:
    totals = direct.report().totals
    assert set(totals.runs) == set(totals.units) == set(totals.seats) == set(MODES)
