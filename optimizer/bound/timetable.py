"""The services as columns: stops, times, seats of a unit by risk, costs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from optimizer.clock import DAY_MINUTES, Minute
from optimizer.problem import RISKS, Problem, Service, ServiceStop
from optimizer.rules.places import city_key, province_key
from optimizer.rules.seats import least_share, trip_of, usable

Floats = npt.NDArray[np.float64]
Wholes = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Timetable:
    """Services that may run within the horizon, in the problem's order.

    Service s has the stops ``first[s]`` to ``first[s + 1] - 1``; ``site`` is a place in ``halts``, which are places in
    ``problem.sites``; a section is named by the stop it leaves. ``need`` (services, risks): units that one worker takes
    up, infinite where no seat is usable. ``change``: per halt, whether workers may change there.
    """

    service: Wholes
    first: Wholes
    site: Wholes
    arrival: Wholes
    departure: Wholes
    need: Floats
    fixed: Floats
    unit: Floats
    seat: Floats
    least: Wholes
    most: Wholes
    halts: Wholes
    checkin: Floats
    exit: Floats
    change: npt.NDArray[np.bool_]


def make_timetable(problem: Problem, *, keep: Literal["all", "offered", "seats"] = "seats") -> Timetable:
    """Reads the services that can run: within the horizon, with units and usable seats.

    ``keep``: "offered" also keeps those without usable seats, "all" also those without units or outside the horizon; in
    both workers take up no units.
    """
    place = {s.site_id: i for i, s in enumerate(problem.sites)}
    rows = [(i, s, problem.stops_of[s.service_id]) for i, s in enumerate(problem.services)]
    if keep != "all":
        rows = [(i, s, stops) for i, s, stops in rows if _within(problem, stops) and s.max_units > 0]
    if keep == "seats":
        rows = [(i, s, stops) for i, s, stops in rows if min(_need(problem, s, stops)) < np.inf]
    halts = sorted({place[stop.site_id] for _, _, stops in rows for stop in stops})
    halt = {site: i for i, site in enumerate(halts)}
    calls = [stop for _, _, stops in rows for stop in stops]
    sites = [problem.sites[i] for i in halts]
    services = [s for _, s, _ in rows]
    needs = [_need(problem, s, stops) if keep == "seats" else [0.0] * len(RISKS) for _, s, stops in rows]
    return Timetable(
        service=np.array([i for i, _, _ in rows], dtype=np.int64),
        first=np.cumsum([0, *(len(stops) for _, _, stops in rows)], dtype=np.int64),
        site=np.array([halt[place[c.site_id]] for c in calls], dtype=np.int64),
        arrival=np.array([_times(c)[0] for c in calls], dtype=np.int64),
        departure=np.array([_times(c)[1] for c in calls], dtype=np.int64),
        need=np.array(needs, dtype=np.float64).reshape(-1, len(RISKS)),
        fixed=np.array([s.cost_fixed for s in services], dtype=np.float64),
        unit=np.array([s.cost_unit for s in services], dtype=np.float64),
        seat=np.array([s.cost_seat for s in services], dtype=np.float64),
        least=np.array([s.min_units for s in services], dtype=np.int64),
        most=np.array([s.max_units for s in services], dtype=np.int64),
        halts=np.array(halts, dtype=np.int64),
        checkin=np.array([s.checkin_min for s in sites], dtype=np.float64),
        exit=np.array([s.exit_min for s in sites], dtype=np.float64),
        change=np.array([s.kind in problem.settings.transfer_at for s in sites], dtype=np.bool_),
    )


def _times(stop: ServiceStop) -> tuple[Minute, Minute]:
    arrival = stop.departure if stop.arrival is None else stop.arrival
    departure = stop.arrival if stop.departure is None else stop.departure
    assert arrival is not None, "validation asks for a time at every stop"
    assert departure is not None, "validation asks for a time at every stop"
    return arrival, departure


def _within(problem: Problem, stops: tuple[ServiceStop, ...]) -> bool:
    return all(problem.first_minute <= t <= problem.last_minute for stop in stops for t in _times(stop))


def _need(problem: Problem, service: Service, stops: tuple[ServiceStop, ...]) -> list[float]:
    """Units per worker of each risk: 1 / usable seats at that risk, which a higher risk aboard never raises."""
    sites = [problem.site[stop.site_id] for stop in stops]
    trip = trip_of([(province_key(problem, s), city_key(problem, s)) for s in sites])
    day = _times(stops[0])[1] // DAY_MINUTES
    shares = [least_share(problem.caps, service.mode, trip, risk, day) for risk in RISKS]
    seats = [usable(service.unit_seats, service.reserved, share) for share in shares]
    return [1 / n if n else np.inf for n in seats]
