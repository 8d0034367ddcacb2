"""How coaches go round: two outings joined into one with a wait between, or one cut in two with the coach home."""

from __future__ import annotations

import numpy as np

from optimizer.engine.duty import between, coach_is_free, cost_outing, free_from, row_has_slot
from optimizer.engine.journal import leave_slot, new_outing, take_slot, touch_outing, touch_run
from optimizer.engine.layout import MAX_RUNS, Instance, State
from optimizer.kernel import inner

_LEAST_GAIN = 1e-6


@inner
def _concatenate(st: State, slot: int, first: int, second: int) -> None:
    out = st.outings[slot]
    st.outings[slot] = st.outings[first]
    for x in range(st.outings[second].runs):
        out.run[out.runs] = st.outings[second].run[x]
        out.runs += 1


@inner
def _own_runs(st: State, o: int) -> None:
    for x in range(st.outings[o].runs):
        touch_run(st, st.outings[o].run[x])
        st.runs[st.outings[o].run[x]].outing = o


@inner
def _in_time(inst: Instance, st: State, first: int, second: int) -> bool:
    """Whether a coach that has done one outing's runs can be in time for those of the other."""
    tail = st.runs[st.outings[first].run[st.outings[first].runs - 1]]
    head = st.runs[st.outings[second].run[0]]
    way = between(inst, tail.site[tail.stops - 1], head.site[0])
    return head.arrive[0] >= free_from(inst, tail) + way + inst.rules.turnaround - 1e-6


@inner
def join(inst: Instance, st: State, o: int) -> float:
    """Joins an outing with the one that it goes best with, in the fleet row of either; returns the gain, 0 for none."""
    slot = st.outings.shape[0] - 2
    out = st.outings[slot]
    best = _LEAST_GAIN
    best_other = -1
    best_row = -1
    for p in range(st.high[0]):
        if p == o or st.outings[p].runs == 0 or st.outings[p].runs + st.outings[o].runs > MAX_RUNS:
            continue
        o_first = st.runs[st.outings[o].run[0]].arrive[0] <= st.runs[st.outings[p].run[0]].arrive[0]
        first, second = (o, p) if o_first else (p, o)
        if not _in_time(inst, st, first, second):
            continue
        for side in range(2):
            row = st.outings[first if side == 0 else second].row
            if side == 1 and row == st.outings[first].row:
                break
            _concatenate(st, slot, first, second)
            out.row = row
            if not cost_outing(inst, st, slot):
                continue
            gain = st.outings[o].cost + st.outings[p].cost - out.cost
            if gain > best:
                leave_slot(inst, st, o)
                leave_slot(inst, st, p)
                free = coach_is_free(inst, st, row, out.leaves, out.returns, -1)
                take_slot(inst, st, o)
                take_slot(inst, st, p)
                if free:
                    best = gain
                    best_other = p
                    best_row = row
    if best_other < 0:
        return 0.0
    p = best_other
    o_first = st.runs[st.outings[o].run[0]].arrive[0] <= st.runs[st.outings[p].run[0]].arrive[0]
    first, second = (o, p) if o_first else (p, o)
    _concatenate(st, slot, first, second)
    out.row = best_row
    cost_outing(inst, st, slot)
    touch_outing(st, o)
    touch_outing(st, p)
    leave_slot(inst, st, o)
    leave_slot(inst, st, p)
    st.outings[p].runs = 0
    st.outings[o] = out
    take_slot(inst, st, o)
    _own_runs(st, o)
    return best


@inner
def _cheapest_row(inst: Instance, st: State, slot: int) -> float:
    """Puts the outing of a spare slot into the fleet row that runs it most cheaply; returns its cost, inf for none."""
    out = st.outings[slot]
    best = np.inf
    best_row = -1
    for f in range(inst.rows.shape[0]):
        if not row_has_slot(inst, st, f):
            continue
        out.row = f
        if cost_outing(inst, st, slot) and out.cost < best and coach_is_free(inst, st, f, out.leaves, out.returns, -1):
            best = out.cost
            best_row = f
    if best_row >= 0:
        out.row = best_row
        cost_outing(inst, st, slot)
    return best


@inner
def cut(inst: Instance, st: State, o: int) -> float:
    """Cuts an outing in two, each part by the coach that runs it most cheaply; returns the gain, 0 for none."""
    runs = st.outings[o].runs
    if runs < 2:
        return 0.0
    head_slot, tail_slot, kept_slot = st.outings.shape[0] - 2, st.outings.shape[0] - 1, st.outings.shape[0] - 3
    q = new_outing(st)
    if q < 0:
        return 0.0
    touch_outing(st, o)
    st.outings[kept_slot] = st.outings[o]
    kept = st.outings[kept_slot]
    for i in range(1, runs):
        leave_slot(inst, st, o)
        st.outings[head_slot] = kept
        st.outings[head_slot].runs = i
        head = _cheapest_row(inst, st, head_slot)
        tail = np.inf
        if head < np.inf:
            st.outings[o] = st.outings[head_slot]
            take_slot(inst, st, o)
            st.outings[tail_slot] = kept
            for x in range(i, runs):
                st.outings[tail_slot].run[x - i] = kept.run[x]
            st.outings[tail_slot].runs = runs - i
            tail = _cheapest_row(inst, st, tail_slot)
            if head + tail < kept.cost - _LEAST_GAIN:
                st.outings[q] = st.outings[tail_slot]
                take_slot(inst, st, q)
                _own_runs(st, q)
                return kept.cost - head - tail
            leave_slot(inst, st, o)
        st.outings[o] = kept
        take_slot(inst, st, o)
    return 0.0
