"""Regions, sites and depots of a scenario, each written once, out of the gazetteer."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from math import cos, pi, radians, sin

from optimizer.clock import Day, Minute
from optimizer.problem import FleetRow, Region, Site
from scenarios.generator.dice import Dice
from scenarios.generator.draft import Draft
from scenarios.generator.earth import EARTH_KM
from scenarios.places import Place, counties

_LABOUR_EXPORTERS = frozenset({"河南省", "四川省", "安徽省", "湖南省", "贵州省", "重庆市", "江西省", "黑龙江省"})


@dataclass(slots=True)
class Ground:
    """A draft and the places that are in it already. ``first_day`` is the first of the horizon."""

    draft: Draft
    dice: Dice
    first_day: Day
    days: int
    known: set[str] = field(default_factory=set)

    def region(self, county: Place, *, risk: str = "low", open_from: Day | None = None) -> str:
        """The region of a county; its risk is that of the first call."""
        region_id = f"R{county.adcode}"
        if region_id not in self.known:
            self.known.add(region_id)
            self.draft.regions.append(
                Region(
                    region_id=region_id,
                    name=county.name,
                    city=county.city,
                    province=county.province,
                    risk=risk,
                    open_from=open_from,
                )
            )
        return region_id

    def pickup(self, county: Place) -> str:
        """Where a county gathers its workers: at its seat."""
        return self._site(f"P{county.adcode}", f"{county.name}集合点", "pickup", county, self.region(county), dwell=15)

    def depot(self, county: Place) -> str:
        """Where a county's coaches stand: at its seat."""
        return self._site(f"D{county.adcode}", f"{county.name}客运站", "depot", county, self.region(county), dwell=5)

    def hub(self, place: Place, county: Place) -> str:
        """A station or an airport; ``county`` is the one it lies in or next to."""
        flying = place.kind == "airport"
        return self._site(
            f"{'A' if flying else 'S'}-{place.name}",
            place.name,
            place.kind,
            place,
            self.region(county),
            checkin=120 if flying else 60,
            exit_=45 if flying else 30,
        )

    def workplace(self, number: int, name: str, county: Place) -> str:
        """A factory somewhere within 12 km of a county's seat: no real one."""
        far, bearing = self.dice.number(1, 12), radians(self.dice.number(0, 360))
        lat = county.lat + far * sin(bearing) / (EARTH_KM * pi / 180)
        lon = county.lon + far * cos(bearing) / (EARTH_KM * pi / 180 * cos(radians(county.lat)))
        hours = self.dice.chance(0.4)
        site = Site(
            site_id=f"W{number:05d}",
            name=name,
            kind="workplace",
            lat=round(lat, 5),
            lon=round(lon, 5),
            region_id=self.region(county),
            opens=360 if hours else None,
            closes=1380 if hours else None,
        )
        self.draft.sites.append(site)
        return site.site_id

    def coaches(self, county: Place, workers: float, *, plenty: float) -> None:
        """A depot with coaches for ``workers`` at once, ``plenty`` times as many seats as that."""
        depot = self.depot(county)
        for type_id, seats, share in (("C35", 28, 0.2), ("C49", 40, 0.5), ("C55", 46, 0.3)):
            count = round(workers * plenty * share / seats + self.dice.number(0, 0.6))
            if type_id == "C49":
                count = max(1, count)
            if not count:
                continue
            dated = self.dice.chance(0.06) and self.days > 2
            from_day = self.first_day + 1 if dated else None
            self.draft.fleet.append(FleetRow(depot_id=depot, type_id=type_id, count=count, from_day=from_day))

    def city_coaches(self, leaving: Counter[str], *, at_once: float, tight: float) -> None:
        """For each city that workers leave a depot at its busiest county; a ``tight`` share has too few coaches.

        ``leaving`` counts workers by county code, of whom ``at_once`` is the share to be seated at a time.
        """
        by_code = {c.adcode: c for c in counties()}
        cities: dict[tuple[str, str], list[str]] = {}
        for code in leaving:
            cities.setdefault((by_code[code].province, by_code[code].city), []).append(code)
        for codes in cities.values():
            busiest = max(codes, key=lambda code: (leaving[code], code))
            heads = sum(leaving[code] for code in codes)
            self.coaches(by_code[busiest], heads * at_once, plenty=0.5 if self.dice.chance(tight) else 1.2)

    def at(self, day: int, clock: int) -> Minute:
        """The minute of a clock time on a day of the horizon, counted from 0."""
        return (self.first_day + day) * 1440 + clock

    def _site(
        self,
        site_id: str,
        name: str,
        kind: str,
        place: Place,
        region_id: str,
        *,
        dwell: int = 10,
        checkin: int = 0,
        exit_: int = 0,
    ) -> str:
        if site_id not in self.known:
            self.known.add(site_id)
            self.draft.sites.append(
                Site(
                    site_id=site_id,
                    name=name,
                    kind=kind,
                    lat=place.lat,
                    lon=place.lon,
                    region_id=region_id,
                    dwell_min=float(dwell),
                    checkin_min=float(checkin),
                    exit_min=float(exit_),
                )
            )
        return site_id


def counties_of(province: str) -> list[Place]:
    """The counties of a province, named with or without its ending, each code once. ValueError if there are none."""
    by_code = {c.adcode: c for c in counties() if c.province.startswith(province) and province}
    if not by_code:
        known = ", ".join(sorted({c.province for c in counties()}))
        raise ValueError(f"province {province!r} is none of {known}")
    return list(by_code.values())


def pull(county: Place, distance_km: float) -> float:
    """How likely workers come from a county so far away: near ones, and those of the labour-sending provinces."""
    weight = 2.5 if county.province in _LABOUR_EXPORTERS else 1.0
    return float(weight / (1.0 + (distance_km / 300.0) ** 1.5))
