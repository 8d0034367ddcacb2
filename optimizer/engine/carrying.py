"""Carrying workers: the cheapest way is chosen and carried out, one demand after another, within an open step."""

from __future__ import annotations

import numpy as np

from optimizer.engine.choosing import ANY, DIRECT, FEEDER, LAST_MILE, choose_way, leg_task
from optimizer.engine.insertion import best_leg
from optimizer.engine.journal import new_itinerary
from optimizer.engine.layout import Array, Instance, State
from optimizer.engine.services import board_service
from optimizer.engine.shortlist import NOTHING
from optimizer.engine.steps import carry_out, drop_doomed
from optimizer.kernel import inner, kernel

BROKEN = -1
_NO_OUTING = -1
_BACK_TO_FRONT, _LOOKED_AGAIN = 0.2, 0.2


@inner
def _book(st: State, d: int, heads: int, option: int, itinerary: int, first: int, last: int) -> int:
    row = st.itineraries[itinerary]
    row.demand, row.heads, row.option, row.first_run, row.last_run = d, heads, option, first, last
    st.left[d] -= heads
    return heads


@inner
def _same_hub(inst: Instance, x: int) -> bool:
    """Whether a way changes from coach to coach: then the same coach must not do both legs."""
    feeder, last_mile = leg_task(inst, x, FEEDER), leg_task(inst, x, LAST_MILE)
    return feeder >= 0 and last_mile >= 0 and inst.tasks[feeder].goal == inst.tasks[last_mile].origin


@inner
def _carry_leg(inst: Instance, st: State, x: int, which: int, heads: int, itinerary: int, other: int) -> int:
    """Carries out a leg of an option after its ``other`` run (-1: none); looks again where the place found is gone.

    Now and then it looks again anyway: both legs were sought apart, but the coach of one may be the best for the other.
    """
    task = leg_task(inst, x, which)
    best = st.best[which]
    outing = st.runs[other].outing if other >= 0 else _NO_OUTING
    if other < 0 or (best.outing != outing and np.random.random() >= _LOOKED_AGAIN):
        run = carry_out(inst, st, which, task, itinerary)
        if run >= 0:
            return run
    but = outing if _same_hub(inst, x) else _NO_OUTING
    # A run knows an itinerary once.
    best_leg(inst, st, task, heads, True, 0.0, 0.0, but, other, which)
    if best.kind == NOTHING or best.heads != heads:
        return -1
    return carry_out(inst, st, which, task, itinerary)


@inner
def _go_by_way(inst: Instance, st: State, x: int, heads: int) -> int:
    """Carries out both legs of an option, sometimes the last mile first: an empty coach has to be somewhere in time."""
    itinerary = new_itinerary(st)
    if itinerary < 0:
        return 0
    begin, end = FEEDER, LAST_MILE
    if np.random.random() < _BACK_TO_FRONT:
        begin, end = LAST_MILE, FEEDER
    one = other = -1
    if leg_task(inst, x, begin) >= 0:
        one = _carry_leg(inst, st, x, begin, heads, itinerary, -1)
        if one < 0:
            return 0
    if leg_task(inst, x, end) >= 0:
        other = _carry_leg(inst, st, x, end, heads, itinerary, one)
        if other < 0:
            if one < 0:
                return 0
            st.doomed[itinerary] = True
            good = drop_doomed(inst, st, one)
            st.doomed[itinerary] = False
            return 0 if good else BROKEN
    board_service(inst, st, x, heads)
    first, last = (one, other) if begin == FEEDER else (other, one)
    return _book(st, inst.options[x].demand, heads, x, itinerary, first, last)


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
