"""Rule 0: cells, ids, runs and itineraries that can be followed. A broken plan is a report, never an error."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, replace

import pytest

from optimizer.check import check
from optimizer.plan import Plan, Unserved
from tests.optimizer.case import Case, at, relay_by


@pytest.mark.parametrize("name", ["direct", "pooled", "by_train", "two_runs"])
def test_the_small_plans_are_valid(name: str, request: pytest.FixtureRequest) -> None:
    case: Case = request.getfixturevalue(name)
    report = case.report(case.statement())
    assert [str(violation) for violation in report.violations] == []
    assert report.valid
    assert report.complete


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda c: c.row("runs", "r", mode="bus"), "'bus'"),
        (lambda c: c.row("runs", "r", vehicle_id=None), "vehicle_id"),
        (lambda c: c.row("runs", "r", vehicle_id="w"), "'w'"),
        (lambda c: c.row("runs", "r", km=float("nan")), "nan"),
        (lambda c: c.twice("runs", "r"), "an id used once"),
        (lambda c: c.twice("outings", "v"), "an outing of v given once"),
        (lambda c: c.row("stops", ("r", 1), run_id="q"), "'q'"),
        (lambda c: c.row("stops", ("r", 1), site_id="X"), "'X'"),
        (lambda c: c.row("stops", ("r", 1), board=-1), "-1"),
        (lambda c: c.row("outings", "v", type_id="X"), "'X'"),
        (lambda c: c.row("outings", "v", depot_id="X"), "'X'"),
        (lambda c: c.row("outings", "v", leaves=None), "leaves"),
        (lambda c: c.row("riders", "i", run_id="X"), "'X'"),
        (lambda c: c.row("riders", "i", demand_id="X"), "'X'"),
        (lambda c: c.row("riders", "i", headcount=0), "at least 1"),
        (lambda c: c.row("riders", "i", headcount=10**5000), "12 digits"),
    ],
)
def test_a_broken_cell_or_id_is_named(direct: Case, change: Callable[[Case], Case], told: str) -> None:
    report = change(direct).report()
    assert "files" in report.rules
    assert any(told in violation.message for violation in report.violations)
    assert not report.complete


def test_a_broken_reason_hurts_no_other_rule(direct: Case) -> None:
    unserved = _unserved(direct)
    assert unserved.broken() == []
    assert unserved.row("unserved", "A", reason="because").broken() == [("files", None)]
    assert unserved.row("unserved", "A", proven="perhaps").broken() == [("files", None)]
    assert unserved.row("unserved", "A", demand_id="X").report().rules == {"files", "1"}


def test_an_unknown_service_is_named(by_train: Case) -> None:
    report = by_train.row("runs", "train", service_id="K9").report()
    assert report.rules == {"files"}
    assert "'K9'" in report.violations[0].message


def test_any_cell_of_any_table_may_be_missing_or_wrong(by_train: Case) -> None:
    statement = by_train.statement()
    nonsense = (None, "", "?", -1, 0, 10**30, float("inf"), True, [])
    for table in (f.name for f in fields(Plan)):
        for place, row in enumerate(getattr(by_train.plan, table)):
            for f in fields(row):
                for value in nonsense:
                    rows = list(getattr(by_train.plan, table))
                    rows[place] = replace(row, **{f.name: value})
                    check(by_train.problem, replace(by_train.plan, **{table: tuple(rows)}), statement)


def test_seq_counts_from_one(direct: Case) -> None:
    assert direct.row("stops", ("r", 2), seq=3).broken() == [("run", None)]
    assert direct.row("stops", ("r", 2), seq=1).report().rules == {"run"}


def test_a_run_has_two_stops(direct: Case) -> None:
    report = direct.no_row("stops", ("r", 2)).report()
    assert report.rules == {"run"}
    assert "1 stops" in report.violations[0].message


def test_only_a_coachs_last_departure_may_be_blank(direct: Case) -> None:
    assert direct.row("stops", ("r", 2), departure=at("10 10:10")).broken() == []
    for blank in (direct.row("stops", ("r", 1), departure=None), direct.row("stops", ("r", 2), arrival=None)):
        assert blank.broken() == [("run", None)]
        assert not blank.report().complete


@pytest.mark.parametrize(
    ("seq", "values"),
    [
        (1, {"arrival": None}),
        (3, {"departure": None}),
    ],
)
def test_a_service_may_leave_blank_what_its_timetable_does(by_train: Case, seq: int, values: dict[str, None]) -> None:
    assert by_train.row("stops", ("train", seq), **values).broken() == []


@pytest.mark.parametrize(
    ("seq", "values"),
    [
        (1, {"departure": None}),
        (1, {"departure": at("10 10:01")}),
        (2, {"arrival": at("10 11:59")}),
        (2, {"departure": None}),
        (3, {"departure": at("10 14:01")}),
    ],
)
def test_a_service_keeps_its_timetable(by_train: Case, seq: int, values: dict[str, int | None]) -> None:
    assert by_train.row("stops", ("train", seq), **values).broken() == [("run", None)]


def test_a_service_lists_all_its_stops_and_its_own_mode(by_train: Case) -> None:
    short = (
        by_train.no_row("stops", ("train", 2)).row("stops", ("train", 3), seq=2).row("riders", ("i", 2), alight_seq=2)
    )
    assert short.report().rules == {"run"}
    assert by_train.row("runs", "train", mode="carriage").broken() == [("run", None)]


def test_stops_state_the_riders_that_board_and_alight(direct: Case) -> None:
    assert direct.row("stops", ("r", 1), board=12).broken() == [("run", 2)]
    assert direct.row("stops", ("r", 2), alight=9).broken() == [("run", 1)]


def test_at_every_stop_of_a_coach_someone_boards_or_alights(pooled: Case) -> None:
    idle = pooled.no_row("riders", "j").row("stops", ("r", 2), board=0).row("stops", ("r", 3), alight=10)
    left = idle.rows("unserved", *_unserved(pooled, "B").plan.unserved)
    assert left.broken() == [("run", None)]
    assert "nobody" in left.report().violations[0].message


def test_legs_count_from_one_and_stay_one_group(by_train: Case) -> None:
    assert by_train.row("riders", ("i", 3), leg=4).broken() == [("itinerary", None)]
    assert by_train.row("riders", ("i", 2), headcount=9).report().rules >= {"itinerary"}


def test_a_leg_goes_from_one_stop_to_a_later_one(direct: Case) -> None:
    for values in ({"alight_seq": 1}, {"alight_seq": 3}, {"board_seq": 0}):
        assert direct.row("riders", "i", **values).report().rules == {"itinerary"}


def test_a_journey_goes_from_the_pickup_to_the_workplace(direct: Case, by_train: Case) -> None:
    assert direct.given("demands", "A", pickup_id="D").broken() == [("itinerary", None)]
    assert direct.given("demands", "A", workplace_id="D").broken() == [("itinerary", None)]
    gap = by_train.row("riders", ("i", 2), board_seq=2).row("stops", ("train", 1), board=0)
    assert gap.row("stops", ("train", 2), board=10).broken() == [("itinerary", None)]


def test_workers_change_only_at_sites_of_the_kinds_allowed(by_train: Case) -> None:
    assert by_train.settings(transfer_at=("station",)).broken() == []
    assert by_train.settings(transfer_at=("airport",)).broken() == [("itinerary", None)] * 2


def test_nobody_changes_into_the_coach_that_they_left(by_train: Case) -> None:
    same = by_train.row("runs", "last", vehicle_id="v1")
    assert "itinerary" not in same.report().rules
    assert relay_by(by_train, "w").broken() == []
    assert relay_by(by_train, "v1").broken() == [("itinerary", None)]


def test_a_violation_says_its_rule_thing_value_and_advice(direct: Case) -> None:
    (violation,) = (
        direct.no_row("riders", "i")
        .row("stops", ("r", 1), board=0)
        .row("stops", ("r", 2), alight=0)
        .report()
        .violations[:1]
    )
    assert (violation.rule, violation.demand_id, violation.amount) == ("1", "A", -10)
    assert str(violation) == (
        "rule 1 (every worker once): demand A: 0 in itineraries and 0 unserved, its headcount is 10\n"
        "Maybe a row of unserved is missing."
    )


def _unserved(case: Case, demand_id: str = "A") -> Case:
    """With a demand's own row of unserved; for the demand A of ``direct`` nothing else is left of the plan."""
    demand = case.problem.demand[demand_id]
    row = Unserved(demand_id=demand_id, headcount=demand.headcount, reason="no_seats", proven=False, detail="none left")
    return replace(case, plan=Plan(unserved=(row,)))
