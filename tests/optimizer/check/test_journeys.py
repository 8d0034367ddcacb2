"""Rules 1, 2, 4 and 8: workers, their times, their changes and the daily limits; kept, and broken by a known amount."""

from __future__ import annotations

from dataclasses import replace

import pytest

from optimizer.clock import clock_of, day_of
from optimizer.plan import Unserved
from optimizer.problem import Limit
from tests.optimizer.case import Case, at


def _left(headcount: int) -> Unserved:
    return Unserved(demand_id="A", headcount=headcount, reason="no_seats", proven=False, detail="no seat was left")


# rule 1


def test_every_worker_rides_or_is_unserved(direct: Case) -> None:
    assert direct.given("demands", "A", headcount=13).broken() == [("1", -3)]
    assert direct.given("demands", "A", headcount=13).rows("unserved", _left(3)).broken() == []
    assert direct.rows("unserved", _left(2)).broken() == [("1", 2)]


def test_a_demand_that_is_not_splittable_is_one_itinerary_or_none(direct: Case, two_runs: Case) -> None:
    assert direct.given("demands", "A", splittable=False).broken() == []
    assert two_runs.given("demands", "A", splittable=False).broken() == [("1", 1)]
    part = direct.given("demands", "A", splittable=False, headcount=13).rows("unserved", _left(3))
    assert part.broken() == [("1", 3)]


def test_min_group_holds_up_to_the_whole_demand(two_runs: Case, direct: Case) -> None:
    assert two_runs.given("demands", "A", min_group=5).broken() == []
    assert two_runs.given("demands", "A", min_group=7).broken() == [("1", 2), ("1", 2)]
    assert direct.given("demands", "A", min_group=30).broken() == []


# rule 2


def test_no_departure_before_ready(direct: Case) -> None:
    assert direct.given("demands", "A", ready=at("10 08:00")).broken() == []
    assert direct.given("demands", "A", ready=at("10 08:05")).broken() == [("2", 5)]


def test_no_departure_before_the_region_opens(direct: Case) -> None:
    assert direct.given("regions", "RP", open_from=day_of("2020-03-10")).broken() == []
    assert direct.given("regions", "RP", open_from=day_of("2020-03-11")).broken() == [("2", 16 * 60)]
    assert direct.given("regions", "RW", open_from=day_of("2020-03-11")).broken() == []


def test_the_final_arrival_is_within_due_from_and_due(direct: Case) -> None:
    kept = direct.given("demands", "A", due_from=at("10 10:00"), due=at("10 10:00"))
    assert kept.broken() == []
    assert kept.given("demands", "A", due=at("10 09:53"), due_from=None).broken() == [("2", 7)]
    assert kept.given("demands", "A", due=at("10 12:00"), due_from=at("10 10:20")).broken() == [("2", 20)]


@pytest.mark.parametrize(
    ("opens", "closes", "kept"),
    [
        ("08:00", "10:00", True),
        ("08:01", "10:00", False),
        ("07:00", "08:00", False),
        ("22:00", "08:01", True),
        ("22:00", "08:00", False),
        ("09:00", "09:00", True),
    ],
)
def test_a_journey_starts_in_the_opening_hours_of_its_pickup(direct: Case, opens: str, closes: str, kept: bool) -> None:
    case = direct.given("sites", "P", opens=clock_of(opens), closes=clock_of(closes))
    assert case.broken() == ([] if kept else [("2", None)])


def test_a_journey_ends_in_the_opening_hours_of_its_workplace(direct: Case) -> None:
    assert direct.given("sites", "W", opens=clock_of("10:00"), closes=clock_of("11:00")).broken() == []
    assert direct.given("sites", "W", opens=clock_of("10:01"), closes=clock_of("11:00")).broken() == [("2", None)]


def test_opening_hours_do_not_bind_where_workers_only_change(by_train: Case) -> None:
    assert by_train.given("sites", "T", opens=clock_of("20:00"), closes=clock_of("21:00")).broken() == []


def test_every_stop_lies_in_the_horizon(direct: Case) -> None:
    tomorrow = direct.settings(first_day=day_of("2020-03-11"))
    report = tomorrow.report()
    assert report.rules == {"2"}
    assert [violation.amount for violation in report.violations] == [16 * 60 + 10, 16 * 60, 14 * 60]
    last = direct.later("r", 14 * 60 - 1).given("demands", "A", due=at("11 00:00")).settled()
    assert last.broken() == []
    assert last.settings(last_day=day_of("2020-03-10")).broken() == []
    over = last.later("r", 1).settled().settings(last_day=day_of("2020-03-10"))
    assert over.broken() == [("2", 1)]


def test_the_number_of_legs_and_the_length_of_a_journey(by_train: Case) -> None:
    assert by_train.settings(journey_max_legs=3, journey_max_min=450).broken() == []
    assert by_train.settings(journey_max_legs=2).broken() == [("2", 1)]
    assert by_train.settings(journey_max_min=440).broken() == [("2", 10)]


# rule 4


def test_check_in_before_a_service_and_the_way_out_after_it(by_train: Case) -> None:
    assert by_train.given("sites", "S", checkin_min=90).broken() == []
    assert by_train.given("sites", "S", checkin_min=95).broken() == [("4", 5)]
    assert by_train.given("sites", "T", exit_min=30).broken() == []
    assert by_train.given("sites", "T", exit_min=42).broken() == [("4", 12)]
    assert by_train.given("sites", "T", checkin_min=500).broken() == []
    assert by_train.given("sites", "S", exit_min=500).broken() == []


def test_check_in_of_a_journey_that_begins_with_a_service(by_train: Case) -> None:
    plan = replace(
        by_train.plan,
        runs=by_train.plan.runs[1:],
        stops=by_train.plan.stops[2:],
        outings=by_train.plan.outings[1:],
        riders=tuple(replace(rider, leg=rider.leg - 1) for rider in by_train.plan.riders[1:]),
    )
    case = replace(by_train, plan=plan).given("demands", "A", pickup_id="S", ready=at("10 09:00")).settled()
    assert case.broken() == []
    assert case.given("demands", "A", ready=at("10 09:08")).broken() == [("4", 8)]


def test_the_longest_wait_at_a_hub(by_train: Case) -> None:
    assert by_train.settings(transfer_max_wait_min=90).broken() == []
    assert by_train.settings(transfer_max_wait_min=70).broken() == [("4", 20)]


def test_coach_to_coach_takes_ten_minutes(relay: Case) -> None:
    assert relay.broken() == []
    assert relay.later("on", -63).settled().broken() == [("4", 3)]


# rule 8


def _limit(case: Case, scope: str, kind: str, value: float, day: str | None = None) -> list[tuple[str, float | None]]:
    limit = Limit(limit_id="L", scope=scope, kind=kind, value=value, day=day_of(day) if day else None)
    return case.also_given("limits", limit).broken()


@pytest.mark.parametrize("scope", ["P", "RP", "E", "Sichuan/Dazhou"])
def test_a_limit_of_workers_starting_their_journey(direct: Case, scope: str) -> None:
    assert _limit(direct, scope, "depart_per_day", 10) == []
    assert _limit(direct, scope, "depart_per_day", 7) == [("8", 3)]
    assert _limit(direct, scope, "depart_per_day", 7, "2020-03-10") == [("8", 3)]
    assert _limit(direct, scope, "depart_per_day", 7, "2020-03-11") == []


@pytest.mark.parametrize("scope", ["W", "RW", "E", "Shandong/Jinan"])
def test_a_limit_of_workers_ending_their_journey(direct: Case, scope: str) -> None:
    assert _limit(direct, scope, "arrive_per_day", 10) == []
    assert _limit(direct, scope, "arrive_per_day", 4) == [("8", 6)]


def test_a_limit_elsewhere_does_not_bind(direct: Case) -> None:
    assert _limit(direct, "P", "arrive_per_day", 0) == []
    assert _limit(direct, "E2", "depart_per_day", 0) == []


def test_limits_of_a_day_add_up_and_each_row_holds_by_itself(two_runs: Case) -> None:
    assert _limit(two_runs, "P", "depart_per_day", 9) == [("8", 1)]
    dated = two_runs.also_given(
        "limits",
        Limit(limit_id="L1", scope="P", kind="depart_per_day", value=8),
        Limit(limit_id="L2", scope="P", kind="depart_per_day", value=12, day=day_of("2020-03-10")),
    )
    assert dated.broken() == [("8", 2)]


def test_beds_are_taken_on_each_night_of_quarantine(direct: Case) -> None:
    quarantine = direct.given("demands", "A", quarantine_nights=3)
    assert _limit(direct, "RW", "beds", 0) == []
    assert _limit(quarantine, "RW", "beds", 10) == []
    assert _limit(quarantine, "RW", "beds", 6) == [("8", 4)]
    assert _limit(quarantine, "W", "beds", 6, "2020-03-12") == [("8", 4)]
    assert _limit(quarantine, "W", "beds", 6, "2020-03-13") == []
    assert _limit(quarantine, "P", "beds", 0) == []
