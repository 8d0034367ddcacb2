"""How long a journey by coaches alone lasts at least that leaves on one day and arrives on another."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from optimizer.bound.elapsed import Clocks
from optimizer.bound.windows import Demands, last_open, next_open
from optimizer.clock import DAY_MINUTES
from optimizer.kernel import kernel
from optimizer.problem import Problem, Site

Floats = npt.NDArray[np.float64]
Wholes = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class DayPairs:
    """The days on which each demand may leave and arrive: the pairs ``first[d]`` to ``first[d + 1] - 1`` are its own.

    ``out``, ``back``: the days; ``minutes`` (2, pairs): of such a journey at least, by one coach and by several,
    infinite where there is none.
    """

    first: Wholes
    out: Wholes
    back: Wholes
    minutes: Floats


def open_on(site: Site, span: range) -> list[tuple[int, int]]:
    """The first and the last minute of each day at which journeys may start or end at a site (contract, rule 2)."""
    days = [(day * DAY_MINUTES, (day + 1) * DAY_MINUTES - 1) for day in span]
    return [(next_open(site, first), last_open(site, last)) for first, last in days]


def day_pairs(
    problem: Problem, demands: Demands, driving: Wholes, least: Floats, clocks: tuple[Clocks, Clocks], longest: float
) -> DayPairs:
    """Tries every minute of the first day at which the pickup is open, and arrives while the workplace is.

    By demand: ``driving`` minutes, ``least`` (2, demands) minutes of the journey by one coach and by several at the
    best time of the day. ``clocks``: how long driving takes by the minute of departure; ``longest``: no journey is.
    """
    pairs, first = [], [0]
    for d, demand in enumerate(problem.demands):
        days = range(int(demands.leave[d]) // DAY_MINUTES, int(demands.arrive[d]) // DAY_MINUTES + 1)
        starts = open_on(problem.site[demand.pickup_id], days)
        ends = open_on(problem.site[demand.workplace_id], days)
        for out, (opens, closes) in zip(days, starts, strict=True):
            leaves = max(opens, int(demands.leave[d])), closes
            for back, (begins, shuts) in zip(days, ends, strict=True):
                reaches = max(begins, int(demands.arrive_from[d])), min(shuts, int(demands.arrive[d]))
                if out <= back and leaves[0] <= leaves[1] and reaches[0] <= reaches[1]:
                    pairs.append((d, out, back, *leaves, *reaches))
        first.append(len(pairs))
    table = np.array(pairs, dtype=np.int64).reshape(-1, 7)
    minutes = np.full((2, len(table)), np.inf)
    for kind, clock in enumerate(clocks):
        _measure(table, clock, driving, least[kind], longest, minutes[kind])
    return DayPairs(np.array(first, dtype=np.int64), table[:, 1].copy(), table[:, 2].copy(), minutes)


@kernel
def _measure(pairs: Wholes, clock: Clocks, driving: Wholes, least: Floats, longest: float, minutes: Floats) -> None:
    """Writes the least minutes of each pair; rows of ``pairs``: demand, days, minutes to leave and to arrive between.

    Who leaves later arrives no earlier, so that the first minute at which he is too late ends the search.
    """
    most = clock.shape[1] - 1
    for p in range(len(pairs)):
        d, _, _, begins, ends, opens, closes = pairs[p]
        if least[d] == np.inf:
            continue
        known = min(driving[d], most)
        for t in range(begins, ends + 1):
            there = max(t + float(clock[t % 1440, known]) + (driving[d] - known), t + least[d])
            if there > closes + 1e-6:
                break
            minutes[p] = min(minutes[p], max(there, float(opens)) - t)
        if minutes[p] > longest:
            minutes[p] = np.inf
