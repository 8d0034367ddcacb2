"""The cheapest way to carry one task: into a run, as a new run of an outing, or in an outing of its own.

All places are first ranked by a quick estimate (kilometres, deadhead, the riders' longer way); the best of each kind
are then timed and priced exactly under all rules.
"""

from __future__ import annotations

import numpy as np

from optimizer.engine.duty import between, coach_is_free, cost_outing, free_from, limits_hold, row_has_slot
from optimizer.engine.layout import (
    EVERY_DAY,
    FOREVER,
    MARGIN_DAYS,
    MAX_PARCELS,
    MAX_RUNS,
    MAX_STOPS,
    Array,
    Instance,
    State,
)
from optimizer.engine.timing import fit, gather, stop_counts_hold, usable_seats, worker_minutes
from optimizer.kernel import inner, kernel

NOTHING, INTO_RUN, NEW_RUN, NEW_OUTING = 0, 1, 2, 3
_INTO, _NEW_RUN, _NEW_OUTING, _END = 0, 24, 40, 64
_REACH = 720
_EXACT_TRIES = 10
_ROWS_TRIED = 3


@inner
def heads_that_fit(inst: Instance, demand: int, want: int, room: int, exact: bool) -> int:
    """How many of ``want`` workers may go where ``room`` seats are free, leaving nobody in too small a group."""
    if room >= want:
        return want
    row = inst.demands[demand]
    if exact or not row.splittable:
        return 0
    heads = min(room, want - row.least)
    return heads if heads >= row.least else 0


@inner
def _clear(st: State) -> None:
    for x in range(_END):
        st.shortlist[x].kind = NOTHING
        st.shortlist[x].score = np.inf


@inner
def _enter(
    st: State,
    kind: int,
    outing: int,
    place: int,
    row: int,
    board: int,
    board_new: int,
    alight: int,
    alight_new: int,
    heads: int,
    score: float,
) -> None:
    low, high = _INTO, _NEW_RUN
    if kind == NEW_RUN:
        low, high = _NEW_RUN, _NEW_OUTING
    elif kind == NEW_OUTING:
        low, high = _NEW_OUTING, _END
    if score >= st.shortlist[high - 1].score:
        return
    x = high - 1
    while x > low and st.shortlist[x - 1].score > score:
        st.shortlist[x] = st.shortlist[x - 1]
        x -= 1
    entry = st.shortlist[x]
    entry.kind = kind
    entry.outing = outing
    entry.place = place
    entry.row = row
    entry.board = board
    entry.board_new = board_new
    entry.alight = alight
    entry.alight_new = alight_new
    entry.heads = heads
    entry.score = score


@inner
def _bigger_coaches(inst: Instance, st: State, o: int, i: int, seats: int) -> tuple[Array, Array, Array]:
    """Other fleet rows of an outing's depot whose coaches seat more on its i-th run: rows, seats, about what they cost
    more than its own."""
    out = st.outings[o]
    own = inst.rows[out.row]
    kind = inst.kinds[own.kind]
    run = st.runs[out.run[i]]
    loaded = 0.0
    for x in range(out.runs):
        loaded += st.runs[out.run[x]].km
    rows = np.zeros(inst.rows.shape[0], dtype=np.int64)
    room = np.zeros(inst.rows.shape[0], dtype=np.int64)
    cost = np.zeros(inst.rows.shape[0], dtype=np.float64)
    count = 0
    for step in range(2):
        f = out.row + (1 if step else -1)
        while 0 <= f < inst.rows.shape[0] and inst.rows[f].depot == own.depot:
            other = inst.kinds[inst.rows[f].kind]
            here = usable_seats(inst, run, inst.rows[f].kind)
            if here > seats and inst.rows[f].count != 0:
                rows[count] = f
                room[count] = here
                more = other.cost_day - kind.cost_day + out.drivers * (other.cost_driver_day - kind.cost_driver_day)
                cost[count] = out.days * more + loaded * (other.cost_km - kind.cost_km)
                cost[count] += out.km_empty * (other.cost_km_empty - kind.cost_km_empty)
                count += 1
            f += 1 if step else -1
    return rows[:count], room[:count], cost[:count]


@inner
def _rank_run(
    inst: Instance, st: State, o: int, i: int, t: int, want: int, price: float, exact: bool, room: int
) -> None:
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
    bigger, bigger_seats, bigger_cost = _bigger_coaches(inst, st, o, i, seats)
    load = np.zeros(MAX_STOPS + 1, dtype=np.int64)
    for p in range(run.parcels):
        for k in range(run.board[p], run.alight[p]):
            load[k] += run.heads[p]
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
                        for x in range(bigger.shape[0]):
                            more = heads_that_fit(inst, task.demand, want, min(room, bigger_seats[x] - peak), exact)
                            if more > heads and (more - heads) * price > bigger_cost[x] - extra:
                                heads = more
                                coach = bigger[x]
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
                    _enter(st, INTO_RUN, o, i, coach, b, b_new, a, a_new, heads, score)


@inner
def _room_on(inst: Instance, st: State, demand: int, kind: int, day: int) -> int:
    """Heads that the limits of one kind still let a demand have on a day."""
    room = FOREVER
    for x in range(inst.limit_from[kind, demand], inst.limit_from[kind, demand + 1]):
        limit = inst.limit_of[x]
        dated = inst.limit_day[limit]
        if (dated == EVERY_DAY or dated == day) and 0 <= day + MARGIN_DAYS < st.used.shape[1]:
            room = min(room, inst.limit_value[limit] - st.used[limit, day + MARGIN_DAYS])
    return room


@inner
def limit_room(inst: Instance, st: State, t: int) -> int:
    """The most heads that limits let a task carry on the best day of its window (contract, rule 8)."""
    task = inst.tasks[t]
    room = FOREVER
    if not inst.demands[task.demand].limited:
        return room
    if task.starts:
        best = 0
        last = min(min(task.leave_to, task.reach_to), inst.rules.end) // 1440
        for day in range(max(task.leave_from, 0) // 1440, last + 1):
            best = max(best, _room_on(inst, st, task.demand, 0, day))
        room = min(room, best)
    if task.ends:
        best = 0
        for day in range(
            max(max(task.leave_from, task.reach_from), 0) // 1440, min(task.reach_to, inst.rules.end) // 1440 + 1
        ):
            here = _room_on(inst, st, task.demand, 1, day)
            for night in range(inst.demands[task.demand].nights):
                here = min(here, _room_on(inst, st, task.demand, 2, day + night))
            best = max(best, here)
        room = min(room, best)
    return room


@inner
def _window_seats(inst: Instance, t: int) -> Array:
    """Fewest and most usable seats of each coach type on the days of a task's window, shape (2, kinds)."""
    task = inst.tasks[t]
    trip = 0
    if inst.province[task.origin] != inst.province[task.goal]:
        trip = 2
    elif inst.city[task.origin] != inst.city[task.goal]:
        trip = 1
    risk = inst.demands[task.demand].risk
    first = max(task.leave_from, 0) // 1440
    last = min(min(task.reach_to, task.leave_to), inst.rules.end) // 1440
    seats = np.zeros((2, inst.kinds.shape[0]), dtype=np.int64)
    for kind in range(inst.kinds.shape[0]):
        seats[0, kind] = FOREVER
        for day in range(first, last + 1):
            here = inst.coach_seats[kind, trip, risk, day]
            seats[0, kind] = min(seats[0, kind], here)
            seats[1, kind] = max(seats[1, kind], here)
    return seats


@inner
def _rank_gaps(inst: Instance, st: State, o: int, t: int, want: int, price: float, exact: bool, seats: Array) -> None:
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
            _enter(st, NEW_RUN, o, i, out.row, 0, 1, 0, 1, most, money + most * per_head)
            if 0 < least < most:
                _enter(st, NEW_RUN, o, i, out.row, 0, 1, 0, 1, least, money + least * per_head)
        if i < out.runs:
            run = st.runs[out.run[i]]
            at = run.site[run.stops - 1]
            free = free_from(inst, run) + inst.rules.turnaround


@inner
def _rank_rows(inst: Instance, st: State, t: int, want: int, price: float, exact: bool, seats: Array) -> None:
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
        _enter(st, NEW_OUTING, -1, 0, f, 0, 1, 0, 1, most, money + most * per_head)
        if 0 < least < most:
            _enter(st, NEW_OUTING, -1, 0, f, 0, 1, 0, 1, least, money + least * per_head)


@inner
def _alone(inst: Instance, st: State, t: int, heads: int, slot: int) -> None:
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
    low = max(task.leave_from, 0)
    high = min(min(task.leave_to, inst.rules.end), task.reach_to - run.minutes)
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
def _price_outing(inst: Instance, st: State, slot: int, but: int, new: int, old: int) -> bool:
    """Whether the outing in a spare slot, whose run ``new`` stands for ``old``, keeps every rule; its cost is filled."""
    if not cost_outing(inst, st, slot):
        return False
    out = st.outings[slot]
    if not coach_is_free(inst, st, out.row, out.leaves, out.returns, but):
        return False
    return limits_hold(inst, st, new, old)


@inner
def _try_row(inst: Instance, st: State, f: int, t: int, heads: int, starts: int, run_slot: int, out_slot: int) -> float:
    """Cheapest outing of its own for a task by a coach of row f; its run and times stand in the spare slots."""
    task = inst.tasks[t]
    out = st.outings[out_slot]
    run = st.runs[run_slot]
    out.row = f
    out.runs = 1
    out.run[0] = run_slot
    if not row_has_slot(inst, st, f):
        return np.inf
    way = between(inst, inst.rows[f].depot, task.origin) + inst.dwell_whole[task.origin]
    back = int(np.ceil(inst.dwell[task.goal])) + between(inst, task.goal, inst.rows[f].depot)
    run.heads[0] = heads
    best = np.inf
    best_start = 0
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
            if variant == 0 or (start >= task.leave_from and start <= task.leave_to):
                if not fit(inst, run, start, FOREVER):
                    continue
                if cost_outing(inst, st, out_slot) and out.cost < best - 1e-9:
                    if coach_is_free(inst, st, f, out.leaves, out.returns, -1) and limits_hold(inst, st, run_slot, -1):
                        best = out.cost
                        best_start = run.depart[0]
    if best < np.inf:
        fit(inst, run, best_start, FOREVER)
        cost_outing(inst, st, out_slot)
    return best


@inner
def insert_stops(inst: Instance, st: State, slot: int, r: int, t: int, itinerary: int, entry: Array) -> bool:
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
def _guess_start(inst: Instance, st: State, slot: int, r: int, entry: Array) -> int:
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
def try_entry(inst: Instance, st: State, entry: Array, t: int, itinerary: int, run_slot: int, out_slot: int) -> float:
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
        start = max(_guess_start(inst, st, run_slot, r, entry), soonest)
        if not fit(inst, run, start, _last_by(inst, st, o, i, run.site[run.stops - 1])):
            return np.inf
        old = r
    else:
        _alone(inst, st, t, entry.heads, run_slot)
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
        if not fit(inst, run, start, latest):
            return np.inf
        old = -1
    if not _price_outing(inst, st, out_slot, o, run_slot, old):
        return np.inf
    return out.cost - before


@inner
def rebuild_alone(
    inst: Instance, st: State, entry: Array, t: int, itinerary: int, run_slot: int, out_slot: int
) -> bool:
    """Puts the outing of its own that a candidate stands for into the spare slots."""
    _alone(inst, st, t, entry.heads, run_slot)
    run = st.runs[run_slot]
    run.itinerary[0] = itinerary
    if not fit(inst, run, entry.start, FOREVER):
        return False
    out = st.outings[out_slot]
    out.row = entry.row
    out.runs = 1
    out.run[0] = run_slot
    if not row_has_slot(inst, st, entry.row):
        return False
    run.worker_minutes = worker_minutes(inst, run)
    return _price_outing(inst, st, out_slot, -1, run_slot, -1)


@inner
def _seek_alone(inst: Instance, st: State, t: int, price: float, blink: float, which: int) -> None:
    """Tries the ranked fleet rows for an outing of its own; a better one than ``st.best[which]`` is noted there."""
    run_slot = st.runs.shape[0] - 1
    out_slot = st.outings.shape[0] - 1
    best = st.best[which]
    starts = -1
    found = 0
    for x in range(_NEW_OUTING, _END):
        entry = st.shortlist[x]
        if entry.kind == NOTHING or entry.score >= best.score or found >= _ROWS_TRIED:
            break
        if blink > 0 and np.random.random() < blink:
            continue
        _alone(inst, st, t, entry.heads, run_slot)
        if starts < 0:
            starts = _solo_starts(inst, st, t, run_slot)
        cost = _try_row(inst, st, entry.row, t, entry.heads, starts, run_slot, out_slot)
        if cost < np.inf:
            found += 1
        if cost - entry.heads * price < best.score:
            st.best[which] = entry
            best.delta = cost
            best.score = cost - entry.heads * price
            best.start = st.runs[run_slot].depart[0]


@kernel
def probe(inst: Instance, st: State, t: int, want: int, price: float, fill: float) -> tuple[float, int, int]:
    """What a head of a task costs in a coach of its own filled to ``fill`` at least, and when it leaves and arrives.

    Money shared by max(heads, fill x usable seats), worker-hours by heads. (inf, 0, 0) where no coach can do it alone.
    """
    run_slot = st.runs.shape[0] - 1
    out_slot = st.outings.shape[0] - 1
    best = st.best[0]
    best.kind = NOTHING
    best.score = np.inf
    _clear(st)
    _rank_rows(inst, st, t, want, price, False, _window_seats(inst, t))
    _seek_alone(inst, st, t, price, 0.0, 0)
    if best.kind == NOTHING or not rebuild_alone(inst, st, best, t, -1, run_slot, out_slot):
        return np.inf, 0, 0
    run, out = st.runs[run_slot], st.outings[out_slot]
    waiting = run.worker_minutes * inst.rules.per_minute
    seats = usable_seats(inst, run, inst.rows[out.row].kind)
    money = (out.cost - waiting) / max(float(best.heads), fill * seats)
    return money + waiting / best.heads, run.depart[0], run.arrive[run.stops - 1]


@kernel
def best_leg(
    inst: Instance,
    st: State,
    t: int,
    want: int,
    exact: bool,
    price: float,
    blink: float,
    but: int,
    which: int,
) -> float:
    """Finds the place for a task with the least (cost - heads x price) and notes it in ``st.best[which]``.

    Returns that score, inf where there is none. ``blink``: chance to overlook a place; ``but``: an outing not to use.
    """
    run_slot = st.runs.shape[0] - 1
    out_slot = st.outings.shape[0] - 1
    best = st.best[which]
    best.kind = NOTHING
    best.score = np.inf
    if t < 0:
        return np.inf
    _clear(st)
    room = limit_room(inst, st, t)
    if room <= 0:
        return np.inf
    seats = np.minimum(_window_seats(inst, t), room)
    for o in range(st.outings.shape[0] - 3):
        if st.outings[o].runs > 0 and o != but:
            if st.outings[o].returns + 2880 < inst.tasks[t].leave_from:
                continue
            for i in range(st.outings[o].runs):
                _rank_run(inst, st, o, i, t, want, price, exact, room)
            _rank_gaps(inst, st, o, t, want, price, exact, seats)
    _rank_rows(inst, st, t, want, price, exact, seats)
    for low, high in ((_INTO, _NEW_RUN), (_NEW_RUN, _NEW_OUTING)):
        tried = 0
        for x in range(low, high):
            entry = st.shortlist[x]
            if entry.kind == NOTHING or entry.score >= best.score or tried >= _EXACT_TRIES * 2:
                break
            if blink > 0 and np.random.random() < blink:
                continue
            tried += 1
            delta = try_entry(inst, st, entry, t, -1, run_slot, out_slot)
            score = delta - entry.heads * price
            if score < best.score:
                st.best[which] = entry
                best.delta = delta
                best.score = score
                best.start = st.runs[run_slot].depart[0]
    _seek_alone(inst, st, t, price, blink, which)
    return best.score
