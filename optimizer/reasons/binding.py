"""What holds a demand back, by name: the limits and their dates, the fleets and services, the caps and seats."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from optimizer.bound.counters import Row, limit_room
from optimizer.bound.limits import RowsByDay
from optimizer.clock import DAY_MINUTES, Day, show_day
from optimizer.problem import RISKS, TRIPS, Cap, Demand, FleetRow, Limit, Problem, Service, Site
from optimizer.rules.places import city_key, province_key
from optimizer.rules.seats import least_share, trip_of, usable

_NAMED = 3
_KINDS = {
    "depart_per_day": "departures a day from",
    "arrive_per_day": "arrivals a day at",
    "beds": "quarantine beds a night at",
}


def shut_rows(problem: Problem, side: RowsByDay, group: int) -> tuple[Row, ...]:
    """For each possible day a limit that lets fewer pass than the group; none where some day has no such limit."""
    rows = [next((row for row in day if limit_room(problem.limits[row[0]]) < group), None) for day in side]
    return tuple(row for row in rows if row is not None) if side and all(rows) else ()


def limits_named(problem: Problem, rows: Iterable[Row]) -> str:
    """``limit L1 (20 arrivals a day at W) on 2020-03-10 to 2020-03-12``, the next ones after an ``and``."""
    days: dict[int, list[Day]] = {}
    for limit, day in sorted(set(rows)):
        days.setdefault(limit, []).append(day)
    return _joined([f"limit {_limit(problem.limits[limit])} on {_spans(found)}" for limit, found in days.items()])


def _limit(limit: Limit) -> str:
    return f"{limit.limit_id} ({limit.value:g} {_KINDS[limit.kind]} {limit.scope})"


def _spans(days: Sequence[Day]) -> str:
    """Consecutive days as first and last."""
    starts = [days[0], *(b for a, b in pairwise(days) if b != a + 1)]
    ends = [*(a for a, b in pairwise(days) if b != a + 1), days[-1]]
    return _joined(
        [show_day(a) if a == b else f"{show_day(a)} to {show_day(b)}" for a, b in zip(starts, ends, strict=True)]
    )


def fleets_named(problem: Problem, rows: Iterable[FleetRow], *, near: Site, dates: bool) -> str:
    """``2 bus at D1``, nearest first, with the dates of their row where these are asked for."""

    def named(row: FleetRow) -> str:
        count = "any number of" if row.count is None else str(row.count)
        return f"{count} {row.type_id} at {row.depot_id}{dated(row.from_day, row.to_day) if dates else ''}"

    ordered = sorted(rows, key=lambda row: (_apart(near, problem.site[row.depot_id]), row.type_id))
    return _joined([named(row) for row in ordered])


def rows_there(problem: Problem, days: range) -> list[FleetRow]:
    """Rows of the fleet with a coach on some of the days."""
    first, last = days.start, days.stop - 1
    return [
        row
        for row in problem.fleet
        if row.count != 0
        and (row.from_day is None or row.from_day <= last)
        and (row.to_day is None or row.to_day >= first)
    ]


def services_named(services: Iterable[Service]) -> str:
    """``all 3 units of train K1``."""
    return _joined([f"all {s.max_units} units of {s.mode} {s.service_id}" for s in services])


def services_without_units(problem: Problem) -> str:
    """``train K1``, those with no units or with a time outside the horizon."""

    def out_of_horizon(service: Service) -> bool:
        times = [t for stop in problem.stops_of[service.service_id] for t in (stop.arrival, stop.departure)]
        return any(t is not None and not problem.first_minute <= t <= problem.last_minute for t in times)

    return _joined([f"{s.mode} {s.service_id}" for s in problem.services if not s.max_units or out_of_horizon(s)])


def too_few_seats(problem: Problem, demand: Demand, days: range, group: int) -> str:
    """Coach types and services whose usable seats do not hold the group, each with what leaves it so few."""
    pickup = problem.site[demand.pickup_id]
    region = problem.region.get(pickup.region_id or "")
    risk = RISKS[0] if region is None else region.risk
    blocked = [*_blocked_coaches(problem, demand, days, risk, group), *_blocked_services(problem, demand, risk, group)]
    return _joined(blocked)


def _blocked_coaches(problem: Problem, demand: Demand, days: range, risk: str, group: int) -> Iterator[str]:
    """Types at their best on the days and on its own or any wider kind of trip."""
    ends = [problem.site[demand.pickup_id], problem.site[demand.workplace_id]]
    least_trip = trip_of([(province_key(problem, site), city_key(problem, site)) for site in ends])
    for type_id in sorted({row.type_id for row in rows_there(problem, days)}):
        kind = problem.vehicle_type[type_id]
        met = [(trip, day) for trip in TRIPS[TRIPS.index(least_trip) :] for day in days]
        trip, day = max(met, key=lambda way: least_share(problem.caps, "coach", way[0], risk, way[1]))
        share = least_share(problem.caps, "coach", trip, risk, day)
        seats = usable(kind.seats, kind.reserved, share)
        if seats < group:
            why = _why_so_few(kind.reserved, _cap(problem, "coach", trip, risk, day))
            yield f"coach {type_id} ({seats} of {kind.seats} seats{why})"


def _blocked_services(problem: Problem, demand: Demand, risk: str, group: int) -> Iterator[str]:
    """Services in the demand's time, nearest first."""
    pickup = problem.site[demand.pickup_id]
    found = []
    for service in problem.services:
        stops = problem.stops_of[service.service_id]
        sites = [problem.site[stop.site_id] for stop in stops]
        leaves = stops[0].departure if stops[0].departure is not None else stops[0].arrival
        if leaves is None or not service.max_units or not any(_within(demand, stop.departure) for stop in stops[:-1]):
            continue
        trip = trip_of([(province_key(problem, site), city_key(problem, site)) for site in sites])
        share = least_share(problem.caps, service.mode, trip, risk, leaves // DAY_MINUTES)
        seats = service.max_units * usable(service.unit_seats, service.reserved, share)
        if seats < group:
            why = _why_so_few(service.reserved, _cap(problem, service.mode, trip, risk, leaves // DAY_MINUTES))
            offered = f"{seats} of {service.max_units} × {service.unit_seats} seats"
            text = f"{service.mode} {service.service_id} ({offered}{why})"
            found.append((min(_apart(pickup, site) for site in sites[:-1]), text))
    yield from (text for _, text in sorted(found))


def _apart(a: Site, b: Site) -> float:
    """Degrees of latitude, near enough to tell the nearest."""
    return math.hypot(a.lat - b.lat, (a.lon - b.lon) * math.cos(math.radians(a.lat)))


def _within(demand: Demand, minute: int | None) -> bool:
    return minute is not None and demand.ready <= minute <= demand.due


def _cap(problem: Problem, mode: str, trip: str, risk: str, day: Day) -> Cap | None:
    """The cap that holds there with the least share, None where none does."""
    met = [cap for cap in problem.caps if cap.share < 1 and least_share((cap,), mode, trip, risk, day) < 1]
    return min(met, key=lambda cap: cap.share, default=None)


def _why_so_few(reserved: int, cap: Cap | None) -> str:
    parts = [f"{reserved} reserved"] if reserved else []
    if cap is not None:
        trip = f" on {cap.trip} trips" if cap.trip else ""
        risk = f" with risk {cap.risk} or higher aboard" if cap.risk else ""
        parts.append(f"cap {cap.share:g} for {cap.mode}{trip}{risk}{dated(cap.from_day, cap.to_day)}")
    return "".join(f", {part}" for part in parts)


def dated(first: Day | None, last: Day | None) -> str:
    """`` from 2020-03-10 to 2020-03-12``, or as much of it as there is."""
    start = "" if first is None else f" from {show_day(first)}"
    return start + ("" if last is None else f" to {show_day(last)}")


def _joined(parts: Sequence[str]) -> str:
    """The first few, how many more, with commas and an ``and``."""
    shown = list(parts[:_NAMED])
    if len(parts) > _NAMED:
        shown.append(f"{len(parts) - _NAMED} more")
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} and {shown[-1]}" if shown else ""
