"""Quick estimates of every place for a task: kilometres, deadhead, the riders' longer way, a bigger coach."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from optimizer.engine.duty import between, free_from
from optimizer.engine.layout import FOREVER, MAX_PARCELS, MAX_RUNS, MAX_STOPS, Array, Instance, Record, State
from optimizer.engine.shortlist import GAPS_FROM, INTO_RUN, NEW_OUTING, NEW_RUN, enter, heads_that_fit
from optimizer.engine.timing import usable_seats
from optimizer.kernel import inner

_REACH, _FEW_OUTINGS = 720, 16
MOST_BIGGER = 8


@inner
def reach_of(st: State) -> int:
    """How many minutes a run or outing may be away from a task's window to be looked at: any where there are few."""
    return _REACH if st.high[0] > _FEW_OUTINGS else FOREVER


@inner
def _bigger_coaches(inst: Instance, st: State, o: int, i: int, seats: int, bigger: Array, bigger_cost: Array) -> int:
    """Other fleet rows of an outing's depot whose coaches seat more than ``seats`` on its i-th run; returns how many.

    Fills ``bigger`` (MOST_BIGGER, 2) with rows and seats, ``bigger_cost`` with about what they cost more than its own.
    """
    out = st.outings[o]
    own = inst.rows[out.row]
    kind = inst.kinds[own.kind]
    run = st.runs[out.run[i]]
    count = 0
    day = run.depart[0] // 1440
    loaded = 0.0
    for x in range(out.runs):
        loaded += st.runs[out.run[x]].km
    for step in range(2):
        f = out.row + (1 if step else -1)
        while 0 <= f < inst.rows.shape[0] and inst.rows[f].depot == own.depot and count < MOST_BIGGER:
            other = inst.kinds[inst.rows[f].kind]
            here = inst.coach_seats[inst.rows[f].kind, run.trip, run.risk, day]
            if here > seats and inst.rows[f].count != 0:
                bigger[count, 0] = f
                bigger[count, 1] = here
                more = other.cost_day - kind.cost_day + out.drivers * (other.cost_driver_day - kind.cost_driver_day)
                bigger_cost[count] = out.days * more + loaded * (other.cost_km - kind.cost_km)
                bigger_cost[count] += out.km_empty * (other.cost_km_empty - kind.cost_km_empty)
                count += 1
            f += 1 if step else -1
    return count


class Workspace(NamedTuple):
    """Arrays that the ranking of a run fills anew each time; to make them for every run would cost more than to rank.

    ``load`` (stops + 1): heads aboard from each stop on; ``board``, ``alight``, ``both`` (stops + 1): money of a detour
    to the origin, to the goal, or to one after the other, put in before each stop, and ``slower`` (3, stops + 1) what
    the hours of those aboard cost meanwhile; ``bigger`` (MOST_BIGGER, 2) and ``bigger_cost``: bigger coaches.
    """

    load: Array
    board: Array
    alight: Array
    both: Array
    slower: Array
    bigger: Array
    bigger_cost: Array


@inner
def make_workspace() -> Workspace:
    most = MAX_STOPS + 1
    return Workspace(
        np.zeros(most, dtype=np.int64),
        np.zeros(most),
        np.zeros(most),
        np.zeros(most),
        np.zeros((3, most)),
        np.zeros((MOST_BIGGER, 2), dtype=np.int64),
        np.zeros(MOST_BIGGER),
    )


@inner
def _detours(inst: Instance, st: State, o: int, i: int, t: int, room: Workspace) -> float:
    """Fills the money of all detours of a run for a task; returns the least that any pair of stops costs."""
    out = st.outings[o]
    run = st.runs[out.run[i]]
    depot = inst.rows[out.row].depot
    kind = inst.kinds[inst.rows[out.row].kind]
    loaded, empty = kind.cost_km, kind.cost_km_empty
    origin, goal = inst.tasks[t].origin, inst.tasks[t].goal
    km, site, n = inst.km, run.site, run.stops
    before = after = depot
    if i > 0:
        previous = st.runs[out.run[i - 1]]
        before = previous.site[previous.stops - 1]
    if i + 1 < out.runs:
        after = st.runs[out.run[i + 1]].site[0]
    between_them = km[origin, goal]
    start, end = site[0], site[n - 1]
    ahead = (km[before, origin] - km[before, start]) * empty
    behind = (km[goal, after] - km[end, after]) * empty
    room.board[0] = km[origin, start] * loaded + ahead
    room.both[0] = (between_them + km[goal, start]) * loaded + ahead
    room.board[n] = 0.0
    room.alight[0] = np.inf
    room.alight[n] = km[end, goal] * loaded + behind
    room.both[n] = (km[end, origin] + between_them) * loaded + behind
    cheapest_board = 0.0 if start == origin else room.board[0]
    cheapest_alight = 0.0 if end == goal else room.alight[n]
    cheapest = min(room.both[0], room.both[n])
    for k in range(1, n):
        past = km[site[k - 1], site[k]]
        to_origin, from_goal = km[site[k - 1], origin], km[goal, site[k]]
        room.board[k] = (to_origin + km[origin, site[k]] - past) * loaded
        room.alight[k] = (km[site[k - 1], goal] + from_goal - past) * loaded
        room.both[k] = (to_origin + between_them + from_goal - past) * loaded
        cheapest_board = min(cheapest_board, 0.0 if site[k] == origin else room.board[k])
        cheapest_alight = min(cheapest_alight, 0.0 if site[k] == goal else room.alight[k])
        cheapest = min(cheapest, room.both[k])
    return min(cheapest, cheapest_board + cheapest_alight)


@inner
def _delays(inst: Instance, run: Record, t: int, room: Workspace) -> int:
    """Fills loads and what detours cost the hours of those aboard; returns the highest load."""
    origin, goal = inst.tasks[t].origin, inst.tasks[t].goal
    minutes, site, n = inst.minutes, run.site, run.stops
    load = room.load
    load[: n + 1] = 0
    most = 0
    for p in range(run.parcels):
        for k in range(run.board[p], run.alight[p]):
            load[k] += run.heads[p]
            most = max(most, load[k])
    room.slower[:, 0] = 0.0
    room.slower[:, n] = 0.0
    between_them = minutes[origin, goal]
    for k in range(1, n):
        past = minutes[site[k - 1], site[k]]
        to_origin, from_goal = minutes[site[k - 1], origin], minutes[goal, site[k]]
        each = load[k - 1] * inst.rules.per_minute
        room.slower[0, k] = each * (to_origin + minutes[origin, site[k]] - past + inst.dwell_whole[origin])
        room.slower[1, k] = each * (minutes[site[k - 1], goal] + from_goal - past + inst.dwell_whole[goal])
        room.slower[2, k] = each * (to_origin + between_them + from_goal - past + 2 * inst.dwell_whole[goal])
    return most


@inner
def rank_run(
    inst: Instance, st: State, o: int, i: int, t: int, want: int, price: float, exact: bool, most: int, room: Workspace
) -> None:
    """Enters the places for a task in the i-th run of an outing, at most ``most`` heads in each."""
    out = st.outings[o]
    run = st.runs[out.run[i]]
    task = inst.tasks[t]
    demand = inst.demands[task.demand]
    n = run.stops
    if run.parcels >= MAX_PARCELS or n >= MAX_STOPS:
        return
    if inst.rules.keep_risks_apart and demand.risk != run.risk:
        return
    reach = reach_of(st)
    if run.arrive[n - 1] + reach < task.leave_from or run.depart[0] - reach > task.reach_to:
        return
    origin, goal, site = task.origin, task.goal, run.site
    own = want * inst.rules.per_minute * inst.minutes[origin, goal] if task.starts or task.ends else 0.0
    wanted = min(want, most)
    if _detours(inst, st, o, i, t, room) + own - wanted * price >= st.shortlist[GAPS_FROM - 1].score:
        return
    seats = usable_seats(inst, run, inst.rows[out.row].kind)
    load = room.load
    coaches = 0
    if _delays(inst, run, t, room) + wanted > seats:
        coaches = _bigger_coaches(inst, st, o, i, seats, room.bigger, room.bigger_cost)
    for b in range(n + 1):
        for b_new in range(2):
            if b_new == 0 and (b == n or site[b] != origin):
                continue
            if b_new == 1 and n + 1 > MAX_STOPS:
                continue
            if b_new == 1 and ((b < n and site[b] == origin) or (b > 0 and site[b - 1] == origin)):
                continue
            peak = 0
            if b_new == 1 and 0 < b < n:
                peak = load[b - 1]
            for a in range(b, n + 1):
                if a > b:
                    peak = max(peak, load[a - 1])
                for a_new in range(2):
                    if a_new == 0:
                        if a == n or site[a] != goal or (b_new == 0 and a == b):
                            continue
                        if b_new == 1 and b == n:
                            continue
                    else:
                        if b_new == 0 and a == b:
                            continue
                        if a < n and site[a] == goal:
                            continue
                        if a > b and site[a - 1] == goal:
                            continue
                        if n + b_new + 1 > MAX_STOPS:
                            continue
                    if a_new == 1 and a == b:
                        money = room.both[b] + room.slower[2, b]
                    else:
                        money = 0.0
                        if b_new == 1:
                            money += room.board[b] + room.slower[0, b]
                        if a_new == 1:
                            money += room.alight[a] + room.slower[1, a]
                    if money + own - wanted * price >= st.shortlist[GAPS_FROM - 1].score:
                        continue
                    heads = heads_that_fit(inst, task.demand, want, min(most, seats - peak), exact)
                    coach = out.row
                    extra = 0.0
                    if heads < wanted:
                        for x in range(coaches):
                            more = heads_that_fit(inst, task.demand, want, min(most, room.bigger[x, 1] - peak), exact)
                            if more > heads and (more - heads) * price > room.bigger_cost[x] - extra:
                                heads = more
                                coach = room.bigger[x, 0]
                                extra = room.bigger_cost[x]
                    if heads > 0:
                        score = money + extra + own - heads * price
                        enter(st, INTO_RUN, o, i, coach, b, b_new, a, a_new, heads, score)


@inner
def rank_gaps(inst: Instance, st: State, o: int, t: int, want: int, price: float, exact: bool, seats: Array) -> None:
    out = st.outings[o]
    task = inst.tasks[t]
    if out.runs >= MAX_RUNS:
        return
    row = inst.rows[out.row]
    kind = inst.kinds[row.kind]
    depot_city = inst.city[row.depot]
    if inst.rules.home_end and inst.city[task.origin] != depot_city and inst.city[task.goal] != depot_city:
        return
    most = heads_that_fit(inst, task.demand, want, seats[1, row.kind], exact)
    if most == 0:
        return
    least = heads_that_fit(inst, task.demand, want, seats[0, row.kind], exact)
    minutes = inst.minutes[task.origin, task.goal]
    per_head = -price
    if task.starts or task.ends:
        per_head += inst.rules.per_minute * minutes
    loaded = inst.km[task.origin, task.goal] * kind.cost_km
    at = row.depot
    free = -float(FOREVER)
    for i in range(out.runs + 1):
        after = row.depot
        until = float(FOREVER)
        if i < out.runs:
            following = st.runs[out.run[i]]
            after = following.site[0]
            until = following.arrive[0]
        earliest = max(free + between(inst, at, task.origin), float(task.leave_from))
        if earliest + minutes <= min(until, float(task.reach_to)) and (i == 0 or free <= task.leave_to):
            empty = inst.km[at, task.origin] + inst.km[task.goal, after] - inst.km[at, after]
            money = loaded + empty * kind.cost_km_empty
            enter(st, NEW_RUN, o, i, out.row, 0, 1, 0, 1, most, money + most * per_head)
            if 0 < least < most:
                enter(st, NEW_RUN, o, i, out.row, 0, 1, 0, 1, least, money + least * per_head)
        if i < out.runs:
            run = st.runs[out.run[i]]
            at = run.site[run.stops - 1]
            free = free_from(inst, run) + inst.rules.turnaround


@inner
def rank_rows(inst: Instance, st: State, t: int, want: int, price: float, exact: bool, seats: Array) -> None:
    task = inst.tasks[t]
    minutes = inst.minutes[task.origin, task.goal]
    for f in range(inst.rows.shape[0]):
        row = inst.rows[f]
        if row.count == 0:
            continue
        kind = inst.kinds[row.kind]
        if inst.rules.home_end:
            home = inst.city[row.depot]
            if inst.city[task.origin] != home and inst.city[task.goal] != home:
                continue
        most = heads_that_fit(inst, task.demand, want, seats[1, row.kind], exact)
        if most == 0:
            continue
        least = heads_that_fit(inst, task.demand, want, seats[0, row.kind], exact)
        empty = inst.km[row.depot, task.origin] + inst.km[task.goal, row.depot]
        behind = minutes + inst.minutes[row.depot, task.origin] + inst.minutes[task.goal, row.depot]
        duty = max(1.0, np.ceil(behind / inst.rules.driver_min))
        money = inst.km[task.origin, task.goal] * kind.cost_km + empty * kind.cost_km_empty
        money += kind.cost_day + duty * kind.cost_driver_day
        per_head = -price
        if task.starts or task.ends:
            per_head += inst.rules.per_minute * minutes
        enter(st, NEW_OUTING, -1, 0, f, 0, 1, 0, 1, most, money + most * per_head)
        if 0 < least < most:
            enter(st, NEW_OUTING, -1, 0, f, 0, 1, 0, 1, least, money + least * per_head)
