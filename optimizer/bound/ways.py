"""Least time and least money of every stretch by coach alone: door to door, to a service's stop, from one."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from optimizer.bound.coaches import Coaches, LegRules, leg_minutes, leg_share
from optimizer.bound.elapsed import elapsed_of
from optimizer.bound.roads import Roads, close, compose
from optimizer.bound.timetable import Timetable
from optimizer.bound.windows import Demands
from optimizer.problem import Problem
from optimizer.rules.changes import COACH_CHANGE_MIN

Floats = npt.NDArray[np.float64]
Wholes = npt.NDArray[np.int64]

MOST_HUBS_CLOSED = 700
_CHUNK = 1024


@dataclass(frozen=True, slots=True)
class Network:
    """Who goes where. ``origins``, ``ends``: sites; ``origin``, ``end``: each demand's place in them.

    ``hubs``: sites where workers may change; ``legs``: most legs of a journey; ``relay_first``, ``relay_last``: whether
    several coaches in a row may bring workers to a service or take them from one.
    """

    origins: Wholes
    ends: Wholes
    origin: Wholes
    end: Wholes
    hubs: Wholes
    legs: float
    relay_first: bool
    relay_last: bool


def make_network(problem: Problem, demands: Demands, timetable: Timetable) -> Network:
    """Gathers the places that journeys touch."""
    origins, origin = np.unique(demands.pickup, return_inverse=True)
    ends, end = np.unique(demands.workplace, return_inverse=True)
    hubs = np.flatnonzero([s.kind in problem.settings.transfer_at for s in problem.sites])
    legs = math.inf if problem.settings.journey_max_legs is None else math.floor(problem.settings.journey_max_legs)
    return Network(
        origins=origins,
        ends=ends,
        origin=origin,
        end=end,
        hubs=hubs,
        legs=legs,
        relay_first=legs >= 4 or (legs == 3 and bool(np.isin(ends, timetable.halts).any())),
        relay_last=legs >= 4 or (legs == 3 and bool(np.isin(origins, timetable.halts).any())),
    )


@dataclass(frozen=True, slots=True)
class Stretches:
    """One measure (minutes, or money of one class of workers) of coach stretches; infinite where there is none.

    ``direct``: per demand by one coach; ``relay``: per demand by several; ``feed`` (origins, halts); ``last`` (halts,
    ends); ``between`` (halts, halts).
    """

    direct: Floats
    relay: Floats
    feed: Floats
    last: Floats
    between: Floats


class Measure:
    """How long (or how dear) a leg by one coach is, and any chain of legs at least, between arrays of sites."""

    change = 0.0

    def leg(self, a: Wholes, b: Wholes) -> Floats:
        """One coach."""
        raise NotImplementedError

    def chain(self, a: Wholes, b: Wholes) -> Floats:
        """Any number of coaches, whatever the limits of a single one: a quick lower bound."""
        raise NotImplementedError

    def whole(self, several: Floats, a: Wholes, b: Wholes) -> Floats:
        """What a chain is at least whose legs and changes add up to ``several``.

        Night and curfew count for the whole way, not only for each leg at its own best time.
        """
        return np.maximum(several, self.chain(a, b))


class Minutes(Measure):
    """Minutes with breaks; coach to coach takes 10 minutes (contract, rule 4)."""

    change = float(COACH_CHANGE_MIN)

    def __init__(self, rules: LegRules, roads: Roads) -> None:
        self.rules, self.roads = rules, roads

    def leg(self, a: Wholes, b: Wholes) -> Floats:
        return leg_minutes(self.rules, self.roads, a, b)

    def chain(self, a: Wholes, b: Wholes) -> Floats:
        return elapsed_of(self.rules.by_several, self.roads.minutes[a, b])


class Money(Measure):
    """Money per worker of one class, return trips included by a potential; legs that no run can do are left out."""

    def __init__(self, coaches: Coaches, rules: LegRules, roads: Roads, potential: Floats, worker_class: int) -> None:
        self.coaches, self.rules, self.roads = coaches, rules, roads
        self.potential, self.worker_class = potential, worker_class

    def leg(self, a: Wholes, b: Wholes) -> Floats:
        share = leg_share(self.coaches, self.roads, self.potential, self.worker_class, a, b)
        return np.where(np.isfinite(leg_minutes(self.rules, self.roads, a, b)), share, np.inf)

    def chain(self, a: Wholes, b: Wholes) -> Floats:
        rates, scarcity = self.coaches.rates, self.coaches.scarcity[self.worker_class]
        least = scarcity.min(initial=np.inf)
        if not np.isfinite(least):
            return np.full(np.broadcast(a, b).shape, np.inf)
        usable = np.isfinite(scarcity).any(axis=1)
        full = rates.loaded[usable].min() * self.roads.km[a, b] + rates.minute[usable].min() * self.roads.minutes[a, b]
        rise = self.potential[b] - self.potential[a]
        money: Floats = least * np.maximum(full + rise, 0.0)
        return money


def measure_stretches(
    measure: Measure, network: Network, timetable: Timetable, rows: npt.NDArray[np.bool_]
) -> Stretches:
    """All stretches under one measure. ``rows`` marks the demands that it applies to; the others get infinity."""
    pickup, workplace = network.origins[network.origin], network.ends[network.end]
    direct = np.full(len(pickup), np.inf)
    direct[rows] = measure.leg(pickup[rows], workplace[rows])
    halts, origins, ends = timetable.halts, network.origins, network.ends
    change = timetable.change
    feed = np.where(change[None, :], measure.leg(origins[:, None], halts[None, :]), np.inf)
    last = np.where(change[:, None], measure.leg(halts[:, None], ends[None, :]), np.inf)
    between = np.where(change[:, None] & change[None, :], measure.leg(halts[:, None], halts[None, :]), np.inf)
    relay = np.full(len(pickup), np.inf)
    if network.legs >= 2 and len(network.hubs):
        if len(network.hubs) > MOST_HUBS_CLOSED:
            relay[rows] = measure.chain(pickup[rows], workplace[rows])
            feed, last, between = _chained(measure, network, timetable, feed, last)
        else:
            relay[rows], feed, last, between = _relayed(measure, network, timetable, rows, feed, last, between)
    same_start = origins[:, None] == halts[None, :]
    same_end = halts[:, None] == ends[None, :]
    np.fill_diagonal(between, 0.0)
    return Stretches(direct, relay, np.where(same_start, 0.0, feed), np.where(same_end, 0.0, last), between)


def _chained(
    measure: Measure, network: Network, timetable: Timetable, feed: Floats, last: Floats
) -> tuple[Floats, Floats, Floats]:
    halts, change = timetable.halts, timetable.change
    if network.relay_first:
        feed = np.where(change[None, :], measure.chain(network.origins[:, None], halts[None, :]), np.inf)
    if network.relay_last:
        last = np.where(change[:, None], measure.chain(halts[:, None], network.ends[None, :]), np.inf)
    both = change[:, None] & change[None, :]
    return feed, last, np.where(both, measure.chain(halts[:, None], halts[None, :]), np.inf)


def _relayed(
    measure: Measure,
    network: Network,
    timetable: Timetable,
    rows: npt.NDArray[np.bool_],
    feed: Floats,
    last: Floats,
    between: Floats,
) -> tuple[Floats, Floats, Floats, Floats]:
    """Stretches by several coaches: to a hub, hub to hub, from a hub; each change takes ``measure.change``."""
    hubs, origins, ends, halts = network.hubs, network.origins, network.ends, timetable.halts
    onward = np.full((len(hubs), len(hubs)), np.inf)
    if network.legs >= 3:
        onward = measure.leg(hubs[:, None], hubs[None, :]) + measure.change
    np.fill_diagonal(onward, 0.0)
    if network.legs >= 4:
        close(onward)
    reach = compose(measure.leg(origins[:, None], hubs[None, :]) + measure.change, onward)
    from_hub = measure.leg(hubs[:, None], ends[None, :])
    by_hub = _meet(reach, from_hub.T.copy(), network.origin[rows], network.end[rows])
    relay = measure.whole(by_hub, origins[network.origin[rows]], ends[network.end[rows]])
    change = timetable.change
    here = halts[change]
    place = np.searchsorted(hubs, here)
    if network.relay_first and len(place):
        several = measure.whole(reach[:, place] - measure.change, origins[:, None], here[None, :])
        feed[:, change] = np.minimum(feed[:, change], several)
    if network.relay_last and len(place):
        several = measure.whole(compose(onward[place], from_hub), here[:, None], ends[None, :])
        last[change] = np.minimum(last[change], several)
    if network.legs >= 4 and len(place):
        mid = np.ix_(change, change)
        several = measure.whole(onward[np.ix_(place, place)] - measure.change, here[:, None], here[None, :])
        between[mid] = np.minimum(between[mid], several)
    return relay, feed, last, between


def _meet(reach: Floats, onward: Floats, origin: Wholes, end: Wholes) -> Floats:
    """Per demand the least of reach to a hub plus the way on from there; reach (origins, hubs), onward (ends, hubs)."""
    out = np.empty(len(origin))
    for start in range(0, len(origin), _CHUNK):
        part = slice(start, start + _CHUNK)
        out[part] = (reach[origin[part]] + onward[end[part]]).min(axis=1)
    return out
