"""Whom to take out of a plan before workers are carried anew: itineraries that belong together.

Each kernel marks itineraries in ``members``, shape (slots of itineraries,), and demands to carry anew in ``touched``,
shape (demands,); all whose itineraries are taken out in the end, with a run that cannot go on too, are touched anyway.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from optimizer.engine.layout import Array, Instance, State
from optimizer.engine.neighbours import neighbours
from optimizer.engine.picking import pick_demand, pick_travelling
from optimizer.engine.strings import mark_strings
from optimizer.kernel import inner

_NEIGHBOURS = 12
_MOST_WAITING = 4
_MOST_RUNS = 3
_STRINGS_MEAN, _LONGEST_STRING, _STRINGS_LOOK = 10, 10, 60
_MOST_RIDERS, _MOST_COULD_WAIT, _FEWEST_OTHERS, _MOST_OTHERS = 60, 30, 4, 30


class RuinSize(NamedTuple):
    """The most demands and outings that one ruin begins with."""

    demands: int
    outings: int


LARGE, SMALL = RuinSize(demands=14, outings=3), RuinSize(demands=4, outings=1)
"""Large ruins end at better plans; small ones get further where each demand's turn comes only a few times."""


@inner
def mark_riders(st: State, members: Array, o: int) -> None:
    """Marks the riders of an outing, or of a few runs in a row where it has many: a shuttle's whole day is no
    neighbourhood."""
    out = st.outings[o]
    most = min(out.runs, _MOST_RUNS)
    first = np.random.randint(0, out.runs - most + 1)
    for x in range(first, first + most):
        run = st.runs[out.run[x]]
        for p in range(run.parcels):
            members[run.itinerary[p]] = True


@inner
def mark_theirs(st: State, wanted: Array, members: Array) -> None:
    """Marks all itineraries of some demands; ``wanted``: shape (demands,)."""
    for i in range(st.high[1]):
        row = st.itineraries[i]
        members[i] |= row.heads > 0 and wanted[row.demand]


@inner
def near(inst: Instance, st: State, leaves: Array, size: RuinSize, members: Array, touched: Array) -> None:
    """Demands near one another, whether they travel or not."""
    most = min(size.demands, 2 + len(st.left) // 6)
    for d in neighbours(inst, leaves, pick_demand(st), np.random.randint(1, most + 1)):
        touched[d] = True
    mark_theirs(st, touched, members)


@inner
def _some_waiting(st: State, close: Array, touched: Array) -> None:
    """A few of those near who are left: there may be room for them now."""
    for d in close[: np.random.randint(1, _MOST_WAITING + 1)]:
        touched[d] |= st.left[d] > 0


@inner
def strings(inst: Instance, st: State, leaves: Array, members: Array, touched: Array) -> bool:
    """Neighbours in a run together, from several runs near a demand (``strings.py``). False where no coach runs."""
    runs, parcels = 0, 0
    for o in range(st.high[0]):
        out = st.outings[o]
        runs += out.runs
        for x in range(out.runs):
            parcels += st.runs[out.run[x]].parcels
    if runs == 0:
        return False
    close = neighbours(inst, leaves, pick_demand(st), _STRINGS_LOOK)
    longest = min(float(_LONGEST_STRING), max(1.0, parcels / runs))
    count = np.random.randint(1, int(4 * _STRINGS_MEAN / (1 + longest)) + 1)
    mark_strings(st, close, longest, count, members)
    _some_waiting(st, close, touched)
    return True


@inner
def _mark_outing(st: State, i: int, members: Array) -> bool:
    """Marks the riders of an outing that an itinerary goes by. False where it goes by none."""
    row = st.itineraries[i]
    run = row.first_run
    if run < 0 or (row.last_run >= 0 and np.random.random() < 0.5):
        run = row.last_run
    if run >= 0:
        mark_riders(st, members, st.runs[run].outing)
    return run >= 0


@inner
def outings(inst: Instance, st: State, leaves: Array, size: RuinSize, members: Array, touched: Array) -> bool:
    """Everybody in an outing and in a few that serve demands near its own. False where nobody travels."""
    chosen = pick_travelling(st)
    if chosen < 0:
        return False
    close = neighbours(inst, leaves, st.itineraries[chosen].demand, _NEIGHBOURS)
    is_near = np.zeros(len(st.left), dtype=np.bool_)
    is_near[close] = True
    wanted = np.random.randint(1, size.outings + 1)
    wanted -= _mark_outing(st, chosen, members)
    for i in range(st.high[1]):
        if wanted <= 0:
            break
        row = st.itineraries[i]
        if row.heads > 0 and is_near[row.demand]:
            wanted -= _mark_outing(st, i, members)
    _some_waiting(st, close, touched)
    return True


@inner
def pick_service(inst: Instance, st: State) -> tuple[int, int]:
    """A service to give away and one to shut, one of them -1."""
    s = np.random.randint(len(inst.services))
    if st.boarded[s] > 0 and np.random.random() < 0.5:
        return -1, s
    return s, -1


@inner
def service(inst: Instance, st: State, s: int, members: Array, touched: Array) -> None:
    """Who rides a service, or who could ride it, up to a few dozen demands each."""
    count = len(st.left)
    could, rides = np.zeros(count, dtype=np.bool_), np.zeros(count, dtype=np.bool_)
    for option in inst.options:
        if option.service == s:
            could[option.demand] = True
    for i in range(st.high[1]):
        row = st.itineraries[i]
        if row.heads > 0 and row.option >= 0 and inst.options[row.option].service == s:
            rides[row.demand] = True
    others = np.random.randint(_FEWEST_OTHERS, _MOST_OTHERS + 1)
    riders, waiting = _MOST_RIDERS, _MOST_COULD_WAIT
    for d in np.random.permutation(count):
        if rides[d] and riders > 0:
            riders -= 1
            touched[d] = True
        if could[d] and st.left[d] > 0 and waiting > 0:
            waiting -= 1
            touched[d] = True
        if could[d] and others > 0:
            others -= 1
            touched[d] = True
    mark_theirs(st, touched, members)
