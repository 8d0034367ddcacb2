"""One ruin and recreate, compiled whole: some itineraries are taken out, and their workers carried anew."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from optimizer.engine.blockers import blockers
from optimizer.engine.carrying import carry_all
from optimizer.engine.choosing import ANY
from optimizer.engine.journal import begin
from optimizer.engine.layout import Array, Instance, State
from optimizer.engine.picking import pick_waiting
from optimizer.engine.removing import take_out
from optimizer.engine.ruins import RuinSize, near, outings, pick_service, service, strings
from optimizer.engine.services import objective
from optimizer.engine.steps import duties_hold
from optimizer.engine.tidying import tidy
from optimizer.engine.windows import Windows
from optimizer.kernel import inner, kernel

_BLINK, _WILD_BLINK = 0.01, 0.3
"""How often a place is overlooked on purpose, in any step and in a wild one."""
_SERVICE_SHARE, _OUTINGS_SHARE, _BLOCKERS_SHARE = 0.08, 0.27, 0.2
_STRINGS = 0.5
"""Part of the steps around one demand that take out strings of neighbours in a run, not all workers near."""
_TOGETHER = 0.5
"""Part of the steps opening a service in which all who can ride it must: a train pays for many where not for one."""
_DARING, _DARING_SHARE = 4.0, 0.4
"""How many times his penalty a worker may cost at first, and in which part of the steps where the problem is small."""
_BLOCKED_FIRST = 0.8
_MOST_RIDING = 1500
_SPREAD = 0.35
"""How far the price by which groups of different size are compared strays from the reference, as a log."""


class Habits(NamedTuple):
    """How a search's steps are: the size of its ruins, which part of them joins and cuts outings, and which is wild."""

    size: RuinSize
    circulating: float
    wild: float


@kernel
def iterate(inst: Instance, overtime: Instance, st: State, windows: Windows, habits: Habits) -> float:
    """Begins a step, ruins and recreates; returns the objective, inf where the step is broken.

    ``overtime``: the instance with drivers enough to do overtime.
    """
    begin(st)
    members = np.zeros(len(st.itineraries), dtype=np.bool_)
    touched = np.zeros(len(st.left), dtype=np.bool_)
    gift, shut, first = _ruin(inst, st, windows, habits, members, touched)
    if not _take_out(inst, st, members, touched):
        return np.inf
    rough = np.random.random() < habits.wild
    if not _recreate(inst, overtime if rough else inst, st, windows, habits, touched, gift, shut, first):
        return np.inf
    if rough and not duties_hold(inst, st):
        return np.inf
    tidy(inst, st, np.random.random() < habits.circulating, np.random.random() < habits.wild)
    return objective(inst, st)


@inner
def _ruin(
    inst: Instance, st: State, windows: Windows, habits: Habits, members: Array, touched: Array
) -> tuple[int, int, int]:
    """Marks whom to carry anew; returns a service to give away, one to shut and a demand to carry first, or -1 each."""
    waiting, marked = -1, False
    leaves = windows.leaves
    kind = np.random.random()
    if len(inst.options) > 0 and kind < _SERVICE_SHARE:
        gift, shut = pick_service(inst, st)
        service(inst, st, max(gift, shut), members, touched)
        return gift, shut, waiting
    if kind < _SERVICE_SHARE + _OUTINGS_SHARE:
        marked = outings(inst, st, leaves, habits.size, members, touched)
    elif kind < _SERVICE_SHARE + _OUTINGS_SHARE + _BLOCKERS_SHARE:
        waiting = pick_waiting(st)
        if waiting >= 0:
            blockers(inst, st, windows, waiting, members, touched)
            marked = True
    if not marked and np.random.random() < _STRINGS:
        marked = strings(inst, st, leaves, members, touched)
    if not marked:
        near(inst, st, leaves, habits.size, members, touched)
    return -1, -1, waiting


@inner
def _take_out(inst: Instance, st: State, members: Array, touched: Array) -> bool:
    """Takes the marked itineraries out and marks their demands; False where the step must be undone."""
    slots = st.high[1]
    riding = np.flatnonzero(members[:slots] & (st.itineraries["heads"][:slots] > 0))
    good, demands = take_out(inst, st, riding[:_MOST_RIDING])
    if good:
        for d in demands:
            touched[d] = True
    return good


@inner
def _recreate(
    inst: Instance,
    rules: Instance,
    st: State,
    windows: Windows,
    habits: Habits,
    touched: Array,
    gift: int,
    shut: int,
    first: int,
) -> bool:
    """Carries the workers of all touched demands by the ``rules``; False where the step must be undone."""
    demands = inst.demands
    order = _order(inst, windows, np.flatnonzero(touched))
    if first >= 0 and np.random.random() < _BLOCKED_FIRST:
        _to_front(order, first)
    factor = np.exp(np.random.normal(0.0, _SPREAD))
    daring = _DARING if np.random.random() < _DARING_SHARE * habits.circulating else 1.0
    blink = _WILD_BLINK if np.random.random() < habits.wild else _BLINK
    together = gift >= 0 and np.random.random() < _TOGETHER
    turns = np.empty(2 * len(order), dtype=np.int64)
    ways = np.full(2 * len(order), ANY, dtype=np.int64)
    count = 0
    for d in order:
        way = _way_by(inst, gift, d) if together else ANY
        if way != ANY:
            turns[count], ways[count] = d, way
            count += 1
        turns[count] = d
        count += 1
    price, most = np.empty(count), np.empty(count)
    for x in range(count):
        row = demands[turns[x]]
        price[x] = min(row.reference * factor, row.penalty)
        most[x] = row.penalty * daring
    return carry_all(rules, st, turns[:count], ways[:count], price, most, blink, gift, shut)


@inner
def _way_by(inst: Instance, s: int, d: int) -> int:
    """Any way of a demand by a service; ANY where it has none."""
    row = inst.demands[d]
    found, way = 0, ANY
    for x in range(row.first_option, row.first_option + row.options):
        if inst.options[x].service == s:
            found += 1
            if np.random.randint(found) == 0:
                way = x
    return way


@inner
def _to_front(order: Array, first: int) -> None:
    """Moves a demand to the front, the others behind it in their order."""
    moved = first
    for x in range(len(order)):
        moved, order[x] = order[x], moved
        if moved == first:
            return


@inner
def _order(inst: Instance, windows: Windows, touched: Array) -> Array:
    """In which order demands are carried: by chance, size, price, penalty or departure."""
    rule = np.random.randint(5)
    key = np.empty(len(touched))
    for x in range(len(touched)):
        row = inst.demands[touched[x]]
        noise = np.random.random()
        if rule == 0:
            key[x] = noise
        elif rule == 1:
            key[x] = -row.headcount * (0.8 + 0.4 * noise)
        elif rule == 2:
            key[x] = -row.reference * row.headcount * (0.8 + 0.4 * noise)
        elif rule == 3:
            key[x] = -row.penalty * (1 + noise * 0.1)
        else:
            key[x] = windows.leaves[touched[x]] + 120 * noise
    return touched[np.argsort(key)]
