"""Seats, units and money of services as loaded (contract, rules 5 and 7)."""

from __future__ import annotations

import numpy as np

from optimizer.engine.duty import count_arrival, count_limits
from optimizer.engine.layout import Instance, State
from optimizer.kernel import inner, kernel

_TOO_MANY = 1000000


@inner
def units_needed(inst: Instance, st: State, s: int) -> int:
    """Units of a service that its riders need: on the fullest section, risks kept apart where they must be."""
    service = inst.services[s]
    most = 0
    for x in range(service.first_section, service.first_section + service.sections):
        units = 0
        heads = 0
        highest = 0
        for level in range(3):
            here = st.load[x, level]
            if here > 0:
                heads += here
                highest = level
                seats = service.seats[level]
                units += (here + seats - 1) // seats if seats > 0 else _TOO_MANY
        if heads > 0 and not inst.rules.keep_risks_apart:
            seats = service.seats[highest]
            units = (heads + seats - 1) // seats if seats > 0 else _TOO_MANY
        most = max(most, units)
    return most


@inner
def service_units(inst: Instance, st: State, s: int) -> int:
    """Units bought: 0 where nobody boards, else what is needed and no fewer than min_units."""
    if st.boarded[s] == 0:
        return 0
    return max(units_needed(inst, st, s), inst.services[s].min_units)


@inner
def service_cost(inst: Instance, st: State, s: int) -> float:
    """Money of a service as loaded; inf where it needs more units than there are."""
    if st.boarded[s] == 0:
        return 0.0
    service = inst.services[s]
    units = service_units(inst, st, s)
    if units > service.max_units:
        return np.inf
    return service.cost_fixed + units * service.cost_unit + st.boarded[s] * service.cost_seat


@inner
def _load(inst: Instance, st: State, option: int, heads: int) -> None:
    way = inst.options[option]
    risk = inst.demands[way.demand].risk
    first = inst.services[way.service].first_section
    for x in range(first + way.board, first + way.alight):
        st.load[x, risk] += heads
    st.boarded[way.service] += heads


@inner
def _count_ends(inst: Instance, st: State, option: int, heads: int) -> bool:
    """Counts heads whose journey starts or ends at the service's own stop. False when a limit is then passed."""
    way = inst.options[option]
    good = True
    if inst.demands[way.demand].limited:
        if way.feeder < 0:
            good &= count_limits(inst, st, way.demand, 0, way.leaves // 1440, heads)
        if way.last_mile < 0:
            good &= count_arrival(inst, st, way.demand, way.reaches // 1440, heads)
    return good


@kernel
def board_service(inst: Instance, st: State, option: int, heads: int) -> None:
    """Puts heads (negative: takes them) aboard a service, limits at its own stops counted."""
    _load(inst, st, option, heads)
    _count_ends(inst, st, option, heads)


@kernel
def service_room(inst: Instance, st: State, option: int, want: int) -> int:
    """How many of ``want`` workers a service still seats on a way and limits at its own stops let travel."""
    low, high = 0, want
    heads = want  # Mostly there is room for all.
    while low < high:
        _load(inst, st, option, heads)
        good = _count_ends(inst, st, option, heads)
        good &= service_cost(inst, st, inst.options[option].service) < np.inf
        _load(inst, st, option, -heads)
        _count_ends(inst, st, option, -heads)
        if good:
            low = heads
        else:
            high = heads - 1
        heads = (low + high + 1) // 2
    return low


@kernel
def service_price(inst: Instance, st: State, option: int, heads: int, gift: int) -> float:
    """What a service costs more with heads aboard, worker-hours on it included.

    Where more units must be bought their price counts by the seat, as others will share them; a service not yet used
    counts whole. ``gift``: a service whose units count nothing, so that it may fill up.
    """
    way = inst.options[option]
    service = inst.services[way.service]
    risk = inst.demands[way.demand].risk
    riding = heads * (way.reaches - way.leaves) * inst.rules.per_minute
    if way.service == gift:
        return riding + heads * service.cost_seat
    before = service_cost(inst, st, way.service)
    _load(inst, st, option, heads)
    after = service_cost(inst, st, way.service)
    _load(inst, st, option, -heads)
    if after == np.inf:
        return np.inf
    more = after - before
    if before > 0 and service.seats[risk] > 0:
        more = min(more, heads * (service.cost_seat + 1.1 * service.cost_unit / service.seats[risk]))
    return riding + more


@kernel
def objective(inst: Instance, st: State) -> float:
    """The plan's objective: outings, services with the hours on them, and the price of those left."""
    total = 0.0
    outings = st.outings
    for o in range(st.high[0]):
        if outings[o].runs > 0:
            total += outings[o].cost
    for s in range(inst.services.shape[0]):
        total += service_cost(inst, st, s)
    itineraries = st.itineraries
    for i in range(st.high[1]):
        row = itineraries[i]
        if row.heads > 0 and row.option >= 0:
            way = inst.options[row.option]
            total += row.heads * (way.reaches - way.leaves) * inst.rules.per_minute
    for d in range(st.left.shape[0]):
        total += st.left[d] * inst.demands[d].penalty
    return total


@kernel
def all_units(inst: Instance, st: State) -> np.ndarray:
    """Units bought of each service, shape (services,)."""
    units = np.zeros(inst.services.shape[0], dtype=np.int64)
    for s in range(units.shape[0]):
        units[s] = service_units(inst, st, s)
    return units
