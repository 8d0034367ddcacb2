"""How a plan is divided into parts: outings of demands that are near each other in both ends and in time.

Each division cuts along other lines, drawn at random, so that no seam stays where it was.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from optimizer.engine.journal import SPARE
from optimizer.engine.layout import MAX_PARCELS, Array
from optimizer.engine.moves import Board

_KM_PER_MINUTE = 0.1
_TRIES = 6
_SWEEPS = 2


@dataclass(frozen=True, slots=True)
class Share:
    """What one part is made of: outings, and demands whose workers left behind, or without any coach, are its own."""

    outings: Array
    demands: Array


def divide(board: Board, size: int, rng: np.random.Generator) -> list[Share]:
    """A plan divided into shares of at most about ``size`` demands, in random order; each outing and demand in one."""
    count = len(board.inst.demands)
    label = np.zeros(count, dtype=np.int64)
    open_parts = [np.arange(count)]
    parts = 0
    while open_parts:
        members = open_parts.pop()
        if len(members) > size:
            open_parts += _halves(board, members, rng)
            continue
        label[members] = parts
        parts += 1
    by_outing = _outing_labels(board, label, parts)
    active = np.flatnonzero(board.state.outings["runs"][:-SPARE] > 0)
    shares = [Share(active[by_outing[active] == p], np.flatnonzero(label == p)) for p in range(parts)]
    return [shares[p] for p in rng.permutation(parts)]


def _halves(board: Board, members: Array, rng: np.random.Generator) -> list[Array]:
    """Two halves of some demands, cut across the widest of a few random directions."""
    inst = board.inst
    pickup, workplace = inst.demands["pickup"][members], inst.demands["workplace"][members]
    widest: Array = np.zeros(len(members))
    for _ in range(_TRIES):
        near = members[int(rng.integers(len(members)))]
        if rng.random() < 0.5:
            along = inst.km[pickup, inst.demands["pickup"][near]]
        else:
            along = inst.km[workplace, inst.demands["workplace"][near]]
        along = along + _KM_PER_MINUTE * rng.random() * board.windows.leaves[members]
        if np.ptp(along) * rng.uniform(0.5, 1.0) >= np.ptp(widest):
            widest = along
    order = np.lexsort((members, widest))
    middle = len(members) // 2
    return [np.sort(members[order[:middle]]), np.sort(members[order[middle:]])]


def _outing_labels(board: Board, label: Array, parts: int) -> Array:
    """Of each outing the part of most of its riders; then that of most outings to which its riders change."""
    state = board.state
    runs = state.runs[:-SPARE]
    active = np.flatnonzero(runs["outing"] >= 0)
    aboard = np.arange(MAX_PARCELS) < runs["parcels"][active][:, None]
    rider = runs["itinerary"][active][aboard]
    outing = np.repeat(runs["outing"][active], aboard.sum(axis=1))
    heads = runs["heads"][active][aboard]
    votes = np.zeros((len(state.outings), parts))
    np.add.at(votes, (outing, label[state.itineraries["demand"][rider]]), heads)
    labels: Array = votes.argmax(axis=1)
    rows = state.itineraries
    changing = np.flatnonzero((rows["heads"] > 0) & (rows["first_run"] >= 0) & (rows["last_run"] >= 0))
    first, last = runs["outing"][rows["first_run"][changing]], runs["outing"][rows["last_run"][changing]]
    for _ in range(_SWEEPS):
        votes *= 0.25
        np.add.at(votes, (first, labels[last]), rows["heads"][changing])
        np.add.at(votes, (last, labels[first]), rows["heads"][changing])
        labels = votes.argmax(axis=1)
    return labels
