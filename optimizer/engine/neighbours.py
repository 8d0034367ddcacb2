"""Demands near a demand in both ends and in time, with chance in it: what belongs together is carried anew together."""

from __future__ import annotations

import numpy as np

from optimizer.engine.layout import Array, Instance, State
from optimizer.kernel import inner

_KM_PER_MINUTE = 0.7
_LEFT_FIRST = 0.3


@inner
def pick_waiting(st: State) -> int:
    """A demand with workers left, -1 where there is none."""
    waiting = 0
    for d in range(len(st.left)):
        waiting += st.left[d] > 0
    if waiting == 0:
        return -1
    place = np.random.randint(waiting)
    for d in range(len(st.left)):
        if st.left[d] > 0:
            if place == 0:
                return d
            place -= 1
    return -1


@inner
def pick_demand(st: State) -> int:
    """Any demand, rather one with workers left."""
    if np.random.random() < _LEFT_FIRST:
        d = pick_waiting(st)
        if d >= 0:
            return d
    return np.random.randint(len(st.left))


@inner
def neighbours(inst: Instance, leaves: Array, d: int, count: int) -> Array:
    """The ``count`` demands nearest to a demand, itself first. ``leaves``: first departures, shape (demands,)."""
    demands, km = inst.demands, inst.km
    count = min(count, len(demands))
    found = np.empty(count, dtype=np.int64)
    scores = np.full(count, np.inf)
    pickup, workplace = demands[d].pickup, demands[d].workplace
    weight = _KM_PER_MINUTE * np.random.random()
    for x in range(len(demands)):
        score = km[pickup, demands[x].pickup] + km[workplace, demands[x].workplace] + 1.0
        score = (score + abs(leaves[x] - leaves[d]) * weight) * np.random.uniform(0.4, 1.6)
        if x == d:
            score = -1.0
        if score >= scores[count - 1]:
            continue
        place = count - 1
        while place > 0 and scores[place - 1] > score:
            scores[place], found[place] = scores[place - 1], found[place - 1]
            place -= 1
        scores[place], found[place] = score, x
    return found
