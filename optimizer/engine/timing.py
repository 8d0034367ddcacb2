"""When a coach run leaves and arrives at its stops (contract, rules 2 to 5).

A run is timed forward from its first departure: it leaves each stop as soon as its dwell, its boarding workers and
their opening hours allow. ``fit`` moves the first departure until every window holds.
"""

from __future__ import annotations

import numpy as np

from optimizer.engine.layout import FOREVER, Instance, Record
from optimizer.kernel import inner
from optimizer.rules.drive import drive

FITS, TOO_EARLY, TOO_LATE, NEVER = 0, 1, 2, 3
_TRIES = 12


@inner
def wait_to_open(inst: Instance, site: int, t: int) -> int:
    """Minutes from t until journeys may start or end at a site."""
    length = inst.open_length[site]
    if length == 0:
        return 0
    since = (t - inst.open_from[site]) % 1440
    return 0 if since < length else 1440 - since


@inner
def gather(inst: Instance, run: Record) -> None:
    """Recomputes from a run's stops and parcels all that does not depend on the clock: windows, km, minutes, risk."""
    for k in range(run.stops):
        run.leave_from[k] = -FOREVER
        run.leave_to[k] = FOREVER
        run.reach_from[k] = -FOREVER
        run.reach_to[k] = FOREVER
        run.starts[k] = 0
        run.ends[k] = 0
        run.through[k] = 0
    tasks, demands, road, times = inst.tasks, inst.demands, inst.km, inst.minutes
    risk = 0
    for p in range(run.parcels):
        task = tasks[run.task[p]]
        b, a = run.board[p], run.alight[p]
        run.leave_from[b] = max(run.leave_from[b], task.leave_from)
        run.leave_to[b] = min(run.leave_to[b], task.leave_to)
        run.reach_from[a] = max(run.reach_from[a], task.reach_from)
        run.reach_to[a] = min(run.reach_to[a], task.reach_to)
        run.starts[b] |= task.starts
        run.ends[a] |= task.ends
        for k in range(b + 1, a):
            run.through[k] += run.heads[p]
        risk = max(risk, demands[task.demand].risk)
    run.risk = risk
    km = 0.0
    minutes = 0
    for k in range(run.stops - 1):
        km += road[run.site[k], run.site[k + 1]]
        minutes += times[run.site[k], run.site[k + 1]]
    run.km = km
    run.minutes = minutes
    run.trip = trip_class(inst, run)
    run.aboard = _most_aboard(run)


@inner
def _leg(inst: Instance, run: Record, k: int, leave: int, driven: int) -> tuple[int, int, int]:
    """Departure, arrival and driving clock of the leg from stop k, after a full break there where that is sooner."""
    minutes = inst.minutes[run.site[k], run.site[k + 1]]
    there, behind = drive(inst.drive, leave, driven, minutes)
    if k > 0 and driven > 0:
        rested = run.arrive[k] + inst.drive.break_min
        if rested > leave and rested <= run.leave_to[k]:
            stand = inst.drive.break_min
            if run.through[k] == 0 or stand <= inst.rules.max_stand:
                if not run.starts[k] or wait_to_open(inst, run.site[k], rested) == 0:
                    other, fresh = drive(inst.drive, rested, 0, minutes)
                    if other < there or (other == there and fresh < behind):
                        return rested, other, fresh
    return leave, there, behind


@inner
def forward(inst: Instance, run: Record, start: int, last_by: int, hold: bool) -> tuple[int, int]:
    """Times a run from its first departure. Returns (FITS, 0) or why it fails and by how many minutes at least.

    ``last_by``: latest arrival at the last stop. ``hold``: wait at a stop for the next one's window to open, instead of
    asking for a later start.
    """
    dwell, rules, tasks = inst.dwell_whole, inst.rules, inst.tasks
    last = run.stops - 1
    first = run.site[0]
    run.arrive[0] = start - dwell[first]
    run.depart[0] = start
    if run.arrive[0] < 0:
        return TOO_EARLY, -run.arrive[0]
    if start < run.leave_from[0]:
        return TOO_EARLY, run.leave_from[0] - start
    if start > run.leave_to[0]:
        return TOO_LATE, start - run.leave_to[0]
    if run.starts[0]:
        shut = wait_to_open(inst, first, start)
        if shut > 0:
            return TOO_EARLY, shut
    driven = 0
    for k in range(last):
        leave, there, behind = _leg(inst, run, k, run.depart[k], driven)
        site = run.site[k + 1]
        goal = max(there, run.reach_from[k + 1])
        if run.ends[k + 1]:
            goal += wait_to_open(inst, site, goal)
        if goal > there:
            if not hold:
                return TOO_EARLY, goal - there
            for _ in range(8):
                leave += max(1, goal - there)
                if k > 0 and leave - run.arrive[k] >= inst.drive.break_min:
                    driven = 0
                there, behind = drive(inst.drive, leave, driven, inst.minutes[run.site[k], site])
                goal = max(there, run.reach_from[k + 1])
                if run.ends[k + 1]:
                    goal += wait_to_open(inst, site, goal)
                if goal <= there:
                    break
            if goal > there or leave > run.leave_to[k]:
                return TOO_LATE, 30
            if run.starts[k] and wait_to_open(inst, run.site[k], leave) > 0:
                return TOO_LATE, 30
            if k > 0 and run.through[k] > 0 and leave - run.arrive[k] > rules.max_stand:
                return TOO_EARLY, leave - run.arrive[k] - int(rules.max_stand)
        run.depart[k] = leave
        latest = min(run.reach_to[k + 1], rules.end)
        if k + 1 == last:
            latest = min(latest, last_by)
        if there > latest:
            return TOO_LATE, there - latest
        run.arrive[k + 1] = there
        if k + 1 == last:
            run.depart[last] = there
            break
        ready = max(there + dwell[site], run.leave_from[k + 1])
        if run.starts[k + 1]:
            ready += wait_to_open(inst, site, ready)
        if ready > min(run.leave_to[k + 1], rules.end):
            return TOO_LATE, ready - min(run.leave_to[k + 1], rules.end)
        if run.through[k + 1] > 0 and ready - there > rules.max_stand:
            if dwell[site] > rules.max_stand:
                return NEVER, 0
            return TOO_EARLY, int(np.ceil(ready - there - rules.max_stand))
        run.depart[k + 1] = ready
        driven = 0 if ready - there >= inst.drive.break_min else behind
    for p in range(run.parcels):
        longest = tasks[run.task[p]].max_ride
        ride = run.arrive[run.alight[p]] - run.depart[run.board[p]]
        if ride > longest + 1e-6:
            return TOO_EARLY, max(10, int(min(ride - longest, 120)))
    return FITS, 0


@inner
def worker_minutes(inst: Instance, run: Record) -> float:
    """Worker-minutes that a timed run's riders spend on it, waits at their hub included."""
    total = 0
    for p in range(run.parcels):
        task = inst.tasks[run.task[p]]
        spent = task.offset
        if task.starts:
            spent -= run.depart[run.board[p]]
        if task.ends:
            spent += run.arrive[run.alight[p]]
        total += run.heads[p] * spent
    return float(total)


@inner
def too_late(inst: Instance, run: Record, soonest: int, last_by: int) -> bool:
    """Whether a run misses a window even without a break: a quick look that spares most of the timings in vain.

    ``soonest``: earliest departure from the first stop; ``last_by``: latest arrival at the last one.
    """
    at = max(soonest, run.leave_from[0])
    for k in range(run.stops):
        site = run.site[k]
        if k > 0:
            at += inst.minutes[run.site[k - 1], site]
            if run.ends[k]:
                at = max(at, run.reach_from[k])
                at += wait_to_open(inst, site, at)
            if at > min(run.reach_to[k], inst.rules.end):
                return True
            if k + 1 == run.stops:
                break
            at = max(at + inst.dwell_whole[site], run.leave_from[k])
        if run.starts[k]:
            at += wait_to_open(inst, site, at)
        if at > run.leave_to[k]:
            return True
    return at > last_by


@inner
def fit(inst: Instance, run: Record, start: int, last_by: int) -> bool:
    """Times a run from about ``start``, moving it as its windows ask. False where no start was found.

    First without holding, then holding from the latest start that was too early, then from the first such one: between
    them the first stop may be closed.
    """
    low, high = -FOREVER, FOREVER
    first_early = FOREVER
    holds = 0
    for _ in range(_TRIES):
        code, minutes = forward(inst, run, start, last_by, holds > 0)
        if code == FITS:
            run.worker_minutes = worker_minutes(inst, run)
            return True
        if code == NEVER:
            return False
        if code == TOO_EARLY:
            low = max(low, start)
            if first_early == FOREVER:
                first_early = start
            start += max(1, minutes)
        else:
            high = min(high, start)
            start -= max(1, minutes)
        if low < start < high:
            continue
        holds += 1
        if holds == 1:
            start = max(low, high - 1) if code == TOO_EARLY and high < FOREVER else low
        elif holds == 2 and first_early < low:
            start, low, high = first_early, -FOREVER, FOREVER
        else:
            return False
    return False


@inner
def stop_counts_hold(inst: Instance, run: Record) -> bool:
    """Whether pickups, drop-offs and employers of a run are within the rules, and risks are not mixed (rule 5)."""
    boards = 0
    alights = 0
    for k in range(run.stops):
        on = False
        off = False
        for p in range(run.parcels):
            on |= run.board[p] == k
            off |= run.alight[p] == k
        boards += on
        alights += off
    if boards > inst.rules.max_pickups or alights > inst.rules.max_dropoffs:
        return False
    if inst.rules.keep_risks_apart:
        for p in range(run.parcels):
            if inst.demands[inst.tasks[run.task[p]].demand].risk != run.risk:
                return False
    if inst.rules.max_employers < run.parcels:
        names = 0
        for p in range(run.parcels):
            employer = inst.demands[inst.tasks[run.task[p]].demand].employer
            known = False
            for q in range(p):
                known |= inst.demands[inst.tasks[run.task[q]].demand].employer == employer
            names += not known
        if names > inst.rules.max_employers:
            return False
    return True


@inner
def _most_aboard(run: Record) -> int:
    """The highest number of heads aboard on any section."""
    most = 0
    for k in range(run.stops - 1):
        aboard = 0
        for p in range(run.parcels):
            if run.board[p] <= k < run.alight[p]:
                aboard += run.heads[p]
        most = max(most, aboard)
    return most


@inner
def trip_class(inst: Instance, run: Record) -> int:
    """0 city, 1 province, 2 national (contract, "A run's trip")."""
    trip = 0
    for k in range(1, run.stops):
        if inst.province[run.site[k]] != inst.province[run.site[0]]:
            return 2
        if inst.city[run.site[k]] != inst.city[run.site[0]]:
            trip = 1
    return trip


@inner
def usable_seats(inst: Instance, run: Record, kind: int) -> int:
    """Usable seats of a coach type on a timed run."""
    day = run.depart[0] // 1440
    return inst.coach_seats[kind, run.trip, run.risk, day]
