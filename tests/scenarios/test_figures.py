"""The figures that a planner sees, against numbers worked out by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest

from optimizer.check import check
from optimizer.clock import minute_of
from optimizer.plan import Unserved
from optimizer.problem import Demand, Problem
from scenarios.figures import Figures, figures, recurring


@pytest.fixture
def found(known) -> Figures:
    report = check(known.problem, known.plan, known.statement)
    assert report.valid, "\n".join(map(str, report.violations))
    return figures(known.problem, known.plan, known.statement, report)


def test_everyone_is_counted_once(found: Figures) -> None:
    assert (found.asked, found.served, found.unserved) == (18, 15, 3)
    assert sum(row.mainly for row in found.modes) == found.served


def test_a_worker_who_changes_counts_in_each_mode_but_mainly_in_the_train(found: Figures) -> None:
    assert {row.mode: (row.riders, row.mainly) for row in found.modes} == {"coach": (15, 10), "train": (5, 5)}


def test_money_of_the_modes_adds_up_to_the_plans(found: Figures) -> None:
    assert {row.mode: row.money for row in found.modes} == pytest.approx({"coach": 2850.0, "train": 1300.0})
    assert sum(row.money for row in found.modes) == pytest.approx(found.money)
    assert found.money_per_worker == pytest.approx(4150 / 15)


def test_load_factor_is_by_kilometres_and_rated_seats(found: Figures) -> None:
    coach = next(row for row in found.modes if row.mode == "coach")
    assert coach.load_factor == pytest.approx((10 * 100 + 5 * 10 + 5 * 10) / (20 * 120))


def test_punctuality_and_effort(found: Figures) -> None:
    assert found.on_time == 15
    assert found.tightest_min == minute_of("2020-03-10 18:00") - minute_of("2020-03-10 13:10")
    assert found.hours_per_worker == pytest.approx(42.5 / 15)
    assert found.deadhead_share == pytest.approx(150 / 270)


def test_an_employer_sees_how_many_come_and_when(found: Figures) -> None:
    (row,) = found.employers
    assert (row.asked, row.served) == (18, 15)
    assert (row.first_arrival, row.last_arrival) == (minute_of("2020-03-10 09:40"), minute_of("2020-03-10 13:10"))


def test_reasons_are_grouped_with_what_is_proven(known) -> None:
    split = (
        Unserved(demand_id="N3", headcount=2, reason="no_vehicle", proven=True, detail="a"),
        Unserved(demand_id="N3", headcount=1, reason="no_vehicle", proven=False, detail="b"),
    )
    plan = replace(known.plan, unserved=split)
    found = figures(known.problem, plan, known.statement, check(known.problem, plan, known.statement))
    (row,) = found.reasons
    assert (row.reason, row.workers, row.proven, [c.headcount for c in row.cases]) == ("no_vehicle", 3, 2, [2, 1])


@pytest.mark.parametrize(
    ("reason", "proven", "net_gap"),
    [
        ("no_vehicle", False, 4787.5 / 64787.5),
        ("no_vehicle", True, 1.0),
        ("worth_less_than_cost", True, 4787.5 / 64787.5),
    ],
)
def test_the_net_gap_leaves_out_those_who_must_stay(known, reason: str, proven: bool, net_gap: float) -> None:
    """Three must stay, which costs 60,000 in every plan: of the 4,787.50 that this one spends all may be too much."""
    stay = replace(known.plan.unserved[0], reason=reason, proven=proven)
    plan = replace(known.plan, unserved=(stay,))
    found = figures(known.problem, plan, known.statement, check(known.problem, plan, known.statement))
    assert found.net_gap == pytest.approx(net_gap, abs=1e-4)


def test_a_plan_that_serves_nobody_still_has_figures(known) -> None:
    everyone = tuple(
        Unserved(demand_id=d.demand_id, headcount=d.headcount, reason="no_vehicle", proven=False, detail="x")
        for d in known.problem.demands
    )
    plan = replace(known.plan, runs=(), stops=(), outings=(), riders=(), unserved=everyone)
    found = figures(known.problem, plan, known.statement, check(known.problem, plan))
    assert (found.served, found.money_per_worker, found.hours_per_worker, found.modes) == (0, 0.0, 0.0, ())
    assert found.tightest_min is None


def asks(problem: Problem, *rows: tuple[str, str, str, str, int]) -> Problem:
    """The problem with other demands: from, to, ready, due (clock times of one day), heads."""
    day = "2020-03-10"
    demands = tuple(
        Demand(
            demand_id=f"N{n}",
            employer_id="E",
            pickup_id=start,
            workplace_id=end,
            headcount=heads,
            ready=minute_of(f"{day} {ready}"),
            due=minute_of(f"{day} {due}"),
        )
        for n, (start, end, ready, due, heads) in enumerate(rows, start=1)
    )
    return replace(problem, demands=demands)


OUT = ("P", "W", "05:00", "08:00", 7)


@pytest.mark.parametrize(
    ("rows", "again"),
    [
        ([OUT, ("P", "W", "06:00", "09:00", 7)], False),  # two batches at once are different people
        ([OUT, ("W", "P", "16:00", "19:00", 7)], True),
        ([OUT, ("P", "W", "12:00", "15:00", 7)], True),
        ([OUT, ("P", "W", "12:00", "15:00", 7), ("S1", "W", "05:00", "08:00", 15)], False),  # most travel once
    ],
)
def test_heads_are_journeys_where_most_travel_again(known, rows, again: bool) -> None:
    assert recurring(asks(known.problem, *rows)) is again
