"""A plan that is kept comes back whole."""

from __future__ import annotations

import math

from optimizer.engine.journal import copy_state, restore_state, settle_slots
from optimizer.engine.modechoice import choose_modes
from optimizer.engine.moves import open_board
from optimizer.engine.search import Search
from scenarios.generator import generate


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
