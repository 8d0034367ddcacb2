"""On which days a coach leg may leave and arrive: what limits by the day ask of a choice of modes."""

from __future__ import annotations

import numpy as np

from optimizer.engine.layout import FOREVER, Array, Instance
from optimizer.engine.timing import wait_to_open
from optimizer.kernel import kernel
from optimizer.rules.drive import drive

MOST_PAIRS = 16
_EVERY = 30
_LONGEST = 2880


@kernel
def leg_days(inst: Instance, t: int, pairs: Array) -> int:
    """Fills ``pairs`` with (start day, arrival day, latest start, earliest arrival) of a leg alone.

    Shape (MOST_PAIRS, 4); a row for each pair of days, the latest first. Returns how many. Starts are tried every half
    hour, oftener where start or arrival must fall into less; those of a leg to a service only as long before it as they
    may take.
    """
    task = inst.tasks[t]
    minutes = inst.minutes[task.origin, task.goal]
    first = max(0, task.leave_from)
    if task.ends == 0 and task.reach_to < FOREVER:
        soonest = max(task.reach_from, task.reach_to - _LONGEST)
        first = max(first, soonest - 2 * minutes - _LONGEST // 4)
    last = min(task.reach_to, inst.rules.end)
    every = max(1, min(_EVERY, (task.reach_to - task.reach_from) // 2, (task.leave_to - task.leave_from) // 2))
    count = 0
    start = last - minutes
    start = min(start, task.leave_to)
    while start >= first:
        arrival, _ = drive(inst.drive, start, 0, minutes)
        good = task.reach_from <= arrival <= last and arrival - start <= task.max_ride
        if good and task.starts:
            good = wait_to_open(inst, task.origin, start) == 0
        if good and task.ends:
            good = wait_to_open(inst, task.goal, arrival) == 0
        if good:
            known = False
            for x in range(count):
                if pairs[x, 0] == start // 1440 and pairs[x, 1] == arrival // 1440:
                    known = True
                    pairs[x, 3] = min(pairs[x, 3], arrival)
            if not known and count < MOST_PAIRS:
                pairs[count, 0], pairs[count, 1] = start // 1440, arrival // 1440
                pairs[count, 2], pairs[count, 3] = start, arrival
                count += 1
        start -= every
    return count


def days_of(handle: Instance, t: int) -> Array:
    """The rows of ``leg_days`` for an instance as kernels take it."""
    pairs = np.zeros((MOST_PAIRS, 4), dtype=np.int64)
    return pairs[: leg_days(handle, t, pairs)]
