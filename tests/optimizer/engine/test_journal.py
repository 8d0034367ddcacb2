"""A step that is taken back leaves nothing behind, and a plan that is kept comes back whole."""

from __future__ import annotations

import math

import numpy as np
import pytest

from optimizer.engine.journal import copy_state, restore_state, settle_slots
from optimizer.engine.modechoice import choose_modes
from optimizer.engine.moves import Board, BrokenStepError, Taste, open_board
from optimizer.engine.search import Search
from optimizer.engine.tidying import tidy
from scenarios.generator import generate


def picture(board: Board) -> tuple[object, ...]:
    """All that a plan consists of, free of the order in which slots are kept."""
    st = board.state
    outings = {int(o): st.outings[o].tobytes() for o in np.flatnonzero(st.outings["runs"][:-3] > 0)}
    runs = {int(r): st.runs[r].tobytes() for r in np.flatnonzero(st.runs["outing"][:-3] >= 0)}
    riders = {int(i): st.itineraries[i].tobytes() for i in board.travelling()}
    slots = [
        sorted(st.slots[row["first_slot"] : row["first_slot"] + taken].tolist())
        for row, taken in zip(board.inst.rows, st.slots_taken, strict=True)
    ]
    stacks = zip((st.free_runs, st.free_outings), st.free_counts, strict=False)
    free = [sorted(stack[:n].tolist()) for stack, n in stacks]
    counts = (st.left.tolist(), st.boarded.tolist(), st.load.tolist(), st.used.tolist())
    return outings, runs, riders, slots, free, counts


@pytest.mark.parametrize("seed", range(8))
def test_an_undone_step_changes_nothing_and_an_accepted_one_keeps_the_objective(seed: int) -> None:
    board = open_board(generate("campaign", workers=150, seed=seed))
    rng = np.random.default_rng(seed)
    demands = len(board.state.left)
    for _ in range(60):
        before, objective = picture(board), board.objective()
        board.begin()
        try:
            for i in board.travelling()[: int(rng.integers(4))]:
                board.remove(np.array([i]))
            for d in rng.integers(demands, size=4):
                board.place(int(d), int(board.state.left[d]), Taste(300.0))
            tidy(*board.handles, True, False)
            accept = bool(rng.random() < 0.5)
        except BrokenStepError:
            accept = False
        board.settle(accept=accept)
        if not accept:
            assert picture(board) == before
            assert board.objective() == objective


@pytest.mark.parametrize("seed", range(4))
def test_after_the_polish_every_slot_is_free_or_taken_once(seed: int) -> None:
    board = open_board(generate("commute", workers=200, seed=seed))
    search = Search(board, seed)
    search.construct([], lambda: False)
    search.polish(5, 360, lambda: False)
    search.polish(1, 12, lambda: False)
    st = board.state
    taken = np.flatnonzero(st.runs["outing"][:-3] >= 0), np.flatnonzero(st.outings["runs"][:-3] > 0), board.travelling()
    stacks = st.free_runs, st.free_outings, st.free_itineraries
    for stack, count, used in zip(stacks, st.free_counts, taken, strict=True):
        assert sorted([*stack[:count].tolist(), *used.tolist()]) == list(range(len(stack)))


def test_a_kept_plan_comes_back_whole_after_a_smaller_one_was_settled() -> None:
    board = open_board(generate("tiny", seed=36))
    empty = copy_state(board.state)
    search = Search(board, 0)
    search.construct(choose_modes(board, seconds=None), lambda: False)
    kept, objective = copy_state(board.state), board.objective()
    restore_state(board.state, empty)
    settle_slots(board.inst, board.state)
    assert not math.isclose(board.objective(), objective)
    restore_state(board.state, kept)
    assert math.isclose(board.objective(), objective)
