"""Choices by chance that the ruins of a search share."""

from __future__ import annotations

import numpy as np

from optimizer.engine.layout import Array, State
from optimizer.kernel import inner

_WAITING_SHARE = 0.3


@inner
def any_of(numbers: Array) -> int:
    """Any of some numbers, -1 where there is none."""
    return numbers[np.random.randint(len(numbers))] if len(numbers) > 0 else -1


@inner
def pick_waiting(st: State) -> int:
    """A demand with workers left, -1 where there is none."""
    return any_of(np.flatnonzero(st.left))


@inner
def pick_travelling(st: State) -> int:
    """An itinerary, -1 where nobody travels."""
    return any_of(np.flatnonzero(st.itineraries["heads"][: st.high[1]]))


@inner
def pick_demand(st: State) -> int:
    """Any demand, rather one with workers left."""
    if np.random.random() < _WAITING_SHARE:
        d = pick_waiting(st)
        if d >= 0:
            return d
    return np.random.randint(len(st.left))


@inner
def keep_least(kept: Array, scores: Array, number: int, score: float) -> None:
    """Keeps a number among those with the least scores, the least first; ``scores`` begin as inf."""
    place = len(kept) - 1
    if score >= scores[place]:
        return
    while place > 0 and scores[place - 1] > score:
        scores[place], kept[place] = scores[place - 1], kept[place - 1]
        place -= 1
    scores[place], kept[place] = score, number
