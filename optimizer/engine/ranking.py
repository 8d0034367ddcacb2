"""Quick estimates of every place for a task: kilometres, deadhead, the riders' longer way, a bigger coach."""

from __future__ import annotations

import numpy as np

from optimizer.engine.detours import ALIGHT, BOARD, BOTH, MOST_BIGGER, Workspace, delays, detours
from optimizer.engine.duty import between, free_from
from optimizer.engine.layout import FOREVER, MAX_PARCELS, MAX_RUNS, MAX_STOPS, Array, Instance, State
from optimizer.engine.shortlist import GAPS_FROM, INTO_RUN, NEW_OUTING, NEW_RUN, ROWS_FROM, enter, heads_that_fit
from optimizer.engine.timing import usable_seats
from optimizer.kernel import inner

_REACH, _FEW_OUTINGS = 720, 16


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


@inner
def _list_runs(
    inst: Instance, st: State, t: int, want: int, price: float, but: int, not_into: int, money: Array
) -> int:
    """Lists in ``st.near`` the runs that a task could enter, with the least that any place in them can score.

    Returns how many. ``want``: the most heads that may go; ``money`` as in ``detours``; the others as in ``rank_runs``.
    """
    outings, runs, rows, kinds, near, km = st.outings, st.runs, inst.rows, inst.kinds, st.near, inst.km
    task = inst.tasks[t]
    origin, goal, leave_from, reach_to = task.origin, task.goal, task.leave_from, task.reach_to
    apart, risk = inst.rules.keep_risks_apart, inst.demands[task.demand].risk
    reach = reach_of(st)
    floor = -want * price
    count = 0
    for o in range(st.high[0]):
        out = outings[o]
        if out.runs == 0 or o == but or out.returns <= leave_from - reach or out.leaves >= reach_to + reach:
            continue
        row = rows[out.row]
        kind = kinds[row.kind]
        for i in range(out.runs):
            r = out.run[i]
            run = runs[r]
            n = run.stops
            if r == not_into or run.parcels >= MAX_PARCELS or n >= MAX_STOPS or (apart and risk != run.risk):
                continue
            if run.arrive[n - 1] + reach < leave_from or run.depart[0] - reach > reach_to:
                continue
            before = after = row.depot
            if i > 0:
                previous = runs[out.run[i - 1]]
                before = previous.site[previous.stops - 1]
            if i + 1 < out.runs:
                after = runs[out.run[i + 1]].site[0]
            least = detours(km, run, origin, goal, before, after, kind.cost_km, kind.cost_km_empty, money)
            place = near[count]
            place.score, place.outing, place.place = floor + least, o, i
            count += 1
    return count


@inner
def _rank_run(
    inst: Instance, st: State, o: int, i: int, t: int, want: int, price: float, exact: bool, most: int, room: Workspace
) -> None:
    """Enters the places for a task in the i-th run of an outing, at most ``most`` heads in each."""
    out = st.outings[o]
    row = inst.rows[out.row]
    kind = inst.kinds[row.kind]
    run = st.runs[out.run[i]]
    task = inst.tasks[t]
    n = run.stops
    origin, goal, site = task.origin, task.goal, run.site
    wanted = min(want, most)
    before = after = row.depot
    if i > 0:
        previous = st.runs[out.run[i - 1]]
        before = previous.site[previous.stops - 1]
    if i + 1 < out.runs:
        after = st.runs[out.run[i + 1]].site[0]
    detours(inst.km, run, origin, goal, before, after, kind.cost_km, kind.cost_km_empty, room.money)
    seats = usable_seats(inst, run, row.kind)
    load, dear, slower = room.load, room.money, room.slower
    worst, demand = st.shortlist[GAPS_FROM - 1], task.demand
    coaches = 0
    if delays(inst, run, t, room) + wanted > seats:
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
                        money = dear[BOTH, b] + slower[BOTH, b]
                    else:
                        money = 0.0
                        if b_new == 1:
                            money += dear[BOARD, b] + slower[BOARD, b]
                        if a_new == 1:
                            money += dear[ALIGHT, a] + slower[ALIGHT, a]
                    if money - wanted * price >= worst.score:
                        continue
                    heads = heads_that_fit(inst, demand, want, min(most, seats - peak), exact)
                    coach = out.row
                    extra = 0.0
                    if heads < wanted:
                        for x in range(coaches):
                            more = heads_that_fit(inst, demand, want, min(most, room.bigger[x, 1] - peak), exact)
                            if more > heads and (more - heads) * price > room.bigger_cost[x] - extra:
                                heads = more
                                coach = room.bigger[x, 0]
                                extra = room.bigger_cost[x]
                    if heads > 0:
                        score = money + extra - heads * price
                        enter(st, INTO_RUN, o, i, coach, b, b_new, a, a_new, heads, score)


@inner
def rank_runs(
    inst: Instance,
    st: State,
    t: int,
    want: int,
    price: float,
    exact: bool,
    most: int,
    but: int,
    not_into: int,
    room: Workspace,
) -> None:
    """Enters the places for a task in all runs that it could enter, the most promising runs first.

    ``most``: the most heads for whom limits have room; the others as in ``best_leg``.
    """
    count = _list_runs(inst, st, t, min(want, most), price, but, not_into, room.money)
    near = st.near
    while True:
        first = 0
        for x in range(1, count):
            if near[x].score < near[first].score:
                first = x
        if count == 0 or near[first].score >= st.shortlist[GAPS_FROM - 1].score:
            return
        _rank_run(inst, st, near[first].outing, near[first].place, t, want, price, exact, most, room)
        count -= 1
        near[first] = near[count]


@inner
def rank_gaps(inst: Instance, st: State, t: int, want: int, price: float, exact: bool, room: int, but: int) -> None:
    """Enters a run of its own before, between and after the runs of all outings but one.

    ``room``: the most heads for whom limits have room; the others as in ``rank_runs``.
    """
    task = inst.tasks[t]
    origin, goal, demand = task.origin, task.goal, task.demand
    outings, runs, rows, kinds, km, city = st.outings, st.runs, inst.rows, inst.kinds, inst.km, inst.city
    seats = inst.task_seats[t]
    shortlist, home_end = st.shortlist, inst.rules.home_end
    reach = reach_of(st)
    not_before, not_after = task.leave_from - reach, task.reach_to + reach
    between_them, minutes = km[origin, goal], inst.minutes[origin, goal]
    for o in range(st.high[0]):
        out = outings[o]
        if out.runs == 0 or o == but or out.returns <= not_before or out.leaves >= not_after or out.runs >= MAX_RUNS:
            continue
        row = rows[out.row]
        kind = kinds[row.kind]
        depot = row.depot
        if home_end and city[origin] != city[depot] and city[goal] != city[depot]:
            continue
        loaded, per_empty = between_them * kind.cost_km, kind.cost_km_empty
        at = depot
        free = -float(FOREVER)
        for i in range(out.runs + 1):
            after = depot
            until = float(FOREVER)
            if i < out.runs:
                following = runs[out.run[i]]
                after = following.site[0]
                until = following.arrive[0] - between(inst, goal, after) - inst.dwell[goal] - inst.rules.turnaround
            money = loaded + (km[at, origin] + km[goal, after] - km[at, after]) * per_empty
            if money - want * price < shortlist[ROWS_FROM - 1].score:
                earliest = max(free + between(inst, at, origin), float(task.leave_from))
                if earliest + minutes <= min(until, float(task.reach_to)) and (i == 0 or free <= task.leave_to):
                    most = heads_that_fit(inst, demand, want, min(room, seats[1, row.kind]), exact)
                    if most > 0:
                        enter(st, NEW_RUN, o, i, out.row, 0, 1, 0, 1, most, money - most * price)
                    least = heads_that_fit(inst, demand, want, min(room, seats[0, row.kind]), exact)
                    if 0 < least < most:
                        enter(st, NEW_RUN, o, i, out.row, 0, 1, 0, 1, least, money - least * price)
            if i < out.runs:
                run = runs[out.run[i]]
                at = run.site[run.stops - 1]
                free = free_from(inst, run) + inst.rules.turnaround


@inner
def rank_rows(inst: Instance, st: State, t: int, want: int, price: float, exact: bool, room: int, below: float) -> None:
    """Enters an outing of its own by a coach of each fleet row that may score less than ``below``.

    The other arguments are those of ``rank_gaps``.
    """
    task = inst.tasks[t]
    origin, goal = task.origin, task.goal
    rows, kinds, km, city, times = inst.rows, inst.kinds, inst.km, inst.city, inst.minutes
    home_end, driver_min = inst.rules.home_end, inst.rules.driver_min
    seats = inst.task_seats[t]
    for f in range(rows.shape[0]):
        row = rows[f]
        depot = row.depot
        if row.count == 0 or (home_end and city[origin] != city[depot] and city[goal] != city[depot]):
            continue
        kind = kinds[row.kind]
        behind = times[origin, goal] + times[depot, origin] + times[goal, depot]
        duty = max(1.0, np.ceil(behind / driver_min))
        empty = km[depot, origin] + km[goal, depot]
        money = km[origin, goal] * kind.cost_km + empty * kind.cost_km_empty
        money += kind.cost_day + duty * kind.cost_driver_day
        if money - want * price >= below:
            continue
        most = heads_that_fit(inst, task.demand, want, min(room, seats[1, row.kind]), exact)
        if most > 0:
            enter(st, NEW_OUTING, -1, 0, f, 0, 1, 0, 1, most, money - most * price)
        least = heads_that_fit(inst, task.demand, want, min(room, seats[0, row.kind]), exact)
        if 0 < least < most:
            enter(st, NEW_OUTING, -1, 0, f, 0, 1, 0, 1, least, money - least * price)
