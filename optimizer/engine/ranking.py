"""Quick estimates of every place for a task: kilometres, deadhead, the riders' longer way, a bigger coach."""

from __future__ import annotations

import numpy as np

from optimizer.engine.duty import between, free_from
from optimizer.engine.layout import FOREVER, MAX_PARCELS, MAX_RUNS, MAX_STOPS, Array, Instance, State
from optimizer.engine.shortlist import INTO_RUN, NEW_OUTING, NEW_RUN, enter, heads_that_fit
from optimizer.engine.timing import usable_seats
from optimizer.kernel import inner

_REACH = 720
MOST_BIGGER = 8


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


@inner
def rank_run(
    inst: Instance,
    st: State,
    o: int,
    i: int,
    t: int,
    want: int,
    price: float,
    exact: bool,
    room: int,
    load: Array,
    bigger: Array,
    bigger_cost: Array,
) -> None:
    """Enters the places for a task in the i-th run of an outing. ``load`` (MAX_STOPS + 1), ``bigger`` (MOST_BIGGER, 2)
    and ``bigger_cost`` are room to work in: an array made anew for every run would cost more than the ranking."""
    out = st.outings[o]
    run = st.runs[out.run[i]]
    task = inst.tasks[t]
    demand = inst.demands[task.demand]
    n = run.stops
    if run.parcels >= MAX_PARCELS or n >= MAX_STOPS:
        return
    if inst.rules.keep_risks_apart and demand.risk != run.risk:
        return
    if run.arrive[n - 1] + _REACH < task.leave_from or run.depart[0] - _REACH > task.reach_to:
        return
    row = inst.rows[out.row]
    kind = inst.kinds[row.kind]
    before = row.depot
    if i > 0:
        previous = st.runs[out.run[i - 1]]
        before = previous.site[previous.stops - 1]
    after = row.depot
    if i + 1 < out.runs:
        after = st.runs[out.run[i + 1]].site[0]
    seats = usable_seats(inst, run, row.kind)
    load[: n + 1] = 0
    most_load = 0
    for p in range(run.parcels):
        for k in range(run.board[p], run.alight[p]):
            load[k] += run.heads[p]
            most_load = max(most_load, load[k])
    coaches = 0
    if most_load + min(want, room) > seats:
        coaches = _bigger_coaches(inst, st, o, i, seats, bigger, bigger_cost)
    origin, goal = task.origin, task.goal
    per_minute = inst.rules.per_minute
    own = want * per_minute if task.starts or task.ends else 0.0
    km, minutes, site = inst.km, inst.minutes, run.site
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
            way = 0.0
            detour = 0.0
            if b_new == 1:
                if b == 0:
                    way = km[origin, site[0]] * kind.cost_km
                    way += (km[before, origin] - km[before, site[0]]) * kind.cost_km_empty
                elif b < n:
                    way = (km[site[b - 1], origin] + km[origin, site[b]] - km[site[b - 1], site[b]]) * kind.cost_km
                    longer = minutes[site[b - 1], origin] + minutes[origin, site[b]] - minutes[site[b - 1], site[b]]
                    detour = load[b - 1] * per_minute * (longer + inst.dwell_whole[origin])
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
                    heads = heads_that_fit(inst, task.demand, want, min(room, seats - peak), exact)
                    coach = out.row
                    extra = 0.0
                    if heads < min(want, room):
                        for x in range(coaches):
                            more = heads_that_fit(inst, task.demand, want, min(room, bigger[x, 1] - peak), exact)
                            if more > heads and (more - heads) * price > bigger_cost[x] - extra:
                                heads = more
                                coach = bigger[x, 0]
                                extra = bigger_cost[x]
                    if heads == 0:
                        continue
                    money = way
                    slower = detour
                    if a_new == 1:
                        if a == b:
                            if b == 0:
                                money = (km[origin, goal] + km[goal, site[0]]) * kind.cost_km
                                money += (km[before, origin] - km[before, site[0]]) * kind.cost_km_empty
                            elif b == n:
                                money = (km[site[n - 1], origin] + km[origin, goal]) * kind.cost_km
                                money += (km[goal, after] - km[site[n - 1], after]) * kind.cost_km_empty
                            else:
                                past = km[site[b - 1], site[b]]
                                money = km[site[b - 1], origin] + km[origin, goal] + km[goal, site[b]] - past
                                money *= kind.cost_km
                                longer = minutes[site[b - 1], origin] + minutes[origin, goal]
                                longer += minutes[goal, site[b]] - minutes[site[b - 1], site[b]]
                                slower = load[b - 1] * per_minute * (longer + 2 * inst.dwell_whole[goal])
                        elif a == n:
                            money += km[site[n - 1], goal] * kind.cost_km
                            money += (km[goal, after] - km[site[n - 1], after]) * kind.cost_km_empty
                        else:
                            past = km[site[a - 1], site[a]]
                            money += (km[site[a - 1], goal] + km[goal, site[a]] - past) * kind.cost_km
                            longer = minutes[site[a - 1], goal] + minutes[goal, site[a]]
                            longer -= minutes[site[a - 1], site[a]]
                            slower += load[a - 1] * per_minute * (longer + inst.dwell_whole[goal])
                    score = money + extra + slower + own * minutes[origin, goal] - heads * price
                    enter(st, INTO_RUN, o, i, coach, b, b_new, a, a_new, heads, score)


@inner
def rank_gaps(inst: Instance, st: State, o: int, t: int, want: int, price: float, exact: bool, seats: Array) -> None:
    out = st.outings[o]
    task = inst.tasks[t]
    if out.runs >= MAX_RUNS:
        return
    if out.returns + _REACH < task.leave_from or out.leaves - _REACH > task.reach_to:
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
