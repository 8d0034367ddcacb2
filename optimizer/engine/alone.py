"""A task carried by a coach of its own: when it leaves, from which fleet row, and what that costs."""

from __future__ import annotations

import numpy as np

from optimizer.engine.duty import between, coach_is_free, cost_outing, limits_hold, price_outing, row_has_slot
from optimizer.engine.layout import FOREVER, Instance, Record, State
from optimizer.engine.timing import fit, gather, stop_counts_hold
from optimizer.kernel import inner


@inner
def write_alone(inst: Instance, st: State, t: int, heads: int, slot: int) -> None:
    """Writes into a spare run slot the run that carries one task only."""
    task = inst.tasks[t]
    run = st.runs[slot]
    run.stops = 2
    run.parcels = 1
    run.site[0] = task.origin
    run.site[1] = task.goal
    run.task[0] = t
    run.heads[0] = heads
    run.board[0] = 0
    run.alight[0] = 1
    run.itinerary[0] = -1
    gather(inst, run)


@inner
def _solo_starts(inst: Instance, st: State, t: int, slot: int) -> int:
    """Fills ``st.starts`` with departures (start, arrival, 0) spread over a task's window; returns how many."""
    task = inst.tasks[t]
    run = st.runs[slot]
    if not stop_counts_hold(inst, run):
        return 0
    low = max(task.leave_from, 0)
    high = min(task.leave_to, inst.rules.end, task.reach_to - run.minutes)
    if task.reach_to < FOREVER and high < low:
        high = low
    count = 0
    most = st.starts.shape[0]
    step = max(20, int((high - low) // (most - 8)) + 1)
    start = low
    while start <= high + step and count < most - 1:
        if fit(inst, run, min(start, high), FOREVER):
            known = False
            for x in range(count):
                known |= st.starts[x, 0] == run.depart[0]
            if not known:
                st.starts[count, 0] = run.depart[0]
                st.starts[count, 1] = run.arrive[1]
                count += 1
        start += step
    return count


@inner
def _list_departures(
    inst: Instance, st: State, f: int, t: int, starts: int, known: Record, run_slot: int, out_slot: int
) -> None:
    """Notes when the coach in the spare slots can leave with its one task, the cheapest departure first."""
    task, run, out = inst.tasks[t], st.runs[run_slot], st.outings[out_slot]
    way = between(inst, inst.rows[f].depot, task.origin) + inst.dwell_whole[task.origin]
    back = int(np.ceil(inst.dwell[task.goal])) + between(inst, task.goal, inst.rows[f].depot)
    known.departures = 0
    for x in range(starts):
        for variant in range(3):
            start = st.starts[x, 0]
            if variant == 1:
                # Leave the depot just after midnight, or be back just before it: one calendar day less.
                start = start + (-(start - way)) % 1440
                if x + 1 < starts and start > st.starts[x + 1, 0]:
                    continue
            elif variant == 2:
                start = start - (st.starts[x, 1] + back + 1) % 1440
                if x > 0 and start < st.starts[x - 1, 0]:
                    continue
            if variant > 0 and (start < task.leave_from or start > task.leave_to):
                continue
            if fit(inst, run, start, FOREVER) and cost_outing(inst, st, out_slot):
                _note(known, run.depart[0], out)


@inner
def _note(known: Record, start: int, out: Record) -> None:
    """Enters a departure behind all that cost no more."""
    x = known.departures
    known.departures += 1
    while x > 0 and out.cost < known.cost[x - 1] - 1e-9:
        known.cost[x] = known.cost[x - 1]
        known.start[x] = known.start[x - 1]
        known.leaves[x] = known.leaves[x - 1]
        known.returns[x] = known.returns[x - 1]
        x -= 1
    known.cost[x] = out.cost
    known.start[x] = start
    known.leaves[x] = out.leaves
    known.returns[x] = out.returns


@inner
def _slot(inst: Instance, st: State, f: int, t: int, heads: int) -> int:
    """Where a note about a coach and a task stands: large primes spread what differs little."""
    key = (t * 73856093) ^ (f * 19349663) ^ (heads * 83492791) ^ (int(inst.rules.max_drivers) * 39916801)
    return (key ^ (key >> 16)) % len(st.alone)


@inner
def _is_known(inst: Instance, known: Record, f: int, t: int, heads: int) -> bool:
    """Whether a note is about this coach and task, with the task's window and the rules as they are."""
    task = inst.tasks[t]
    same = known.task == t and known.row == f and known.heads == heads and known.max_drivers == inst.rules.max_drivers
    same &= known.leave_from == task.leave_from and known.leave_to == task.leave_to
    return same and known.reach_from == task.reach_from and known.reach_to == task.reach_to


@inner
def _learn(
    inst: Instance, st: State, f: int, t: int, heads: int, starts: int, known: Record, run_slot: int, out_slot: int
) -> int:
    """Notes the departures of a coach with a task; returns how many starts stand in ``st.starts`` (-1: none yet)."""
    write_alone(inst, st, t, heads, run_slot)
    if starts < 0:
        starts = _solo_starts(inst, st, t, run_slot)
    out, task = st.outings[out_slot], inst.tasks[t]
    out.row, out.runs, out.run[0] = f, 1, run_slot
    known.task, known.row, known.heads, known.max_drivers = t, f, heads, inst.rules.max_drivers
    known.leave_from, known.leave_to = task.leave_from, task.leave_to
    known.reach_from, known.reach_to = task.reach_from, task.reach_to
    _list_departures(inst, st, f, t, starts, known, run_slot, out_slot)
    return starts


@inner
def cheapest_alone(
    inst: Instance, st: State, f: int, t: int, heads: int, starts: int, run_slot: int, out_slot: int
) -> tuple[float, int, int]:
    """Least cost of an outing of its own for a task by a coach of fleet row f, inf for none, and its departure.

    When such a coach can leave, and what it then costs, depends on nothing that a plan changes: it is noted in
    ``st.alone``; only who is free then is asked anew. ``starts`` goes in and out as in ``_learn``.
    """
    if not row_has_slot(inst, st, f):
        return np.inf, 0, starts
    known = st.alone[_slot(inst, st, f, t, heads)]
    if not _is_known(inst, known, f, t, heads):
        starts = _learn(inst, st, f, t, heads, starts, known, run_slot, out_slot)
    limited = inst.demands[inst.tasks[t].demand].limited
    if limited:
        write_alone(inst, st, t, heads, run_slot)
    run = st.runs[run_slot]
    for x in range(known.departures):
        if not coach_is_free(inst, st, f, known.leaves[x], known.returns[x], -1):
            continue
        if not limited or (fit(inst, run, known.start[x], FOREVER) and limits_hold(inst, st, run_slot, -1)):
            return known.cost[x], known.start[x], starts
    return np.inf, 0, starts


@inner
def rebuild_alone(
    inst: Instance, st: State, entry: Record, t: int, itinerary: int, run_slot: int, out_slot: int
) -> bool:
    """Puts the outing of its own that a candidate stands for into the spare slots."""
    write_alone(inst, st, t, entry.heads, run_slot)
    run = st.runs[run_slot]
    run.itinerary[0] = itinerary
    if not fit(inst, run, entry.start, FOREVER):
        return False
    out = st.outings[out_slot]
    out.row, out.runs, out.run[0] = entry.row, 1, run_slot
    if not row_has_slot(inst, st, entry.row):
        return False
    return price_outing(inst, st, out_slot, -1, run_slot, -1)
