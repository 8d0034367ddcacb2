"""Demands near a demand in both ends and in time, with chance in it: what belongs together is carried anew together."""

from __future__ import annotations

import numpy as np

from optimizer.engine.layout import Array, Instance
from optimizer.engine.picking import keep_least
from optimizer.kernel import inner

_KM_PER_MINUTE = 0.7


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
        keep_least(found, scores, x, score)
    return found
