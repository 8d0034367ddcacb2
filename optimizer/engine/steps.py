"""Steps on outings: carry out an insertion, take a parcel out, retime an outing, give it to another fleet row."""

from __future__ import annotations

import numpy as np

from optimizer.engine.alone import rebuild_alone
from optimizer.engine.duty import coach_is_free, cost_outing, count_run, limits_hold, row_has_slot
from optimizer.engine.journal import leave_slot, new_outing, new_run, take_slot, touch_outing, touch_run
from optimizer.engine.layout import FOREVER, Instance, State
from optimizer.engine.shortlist import NEW_OUTING
from optimizer.engine.timing import FITS, fit, forward, gather, stop_counts_hold, worker_minutes
from optimizer.engine.trial import try_entry
from optimizer.kernel import inner, kernel


@inner
def _put_run(inst: Instance, st: State, run_slot: int, r: int) -> None:
    """Moves the run of a spare slot into slot r, limits counted."""
    touch_run(st, r)
    if st.runs[r].outing >= 0:
        count_run(inst, st, r, -1)
    st.runs[r] = st.runs[run_slot]
    count_run(inst, st, r, 1)


@kernel
def carry_out(inst: Instance, st: State, which: int, t: int, itinerary: int) -> int:
    """Carries out the candidate noted in ``st.best[which]``; returns its run, or -1 where it no longer fits."""
    entry = st.best[which]
    run_slot, out_slot = st.runs.shape[0] - 1, st.outings.shape[0] - 1
    if entry.kind == NEW_OUTING:
        if not rebuild_alone(inst, st, entry, t, itinerary, run_slot, out_slot):
            return -1
        o = new_outing(st)
        r = new_run(st)
        if o < 0 or r < 0:
            return -1
        st.outings[o] = st.outings[out_slot]
        st.outings[o].run[0] = r
        st.runs[run_slot].outing = o
        _put_run(inst, st, run_slot, r)
        take_slot(inst, st, o)
        return r
    if try_entry(inst, st, entry, t, itinerary, run_slot, out_slot) == np.inf:
        return -1
    o, i = entry.outing, entry.place
    touch_outing(st, o)
    out = st.outings[out_slot]
    if out.runs == st.outings[o].runs:
        r = st.outings[o].run[i]
    else:
        r = new_run(st)
        if r < 0:
            return -1
    st.runs[run_slot].outing = o
    _put_run(inst, st, run_slot, r)
    out.run[i] = r
    moves = out.row != st.outings[o].row
    if moves:
        leave_slot(inst, st, o)
    st.outings[o] = out
    if moves:
        take_slot(inst, st, o)
    return r


@inner
def _without_doomed(st: State, r: int, slot: int) -> None:
    """Writes into a spare slot run r without the doomed parcels and without the stops that they alone needed."""
    run = st.runs[slot]
    st.runs[slot] = st.runs[r]
    kept = 0
    for p in range(run.parcels):
        if not st.doomed[run.itinerary[p]]:
            run.task[kept] = run.task[p]
            run.heads[kept] = run.heads[p]
            run.board[kept] = run.board[p]
            run.alight[kept] = run.alight[p]
            run.itinerary[kept] = run.itinerary[p]
            kept += 1
    run.parcels = kept
    k = 0
    while k < run.stops:
        needed = False
        for p in range(kept):
            needed |= run.board[p] == k or run.alight[p] == k
        if needed:
            k += 1
            continue
        for x in range(k, run.stops - 1):
            run.site[x] = run.site[x + 1]
            run.depart[x] = run.depart[x + 1]
        for p in range(kept):
            run.board[p] -= run.board[p] > k
            run.alight[p] -= run.alight[p] > k
        run.stops -= 1


@inner
def _delete_run(inst: Instance, st: State, r: int) -> None:
    """Takes a run out of its outing, and the outing out of the plan when it was its last run."""
    o = st.runs[r].outing
    touch_run(st, r)
    touch_outing(st, o)
    count_run(inst, st, r, -1)
    out = st.outings[o]
    st.runs[r].outing = -1
    st.runs[r].parcels = 0
    if out.runs == 1:
        leave_slot(inst, st, o)
        out.runs = 0
        return
    found = 0
    for x in range(out.runs):
        if out.run[x] == r:
            found = 1
        elif found:
            out.run[x - 1] = out.run[x]
    out.runs -= 1


@inner
def drop_doomed(inst: Instance, st: State, r: int) -> bool:
    """Takes the doomed itineraries out of a run. False where what is left of it no longer keeps the rules."""
    run_slot, out_slot = st.runs.shape[0] - 2, st.outings.shape[0] - 2
    o = st.runs[r].outing
    _without_doomed(st, r, run_slot)
    run = st.runs[run_slot]
    if run.parcels == 0:
        _delete_run(inst, st, r)
        if st.outings[o].runs > 0:
            st.outings[out_slot] = st.outings[o]
            if not cost_outing(inst, st, out_slot):
                return False
            if not coach_is_free(
                inst, st, st.outings[o].row, st.outings[out_slot].leaves, st.outings[out_slot].returns, o
            ):
                return False
            st.outings[o] = st.outings[out_slot]
        return True
    gather(inst, run)
    good = fit(inst, run, run.depart[0], FOREVER) and stop_counts_hold(inst, run)
    touch_run(st, r)
    touch_outing(st, o)
    if good:
        st.outings[out_slot] = st.outings[o]
        out = st.outings[out_slot]
        for x in range(out.runs):
            if out.run[x] == r:
                out.run[x] = run_slot
        good = cost_outing(inst, st, out_slot)
        good = good and coach_is_free(inst, st, out.row, out.leaves, out.returns, o)
        good = good and limits_hold(inst, st, run_slot, r)
    if not good:
        return False
    _put_run(inst, st, run_slot, r)
    for x in range(out.runs):
        out.run[x] = st.outings[o].run[x]
    st.outings[o] = out
    return True


@kernel
def duties_hold(inst: Instance, st: State) -> bool:
    """Costs every outing touched in this step again. False where a rule breaks or a coach is wanted twice."""
    touched = st.journal_outing_ids[: st.journal_counts[1]]
    for o in touched:
        if st.outings[o].runs > 0 and not cost_outing(inst, st, o):
            return False
    for o in touched:
        out = st.outings[o]
        if out.runs > 0 and not coach_is_free(inst, st, out.row, out.leaves, out.returns, o):
            return False
    return True


@inner
def retime(inst: Instance, st: State, o: int, step: int, reach: int, late: bool) -> float:
    """Moves each run of an outing within ``reach`` minutes, in steps, to where it costs least; returns the gain.

    ``late``: from the last run to the first, each to the latest start that costs no more: room for those before it.
    """
    run_slot, out_slot = st.runs.shape[0] - 2, st.outings.shape[0] - 2
    gain = 0.0
    if inst.rules.per_minute == 0.0 and st.outings[o].days <= 1 and st.outings[o].drivers <= 1:
        return gain
    runs = st.outings[o].runs
    for x in range(runs):
        i = runs - 1 - x if late else x
        r = st.outings[o].run[i]
        best = st.outings[o].cost + 1e-9 if late else st.outings[o].cost - 1e-7
        best_start = -1
        st.outings[out_slot] = st.outings[o]
        out = st.outings[out_slot]
        out.run[i] = run_slot
        st.runs[run_slot] = st.runs[r]
        run = st.runs[run_slot]
        middle = st.runs[r].depart[0]
        for shift in range(-reach, reach + 1, step):
            start = middle + shift
            if shift == 0 or (late and shift < 0) or start < run.leave_from[0] or start > run.leave_to[0]:
                continue
            for hold in range(2):
                code, _ = forward(inst, run, start, FOREVER, hold == 1)
                if code == FITS:
                    run.worker_minutes = worker_minutes(inst, run)
                    if cost_outing(inst, st, out_slot) and (out.cost < best or (late and out.cost <= best)):
                        if coach_is_free(inst, st, out.row, out.leaves, out.returns, o):
                            if limits_hold(inst, st, run_slot, r):
                                best = out.cost
                                best_start = 2 * start + hold
                    break
        if best_start >= 0:
            forward(inst, run, best_start // 2, FOREVER, best_start % 2 == 1)
            run.worker_minutes = worker_minutes(inst, run)
            cost_outing(inst, st, out_slot)
            gain += st.outings[o].cost - out.cost
            touch_outing(st, o)
            _put_run(inst, st, run_slot, r)
            out.run[i] = r
            st.outings[o] = out
    return gain


@inner
def rehouse(inst: Instance, st: State, o: int) -> float:
    """Gives an outing to the fleet row that runs it most cheaply at its times; returns the gain."""
    out_slot = st.outings.shape[0] - 2
    best = st.outings[o].cost - 1e-7
    best_row = -1
    out = st.outings[out_slot]
    for f in range(inst.rows.shape[0]):
        if f == st.outings[o].row or not row_has_slot(inst, st, f):
            continue
        kind = inst.kinds[inst.rows[f].kind]
        floor = kind.cost_day + kind.cost_driver_day
        for i in range(st.outings[o].runs):
            run = st.runs[st.outings[o].run[i]]
            floor += run.km * kind.cost_km + run.worker_minutes * inst.rules.per_minute
        head = st.runs[st.outings[o].run[0]]
        tail = st.runs[st.outings[o].run[st.outings[o].runs - 1]]
        depot = inst.rows[f].depot
        empty = inst.km[depot, head.site[0]] + inst.km[tail.site[tail.stops - 1], depot]
        if floor + empty * kind.cost_km_empty >= best:
            continue
        st.outings[out_slot] = st.outings[o]
        out.row = f
        if cost_outing(inst, st, out_slot) and out.cost < best:
            if coach_is_free(inst, st, f, out.leaves, out.returns, o):
                best = out.cost
                best_row = f
    if best_row < 0:
        return 0.0
    touch_outing(st, o)
    gain = st.outings[o].cost - best
    leave_slot(inst, st, o)
    st.outings[o].row = best_row
    cost_outing(inst, st, o)
    take_slot(inst, st, o)
    return gain


@kernel
def seed(number: int) -> None:
    """Seeds the random numbers of the kernels."""
    np.random.seed(number)
