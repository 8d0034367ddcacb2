"""Where sites lie: roads between them, cities and provinces, risk, trips (contract, "A scenario")."""

from __future__ import annotations

import math
from collections.abc import Iterable

from optimizer.check.rounding import whole_minutes
from optimizer.problem import RISKS, Problem, Region, Site

EARTH_RADIUS_KM = 6371.0088

PlaceKey = tuple[str, ...]


class Places:
    """Look-ups of one scenario's sites, each answer worked out once."""

    def __init__(self, problem: Problem) -> None:
        self._detour = problem.settings.road_detour
        self._speed = problem.settings.road_speed_kmh
        self._site = problem.site
        self._region = problem.region
        self._roads = {(link.from_id, link.to_id): (float(link.km), float(link.minutes)) for link in problem.links}
        self._city = {site.site_id: _city(site, self.region_of(site)) for site in problem.sites}
        self._province = {site.site_id: _province(site, self.region_of(site)) for site in problem.sites}
        self._risk = {site.site_id: _risk(self.region_of(site)) for site in problem.sites}

    def region_of(self, site: Site) -> Region | None:
        """The region of a site, None where it has none."""
        return None if site.region_id is None else self._region[site.region_id]

    def city(self, site: Site) -> PlaceKey:
        """What sites of the same city have in common; a region without a city is a place of its own."""
        return self._city[site.site_id]

    def risk(self, site: Site) -> int:
        """The place of the site's risk in ``RISKS``."""
        return self._risk[site.site_id]

    def road(self, start: Site, end: Site) -> tuple[float, float]:
        """(km, minutes) of links.csv, else the great circle × detour at road.speed_kmh."""
        pair = (start.site_id, end.site_id)
        found = self._roads.get(pair)
        if found is None:
            km = great_circle_km(start, end) * self._detour
            found = self._roads[pair] = (km, km / self._speed * 60)
        return found

    def wheel_minutes(self, start: Site, end: Site) -> int:
        """The road minutes rounded up."""
        return whole_minutes(self.road(start, end)[1])

    def trip(self, sites: Iterable[Site]) -> str:
        """``city``, ``province`` or ``national``: the smallest that holds all the stops."""
        ids = {site.site_id for site in sites}
        if len({self._city[site_id] for site_id in ids}) == 1:
            return "city"
        return "province" if len({self._province[site_id] for site_id in ids}) == 1 else "national"


def great_circle_km(start: Site, end: Site) -> float:
    """Kilometres along the great circle, on a sphere of 6371.0088 km (haversine)."""
    from_lat, to_lat = math.radians(start.lat), math.radians(end.lat)
    half_lat, half_lon = (to_lat - from_lat) / 2, math.radians(end.lon - start.lon) / 2
    chord = math.sin(half_lat) ** 2 + math.cos(from_lat) * math.cos(to_lat) * math.sin(half_lon) ** 2
    return 2 * EARTH_RADIUS_KM * math.asin(math.sqrt(min(1.0, chord)))


def _city(site: Site, region: Region | None) -> PlaceKey:
    if region is None:
        return ("site", site.site_id)
    return ("city", region.province, region.city) if region.city else ("region", region.region_id)


def _province(site: Site, region: Region | None) -> PlaceKey:
    if region is None:
        return ("site", site.site_id)
    return ("province", region.province) if region.province else ("region", region.region_id)


def _risk(region: Region | None) -> int:
    return RISKS.index(region.risk) if region else 0
