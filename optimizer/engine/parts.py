"""A part of a plan as a small problem of its own: some outings and the workers who ride them.

Everything else stands still: coaches that are away stay away, seats taken on services stay taken, and of what is left
under each limit the part gets a share. Workers with another leg elsewhere are pinned: they stay aboard their run, which
may be changed around them, for the windows of a leg already say when it must meet its service. So whatever valid plan
is found for the part, the whole plan is valid with it, as long as the parts at work at the same time use up different
services, different shares of the limits, and no coach twice.
"""

from __future__ import annotations

import numpy as np

from optimizer.engine.layout import Array
from optimizer.engine.moves import Board
from optimizer.engine.part_tables import Cut, Part
from optimizer.engine.partition import Share


def cut_part(board: Board, share: Share, services: Array, limit_share: float) -> Part | None:
    """The part of a plan that a share of it makes up; None where nothing of it can be changed.

    A demand's workers may be in several parts, each with those who ride its outings. ``services``: whether the part may
    use each service, shape (services,); ``limit_share``: its share, 0 to 1, of what is free under each limit.
    """
    state = board.state
    members = np.zeros(len(board.inst.demands), dtype=bool)
    members[share.demands] = True
    riding, pinned = _riders(board, share, members, services)
    chosen = members & (state.left > 0)
    chosen[state.itineraries["demand"][riding]] = True
    if not chosen.any():
        return None
    chosen[state.itineraries["demand"][pinned]] = True
    demands = np.flatnonzero(chosen)
    left = np.where(members[demands], state.left[demands], 0)
    return Cut(board, demands, left, riding, pinned, share.outings, services).part(limit_share)


def _riders(board: Board, share: Share, members: Array, services: Array) -> tuple[Array, Array]:
    """Itineraries that ride nothing but the share's outings and allowed services; and those that ride others too.

    To the others belong those behind the slots, whose other legs lie aside.
    """
    inst, state = board.inst, board.state
    own = np.zeros(len(state.outings), dtype=bool)
    own[share.outings] = True
    rows, runs = state.itineraries, state.runs
    travelling = rows["heads"] > 0
    mine = travelling & ((rows["first_run"] >= 0) | (rows["last_run"] >= 0) | members[rows["demand"]])
    touching = np.zeros(len(rows), dtype=bool)
    for run in (rows["first_run"], rows["last_run"]):
        here = own[runs["outing"][np.maximum(run, 0)]]
        mine &= (run < 0) | here
        touching |= (run >= 0) & here
    if len(inst.options):
        mine &= (rows["option"] < 0) | services[inst.options["service"][np.maximum(rows["option"], 0)]]
    held = np.arange(len(rows)) >= len(state.free_itineraries)
    return np.flatnonzero(mine), np.flatnonzero((travelling | held) & touching & ~mine)
