"""Carrying workers: the cheapest way is chosen and carried out, one demand after another, within an open step."""

from __future__ import annotations

from optimizer.engine.choosing import ANY, DIRECT, FEEDER, LAST_MILE, choose_way
from optimizer.engine.insertion import best_leg
from optimizer.engine.journal import new_itinerary
from optimizer.engine.layout import Array, Instance, State
from optimizer.engine.services import board_service
from optimizer.engine.shortlist import NOTHING
from optimizer.engine.steps import carry_out, drop_doomed
from optimizer.kernel import inner, kernel

BROKEN = -1
_NO_OUTING = -1


@inner
def _book(st: State, d: int, heads: int, option: int, itinerary: int, first: int, last: int) -> int:
    row = st.itineraries[itinerary]
    row.demand, row.heads, row.option, row.first_run, row.last_run = d, heads, option, first, last
    st.left[d] -= heads
    return heads


@inner
def _last_mile(inst: Instance, st: State, x: int, heads: int, itinerary: int, first: int) -> int:
    """Carries out the last mile, in another outing than the feeder's; looks again where that is gone."""
    task = inst.options[x].last_mile
    best = st.best[LAST_MILE]
    feeder_outing = st.runs[first].outing if first >= 0 else _NO_OUTING
    if first < 0 or best.outing != feeder_outing:
        run = carry_out(inst, st, LAST_MILE, task, itinerary)
        if run >= 0:
            return run
    best_leg(inst, st, task, heads, True, 0.0, 0.0, feeder_outing, LAST_MILE)
    if best.kind == NOTHING or best.heads != heads:
        return -1
    return carry_out(inst, st, LAST_MILE, task, itinerary)


@inner
def _go_by_way(inst: Instance, st: State, x: int, heads: int) -> int:
    itinerary = new_itinerary(st)
    if itinerary < 0:
        return 0
    way = inst.options[x]
    first = last = -1
    if way.feeder >= 0:
        first = carry_out(inst, st, FEEDER, way.feeder, itinerary)
        if first < 0:
            return 0
    if way.last_mile >= 0:
        last = _last_mile(inst, st, x, heads, itinerary, first)
        if last < 0:
            if first < 0:
                return 0
            st.doomed[itinerary] = True
            good = drop_doomed(inst, st, first)
            st.doomed[itinerary] = False
            return 0 if good else BROKEN
    board_service(inst, st, x, heads)
    return _book(st, way.demand, heads, x, itinerary, first, last)


@kernel
def carry_some(
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
) -> int:
    """Carries up to ``want`` workers of demand d; returns how many, 0 where none pays, BROKEN where the step is.

    The arguments are those of ``choose_way``.
    """
    heads, option = choose_way(inst, st, d, want, price, blink, gift, shut, only, most)
    if heads <= 0:
        return 0
    if option >= 0:
        return _go_by_way(inst, st, option, heads)
    itinerary = new_itinerary(st)
    if itinerary < 0:
        return 0
    run = carry_out(inst, st, DIRECT, inst.demands[d].direct, itinerary)
    return _book(st, d, heads, ANY, itinerary, run, -1) if run >= 0 else 0


@kernel
def carry_all(
    inst: Instance,
    st: State,
    order: Array,
    ways: Array,
    price: Array,
    most: Array,
    blink: float,
    gift: int,
    shut: int,
) -> bool:
    """Carries all workers left of the demands ``order``, each in as many groups as it takes; False: the step is broken.

    ``ways``: one option for each turn, or ANY; ``price`` and ``most`` per worker, one of each for each turn.
    """
    for x in range(len(order)):
        want = st.left[order[x]]
        while want > 0:
            got = carry_some(inst, st, order[x], want, price[x], blink, gift, shut, ways[x], most[x])
            if got == BROKEN:
                return False
            if got <= 0:
                break
            want -= got
    return True
