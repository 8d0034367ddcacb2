"""How much of the promised time the search may use, so that the files are written when it is over."""

from __future__ import annotations

import time

from optimizer.problem import Problem

_LEAST_SEARCH_SECONDS = 1.0
_FIXED_RESERVE_SECONDS = 0.4
_RESERVE_SECONDS_PER_DEMAND = 0.0007


def search_seconds(problem: Problem, *, promised: float, started: float) -> float:
    """Seconds left for the search of ``promised`` seconds that began at ``started`` (monotonic clock).

    What checking and writing take is kept back, more for more demands. At least one second is left, even when loading
    took all the time: a late plan is better than none.
    """
    reserve = _FIXED_RESERVE_SECONDS + _RESERVE_SECONDS_PER_DEMAND * len(problem.demands)
    left = promised - (time.monotonic() - started) - reserve
    return max(left, min(_LEAST_SEARCH_SECONDS, promised))
