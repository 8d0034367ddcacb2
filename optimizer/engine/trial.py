"""One place for a task tried out exactly: the changed run is timed and its outing priced, both in spare slots."""

from __future__ import annotations

import numpy as np

from optimizer.engine.alone import write_alone
from optimizer.engine.duty import between, free_from, price_outing, row_has_slot
from optimizer.engine.layout import FOREVER, MAX_PARCELS, MAX_STOPS, Instance, Record, State
from optimizer.engine.shortlist import INTO_RUN
from optimizer.engine.timing import fit, gather, stop_counts_hold, too_late
from optimizer.kernel import inner


@inner
def insert_stops(inst: Instance, st: State, slot: int, r: int, t: int, itinerary: int, entry: Record) -> bool:
    """Writes into a spare slot run r with a task's stops put in; False where it has no room for them."""
    run = st.runs[slot]
    st.runs[slot] = st.runs[r]
    task = inst.tasks[t]
    n = run.stops
    grow = entry.board_new + entry.alight_new
    if n + grow > MAX_STOPS or run.parcels >= MAX_PARCELS:
        return False
    board = entry.board
    alight = entry.alight
    if entry.alight_new:
        for k in range(n, alight, -1):
            run.site[k] = run.site[k - 1]
        run.site[alight] = task.goal
        n += 1
        for p in range(run.parcels):
            run.board[p] += run.board[p] >= alight
            run.alight[p] += run.alight[p] >= alight
    if entry.board_new:
        for k in range(n, board, -1):
            run.site[k] = run.site[k - 1]
        run.site[board] = task.origin
        n += 1
        for p in range(run.parcels):
            run.board[p] += run.board[p] >= board
            run.alight[p] += run.alight[p] >= board
        alight += 1
    run.stops = n
    p = run.parcels
    run.task[p] = t
    run.heads[p] = entry.heads
    run.board[p] = board
    run.alight[p] = alight
    run.itinerary[p] = itinerary
    run.parcels = p + 1
    gather(inst, run)
    return stop_counts_hold(inst, run)


@inner
def _guess_start(inst: Instance, st: State, slot: int, r: int, entry: Record) -> int:
    """A first departure that keeps the times of the run's old first stop where a new one is put before it."""
    run, old = st.runs[slot], st.runs[r]
    start = old.depart[0]
    if entry.board_new and entry.board == 0:
        for k in range(run.stops - 1):
            if run.site[k] == old.site[0] and k > 0:
                break
            start -= inst.minutes[run.site[k], run.site[k + 1]]
            start -= inst.dwell_whole[run.site[k + 1]]
    return start


@inner
def _last_by(inst: Instance, st: State, o: int, i: int, last_site: int) -> int:
    """Latest arrival at the last stop of the i-th run of an outing so that the run after it can begin."""
    out = st.outings[o]
    if i + 1 >= out.runs:
        return FOREVER
    following = st.runs[out.run[i + 1]]
    gap = inst.dwell[last_site] + between(inst, last_site, following.site[0]) + inst.rules.turnaround
    return int(np.floor(following.arrive[0] - gap + 1e-6))


@inner
def _not_before(inst: Instance, st: State, o: int, i: int, first_site: int) -> int:
    """Earliest departure from the first stop of the i-th run of an outing, after the run before it."""
    if i == 0:
        return -FOREVER
    out = st.outings[o]
    previous = st.runs[out.run[i - 1]]
    free = free_from(inst, previous) + inst.rules.turnaround
    at = previous.site[previous.stops - 1]
    return int(np.ceil(free + between(inst, at, first_site) - 1e-6)) + inst.dwell_whole[first_site]


@inner
def try_entry(inst: Instance, st: State, entry: Record, t: int, itinerary: int, run_slot: int, out_slot: int) -> float:
    """What the outing would cost more with a ranked place carried out; inf where a rule forbids it.

    The changed run and outing are left in the spare slots.
    """
    o, i = entry.outing, entry.place
    run = st.runs[run_slot]
    out = st.outings[out_slot]
    st.outings[out_slot] = st.outings[o]
    before = st.outings[o].cost
    out.row = entry.row
    if out.row != st.outings[o].row and not row_has_slot(inst, st, out.row):
        return np.inf
    if entry.kind == INTO_RUN:
        r = st.outings[o].run[i]
        if not insert_stops(inst, st, run_slot, r, t, itinerary, entry):
            return np.inf
        out.run[i] = run_slot
        soonest = _not_before(inst, st, o, i, run.site[0])
        latest = _last_by(inst, st, o, i, run.site[run.stops - 1])
        if too_late(inst, run, soonest, latest):
            return np.inf
        start = max(_guess_start(inst, st, run_slot, r, entry), soonest)
        if not fit(inst, run, start, latest):
            return np.inf
        old = r
    else:
        write_alone(inst, st, t, entry.heads, run_slot)
        run.itinerary[0] = itinerary
        for x in range(out.runs, i, -1):
            out.run[x] = out.run[x - 1]
        out.run[i] = run_slot
        out.runs += 1
        task = inst.tasks[t]
        latest = FOREVER
        if i < st.outings[o].runs:
            latest = _last_by(inst, st, o, i - 1, task.goal)
        soonest = max(_not_before(inst, st, o, i, task.origin), task.leave_from)
        start = soonest
        if i == 0 and latest < FOREVER:
            start = max(start, latest - run.minutes)
        if task.ends == 0 and task.reach_to < FOREVER:
            start = max(start, min(latest, task.reach_to) - run.minutes)
        old = -1
        late = start > soonest
        if fit(inst, run, start, latest) and price_outing(inst, st, out_slot, o, run_slot, old):
            return out.cost - before
        # Its coach may be wanted elsewhere soon after: as early as can be, it may be back in time.
        if not late or not fit(inst, run, soonest, latest):
            return np.inf
    if not price_outing(inst, st, out_slot, o, run_slot, old):
        return np.inf
    return out.cost - before
