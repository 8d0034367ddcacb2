"""What a page draws of a problem and its plan: one compact document, rows as lists, ids as places in tables.

Times are minutes from 00:00 of the day before the horizon (an outing may begin there); coordinates are degrees.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from maps.boundaries import shown_name
from optimizer.clock import DAY_MINUTES, Minute, show_day
from optimizer.plan import Plan, Rider, Unserved
from optimizer.problem import MODES, SITE_KINDS, Demand, Problem, Region
from scenarios.change_details import changes_of
from scenarios.reason_details import detail_in
from scenarios.schedule import RunTimes, StopTimes, schedule

Row = list[Any]


def drawing(problem: Problem, plan: Plan | None, lang: str) -> dict[str, Any]:
    """The document. ``plan`` must fit the problem, as every checked plan does; KeyError names an unknown id.

    ``runs`` are [mode, id, name, vehicle type, seats, units, drivers, km, driving minutes, stops], stops one after the
    other as [site, arrival, departure]; ``journeys`` [demand, workers, then run, boarding stop, alighting stop for each
    leg], stops counted from 0; ``unserved`` [demand, workers, reason, proven, detail].
    """
    start = (problem.settings.first_day - 1) * DAY_MINUTES
    tables = _Tables(problem, start, lang)
    document = {
        "name": problem.settings.name,
        "day0": show_day(problem.settings.first_day - 1),
        "days": problem.settings.last_day - problem.settings.first_day + 1,
        "modes": list(MODES),
        "kinds": list(SITE_KINDS),
        "provinces": tables.provinces,
        "cities": tables.cities,
        "counties": tables.counties,
        "sites": [tables.site_row(i) for i in range(len(problem.sites))],
        "employers": [employer.name for employer in problem.employers],
        "demands": [tables.demand_row(demand) for demand in problem.demands],
        "runs": None,
        "journeys": [],
        "unserved": [],
    }
    if plan is not None:
        document |= _plan_rows(problem, plan, tables)
    return document


class _Tables:
    """Places of ids in the document's tables."""

    def __init__(self, problem: Problem, start: Minute, lang: str) -> None:
        self.problem = problem
        self.start = start
        self.lang = lang
        self.site = _places([site.site_id for site in problem.sites])
        self.employer = _places([employer.employer_id for employer in problem.employers])
        self.demand = _places([demand.demand_id for demand in problem.demands])
        self.region = _places([region.region_id for region in problem.regions])
        city_of = [_city(region) for region in problem.regions]
        city = _places(dict.fromkeys(city_of))
        province = _places(dict.fromkeys(name for name, _ in city))
        self.provinces = [shown_name(name, lang) for name in province]
        self.cities: list[Row] = [[shown_name(name, lang), province[above]] for above, name in city]
        self.counties: list[Row] = [
            [shown_name(region.name or region.region_id, lang), city[key]]
            for region, key in zip(problem.regions, city_of, strict=True)
        ]

    def site_row(self, place: int) -> Row:
        site = self.problem.sites[place]
        region = -1 if site.region_id is None else self.region[site.region_id]
        return [site.site_id, site.name, SITE_KINDS.index(site.kind), round(site.lon, 5), round(site.lat, 5), region]

    def demand_row(self, demand: Demand) -> Row:
        return [
            demand.demand_id,
            self.employer[demand.employer_id],
            self.site[demand.pickup_id],
            self.site[demand.workplace_id],
            demand.headcount,
            demand.ready - self.start,
            demand.due - self.start,
        ]


def _plan_rows(problem: Problem, plan: Plan, tables: _Tables) -> dict[str, list[Row]]:
    runs = schedule(problem, plan).runs
    types = {outing.vehicle_id: problem.vehicle_type[outing.type_id] for outing in plan.outings}
    place = _places([run.run_id for run in runs])
    index = {(run.run_id, stop.seq): i for run in runs for i, stop in enumerate(run.stops)}

    def run_row(run: RunTimes) -> Row:
        kind = types.get(run.vehicle_id or "")
        return [
            MODES.index(run.mode),
            run.run_id,
            run.name if run.vehicle_id is None else run.vehicle_id,
            "" if kind is None else kind.name or kind.type_id,
            run.seats,
            run.units,
            run.drivers,
            None if run.km is None else round(run.km, 1),
            run.driving_min,
            [cell for stop in run.stops for cell in _call(stop, tables)],
        ]

    def journey_row(legs: Sequence[Rider]) -> Row:
        ways = [
            (place[leg.run_id], index[leg.run_id, leg.board_seq], index[leg.run_id, leg.alight_seq]) for leg in legs
        ]
        return [tables.demand[legs[0].demand_id], legs[0].headcount, *(cell for way in ways for cell in way)]

    changes = changes_of(plan, tables.lang)

    def said(row: Unserved) -> str:
        return " ".join(filter(None, (detail_in(row.detail, tables.lang), changes.get(row.demand_id))))

    return {
        "runs": [run_row(run) for run in runs],
        "journeys": [journey_row(legs) for legs in _legs_by_itinerary(plan)],
        "unserved": [
            [tables.demand[row.demand_id], row.headcount, row.reason, row.proven, said(row)] for row in plan.unserved
        ],
    }


def _city(region: Region) -> tuple[str, str]:
    """Province and city; a region without its own place in it is one by itself."""
    city = region.city or region.name or region.region_id
    return region.province or city, city


def _call(stop: StopTimes, tables: _Tables) -> Row:
    departure = None if stop.departure is None else stop.departure - tables.start
    return [tables.site[stop.site_id], stop.arrival - tables.start, departure]


def _legs_by_itinerary(plan: Plan) -> Iterator[Sequence[Rider]]:
    legs = sorted(plan.riders, key=lambda rider: (rider.itinerary_id, rider.leg))
    for _, group in groupby(legs, key=lambda rider: rider.itinerary_id):
        yield list(group)


def _places(ids: Sequence[Any] | Mapping[Any, None]) -> dict[Any, int]:
    return {name: place for place, name in enumerate(ids)}
