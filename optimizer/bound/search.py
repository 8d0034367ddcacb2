"""The cheapest journey of every demand under prices for service sections: exact over the relaxed journeys."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from optimizer.bound.days import arrive_at, leave_by
from optimizer.kernel import kernel

Floats = npt.NDArray[np.float64]
Wholes = npt.NDArray[np.int64]


@kernel
def single_services(  # noqa: PLR0912
    rows: Wholes,
    origin: Wholes,
    end: Wholes,
    group: Wholes,
    risk: Wholes,
    size: Wholes,
    least_need: Floats,
    leave: Wholes,
    ready: Wholes,
    arrive_from: Wholes,
    arrive: Wholes,
    first: Wholes,
    site: Wholes,
    arrival: Wholes,
    departure: Wholes,
    need: Floats,
    most: Wholes,
    seat: Floats,
    checkin: Floats,
    leave_hub: Floats,
    same_start: npt.NDArray[np.bool_],
    same_end: npt.NDArray[np.bool_],
    feed_minutes: Floats,
    last_minutes: Floats,
    feed_money: Floats,
    last_money: Floats,
    per_minute: float,
    longest: float,
    price: Floats,
    first_day: int,
    leaves_as: Wholes,
    arrives_as: Wholes,
    leaving: Floats,
    arriving: Floats,
    leave_open: Wholes,
    arrive_open: Wholes,
    cost: Floats,
    choice: Wholes,
    earliest: Floats,
    latest: Floats,
    left_on: Wholes,
    came_on: Wholes,
) -> None:
    """Lowers ``cost`` of the demands ``rows`` where a journey with one service is cheaper; ``choice``: board, alight.

    ``feed_*`` (origins, halts), ``last_*`` (halts, ends), money with a leading axis of worker classes. ``price`` per
    unit and section; a worker takes up ``need`` units, no less than ``least_need``. ``leaving`` and ``arriving``: what
    limits ask by group and day, from ``first_day`` on; ``leave_open`` and ``arrive_open``: when sites are open.
    ``earliest`` and ``latest`` take the first arrival and the last departure of any such journey, ``left_on`` and
    ``came_on`` the days of the cheapest.
    """
    services = len(first) - 1
    for d in rows:
        o, w, c = origin[d], end[d], group[d]
        for s in range(services):
            if need[s, risk[d]] == np.inf or size[d] * need[s, risk[d]] > most[s] + 1e-9:
                continue
            units = max(need[s, risk[d]], least_need[d])
            a, z = first[s], first[s + 1]
            if departure[a] > arrive[d] or arrival[z - 1] < leave[d]:
                continue
            for i in range(a, z - 1):
                if departure[i] > arrive[d]:
                    break
                h = site[i]
                ride_to = feed_minutes[o, h]
                if ride_to == np.inf or feed_money[c, o, h] == np.inf:
                    continue
                if same_start[o, h]:
                    start = float(departure[i])
                    if start < leave[d] or ready[d] + checkin[h] > start + 1e-6:
                        continue
                else:
                    start = departure[i] - checkin[h] - ride_to
                    if start < leave[d] - 1e-6:
                        continue
                who = leaves_as[d]
                going, leaves_on = leave_by(leaving[who], leave_open[who], first_day, leave[d], start, per_minute)
                base = feed_money[c, o, h] + seat[s] + going
                paid = 0.0
                for j in range(i + 1, z):
                    paid += price[j - 1] * units
                    g = site[j]
                    ride_on = last_minutes[g, w]
                    if ride_on == np.inf or last_money[c, g, w] == np.inf:
                        continue
                    there = float(arrival[j])
                    if not same_end[g, w]:
                        there += leave_hub[g] + ride_on
                    if there > arrive[d] + 1e-6:
                        continue
                    there = max(there, float(arrive_from[d]))
                    if there - start > longest:
                        continue
                    earliest[d] = min(earliest[d], there)
                    latest[d] = max(latest[d], start)
                    money = base + paid + last_money[c, g, w] + per_minute * (there - start)
                    if money < cost[d]:
                        who = arrives_as[d]
                        coming, comes_on = arrive_at(
                            arriving[who], arrive_open[who], first_day, arrive[d], there, per_minute
                        )
                        if money + coming < cost[d]:
                            cost[d] = money + coming
                            choice[d, 0], choice[d, 1] = i, j
                            left_on[d], came_on[d] = leaves_on, comes_on


@kernel
def many_services(  # noqa: PLR0912, PLR0915
    rows: Wholes,
    origin: Wholes,
    end: Wholes,
    group: Wholes,
    risk: Wholes,
    size: Wholes,
    least_need: Floats,
    leave: Wholes,
    ready: Wholes,
    arrive: Wholes,
    first: Wholes,
    service_of: Wholes,
    order: Wholes,
    site: Wholes,
    arrival: Wholes,
    departure: Wholes,
    need: Floats,
    most: Wholes,
    seat: Floats,
    checkin: Floats,
    leave_hub: Floats,
    change: npt.NDArray[np.bool_],
    same_start: npt.NDArray[np.bool_],
    same_end: npt.NDArray[np.bool_],
    feed_minutes: Floats,
    last_minutes: Floats,
    between_minutes: Floats,
    feed_money: Floats,
    last_money: Floats,
    between_money: Floats,
    per_minute: float,
    price: Floats,
    first_day: int,
    leaves_as: Wholes,
    arrives_as: Wholes,
    leaving: Floats,
    arriving: Floats,
    leave_open: Wholes,
    arrive_open: Wholes,
    cost: Floats,
    trail: Wholes,
    earliest: Floats,
    latest: Floats,
    left_on: Wholes,
    came_on: Wholes,
) -> None:
    """As ``single_services`` for journeys with any number of services; ``trail`` gets board, alight, board, alight, …

    Labels at the stops, in the order of departure, swept until nothing falls any more. Journey length and arrive_from
    are not looked at. ``trail`` (demands, longest trail) is filled with -1 beyond its end, latest pair first.
    """
    stops = len(site)
    leaves_on = np.empty(stops, dtype=np.int64)
    board = np.empty(stops)
    alight = np.empty(stops)
    came = np.empty(stops, dtype=np.int64)
    got_on = np.empty(stops, dtype=np.int64)
    for d in rows:
        o, w, c, r = origin[d], end[d], group[d], risk[d]
        board[:] = np.inf
        alight[:] = np.inf
        came[:] = -1
        got_on[:] = -1
        falling = True
        while falling:
            falling = False
            for b in order:
                s = service_of[b]
                if need[s, r] == np.inf or size[d] * need[s, r] > most[s] + 1e-9 or b == first[s + 1] - 1:
                    continue
                if departure[b] < leave[d] or departure[b] > arrive[d]:
                    continue
                h = site[b]
                best, via = board[b], came[b]
                if feed_minutes[o, h] < np.inf and feed_money[c, o, h] < np.inf:
                    start = departure[b] - checkin[h] - feed_minutes[o, h]
                    fits = start >= leave[d] - 1e-6
                    if same_start[o, h]:
                        start = float(departure[b])
                        fits = ready[d] + checkin[h] <= start + 1e-6
                    money = feed_money[c, o, h] + per_minute * (departure[b] - start)
                    if fits:
                        latest[d] = max(latest[d], start)
                        who = leaves_as[d]
                        going, on = leave_by(leaving[who], leave_open[who], first_day, leave[d], start, per_minute)
                        leaves_on[b] = on
                        if money + going < best:
                            best, via = money + going, -1
                if change[h]:
                    for a in range(stops):
                        g = site[a]
                        if alight[a] == np.inf or not change[g]:
                            continue
                        gap = leave_hub[g] + between_minutes[g, h] + checkin[h]
                        if arrival[a] + gap > departure[b] + 1e-6:
                            continue
                        money = alight[a] + between_money[c, g, h] + per_minute * (departure[b] - arrival[a])
                        if money < best:
                            best, via = money, a
                if best < board[b]:
                    board[b], came[b] = best, via
                    falling = True
                if board[b] == np.inf:
                    continue
                paid = board[b] + seat[s]
                units = max(need[s, r], least_need[d])
                for j in range(b + 1, first[s + 1]):
                    paid += price[j - 1] * units
                    money = paid + per_minute * (arrival[j] - departure[b])
                    if money < alight[j]:
                        alight[j] = money
                        got_on[j] = b
                        falling = True
        final = -1
        for a in range(stops):
            g = site[a]
            if alight[a] == np.inf or last_minutes[g, w] == np.inf or last_money[c, g, w] == np.inf:
                continue
            wait = 0.0 if same_end[g, w] else leave_hub[g] + last_minutes[g, w]
            if arrival[a] + wait > arrive[d] + 1e-6:
                continue
            earliest[d] = min(earliest[d], arrival[a] + wait)
            money = alight[a] + last_money[c, g, w] + per_minute * wait
            if money < cost[d]:
                who = arrives_as[d]
                coming, comes_on = arrive_at(
                    arriving[who], arrive_open[who], first_day, arrive[d], arrival[a] + wait, per_minute
                )
                if money + coming < cost[d]:
                    cost[d] = money + coming
                    final, came_on[d] = a, comes_on
        k = 0
        while final >= 0:
            if k + 1 < trail.shape[1]:
                trail[d, k], trail[d, k + 1] = got_on[final], final
            left_on[d] = leaves_on[got_on[final]]
            final = came[got_on[final]]
            k += 2


@kernel
def add_usage(
    rows: Wholes,
    trail: Wholes,
    headcount: Wholes,
    risk: Wholes,
    least_need: Floats,
    service_of: Wholes,
    need: Floats,
    usage: Floats,
) -> None:
    """Adds to ``usage`` (per section) the units that these demands take up on their trails."""
    for d in rows:
        for k in range(0, trail.shape[1] - 1, 2):
            if trail[d, k] < 0:
                break
            for section in range(trail[d, k], trail[d, k + 1]):
                usage[section] += headcount[d] * max(need[service_of[section], risk[d]], least_need[d])
