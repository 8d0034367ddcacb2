"""What a coach's way back costs, as a price per site (a potential): raised by loaded legs, never beaten by empty ones.

An outing is a closed walk, so the rises of a potential along it add up to zero. As long as an empty leg from a to b
costs at least potential[a] - potential[b], empty legs may be left out when every loaded leg a to b is charged
potential[b] - potential[a] more. ``lift`` makes such a potential of any prices at any anchors, by construction.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from ortools.graph.python import min_cost_flow

from optimizer.bound.coaches import Rates
from optimizer.bound.roads import Roads

Floats = npt.NDArray[np.float64]
Wholes = npt.NDArray[np.int64]

MOST_ANCHORS = 320
_SHRINK = 1 - 1e-6
_UNITS_OF_COST = 10_000
_UNITS_OF_FLOW = 1_000_000


class Way(NamedTuple):
    """Least money per worker's seat of an empty (or loaded) way: ``km`` per kilometre, ``minute`` per minute."""

    km: float
    minute: float


def cheapest_way(rates: Rates) -> Way:
    """Rates that no type's coach undercuts, loaded or empty; zero where there are no coaches."""
    if not len(rates.seats):
        return Way(0.0, 0.0)
    return Way(float(np.minimum(rates.loaded, rates.empty).min()), float(rates.minute.min()))


def way_cost(way: Way, roads: Roads, a: Wholes, b: Wholes) -> Floats:
    """Cost of the way between sites; it keeps the triangle inequality, as both lengths are shortest-path lengths."""
    cost: Floats = (way.km * roads.km[a, b] + way.minute * roads.minutes[a, b]) * _SHRINK
    return cost


def lift(way: Way, roads: Roads, anchors: Wholes, prices: Floats) -> Floats:
    """potential[x] = max over anchors s of prices[s] - cost of the way s to x, for every site x.

    For any prices potential[a] - potential[b] <= cost of the way a to b, by the triangle inequality alone.
    """
    count = roads.km.shape[0]
    potential = np.full(count, -np.inf)
    sites = np.arange(count)
    for anchor, price in zip(anchors, prices, strict=True):
        potential = np.maximum(potential, price - way_cost(way, roads, anchor, sites))
    return potential


def choose_anchors(roads: Roads, sites: Wholes) -> tuple[Wholes, Wholes]:
    """At most ``MOST_ANCHORS`` of the sites, far from each other, and for each site its nearest anchor's place."""
    if len(sites) <= MOST_ANCHORS:
        return sites, np.arange(len(sites))
    chosen = [0]
    distance = roads.km[sites[0], sites] + 0.0
    nearest = np.zeros(len(sites), dtype=np.int64)
    while len(chosen) < MOST_ANCHORS:
        farthest = int(distance.argmax())
        fresh = roads.km[sites[farthest], sites]
        nearest[fresh < distance] = len(chosen)
        distance = np.minimum(distance, fresh)
        chosen.append(farthest)
    return sites[np.array(chosen)], nearest


def best_potential(way: Way, roads: Roads, arrived: Floats, left: Floats) -> Floats:
    """A potential that makes the empty ways of these loaded legs dear.

    ``arrived`` and ``left``: seats that loaded legs bring to and take from each site. The least cost of sending the
    surplus of coaches back to where they lack is solved between anchors; its dual prices, spread to every site with a
    surplus and lifted, are the potential. Any outcome of the solver makes a true potential, only a weaker one.
    """
    count = roads.km.shape[0]
    active = np.flatnonzero((arrived > 0) | (left > 0))
    if not len(active) or (way.km <= 0 and way.minute <= 0):
        return np.zeros(count)
    anchors, nearest = choose_anchors(roads, active)
    surplus = np.bincount(nearest, weights=(arrived - left)[active], minlength=len(anchors)).astype(np.float64)
    poor, low = _prices_of_lack(way, roads, anchors, surplus)
    rich = active[(arrived - left)[active] > 0]
    if not len(poor) or not len(rich):
        return np.zeros(count)
    prices = np.full(len(rich), np.inf)
    for site, price in zip(poor, low, strict=True):
        prices = np.minimum(prices, price + way_cost(way, roads, rich, site))
    return lift(way, roads, rich, prices)


def _prices_of_lack(way: Way, roads: Roads, anchors: Wholes, surplus: Floats) -> tuple[Wholes, Floats]:
    """The anchors that lack coaches and their dual prices in the cheapest way to send the surplus there."""
    nothing = np.zeros(0, dtype=np.int64), np.zeros(0)
    scale = np.abs(surplus).max(initial=0.0)
    if scale <= 0:
        return nothing
    supply = np.round(surplus / scale * _UNITS_OF_FLOW).astype(np.int64)
    supply[np.abs(supply).argmax()] -= supply.sum()
    rich, poor = np.flatnonzero(supply > 0), np.flatnonzero(supply < 0)
    if not len(rich) or not len(poor):
        return nothing
    cost = way_cost(way, roads, anchors[rich][:, None], anchors[poor][None, :])
    top = cost.max(initial=0.0)
    if top <= 0:
        return nothing
    whole = np.round(cost / top * _UNITS_OF_COST).astype(np.int64)
    flow = min_cost_flow.SimpleMinCostFlow()
    most = np.full(whole.size, np.abs(supply).sum())
    arcs = flow.add_arcs_with_capacity_and_unit_cost(
        np.repeat(rich, len(poor)), np.tile(poor, len(rich)), most, whole.ravel()
    )
    flow.set_nodes_supplies(np.arange(len(anchors)), supply)
    if flow.solve() != flow.OPTIMAL:
        return nothing
    used = flow.flows(arcs).reshape(whole.shape) > 0
    return anchors[poor], _low_prices(whole.astype(np.float64), used) * (top / _UNITS_OF_COST)


def _low_prices(cost: Floats, used: npt.NDArray[np.bool_]) -> Floats:
    """low with min over k of (cost[i, k] + low[k]) - cost[i, j] = low[j] where used: residual shortest paths."""
    low = np.zeros(cost.shape[1])
    for _ in range(sum(cost.shape) + 2):
        high = (cost + low[None, :]).min(axis=1)
        lower = np.minimum(low, np.where(used, high[:, None] - cost, np.inf).min(axis=0))
        if np.array_equal(lower, low):
            break
        low = lower
    return low
