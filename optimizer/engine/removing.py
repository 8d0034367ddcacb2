"""Takes itineraries out of a plan, with everybody whose run cannot go on without them."""

from __future__ import annotations

import numpy as np

from optimizer.engine.journal import touch_itinerary
from optimizer.engine.layout import Array, Instance, State
from optimizer.engine.services import board_service
from optimizer.engine.steps import drop_doomed
from optimizer.kernel import inner, kernel


@inner
def _doom(st: State, i: int, waiting: Array) -> int:
    """Marks an itinerary and its runs; returns the lower of these."""
    st.doomed[i] = True
    row = st.itineraries[i]
    lowest = len(waiting)
    for r in (row.first_run, row.last_run):
        if r >= 0:
            waiting[r] = True
            lowest = min(lowest, r)
    return lowest


@inner
def _pinned(st: State, r: int) -> bool:
    """Whether somebody rides on a run who may not be taken out: he has a leg in another part."""
    run = st.runs[r]
    pinned = False
    for p in range(run.parcels):
        pinned |= run.itinerary[p] >= len(st.free_itineraries)
    return pinned


@inner
def _drop(inst: Instance, st: State, doomed: Array, count: int, waiting: Array, lowest: int) -> tuple[int, bool]:
    """Takes the doomed out of their runs, run by run, and dooms whom it must take out with them.

    These are the other riders of a run that cannot go on, or all riders of an outing that cannot do without a run.
    Returns how many are doomed then, and whether the step can go on.
    """
    while lowest < len(waiting):
        r = lowest
        if not waiting[r]:
            lowest += 1
            continue
        waiting[r] = False
        o = st.runs[r].outing
        if o < 0 or drop_doomed(inst, st, r):
            continue
        helpless = st.outings[o].run[: st.outings[o].runs] if st.runs[r].outing < 0 else np.full(1, r, dtype=np.int32)
        for other in helpless:
            if _pinned(st, other):
                return count, False
            run = st.runs[other]
            for p in range(run.parcels):
                i = run.itinerary[p]
                if not st.doomed[i]:
                    doomed[count] = i
                    count += 1
                    lowest = min(lowest, _doom(st, i, waiting))
    return count, True


@kernel
def take_out(inst: Instance, st: State, chosen: Array) -> tuple[bool, Array]:
    """Takes itineraries out; their workers are left again. Returns the demands that they belong to, each itinerary's.

    Where a run cannot go on without them, everybody else aboard is taken out with them. False where the step must be
    undone.
    """
    doomed = np.empty(len(st.itineraries), dtype=np.int64)
    waiting = np.zeros(len(st.runs), dtype=np.bool_)
    count = 0
    lowest = len(waiting)
    for i in chosen:
        doomed[count] = i
        count += 1
        lowest = min(lowest, _doom(st, i, waiting))
    count, good = _drop(inst, st, doomed, count, waiting, lowest)
    doomed = np.sort(doomed[:count])
    for i in doomed:
        st.doomed[i] = False
    demands = np.empty(count, dtype=np.int64)
    if not good:
        return False, demands
    for x in range(count):
        i = doomed[x]
        touch_itinerary(st, i)
        row = st.itineraries[i]
        if row.option >= 0:
            board_service(inst, st, row.option, -row.heads)
        st.left[row.demand] += row.heads
        row.heads = 0
        demands[x] = row.demand
    return True, demands
