"""A search from a given plan: the plan comes in as it is, what is pinned stays, and nothing gets worse."""

from __future__ import annotations

import time
from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optimizer.engine.aside import Aside
from optimizer.engine.export import export
from optimizer.engine.exported import Exported
from optimizer.engine.importing import import_plan
from optimizer.engine.moves import Board
from optimizer.engine.planner import Planner
from optimizer.engine.rounds import Clock, Rounds
from optimizer.engine.search import Search
from optimizer.engine.workers import Workers
from optimizer.problem import Problem
from optimizer.replanning import carry_over
from optimizer.result import Options
from optimizer.start import NO_PINS, Pins, Start
from scenarios.generator import generate
from tests.optimizer.case import Case
from tests.optimizer.replanned import assert_good, start_from

KINDS = (("campaign", 300), ("trunk", 300), ("commute", 120))


def search(problem: Problem, *, iterations: int, seed: int = 0, start: Start | None = None) -> Exported:
    planner = Planner(
        problem,
        Options(iterations=iterations, seed=seed, start=start),
        deadline=time.time() + 3600,
        on_phase=lambda _objective, _phase: None,
        on_plan=lambda _plan: None,
        should_stop=lambda: False,
    )
    return planner.run()[0]


@cache
def planned(kind: str, workers: int | None, seed: int = 5) -> tuple[Problem, Exported]:
    problem = generate(kind, workers=workers, seed=seed)  # type: ignore[arg-type]
    return problem, search(problem, iterations=30)


def objective(board: Board, aside: Aside) -> float:
    return board.objective() + aside.objective


def some_pins(exported: Exported, every: int, first: int = 0) -> Pins:
    return Pins(
        runs=frozenset(run.run_id for run in exported.plan.runs[first::every]),
        journeys=frozenset(rider.itinerary_id for rider in exported.plan.riders[first :: 3 * every]),
    )


def assert_round_trip(problem: Problem, exported: Exported, pins: Pins) -> None:
    start = start_from(problem, exported, pins)
    board, aside = import_plan(problem, start)
    assert objective(board, aside) == pytest.approx(start.objective, rel=1e-9)
    assert_good(problem, export(problem, board, aside), start)


@pytest.mark.parametrize(("kind", "workers"), KINDS)
@pytest.mark.parametrize("every", [0, 1, 2, 5])
def test_a_plan_in_and_out_again_is_the_same_whatever_is_pinned(kind: str, workers: int, every: int) -> None:
    problem, exported = planned(kind, workers)
    assert_round_trip(problem, exported, some_pins(exported, every) if every else NO_PINS)


@settings(max_examples=25)
@given(seed=st.integers(0, 100_000), every=st.integers(0, 3))
def test_tiny_plans_in_and_out_again_are_the_same(seed: int, every: int) -> None:
    problem, exported = planned("tiny", None, seed)
    assert_round_trip(problem, exported, some_pins(exported, every) if every else NO_PINS)


@pytest.mark.parametrize(("kind", "workers"), KINDS)
@pytest.mark.parametrize("every", [0, 3])
def test_the_search_goes_on_from_a_plan_and_never_gets_worse(kind: str, workers: int, every: int) -> None:
    problem, exported = planned(kind, workers)
    start = start_from(problem, exported, some_pins(exported, every, 1) if every else NO_PINS)
    found = search(problem, iterations=60, seed=1, start=start)
    assert_good(problem, found, start)
    assert search(problem, iterations=60, seed=1, start=start) == found


@settings(max_examples=15)
@given(seed=st.integers(0, 100_000), every=st.integers(1, 3))
def test_pins_of_tiny_plans_stay(seed: int, every: int) -> None:
    problem, exported = planned("tiny", None, seed)
    start = start_from(problem, exported, some_pins(exported, every))
    assert_good(problem, search(problem, iterations=20, seed=seed, start=start), start)


def test_with_everything_pinned_nothing_changes_but_for_those_left() -> None:
    problem, exported = planned("trunk", 300)
    everything = Pins(runs=frozenset(run.run_id for run in exported.plan.runs))
    start = start_from(problem, exported, everything)
    found = search(problem, iterations=20, start=start)
    assert_good(problem, found, start)
    assert {run.run_id for run in exported.plan.runs} <= {run.run_id for run in found.plan.runs}
    # Coaches keep their names where no two of them go as one.
    assert {outing.vehicle_id for outing in found.plan.outings} >= {o.vehicle_id for o in exported.plan.outings}


@pytest.mark.parametrize(("kind", "workers"), KINDS)
def test_what_lies_aside_uses_up_what_it_did(kind: str, workers: int) -> None:
    problem, exported = planned(kind, workers)
    free, _ = import_plan(problem, start_from(problem, exported))
    everything = Pins(runs=frozenset(run.run_id for run in exported.plan.runs))
    held, aside = import_plan(problem, start_from(problem, exported, everything))
    assert len(aside.outings) == len(exported.plan.outings)
    assert not len(held.travelling())
    services = len(problem.services)  # Behind them stand the meetings of relays, which use nothing up.
    sections = int(free.inst.services["sections"][:services].sum())
    for name, end in (("left", None), ("boarded", services), ("load", sections), ("used", None), ("slots_taken", None)):
        assert np.array_equal(getattr(free.state, name)[:end], getattr(held.state, name)[:end]), name


def test_a_large_plan_is_improved_in_parts_around_its_pins() -> None:
    problem, exported = planned("campaign", 1200, 4)
    start = start_from(problem, exported, some_pins(exported, 7))
    board, aside = import_plan(problem, start)
    assert any(journey.slot >= 0 for journey in aside.journeys)
    improving = Search(board, 1)
    never = Workers([], lambda: False, 2)
    Rounds(improving, never, Clock(0.0, 150, lambda: False), lambda: None, part_size=25).run()
    assert improving.best + aside.objective < start.objective
    assert_good(problem, export(problem, board, aside), start)


def test_relays_which_no_search_plans_are_kept_as_they_are(relay: Case) -> None:
    start = carry_over(relay.problem, relay.plan).start
    board, aside = import_plan(relay.problem, start)
    assert len(aside.outings) == 2
    assert objective(board, aside) == pytest.approx(start.objective)
    found = search(relay.problem, iterations=10, start=start)
    assert_good(relay.problem, found, start)
    assert {rider.leg for rider in found.plan.riders} == {1, 2}


def test_a_plan_of_another_program_comes_in_with_its_times(by_train: Case) -> None:
    # The last stop's departure, an early coach and a unit too many are things that no plan of ours has.
    case = by_train.row("runs", "train", units=3).settled()
    start = carry_over(case.problem, case.plan).start
    board, aside = import_plan(case.problem, start)
    assert objective(board, aside) == pytest.approx(start.objective - 200)
    assert_good(case.problem, export(case.problem, board, aside), start)


def test_a_pinned_service_keeps_its_units_and_takes_others_into_its_free_seats(by_train: Case) -> None:
    case = by_train.row("runs", "train", units=3).settled()
    start = carry_over(case.problem, case.plan, Pins(runs=frozenset({"train"}))).start
    assert start.objective == pytest.approx(carry_over(case.problem, case.plan).start.objective)
    more = case.given("demands", "A", headcount=14)
    start = carry_over(more.problem, case.plan, Pins(runs=frozenset({"train"}))).start
    found = search(more.problem, iterations=20, start=start)
    assert_good(more.problem, found, start)
    assert not found.left
    (train,) = (run for run in found.plan.runs if run.mode == "train")
    assert train.units == 3


def test_nobody_joins_a_pinned_coach(direct: Case) -> None:
    case = direct.given("demands", "A", headcount=12)
    start = carry_over(case.problem, direct.plan, Pins(runs=frozenset({"r"}))).start
    found = search(case.problem, iterations=20, start=start)
    assert_good(case.problem, found, start)
    # Ten of the twenty seats are free, yet the coach goes a second time for the two who are new.
    assert [len(found.plan.runs), len(found.plan.outings)] == [2, 2]
    free = search(case.problem, iterations=20, start=carry_over(case.problem, direct.plan).start)
    assert [len(free.plan.runs), len(free.left)] == [1, 0]


def test_who_changes_from_a_pinned_coach_stays_aboard_the_other_one(by_train: Case) -> None:
    start = carry_over(by_train.problem, by_train.plan, Pins(runs=frozenset({"feeder"}))).start
    found = search(by_train.problem, iterations=20, start=start)
    assert_good(by_train.problem, found, start)
    assert [rider.itinerary_id for rider in found.plan.riders] == ["i", "i", "i"]


def test_relays_of_our_own_come_in_as_the_search_knows_them() -> None:
    problem, exported = planned("trunk", 300, 1)
    legs = {rider.itinerary_id: rider.leg for rider in exported.plan.riders}
    modes = {run.run_id: run.mode for run in exported.plan.runs}
    relays = [r.run_id for r in exported.plan.riders if legs[r.itinerary_id] == 2 and modes[r.run_id] == "coach"]
    assert relays
    _, aside = import_plan(problem, start_from(problem, exported))
    assert aside.outings == ()
    start = start_from(problem, exported, Pins(runs=frozenset(relays[:2])))
    assert_good(problem, search(problem, iterations=20, start=start), start)
