"""A step that is taken back leaves nothing behind."""

from __future__ import annotations

import numpy as np
import pytest

from optimizer.engine.moves import Board, BrokenStepError, Taste, open_board
from optimizer.engine.search import Search
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
                board.remove([int(i)])
            for d in rng.integers(demands, size=4):
                board.place(int(d), int(board.state.left[d]), Taste(300.0, blink=0.1))
            board.tidy(circulating=True)
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
