"""Which way workers of a demand take: the direct coach or one of the services, with feeder and last mile."""

from __future__ import annotations

import numpy as np

from optimizer.engine.insertion import best_leg
from optimizer.engine.layout import Instance, State
from optimizer.engine.services import service_price, service_room
from optimizer.engine.shortlist import NOTHING
from optimizer.kernel import inner, kernel

DIRECT, FEEDER, LAST_MILE = 0, 1, 2
"""Places of ``state.best`` in which the candidate for each leg is noted."""
ANY, NO_SERVICE = -1, -2
_LEG_SHARE = 1 / 3
_OPTIONS_TRIED = 2
_OPTIONS_FAILED, _OVERLOOKED = 6, 0.75


@inner
def _group(inst: Instance, d: int, want: int, room: int) -> int:
    """How many of ``want`` may go where ``room`` seats are, nobody left in too small a group where that can be."""
    demand = inst.demands[d]
    if room >= want:
        return want
    if not demand.splittable:
        return 0
    heads = min(room, want - demand.least)
    if heads < demand.least:
        heads = room
    return heads if heads >= demand.least else 0


@inner
def leg_task(inst: Instance, x: int, which: int) -> int:
    """The task of an option's FEEDER or LAST_MILE; -1 where it needs none."""
    way = inst.options[x]
    return way.feeder if which == FEEDER else way.last_mile


@inner
def _seek_way(
    inst: Instance, st: State, x: int, want: int, price: float, blink: float, gift: int, below: float
) -> tuple[int, float]:
    """Looks for feeder and last mile of an option: heads and cost, 0 and inf where there are none.

    ``below``: where cost less ``price`` per worker is no less, it looks no further: 0 and the cost so far.
    """
    way = inst.options[x]
    heads = _group(inst, way.demand, want, service_room(inst, st, x, want))
    exact = heads < want
    while heads > 0:
        cost = service_price(inst, st, x, heads, gift)
        fitted = heads
        for which in (FEEDER, LAST_MILE):
            task = leg_task(inst, x, which)
            st.best[which].kind = NOTHING
            if task < 0:
                continue
            if cost - fitted * price >= below:
                return 0, cost
            if best_leg(inst, st, task, heads, exact, price * _LEG_SHARE, blink, -1, -1, which) == np.inf:
                return 0, np.inf
            fitted = min(fitted, st.best[which].heads)
            cost += st.best[which].delta
        if fitted == heads:
            return heads, cost
        heads = _group(inst, way.demand, want, fitted)
        exact = True
    return 0, np.inf


@kernel
def choose_way(
    inst: Instance,
    st: State,
    d: int,
    want: int,
    price: float,
    blink: float,
    gift: int,
    shut: int,
    only: int,
    most: float,
) -> tuple[int, int]:
    """The cheapest way for up to ``want`` workers of demand d: heads (0: none pays) and option (ANY: direct coach).

    Cheapest by cost less ``price`` per worker; a worker may cost ``most``. The candidates of the chosen way's legs are
    left in ``st.best``. ``blink``: chance to overlook a place; ``gift``: a service whose units cost nothing;
    ``shut``: one not to use; ``only``: one option, or NO_SERVICE.
    """
    demand = inst.demands[d]
    score, heads, option = np.inf, 0, ANY
    if want < demand.least:
        return 0, ANY
    if demand.direct >= 0 and only < 0:
        found = best_leg(inst, st, demand.direct, want, False, price, blink, -1, -1, DIRECT)
        best = st.best[DIRECT]
        if found < np.inf and best.delta < best.heads * most:
            score, heads = found, best.heads
    direct_cost = score / heads + price if heads > 0 else np.inf
    tried, failed, sought = 0, 0, ANY
    for x in range(demand.first_option, demand.first_option + demand.options):
        if only == NO_SERVICE or (only >= 0 and x != only):
            continue
        way = inst.options[x]
        if only < 0:
            if way.service == shut:
                continue
            if way.service != gift:
                if tried >= _OPTIONS_TRIED or way.estimate > direct_cost:
                    continue
                if failed >= _OPTIONS_FAILED and np.random.random() < _OVERLOOKED:
                    continue
                if blink > 0 and np.random.random() < 3 * blink:
                    continue
        some, cost = _seek_way(inst, st, x, want, price, blink, gift, score)
        tried += cost < np.inf
        failed += cost == np.inf
        sought = x
        if some > 0 and cost < some * most and cost - some * price < score:
            score, heads, option = cost - some * price, some, x
    if heads > 0 and option not in (ANY, sought):
        # Another way was looked for after the chosen one, so its candidates are gone.
        heads, cost = _seek_way(inst, st, option, want, price, blink, gift, np.inf)
        if cost >= heads * most:
            return 0, ANY
    return heads, option
