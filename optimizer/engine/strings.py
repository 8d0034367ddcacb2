"""Strings of riders: itineraries next to each other in a run, taken out together.

Adjacent string removal of Christiaens and Vanden Berghe (Transportation Science 54, 2020), on parcels in the order of
their stops.
"""

from __future__ import annotations

import numpy as np

from optimizer.engine.layout import Array, State
from optimizer.kernel import inner


@inner
def _list_riding(st: State) -> tuple[Array, Array]:
    """The first itinerary of each demand and the next one of the same demand after each; -1: none."""
    rows = st.itineraries
    first = np.full(len(st.left), -1, dtype=np.int64)
    following = np.full(len(rows), -1, dtype=np.int64)
    for i in range(st.high[1] - 1, -1, -1):
        row = rows[i]
        if row.heads > 0:
            following[i] = first[row.demand]
            first[row.demand] = i
    return first, following


@inner
def _mark_string(st: State, r: int, i: int, longest: float, members: Array) -> None:
    """Marks a string of run r, itinerary i in it."""
    run = st.runs[r]
    count = run.parcels
    place = np.empty(count)
    for p in range(count):
        place[p] = run.board[p] + run.alight[p] + 0.9 * np.random.random()
    order = np.argsort(place)
    at = 0
    for x in range(count):
        if run.itinerary[order[x]] == i:
            at = x
    length = np.random.randint(1, int(min(count, longest)) + 1)
    first = np.random.randint(max(0, at - length + 1), min(at, count - length) + 1)
    for x in range(first, first + length):
        members[run.itinerary[order[x]]] = True


@inner
def mark_strings(st: State, near: Array, longest: float, strings: int, members: Array) -> None:
    """Marks the itineraries on strings of so many runs that carry demands of ``near``, those first that stand first.

    ``longest``: the most itineraries of a string.
    """
    ruined = np.zeros(len(st.runs), dtype=np.bool_)
    first, following = _list_riding(st)
    count = 0
    for d in near:
        i = first[d]
        while i >= 0:
            row = st.itineraries[i]
            one = row.first_run if row.first_run >= 0 and not ruined[row.first_run] else -1
            other = row.last_run if row.last_run >= 0 and not ruined[row.last_run] else -1
            if one < 0 or (other >= 0 and np.random.random() < 0.5):
                one = other
            if one >= 0:
                ruined[one] = True
                _mark_string(st, one, i, longest, members)
                count += 1
                if count >= strings:
                    return
            i = following[i]
