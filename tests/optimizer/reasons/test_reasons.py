"""Every reason of the contract where it holds and is proven, and where something small is changed and it does not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from optimizer.clock import day_of
from optimizer.plan import REASONS, Plan, Unserved
from optimizer.problem import Cap, Demand, FleetRow, Limit
from optimizer.reasons import explain
from tests.optimizer.case import Case, at


def why(case: Case, plan: Plan | None = None, count: int = 10, demand: str = "A") -> tuple[str, bool]:
    """The reason of ``count`` workers left of a demand, and whether it is proven; without a plan everybody stays."""
    (row,) = explain(case.problem, plan or Plan(), {demand: count})
    assert row.detail.endswith(".")
    assert (row.demand_id, row.headcount) == (demand, count)
    return row.reason, row.proven


def test_who_could_have_gone_was_not_found_in_time(direct: Case) -> None:
    assert why(direct) == ("not_found_in_time", False)


def test_nobody_left_needs_no_reason(direct: Case) -> None:
    assert explain(direct.problem, direct.plan, {}) == ()
    assert explain(direct.problem, direct.plan, {"A": 0}) == ()


def test_an_unknown_demand_is_an_error(direct: Case) -> None:
    with pytest.raises(KeyError):
        explain(direct.problem, Plan(), {"nobody": 1})


def test_rows_come_in_the_problems_order(pooled: Case) -> None:
    rows = explain(pooled.problem, Plan(), {"B": 2, "A": 1})
    assert [(row.demand_id, row.headcount) for row in rows] == [("A", 1), ("B", 2)]
    assert all(isinstance(row, Unserved) and row.reason in REASONS for row in rows)


def test_region_closed(direct: Case) -> None:
    """Two hours to drive: the 11th is too late for 10 20:00, and for 11 01:59, but not for 11 02:00."""
    shut = direct.given("regions", "RP", open_from=day_of("2020-03-11"))
    assert why(shut) == ("region_closed", True)
    assert why(shut.given("demands", "A", due=at("11 01:59"))) == ("region_closed", True)
    assert why(shut.given("demands", "A", due=at("11 02:00")))[0] != "region_closed"


def test_a_region_that_opens_early_is_no_excuse_for_a_late_one(direct: Case) -> None:
    """Ready leaves no time in the first place."""
    case = direct.given("regions", "RP", open_from=day_of("2020-03-10")).given("demands", "A", due=at("10 07:00"))
    assert why(case) == ("cannot_arrive_in_time", True)


def test_no_connection_beyond_the_drivers_of_a_run(direct: Case) -> None:
    """960 minutes need more than one driver, and there is no hub to change on the way."""
    far = direct.settings(driving_max_drivers=1.0, last_day=day_of("2020-03-20"), transfer_at=())
    far = far.given("demands", "A", due=at("20 20:00")).given("links", ("P", "W"), minutes=960)
    far = far.given("links", ("P", "D"), minutes=960)
    assert why(far) == ("no_connection", True)
    assert why(far.settings(driving_max_drivers=2.0))[0] != "no_connection"


def test_a_relay_at_a_hub_is_a_connection(direct: Case) -> None:
    far = direct.settings(driving_max_drivers=1.0, last_day=day_of("2020-03-20"), transfer_at=("depot",))
    far = far.given("demands", "A", due=at("20 20:00")).given("links", ("P", "W"), minutes=960)
    far = far.given("links", ("P", "D"), minutes=480).given("links", ("D", "W"), minutes=480)
    assert why(far)[0] != "no_connection"
    assert why(far.settings(journey_max_legs=1.0)) == ("no_connection", True)


def test_no_connection_where_no_coach_may_end_at_home(direct: Case) -> None:
    home = direct.settings(coach_home_end=True, driving_max_drivers=1.0)
    assert why(home)[0] != "no_connection"
    elsewhere = home.given("sites", "D", region_id=None).settings(transfer_at=("station",))
    assert why(elsewhere) == ("no_connection", True)


def test_a_train_connects_what_no_coach_can(by_train: Case) -> None:
    case = by_train.settings(driving_max_drivers=1.0)
    assert why(case)[0] == "not_found_in_time"
    assert why(case.settings(journey_max_legs=2.0, transfer_at=("airport",))) == ("no_connection", True)


def test_cannot_arrive_in_time(direct: Case) -> None:
    assert why(direct.given("demands", "A", due=at("10 07:59"))) == ("cannot_arrive_in_time", True)
    assert why(direct.given("demands", "A", due=at("10 08:00")))[0] != "cannot_arrive_in_time"


def test_a_train_that_has_left_is_too_late(by_train: Case) -> None:
    """Ready 08:01, an hour to the station and an hour of check-in: the train of 10:00 is missed by a minute."""
    case = by_train.settings(driving_max_drivers=1.0)
    assert why(case.given("demands", "A", ready=at("10 08:00")))[0] == "not_found_in_time"
    assert why(case.given("demands", "A", ready=at("10 08:01"))) == ("cannot_arrive_in_time", True)


def test_opening_hours_leave_no_time(direct: Case) -> None:
    shut = direct.given("sites", "W", opens=0, closes=7 * 60 + 59)
    assert why(shut) == ("cannot_arrive_in_time", True)


def test_the_curfew_makes_it_too_late_but_that_is_not_proven(direct: Case) -> None:
    night = direct.given("demands", "A", ready=at("11 00:30"), due=at("11 04:00"))
    assert why(night)[0] == "not_found_in_time"
    assert why(night.settings(driving_curfew=(60, 300))) == ("cannot_arrive_in_time", False)


def test_no_vehicle_on_these_dates(direct: Case) -> None:
    gone = direct.given("fleet", "D", from_day=day_of("2020-03-11"))
    assert why(gone) == ("no_vehicle", True)
    assert why(gone.given("demands", "A", due=at("11 20:00")))[0] != "no_vehicle"
    assert why(direct.given("fleet", "D", count=0)) == ("no_vehicle", True)


def test_a_service_without_units_is_no_vehicle(by_train: Case) -> None:
    case = by_train.settings(driving_max_drivers=1.0).given("services", "K1", max_units=0, min_units=0)
    assert why(case) == ("no_vehicle", True)


def test_no_seats_left_by_caps(direct: Case) -> None:
    assert why(direct.also_given("caps", Cap(mode="coach", share=0.04))) == ("no_seats", True)
    assert why(direct.also_given("caps", Cap(mode="coach", share=0.05)))[0] != "no_seats"


def test_no_seats_for_a_group_that_may_not_split(direct: Case) -> None:
    big = direct.given("demands", "A", headcount=21)
    assert why(big.given("demands", "A", splittable=False), count=21) == ("no_seats", True)
    assert why(big.given("demands", "A", min_group=21), count=21) == ("no_seats", True)
    assert why(big, count=21)[0] != "no_seats"


def test_no_seats_in_any_unit_of_a_service(by_train: Case) -> None:
    case = by_train.settings(driving_max_drivers=1.0)
    assert why(case.also_given("caps", Cap(mode="train", share=0.1))) == ("no_seats", True)
    assert why(case.given("demands", "A", splittable=False).given("services", "K1", max_units=1)) == ("no_seats", True)


@pytest.mark.parametrize(
    ("kind", "scope"), [("depart_per_day", "P"), ("arrive_per_day", "RW"), ("depart_per_day", "E")]
)
def test_limit_full_alone(direct: Case, kind: str, scope: str) -> None:
    nobody = direct.also_given("limits", Limit(limit_id="L", scope=scope, kind=kind, value=0))
    assert why(nobody) == ("limit_full", True)
    few = direct.also_given("limits", Limit(limit_id="L", scope=scope, kind=kind, value=4))
    assert why(few.given("demands", "A", min_group=5)) == ("limit_full", True)


def test_beds_full_alone(direct: Case) -> None:
    beds = direct.also_given("limits", Limit(limit_id="L", scope="Shandong/Jinan", kind="beds", value=0))
    assert why(beds.given("demands", "A", quarantine_nights=1)) == ("limit_full", True)
    assert why(beds)[0] != "limit_full"


def test_worth_less_than_the_hours_it_takes(direct: Case) -> None:
    """Two hours at 15: whoever costs less than 30 to leave is not worth it, whatever is shared."""
    assert why(direct.settings(objective_unserved=29.0)) == ("worth_less_than_cost", True)
    reason, proven = why(direct.settings(objective_unserved=31.0))
    assert (reason, proven) == ("worth_less_than_cost", False), "a coach of their own costs more, but that is no proof"
    assert why(direct.settings(objective_unserved=100.0))[0] == "not_found_in_time"


def test_limit_full_with_everybody(pooled: Case) -> None:
    """Twelve may leave the region on the one day: of fifteen three must stay, and no others than these three do."""
    case = pooled.also_given("limits", Limit(limit_id="L", scope="RP", kind="depart_per_day", value=12))
    riders = tuple(replace(r, headcount=2) if r.demand_id == "B" else r for r in case.plan.riders)
    plan = replace(case.plan, riders=riders)
    assert why(case, plan, 3, "B") == ("limit_full", True)


def test_limit_full_is_not_proven_where_fewer_had_to_stay(pooled: Case) -> None:
    case = pooled.also_given("limits", Limit(limit_id="L", scope="RP", kind="depart_per_day", value=12))
    only_a = tuple(r for r in case.plan.riders if r.demand_id == "A")
    case_b = case.given("demands", "B", min_group=3)
    assert why(case_b, replace(case.plan, riders=only_a), 5, "B") == ("limit_full", False)


def test_the_only_coach_is_used_by_others(direct: Case) -> None:
    """It is out all the time in which B could go."""
    other = Demand(
        demand_id="B",
        employer_id="E",
        pickup_id="P",
        workplace_id="W",
        headcount=15,
        ready=at("10 08:00"),
        due=at("10 12:00"),
    )
    case = direct.also_given("demands", other)
    assert why(case, case.plan, 15, "B") == ("no_vehicle", False)
    more = case.also_given("fleet", FleetRow(depot_id="D", type_id="bus", count=1))
    assert why(more, more.plan, 15, "B") == ("not_found_in_time", False)


def test_the_train_is_filled_by_others(by_train: Case) -> None:
    """Three units of eight: of two demands of 24 and 10, one fills them; no coach goes so far."""
    case = by_train.settings(driving_max_drivers=1.0).given("demands", "A", headcount=24)
    other = replace(case.problem.demand["A"], demand_id="B", headcount=10)
    case = case.also_given("demands", other)
    riders = tuple(replace(r, headcount=24) for r in case.plan.riders)
    plan = replace(case.plan, riders=riders)
    assert why(case, plan, 10, "B") == ("no_seats", False)
