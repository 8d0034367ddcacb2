"""Two runs that one driver may do although neither of them alone may be done: the second is on the first's way home."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from optimizer.engine.carrying import carry_all
from optimizer.engine.choosing import ANY
from optimizer.engine.moves import Board, open_board
from optimizer.engine.steps import duties_hold
from optimizer.problem import FleetRow, Problem, Site
from tests.optimizer.case import Case, at, roads
from tests.optimizer.engine.conftest import PlanIt
from tests.optimizer.engine.test_plans import assert_valid


@pytest.fixture
def pair(direct: Case) -> Problem:
    """A from P to W, B from W to Q; the depot is near P and Q, and 15 hours from W."""
    case = direct.settings(driving_max_drivers=1.0).given("demands", "A", ready=at("10 08:00"))
    case = case.also_given("sites", Site(site_id="Q", name="Q", kind="workplace", lat=31.2, lon=107.1, region_id="RP"))
    there = case.tables.demands[0]
    case = case.also_given("demands", replace(there, demand_id="B", pickup_id="W", workplace_id="Q", headcount=5))
    links = roads(
        ("D", "P", 20, 30), ("D", "Q", 20, 30), ("P", "W", 100, 120), ("W", "Q", 100, 120), ("W", "D", 750, 900)
    )
    tables = replace(case.tables, links=links, fleet=(FleetRow(depot_id="D", type_id="bus", count=1),))
    return Problem.build(tables)


def _place(board: Board, demands: tuple[int, ...], *, overtime: bool) -> tuple[list[int], bool]:
    """Who is left of each demand after a step that may cost anything, and whether all duties hold."""
    board.begin()
    price = board.inst.demands["penalty"][list(demands)]
    inst, state = board.handles
    ways = np.full(len(demands), ANY)
    carry_all(board.overtime if overtime else inst, state, np.array(demands), ways, price, price, 0.0, -1, -1)
    return [int(n) for n in board.state.left], duties_hold(inst, state)


def test_neither_run_alone_is_possible(pair: Problem) -> None:
    assert _place(open_board(pair), (0, 1), overtime=False) == ([10, 5], True)


def test_both_are_where_the_driver_may_do_overtime_until_the_second_is_placed(pair: Problem) -> None:
    assert _place(open_board(pair), (0, 1), overtime=True) == ([0, 0], True)


def test_overtime_that_no_second_run_mends_breaks_the_step(pair: Problem) -> None:
    assert _place(open_board(pair), (0,), overtime=True) == ([0, 5], False)


def test_whoever_rides_with_a_coach_that_cannot_do_without_a_run_is_taken_out_with_its_riders(pair: Problem) -> None:
    board = open_board(pair)
    assert _place(board, (0, 1), overtime=True) == ([0, 0], True)
    assert board.remove(board.travelling()[:1]) == {0, 1}
    assert [int(n) for n in board.state.left] == [10, 5]
    assert not np.any(board.state.outings["runs"][:-3])
    assert not np.any(board.state.doomed)


def test_the_search_finds_both(pair: Problem, plan_it: PlanIt) -> None:
    exported = plan_it(pair, iterations=400)
    assert_valid(pair, exported)
    assert not exported.left
