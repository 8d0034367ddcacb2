"""What is noted of coaches with one task alone only spares time: answers are those of a fresh table."""

from __future__ import annotations

import numpy as np
import pytest

from optimizer.engine.choosing import DIRECT
from optimizer.engine.insertion import best_leg
from optimizer.engine.moves import Board, open_board
from optimizer.engine.search import Search
from optimizer.engine.steps import seed
from scenarios.generator import generate


def _answers(board: Board) -> list[tuple[float, bytes]]:
    """For each task the score of its best place and the place itself, bytes and all."""
    inst, state = board.handles
    found = []
    for t, task in enumerate(board.inst.tasks):
        seed(t)
        want = int(board.inst.demands[task["demand"]]["headcount"])
        score = best_leg(inst, state, t, want, False, float(board.penalty[task["demand"]]), 0.0, -1, -1, DIRECT)
        found.append((score, board.state.best[DIRECT].tobytes() if np.isfinite(score) else b""))
    return found


@pytest.mark.parametrize("constructed", [False, True])
@pytest.mark.parametrize("kind", ["campaign", "commute"])
@pytest.mark.parametrize("number", range(3))
def test_known_departures_change_no_answer(kind: str, number: int, constructed: bool) -> None:
    board = open_board(generate(kind, workers=150, seed=number))
    if constructed:
        Search(board, number).construct([], lambda: False)
    _answers(board)
    known = _answers(board)
    assert board.state.alone["heads"].any(), "nothing was noted"
    assert constructed or any(np.isfinite(score) for score, _ in known)
    board.state.alone["heads"] = 0
    assert _answers(board) == known
