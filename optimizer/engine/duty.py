"""What an outing costs and whether its coach can do it (contract, rule 6 and "What a plan costs")."""

from __future__ import annotations

import numpy as np

from optimizer.engine.layout import EVERY_DAY, MARGIN_DAYS, Instance, Record, State
from optimizer.engine.timing import usable_seats
from optimizer.kernel import inner
from optimizer.rules.drive import empty_minutes


@inner
def free_from(inst: Instance, run: Record) -> float:
    """When the coach of a timed run may drive on empty."""
    last = run.stops - 1
    return run.arrive[last] + inst.dwell[run.site[last]]


@inner
def between(inst: Instance, origin: int, goal: int) -> int:
    """Minutes of an empty drive between two sites."""
    return empty_minutes(inst.drive, inst.minutes[origin, goal])


@inner
def cost_outing(inst: Instance, st: State, o: int) -> bool:
    """Fills an outing's times, days, drivers, empty km and cost from its timed runs. False where a rule breaks.

    Everything but fleet counts and limits: order of runs with turnaround, dates, horizon, drivers, home end, seats.
    """
    out = st.outings[o]
    row = inst.rows[out.row]
    kind = inst.kinds[row.kind]
    runs, km, minutes, city, rules = st.runs, inst.km, inst.minutes, inst.city, inst.rules
    depot = row.depot
    at = depot
    free = 0.0
    empty = 0.0
    loaded = 0.0
    behind = 0
    drivers = 0
    waiting = 0.0
    for i in range(out.runs):
        run = runs[out.run[i]]
        first, last = run.site[0], run.site[run.stops - 1]
        if i > 0 and run.arrive[0] < free + between(inst, at, first) + rules.turnaround - 1e-6:
            return False
        if rules.home_end and city[first] != city[depot] and city[last] != city[depot]:
            return False
        if run.aboard > usable_seats(inst, run, row.kind):
            return False
        empty += km[at, first]
        behind += minutes[at, first] + run.minutes
        loaded += run.km
        waiting += run.worker_minutes
        drivers = max(drivers, int(np.ceil(run.minutes / rules.driver_min - 1e-9)))
        free = free_from(inst, run)
        at = last
    empty += km[at, depot]
    behind += minutes[at, depot]
    head = runs[out.run[0]]
    there = between(inst, depot, head.site[0])
    leaves = head.arrive[0] - there
    returns = int(np.ceil(free + between(inst, at, depot) - 1e-6))
    if leaves < -1440 or returns > rules.end + 1440 or returns // 1440 > row.to_day:
        return False
    fixed = loaded * kind.cost_km + empty * kind.cost_km_empty + waiting * rules.per_minute
    out.cost = np.inf
    out.returns = returns
    out.km_empty = empty
    for crew in range(max(drivers, 1 if behind > 0 else 0), int(rules.max_drivers) + 1):
        early = _leave_for(inst, behind, crew, leaves, returns)
        if early < -1440 or early + there < 0 or early // 1440 < row.from_day:
            continue
        days = returns // 1440 - early // 1440 + 1
        cost = fixed + days * (kind.cost_day + crew * kind.cost_driver_day)
        if cost < out.cost:
            out.cost = cost
            out.leaves = early
            out.drivers = crew
            out.days = days
        if early == leaves:
            break
    return out.cost < np.inf


@inner
def _leave_for(inst: Instance, behind: int, crew: int, leaves: int, returns: int) -> int:
    """When an outing must leave so that a crew may do its driving: where it needs more rest, the coach is early at its
    first stop and waits there."""
    if behind <= crew * inst.rules.driver_min * max(1.0, (returns - leaves) / 1440) + 1e-9:
        return leaves
    if crew == 0:
        return -(1 << 30)
    return returns - int(np.ceil(behind * 1440 / (crew * inst.rules.driver_min) - 1e-9))


@inner
def coach_is_free(inst: Instance, st: State, row_number: int, leaves: int, returns: int, but: int) -> bool:
    """Whether one more coach of a fleet row is free from ``leaves`` to ``returns``, outing ``but`` not counted.

    Outings may touch; intervals can share coaches wherever no more overlap at once than there are coaches.
    """
    row = inst.rows[row_number]
    if row.count < 0:
        return True
    if row.count == 0:
        return False
    taken = st.slots_taken[row_number]
    first = row.first_slot
    outings, slots = st.outings, st.slots
    near = 0
    for x in range(first, first + taken):
        other = outings[slots[x]]
        if slots[x] != but and other.leaves < returns and leaves < other.returns:
            near += 1
    if near < row.count:
        return True
    for x in range(first - 1, first + taken):
        t = leaves
        if x >= first:
            other = outings[slots[x]]
            if slots[x] == but or other.leaves < leaves or other.leaves >= returns:
                continue
            t = other.leaves
        depth = 0
        for y in range(first, first + taken):
            other = outings[slots[y]]
            if slots[y] != but and other.leaves <= t < other.returns:
                depth += 1
        if depth >= row.count:
            return False
    return True


@inner
def row_has_slot(inst: Instance, st: State, row_number: int) -> bool:
    """Whether the engine's table has room for another outing of a fleet row."""
    row = inst.rows[row_number]
    return row.count < 0 or st.slots_taken[row_number] < row.slots


@inner
def count_limits(inst: Instance, st: State, demand: int, kind: int, day: int, heads: int) -> bool:
    """Adds heads (negative: takes away) to the limits of a demand on one day. False when one is then passed."""
    good = True
    for x in range(inst.limit_from[kind, demand], inst.limit_from[kind, demand + 1]):
        limit = inst.limit_of[x]
        if inst.limit_day[limit] == EVERY_DAY or inst.limit_day[limit] == day:
            if 0 <= day + MARGIN_DAYS < st.used.shape[1]:
                st.used[limit, day + MARGIN_DAYS] += heads
                if heads > 0 and st.used[limit, day + MARGIN_DAYS] > inst.limit_value[limit]:
                    good = False
    return good


@inner
def count_arrival(inst: Instance, st: State, demand: int, day: int, heads: int) -> bool:
    """Adds heads who arrive on a day to the limits on arrivals and on beds of the nights from that day on."""
    good = count_limits(inst, st, demand, 1, day, heads)
    for night in range(inst.demands[demand].nights):
        good &= count_limits(inst, st, demand, 2, day + night, heads)
    return good


@inner
def count_run(inst: Instance, st: State, r: int, sign: int) -> bool:
    """Adds (sign 1) or takes away (-1) a timed run's riders to the limits. False when one is then passed."""
    run = st.runs[r]
    good = True
    for p in range(run.parcels):
        task = inst.tasks[run.task[p]]
        if inst.demands[task.demand].limited:
            heads = sign * run.heads[p]
            if task.starts:
                good &= count_limits(inst, st, task.demand, 0, run.depart[run.board[p]] // 1440, heads)
            if task.ends:
                good &= count_arrival(inst, st, task.demand, run.arrive[run.alight[p]] // 1440, heads)
    return good


@inner
def limits_hold(inst: Instance, st: State, new: int, old: int) -> bool:
    """Whether the limits hold with run ``new`` in place of run ``old`` (-1: none). Leaves the counts as they were."""
    if inst.limit_of.shape[0] == 0:
        return True
    if old >= 0:
        count_run(inst, st, old, -1)
    good = count_run(inst, st, new, 1)
    count_run(inst, st, new, -1)
    if old >= 0:
        count_run(inst, st, old, 1)
    return good


@inner
def price_outing(inst: Instance, st: State, slot: int, but: int, new: int, old: int) -> bool:
    """Whether the outing in a spare slot, with run ``new`` for ``old``, keeps every rule; its cost is filled."""
    if not cost_outing(inst, st, slot):
        return False
    out = st.outings[slot]
    if not coach_is_free(inst, st, out.row, out.leaves, out.returns, but):
        return False
    return limits_hold(inst, st, new, old)
