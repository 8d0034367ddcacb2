"""The sentence of each reason names what binds: the limit with its date and value, the fleet, the cap, the service."""

from __future__ import annotations

from dataclasses import replace

from optimizer.clock import day_of
from optimizer.plan import Plan
from optimizer.problem import Cap, Demand, FleetRow, Limit
from optimizer.reasons import explain
from tests.optimizer.case import Case, at


def told(case: Case, plan: Plan | None = None, count: int = 10, demand: str = "A") -> str:
    (row,) = explain(case.problem, plan or Plan(), {demand: count})
    return f"{row.reason}: {row.detail}"


def test_a_limit_is_named_with_kind_scope_value_and_dates(direct: Case) -> None:
    few = direct.also_given("limits", Limit(limit_id="L7", scope="RW", kind="arrive_per_day", value=4))
    assert told(few.given("demands", "A", min_group=5)) == (
        "limit_full: On every possible day a limit lets fewer pass than 5 workers together: "
        "limit L7 (4 arrivals a day at RW) on 2020-03-10."
    )


def test_each_day_has_its_own_limit(direct: Case) -> None:
    case = direct.given("demands", "A", due=at("11 20:00"))
    for name, day in (("L1", "2020-03-10"), ("L2", "2020-03-11")):
        case = case.also_given(
            "limits", Limit(limit_id=name, scope="P", kind="depart_per_day", value=0, day=day_of(day))
        )
    assert told(case).endswith(
        "fewer pass than a single worker: limit L1 (0 departures a day from P) on 2020-03-10 and "
        "limit L2 (0 departures a day from P) on 2020-03-11."
    )


def test_a_limit_that_others_use_up(pooled: Case) -> None:
    case = pooled.also_given("limits", Limit(limit_id="L", scope="RP", kind="depart_per_day", value=12))
    riders = tuple(replace(r, headcount=2) if r.demand_id == "B" else r for r in case.plan.riders)
    said = told(case, replace(case.plan, riders=riders), 3, "B")
    assert "Others use up limit L (12 departures a day from RP) on 2020-03-10;" in said


def test_fleets_on_other_dates(direct: Case) -> None:
    gone = direct.given("fleet", "D", from_day=day_of("2020-03-11"))
    assert told(gone).endswith("and no fleet a coach on these dates: 1 bus at D from 2020-03-11.")
    assert told(direct.given("fleet", "D", count=0)).endswith("and no fleet has any coach.")


def test_a_service_without_units(by_train: Case) -> None:
    case = by_train.settings(driving_max_drivers=1.0).given("services", "K1", max_units=0, min_units=0)
    assert told(case).endswith("have no unit on offer: train K1.")


def test_fleets_that_others_use_up(direct: Case) -> None:
    other = Demand(
        demand_id="B", employer_id="E", pickup_id="P", workplace_id="W", headcount=15, ready=at("10 08:00"),
        due=at("10 12:00"),
    )  # fmt: skip
    case = direct.also_given("demands", other)
    said = told(case, case.plan, 15, "B")
    assert said.startswith("no_vehicle: The other runs use up the coaches and units")
    assert said.endswith(": 1 bus at D.")


def test_a_cap_is_named_with_its_share_trip_and_dates(direct: Case) -> None:
    cap = Cap(mode="coach", share=0.04, trip="national", from_day=day_of("2020-03-01"))
    assert told(direct.also_given("caps", cap)).endswith(
        "coach bus (0 of 20 seats, cap 0.04 for coach on national trips from 2020-03-01)."
    )


def test_reserved_seats_and_group_are_named(direct: Case) -> None:
    case = direct.given("demands", "A", headcount=21, min_group=21).given("vehicle_types", "bus", reserved=2)
    assert "21 seats together usable" in told(case, count=21)
    assert told(case, count=21).endswith("coach bus (18 of 20 seats, 2 reserved).")


def test_a_cap_on_a_service(by_train: Case) -> None:
    case = by_train.settings(driving_max_drivers=1.0).also_given("caps", Cap(mode="train", share=0.1))
    assert told(case).endswith("train K1 (0 of 3 × 8 seats, cap 0.1 for train).")


def test_a_service_that_others_fill(by_train: Case) -> None:
    case = by_train.settings(driving_max_drivers=1.0).given("demands", "A", headcount=24)
    case = case.also_given("demands", replace(case.problem.demand["A"], demand_id="B", headcount=10))
    plan = replace(case.plan, riders=tuple(replace(r, headcount=24) for r in case.plan.riders))
    assert (
        told(case, plan, 10, "B")
        == "no_seats: Others fill all 3 units of train K1, which lead from P (P) to W (W) in time."
    )


def test_what_a_worker_costs(direct: Case) -> None:
    """Two hours at 15 are 30; a coach of their own costs (2 + 1) x 100 km, and its day and driver, over ten workers."""
    assert "costs 30 CNY at least, in hours and seat fares, more than the 29 CNY" in told(
        direct.settings(objective_unserved=29.0)
    )
    assert "costs 75 CNY by coaches of their own, there and back, more than the 31 CNY" in told(
        direct.settings(objective_unserved=31.0)
    )


def test_many_fleets_are_counted_after_the_nearest(direct: Case) -> None:
    later = day_of("2020-03-11")
    case = direct.given("fleet", "D", from_day=later)
    for n in range(4):
        case = case.also_given("fleet", FleetRow(depot_id="W", type_id="bus", count=n + 1, from_day=later))
    said = told(case)
    assert "1 bus at D from 2020-03-11, 1 bus at W" in said
    assert said.endswith("and 2 more.")
