"""A problem as arrays for the kernels."""

from __future__ import annotations

import math

import numpy as np

from optimizer.clock import DAY_MINUTES
from optimizer.engine.layout import EVERY_DAY, KIND, MARGIN_DAYS, ROW, SERVICE, Array, Instance, Rules
from optimizer.engine.legs import NO_WAYS, LegBuilder, WantedWays
from optimizer.kernel import kernel
from optimizer.problem import LIMIT_KINDS, RISKS, Demand, Problem
from optimizer.rules.drive import drive_rules
from optimizer.rules.hours import open_hours
from optimizer.rules.places import city_key, number_places, province_key
from optimizer.rules.roads import road_matrices
from optimizer.rules.seats import coach_seats, least_share, trip_of, usable

_NEVER = 1 << 30
_SLOTS_PER_COACH_DAY = 4
_MOST_SLOTS = 4096


def build_instance(problem: Problem, wanted: WantedWays = NO_WAYS) -> Instance:
    """The arrays of a problem. Sites, demands, services, types and fleet rows keep the problem's order.

    ``wanted``: ways by service that must be among the options.
    """
    km, minutes = road_matrices(problem)
    places = number_places(problem)
    limit_from, limit_of = _limits_by_demand(problem)
    legs = LegBuilder(problem, km, minutes, service_table(problem), _limited(limit_from), wanted)
    hours = np.array([open_hours(s) for s in problem.sites], dtype=np.int64).reshape(len(problem.sites), 2)
    dwell = np.array([s.dwell_min for s in problem.sites], dtype=np.float64)
    rules, seats = _rules(problem), coach_seats(problem)
    return Instance(
        rules=rules,
        drive=drive_rules(problem.settings),
        km=km,
        minutes=minutes,
        dwell=dwell,
        dwell_whole=np.ceil(dwell - 1e-9).astype(np.int64),
        open_from=hours[:, 0].copy(),
        open_length=hours[:, 1].copy(),
        city=places.city,
        province=places.province,
        demands=legs.demands,
        tasks=legs.tasks,
        options=legs.options,
        services=legs.services,
        rows=_fleet_rows(problem),
        kinds=_kinds(problem),
        coach_seats=seats,
        task_seats=_task_seats(legs.tasks, legs.demands["risk"], places.city, places.province, seats, rules.end),
        limit_from=limit_from,
        limit_of=limit_of,
        limit_day=np.array(
            [EVERY_DAY if x.day is None else x.day - problem.settings.first_day for x in problem.limits], dtype=np.int64
        ),
        limit_value=np.array([math.floor(min(x.value, float(_NEVER)) + 1e-6) for x in problem.limits], dtype=np.int64),
    )


def service_table(problem: Problem) -> Array:
    """Services with the usable seats of a unit by the highest risk aboard."""
    table = np.zeros(len(problem.services), dtype=SERVICE)
    section = 0
    for row, service in zip(table, problem.services, strict=True):
        stops = problem.stops_of[service.service_id]
        sites = [problem.site[stop.site_id] for stop in stops]
        trip = trip_of([(province_key(problem, s), city_key(problem, s)) for s in sites])
        first = stops[0].departure if stops[0].departure is not None else stops[0].arrival
        assert first is not None, "validation asks for a time at every stop"
        row["first_section"], row["sections"] = section, len(stops) - 1
        section += len(stops) - 1
        row["min_units"], row["max_units"] = service.min_units, service.max_units
        for level, risk in enumerate(RISKS):
            share = least_share(problem.caps, service.mode, trip, risk, first // DAY_MINUTES)
            row["seats"][level] = usable(service.unit_seats, service.reserved, share)
        row["cost_fixed"], row["cost_unit"], row["cost_seat"] = (
            service.cost_fixed,
            service.cost_unit,
            service.cost_seat,
        )
    return table


def _rules(problem: Problem) -> Rules:
    s = problem.settings
    return Rules(
        per_minute=s.objective_hour / 60,
        end=(s.last_day - s.first_day + 1) * DAY_MINUTES - 1,
        driver_min=s.driving_driver_min,
        max_drivers=s.driving_max_drivers,
        turnaround=s.coach_turnaround_min,
        max_pickups=s.coach_max_pickups,
        max_dropoffs=s.coach_max_dropoffs,
        max_stand=math.inf if s.coach_max_stand_min is None else s.coach_max_stand_min,
        home_end=int(s.coach_home_end),
        keep_risks_apart=int(not s.mixing_risk),
        max_employers=math.inf if s.mixing_employers is None else s.mixing_employers,
    )


def _kinds(problem: Problem) -> Array:
    table = np.zeros(len(problem.vehicle_types), dtype=KIND)
    for row, kind in zip(table, problem.vehicle_types, strict=True):
        row["seats"] = kind.seats - kind.reserved
        row["cost_day"], row["cost_km"], row["cost_driver_day"] = kind.cost_day, kind.cost_km, kind.cost_driver_day
        row["cost_km_empty"] = kind.cost_km if kind.cost_km_empty is None else kind.cost_km_empty
    return table


def _fleet_rows(problem: Problem) -> Array:
    site = {s.site_id: i for i, s in enumerate(problem.sites)}
    kind = {t.type_id: i for i, t in enumerate(problem.vehicle_types)}
    first, days = problem.settings.first_day, problem.settings.last_day - problem.settings.first_day + 1
    table = np.zeros(len(problem.fleet), dtype=ROW)
    slot = 0
    for row, fleet in zip(table, problem.fleet, strict=True):
        row["depot"], row["kind"] = site[fleet.depot_id], kind[fleet.type_id]
        row["count"] = -1 if fleet.count is None else fleet.count
        row["from_day"] = -_NEVER if fleet.from_day is None else fleet.from_day - first
        row["to_day"] = _NEVER if fleet.to_day is None else fleet.to_day - first
        row["first_slot"] = slot
        if fleet.count is not None:
            row["slots"] = min(fleet.count * _SLOTS_PER_COACH_DAY * (days + MARGIN_DAYS), _MOST_SLOTS)
        slot += int(row["slots"])
    return table


@kernel
def _task_seats(tasks: Array, risk: Array, city: Array, province: Array, coach_seats: Array, end: int) -> Array:
    """Fewest and most usable seats of each coach type on the days of each task's window, shape (tasks, 2, types)."""
    kinds = len(coach_seats)
    seats = np.zeros((len(tasks), 2, kinds), dtype=np.int32)
    for t in range(len(tasks)):
        task = tasks[t]
        trip = 0
        if province[task.origin] != province[task.goal]:
            trip = 2
        elif city[task.origin] != city[task.goal]:
            trip = 1
        first = max(task.leave_from, 0) // DAY_MINUTES
        last = min(task.reach_to, task.leave_to, end) // DAY_MINUTES
        for kind in range(kinds):
            if first <= last:
                here = coach_seats[kind, trip, risk[task.demand], first : last + 1]
                seats[t, 0, kind], seats[t, 1, kind] = here.min(), here.max()
    return seats


def _limits_by_demand(problem: Problem) -> tuple[Array, Array]:
    by_scope: dict[tuple[str, str], list[int]] = {}
    for number, limit in enumerate(problem.limits):
        by_scope.setdefault((limit.kind, limit.scope), []).append(number)
    starts = np.zeros((len(LIMIT_KINDS), len(problem.demands) + 1), dtype=np.int64)
    numbers: list[int] = []
    for k, kind in enumerate(LIMIT_KINDS):
        for d, demand in enumerate(problem.demands):
            starts[k, d] = len(numbers)
            for scope in scopes(problem, demand, kind):
                numbers += by_scope.get((kind, scope), [])
        starts[k, -1] = len(numbers)
    return starts, np.array(numbers, dtype=np.int64)


def scopes(problem: Problem, demand: Demand, kind: str) -> list[str]:
    """The scopes of limits that count a demand's workers: site, region, city where they leave or arrive; employer."""
    site = problem.site[demand.pickup_id if kind == "depart_per_day" else demand.workplace_id]
    names = [site.site_id, demand.employer_id]
    region = problem.region.get(site.region_id or "")
    if region is not None:
        names.append(region.region_id)
        if region.province and region.city:
            names.append(f"{region.province}/{region.city}")
    return names


def _limited(limit_from: Array) -> Array:
    return np.asarray((limit_from[:, 1:] > limit_from[:, :-1]).any(axis=0))
