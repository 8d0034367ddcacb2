"""The relaxed journeys of all demands: tables prepared once, searched again for every set of prices."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from optimizer.bound.coaches import Coaches, LegRules, leg_rules
from optimizer.bound.company import unit_company
from optimizer.bound.days import Asked, coaches_by_day, nothing_asked
from optimizer.bound.roads import Roads
from optimizer.bound.search import add_usage, many_services, single_services
from optimizer.bound.timetable import Timetable
from optimizer.bound.ways import Minutes, Money, Network, Stretches, make_network, measure_stretches
from optimizer.bound.windows import Demands
from optimizer.problem import Problem

Floats = npt.NDArray[np.float64]
Wholes = npt.NDArray[np.int64]

LONGEST_TRAIL = 16


@dataclass(frozen=True, slots=True)
class Frame:
    """What prices and potentials never change: demands, services, roads, times. Made by ``make_frame``.

    ``least_need``: units of a service that a worker takes up at least, were everybody aboard who may be there.
    ``single`` and ``many``: the demands that may use one service, or more than one, on a journey.
    """

    demands: Demands
    timetable: Timetable
    roads: Roads
    rules: LegRules
    network: Network
    minutes: Stretches
    per_minute: float
    longest: float
    single: Wholes
    many: Wholes
    least_need: Floats
    service_of: Wholes
    order: Wholes
    same_start: npt.NDArray[np.bool_]
    same_end: npt.NDArray[np.bool_]


def make_frame(problem: Problem, demands: Demands, timetable: Timetable, roads: Roads) -> Frame:
    """Prepares times and the shape of journeys."""
    rules = leg_rules(problem, roads)
    network = make_network(problem, demands, timetable)
    everyone = np.ones(len(demands.pickup), dtype=np.bool_)
    minutes = measure_stretches(Minutes(rules, roads), network, timetable, everyone)
    longest = problem.settings.journey_max_min
    at_stop = np.isin(network.origins, timetable.halts)[network.origin].astype(np.int64)
    at_stop += np.isin(network.ends, timetable.halts)[network.end]
    most_services = network.legs - 2 + at_stop
    calls = np.diff(timetable.first)
    return Frame(
        demands=demands,
        timetable=timetable,
        roads=roads,
        rules=rules,
        network=network,
        minutes=minutes,
        per_minute=problem.settings.objective_hour / 60,
        longest=np.inf if longest is None else longest + 1e-6,
        single=np.flatnonzero(most_services == 1),
        many=np.flatnonzero(most_services > 1),
        least_need=1 / unit_company(problem, demands),
        service_of=np.repeat(np.arange(len(calls)), calls),
        order=np.argsort(timetable.departure, kind="stable"),
        same_start=network.origins[:, None] == timetable.halts[None, :],
        same_end=timetable.halts[:, None] == network.ends[None, :],
    )


@dataclass(frozen=True, slots=True)
class Fares:
    """Money of coach stretches under one potential: ``coach`` per demand door to door, the rest (classes, …, …).

    ``coach`` has the worker-hours in it; ``alone`` (2, demands) is the same without them, by one coach and by several.
    """

    coach: Floats
    feed: Floats
    last: Floats
    between: Floats
    alone: Floats


def coach_times(frame: Frame) -> Floats:
    """Per demand the least minutes of a journey by coaches alone that fits its window; infinite where none does."""
    least = np.minimum(frame.minutes.direct, frame.minutes.relay)
    demands = frame.demands
    fits = (demands.leave + least <= demands.arrive + 1e-6) & (least <= frame.longest)
    return np.where(fits, least, np.inf)


def make_fares(frame: Frame, coaches: Coaches, potential: Floats) -> Fares:
    """Prices all coach stretches for every class of workers; ``coach`` has the worker-hours and time windows in it."""
    demands = frame.demands
    coach = np.full(len(demands.pickup), np.inf)
    alone = np.full((2, len(coach)), np.inf)
    tables: list[Stretches] = []
    for worker_class in range(len(coaches.scarcity)):
        rows = coaches.of_demand == worker_class
        measure = Money(coaches, frame.rules, frame.roads, potential, worker_class)
        money = measure_stretches(measure, frame.network, frame.timetable, rows)
        for share, minutes in ((money.direct, frame.minutes.direct), (money.relay, frame.minutes.relay)):
            fits = rows & (demands.leave + minutes <= demands.arrive + 1e-6) & (minutes <= frame.longest)
            coach[fits] = np.minimum(coach[fits], share[fits] + frame.per_minute * minutes[fits])
        alone[0, rows], alone[1, rows] = money.direct[rows], money.relay[rows]
        tables.append(money)
    return Fares(
        coach,
        np.stack([t.feed for t in tables]),
        np.stack([t.last for t in tables]),
        np.stack([t.between for t in tables]),
        alone,
    )


@dataclass(frozen=True, slots=True)
class Found:
    """Per demand: least ``cost`` per worker served or not, the ``trail`` of services, ``earliest`` final arrival and
    ``latest`` first departure by services; per section the units in ``usage``. ``left_on`` and ``came_on``: days of
    those who travel where limits ask something, else -1."""

    cost: Floats
    trail: Wholes
    earliest: Floats
    latest: Floats
    usage: Floats
    left_on: Wholes
    came_on: Wholes


def search(frame: Frame, of_demand: Wholes, fares: Fares, price: Floats, asked: Asked | None = None) -> Found:
    """The cheapest relaxed journeys, or staying behind, under prices per unit and section (one per stop) and by day.

    ``of_demand``: each demand's class of workers in ``fares``.
    """
    d, t, n, m = frame.demands, frame.timetable, frame.network, frame.minutes
    left_on, came_on = np.full(len(d.penalty), -1, dtype=np.int64), np.full(len(d.penalty), -1, dtype=np.int64)
    if asked is None or asked.pairs is None:
        asked = nothing_asked(d)
        cost = np.minimum(fares.coach, d.penalty)
    else:
        cost, pairs = d.penalty.copy(), asked.pairs
        coaches_by_day(
            fares.alone, pairs.first, pairs.out, pairs.back, pairs.minutes, *_tables(asked)[:5], frame.per_minute,
            cost, left_on, came_on,
        )  # fmt: skip
    trail = np.full((len(cost), LONGEST_TRAIL), -1, dtype=np.int64)
    earliest, latest = np.full(len(cost), np.inf), np.full(len(cost), -np.inf)
    if len(t.service):
        common = (n.origin, n.end, of_demand, d.risk, d.group, frame.least_need, d.leave, d.ready)
        single_services(
            frame.single, *common, d.arrive_from, d.arrive, t.first, t.site, t.arrival, t.departure, t.need, t.most,
            t.seat, t.checkin, t.exit, frame.same_start, frame.same_end, m.feed, m.last, fares.feed, fares.last,
            frame.per_minute, frame.longest, price, *_tables(asked), cost, trail, earliest, latest, left_on, came_on,
        )  # fmt: skip
        many_services(
            frame.many, *common, d.arrive, t.first, frame.service_of, frame.order, t.site, t.arrival, t.departure,
            t.need, t.most, t.seat, t.checkin, t.exit, t.change, frame.same_start, frame.same_end, m.feed, m.last,
            m.between, fares.feed, fares.last, fares.between, frame.per_minute, price, *_tables(asked), cost, trail,
            earliest, latest, left_on, came_on,
        )  # fmt: skip
    usage = np.zeros(len(t.site))
    every = np.arange(len(cost))
    add_usage(every, trail, d.headcount, d.risk, frame.least_need, frame.service_of, t.need, usage)
    return Found(cost, trail, earliest, latest, usage, left_on, came_on)


def _tables(asked: Asked) -> tuple[int, Wholes, Wholes, Floats, Floats, Wholes, Wholes]:
    money, hours = (asked.leaving, asked.arriving), (asked.leave_open, asked.arrive_open)
    return asked.first, asked.leaves_as, asked.arrives_as, *money, *hours
