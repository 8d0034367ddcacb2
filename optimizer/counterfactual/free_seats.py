"""What a plan leaves of the services, as services: further units, and the free seats of those that it has bought."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import groupby

from optimizer.bound.windows import risk_level
from optimizer.clock import DAY_MINUTES, Day
from optimizer.plan import Plan
from optimizer.problem import RISKS, Problem, Service, ServiceStop
from optimizer.rules.places import city_key, province_key
from optimizer.rules.seats import least_share, trip_of, usable

FREE_SEATS = "~"
"""Between a service's id and the number of the stop where its free seats begin: the id of these seats."""


@dataclass(frozen=True, slots=True)
class Aboard:
    """Who rides what: workers by service, section (0 first) and risk; ``units`` bought by service."""

    heads: Counter[tuple[str, int, int]]
    units: Mapping[str, int]


def count_aboard(problem: Problem, plan: Plan) -> Aboard:
    """Counts the riders of services."""
    service = {run.run_id: run.service_id for run in plan.runs if run.service_id is not None}
    heads: Counter[tuple[str, int, int]] = Counter()
    for rider in plan.riders:
        if rider.run_id in service:
            risk = risk_level(problem, problem.site[problem.demand[rider.demand_id].pickup_id])
            for section in range(rider.board_seq - 1, rider.alight_seq - 1):
                heads[service[rider.run_id], section, risk] += rider.headcount
    return Aboard(heads, {run.service_id: run.units or 0 for run in plan.runs if run.service_id is not None})


def free_seats(
    problem: Problem, aboard: Aboard, service: Service, risk: int
) -> Iterator[tuple[Service, tuple[ServiceStop, ...]]]:
    """What workers of a risk find of a service: the units not bought, and its stretches with free seats in the others.

    Units already bought cost nothing more; the fixed cost is paid with the first one.
    """
    stops, bought = problem.stops_of[service.service_id], aboard.units.get(service.service_id, 0)
    if not bought:
        yield service, stops
        return
    if service.max_units > bought:
        yield replace(service, max_units=service.max_units - bought, min_units=1, cost_fixed=0.0), stops
    free = [_free(problem, aboard, service, section, risk) for section in range(len(stops) - 1)]
    for there, part in groupby(range(len(free)), key=lambda section: free[section] > 0):
        if there:
            sections = list(part)
            yield from _stretch(problem, service, stops, sections, min(free[k] for k in sections), risk)


def _free(problem: Problem, aboard: Aboard, service: Service, section: int, risk: int) -> int:
    """Seats free for workers of a risk in the units bought, on one section."""
    heads = [aboard.heads[service.service_id, section, level] for level in range(len(RISKS))]
    units, stops = aboard.units[service.service_id], problem.stops_of[service.service_id]
    if problem.settings.mixing_risk:
        highest = max([risk, *(level for level, count in enumerate(heads) if count)])
        return units * _seats(problem, service, stops, highest) - sum(heads)
    for level, count in enumerate(heads):
        if level != risk and count:
            units -= -(-count // max(1, _seats(problem, service, stops, level)))
    return units * _seats(problem, service, stops, risk) - heads[risk]


def _stretch(
    problem: Problem, service: Service, stops: tuple[ServiceStop, ...], sections: list[int], free: int, risk: int
) -> Iterator[tuple[Service, tuple[ServiceStop, ...]]]:
    """Free seats as one unit of a service of its own, which the caps leave as many usable seats as are free."""
    calls = stops[sections[0] : sections[-1] + 2]
    share = _share(problem, service, calls, risk)
    if share <= 0:
        return
    seats = math.ceil(free / share)
    while usable(seats, 0, share) < free:
        seats += 1
    name = f"{service.service_id}{FREE_SEATS}{sections[0] + 1}"
    own = replace(
        service, service_id=name, unit_seats=seats, reserved=0, max_units=1, min_units=1, cost_fixed=0.0, cost_unit=0.0
    )
    yield own, tuple(replace(call, service_id=name) for call in calls)


def _seats(problem: Problem, service: Service, stops: tuple[ServiceStop, ...], risk: int) -> int:
    return usable(service.unit_seats, service.reserved, _share(problem, service, stops, risk))


def _share(problem: Problem, service: Service, stops: tuple[ServiceStop, ...], risk: int) -> float:
    sites = [problem.site[stop.site_id] for stop in stops]
    trip = trip_of([(province_key(problem, site), city_key(problem, site)) for site in sites])
    return least_share(problem.caps, service.mode, trip, RISKS[risk], first_day(stops))


def first_day(stops: tuple[ServiceStop, ...]) -> Day:
    """The date of the first departure."""
    return times(stops[0])[1] // DAY_MINUTES


def times(stop: ServiceStop) -> tuple[int, int]:
    """Arrival and departure; a blank one equals the other."""
    arrival = stop.departure if stop.arrival is None else stop.arrival
    departure = stop.arrival if stop.departure is None else stop.departure
    assert arrival is not None, "validation asks for a time at every stop"
    assert departure is not None, "validation asks for a time at every stop"
    return arrival, departure
