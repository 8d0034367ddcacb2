"""A plan improved in parts stays one valid plan, whoever works on the parts."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import time
from contextlib import suppress

import numpy as np
import pytest

from optimizer.bodies import run_worker
from optimizer.check import check
from optimizer.children import Child
from optimizer.engine.export import export
from optimizer.engine.merging import merge, part_plan
from optimizer.engine.modechoice import choose_modes
from optimizer.engine.moves import Board, BrokenStepError, open_board
from optimizer.engine.partition import divide
from optimizer.engine.parts import cut_part
from optimizer.engine.rounds import Clock, Rounds
from optimizer.engine.search import Search
from optimizer.engine.workers import Workers
from optimizer.plan import Plan
from optimizer.problem import Problem
from scenarios.generator import generate
from tests.optimizer.engine.test_plans import whole_plan


@pytest.fixture(scope="module")
def problem() -> Problem:
    return generate("campaign", workers=1200, seed=4)


def constructed(problem: Problem, seed: int = 0) -> Search:
    search = Search(open_board(problem), seed)
    search.construct(choose_modes(search.board, seconds=None), lambda: False)
    return search


def assert_valid(problem: Problem, board: Board) -> Plan:
    exported = export(problem, board)
    plan = whole_plan(problem, exported)
    report = check(problem, plan)
    assert report.violations == ()
    assert report.totals.objective == pytest.approx(board.objective(), rel=1e-9)
    return plan


def test_shares_hold_every_outing_and_demand_once(problem: Problem) -> None:
    search = constructed(problem)
    shares = divide(search.board, 20, np.random.default_rng(1))
    assert len(shares) > 2
    outings = np.concatenate([share.outings for share in shares])
    assert sorted(outings) == np.flatnonzero(search.board.state.outings["runs"][:-3] > 0).tolist()
    demands = np.concatenate([share.demands for share in shares])
    assert sorted(demands) == list(range(len(problem.demands)))


@pytest.mark.parametrize("size", [10, 40, 1000])
def test_parts_cut_and_put_back_untouched_change_nothing(problem: Problem, size: int) -> None:
    search = constructed(problem)
    board = search.board
    before = assert_valid(problem, board)
    services = np.ones(len(board.inst.services), dtype=bool)
    for share in divide(board, size, np.random.default_rng(size)):
        part = cut_part(board, share, services, 1.0)
        if part is not None:
            assert merge(board, part, part_plan(part.state))
    after = assert_valid(problem, board)
    assert after.unserved == before.unserved
    assert len(after.runs) == len(before.runs)
    assert board.objective() == pytest.approx(search.current, rel=1e-9)


def test_a_part_stands_for_its_share_of_the_objective(problem: Problem) -> None:
    search = constructed(problem)
    board = search.board
    share = divide(board, 40, np.random.default_rng(2))[0]
    part = cut_part(board, share, np.ones(len(board.inst.services), dtype=bool), 1.0)
    assert part is not None
    whole, mine = board.objective(), part.board().objective()
    inner = Search(part.board(), 3)
    inner.fill(lambda: False)
    for i in inner.board.travelling()[:5]:
        inner.board.begin()
        with suppress(BrokenStepError):
            inner.board.remove(np.array([i]))
            inner.board.settle(accept=True)
            continue
        inner.board.settle(accept=False)
    gained = inner.board.objective() - mine
    assert merge(board, part, part_plan(part.state))
    assert board.objective() - whole == pytest.approx(gained, abs=1e-6)
    assert_valid(problem, board)


@pytest.mark.parametrize("kind", ["campaign", "trunk", "commute"])
def test_rounds_break_no_rule_never_end_worse_and_repeat(kind: str) -> None:
    problem = generate(kind, workers=500, seed=9)  # type: ignore[arg-type]
    plans = []
    for _ in range(2):
        search = constructed(problem)
        start = search.best
        rounds = Rounds(
            search, Workers([], lambda: False, 2), Clock(0.0, 400, lambda: False), lambda: None, part_size=15
        )
        rounds.run()
        assert search.best <= start
        assert rounds.done >= 400
        plans.append(assert_valid(problem, search.board))
    assert plans[0] == plans[1]


def test_a_killed_worker_costs_a_visit_and_nothing_more(problem: Problem) -> None:
    context = multiprocessing.get_context("spawn")
    crew = [Child.start(context, run_worker, context.Event(), both_ways=True) for _ in range(2)]
    search = constructed(problem)
    workers = Workers([worker.pipe for worker in crew], lambda: False, 2)
    victim = crew[0].process.pid
    assert victim is not None

    def kill() -> None:
        time.sleep(2.0)
        os.kill(victim, signal.SIGKILL)

    killer = threading.Thread(target=kill)
    killer.start()
    try:
        until = time.time() + 6.0
        Rounds(search, workers, Clock(until, None, lambda: False), lambda: None, part_size=20).run()
    finally:
        killer.join()
        for worker in crew:
            worker.end()
    assert workers.lost == 1
    assert len(workers.pipes) == 1
    assert_valid(problem, search.board)
