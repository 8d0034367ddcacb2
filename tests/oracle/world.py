"""What the contract says about places, roads, clocks and seats, written once more for the oracle."""

from __future__ import annotations

import math
from functools import cached_property, lru_cache

import numpy as np
import numpy.typing as npt

from optimizer.clock import DAY_MINUTES, Day, Minute, Span
from optimizer.problem import Demand, Problem, Service, VehicleType

Minutes = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

EPS = 1e-6
RISK_LEVEL = {"low": 0, "medium": 1, "high": 2}
COACH_CHANGE_MIN = 10


def whole(minutes: float) -> int:
    """Minutes rounded up, float noise forgiven."""
    return math.ceil(minutes - EPS)


def within(clock: Minutes, span: Span) -> Flags:
    """Whether clock times lie in [start, end), past midnight if need be; an equal pair holds none."""
    result: Flags = (clock - span[0]) % DAY_MINUTES < (span[1] - span[0]) % DAY_MINUTES
    return result


class World:
    """Look-ups over one problem; everything in whole minutes but the km and the money."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.settings = problem.settings
        self.continuous = math.ceil(self.settings.driving_continuous_min)
        self.night_continuous = math.ceil(self.settings.driving_night_continuous_min)
        self.pause = math.ceil(self.settings.driving_break_min)
        self._links = {(link.from_id, link.to_id): (link.km, link.minutes) for link in problem.links}
        self.road = lru_cache(maxsize=None)(self._road)
        self.share = lru_cache(maxsize=None)(self._share)

    def _road(self, origin: str, goal: str) -> tuple[float, float]:
        measured = self._links.get((origin, goal))
        if measured is not None:
            return measured
        a, b = self.problem.site[origin], self.problem.site[goal]
        lat_a, lat_b = math.radians(a.lat), math.radians(b.lat)
        half = math.sin((lat_b - lat_a) / 2) ** 2
        half += math.cos(lat_a) * math.cos(lat_b) * math.sin(math.radians(b.lon - a.lon) / 2) ** 2
        km = 2 * 6371.0088 * math.asin(min(1.0, math.sqrt(half))) * self.settings.road_detour
        return km, km / self.settings.road_speed_kmh * 60

    def km(self, origin: str, goal: str) -> float:
        return self.road(origin, goal)[0]

    def minutes(self, origin: str, goal: str) -> int:
        """Driving minutes of a leg, rounded up."""
        return whole(self.road(origin, goal)[1])

    def empty(self, origin: str, goal: str) -> int:
        """Clock minutes of an empty drive (contract, rule 6)."""
        m = self.minutes(origin, goal)
        return m + self.pause * (math.ceil(m / self.continuous) - 1) if m else 0

    def dwell(self, site: str) -> int:
        return whole(self.problem.site[site].dwell_min)

    def drive(self, start: Minutes, driven: Minutes, minutes: int) -> tuple[Minutes, Minutes]:
        """The contract's ``drive`` for many departures at once, from event to event."""
        night, curfew = self.settings.driving_night, self.settings.driving_curfew
        marks = [*(night or ()), *(curfew or ())]
        t, d, left = start.copy(), driven.copy(), np.full_like(start, minutes)
        while (open_ := left > 0).any():
            clock = t % DAY_MINUTES
            halted = open_ & within(clock, curfew) if curfew else np.zeros_like(open_)
            limit = np.full_like(t, self.continuous)
            if night:
                limit[within(clock, night)] = self.night_continuous
            tired = open_ & ~halted & (d >= limit)
            going = open_ & ~halted & ~tired
            step = np.minimum(left, limit - d)
            for mark in marks:
                step = np.minimum(step, (mark - clock - 1) % DAY_MINUTES + 1)
            step = np.where(going, step, 0)
            if curfew:
                t = np.where(halted, t + (curfew[1] - clock) % DAY_MINUTES, t)
            t = np.where(tired, t + self.pause, t) + step
            d = np.where(halted | tired, 0, d) + step
            left = left - step
        return t, d

    def is_open(self, site: str, at: Minutes) -> Flags:
        """Whether a journey may start or end at the site then."""
        place = self.problem.site[site]
        if place.opens is None or place.closes is None or place.opens == place.closes:
            return np.ones(at.shape, dtype=np.bool_)
        return within(at % DAY_MINUTES, (place.opens, place.closes))

    def is_hub(self, site: str) -> bool:
        return self.problem.site[site].kind in self.settings.transfer_at

    def city(self, site: str) -> tuple[str, ...]:
        """A key of the site's city; a blank one is a place of its own."""
        region = self.problem.region.get(self.problem.site[site].region_id or "")
        if region is None:
            return ("site", site)
        return ("city", region.province, region.city) if region.city else ("region", region.region_id)

    def province(self, site: str) -> tuple[str, ...]:
        region = self.problem.region.get(self.problem.site[site].region_id or "")
        if region is None:
            return ("site", site)
        return ("province", region.province) if region.province else ("region", region.region_id)

    def trip(self, sites: tuple[str, ...]) -> str:
        if len({self.city(s) for s in sites}) == 1:
            return "city"
        return "province" if len({self.province(s) for s in sites}) == 1 else "national"

    def _share(self, mode: str, trip: str, day: Day, risk: int) -> float:
        return min(
            (
                cap.share
                for cap in self.problem.caps
                if cap.mode == mode
                and cap.trip in (None, trip)
                and (cap.risk is None or RISK_LEVEL[cap.risk] <= risk)
                and (cap.from_day is None or cap.from_day <= day)
                and (cap.to_day is None or day <= cap.to_day)
            ),
            default=1.0,
        )

    def coach_seats(self, kind: VehicleType, trip: str, day: Day, risk: int) -> int:
        share = self.share("coach", trip, day, risk)
        return max(0, min(math.floor(kind.seats * share + 1e-9), kind.seats - kind.reserved))

    def unit_seats(self, service: Service, trip: str, day: Day, risk: int) -> int:
        share = self.share(service.mode, trip, day, risk)
        return max(0, min(math.floor(service.unit_seats * share + 1e-9), service.unit_seats - service.reserved))

    def risk(self, demand: Demand) -> int:
        region = self.problem.region.get(self.problem.site[demand.pickup_id].region_id or "")
        return RISK_LEVEL[region.risk] if region else 0

    def earliest(self, demand: Demand) -> Minute:
        """No departure of the demand's workers before this."""
        region = self.problem.region.get(self.problem.site[demand.pickup_id].region_id or "")
        opens = region.open_from if region else None
        return demand.ready if opens is None else max(demand.ready, opens * DAY_MINUTES)

    @cached_property
    def needs_dates(self) -> bool:
        """Whether anything but the money depends on the date of a run."""
        dated = (c.from_day is not None or c.to_day is not None for c in self.problem.caps)
        return bool(self.problem.limits) or any(dated)
