"""Commutes: workers who live in a county and work over the border of their city, there and back on five days."""

from __future__ import annotations

from math import cos, pi, radians, sin

from optimizer.clock import clock_of, day_of
from optimizer.problem import Demand, Employer, FleetRow, Limit, Problem, Region, Settings, Site
from scenarios.generator import prices
from scenarios.generator.dice import Dice
from scenarios.generator.draft import Draft
from scenarios.generator.earth import EARTH_KM, distances
from scenarios.generator.ground import counties_of
from scenarios.places import Place

_FIRST_DAY = day_of("2020-03-02")  # a Monday
_DAYS = 5
_SHIFTS = ((360, 480, 1020), (720, 840, 1290))  # earliest arrival, start of work, end of work, as clock times
_SECOND_SHIFT_FROM = 400


def commute(*, workers: int, seed: int, province: str) -> Problem:
    """``workers`` a day each way, one shift (two above 400); coaches for about half of a shift at once."""
    dice = Dice(4, seed, workers)
    draft = Draft()
    home, plant = _border(dice, province)
    _regions(draft, home, plant)
    pickups = _around(draft, dice, home, "P", "pickup", max(3, min(20, workers // 30)), reach=9.0, region="HOME")
    plants = _around(draft, dice, plant, "W", "workplace", max(1, min(5, workers // 100)), reach=6.0, region="PLANT")
    _depots(draft, home, plant)
    shifts = 2 if workers > _SECOND_SHIFT_FROM else 1
    for number, plant_id in enumerate(plants, start=1):
        name = f"{plant.name}{number}号厂"
        employer = Employer(employer_id=f"E{number:02d}", name=name, priority=2.0 if number == 1 else 1.0)
        draft.employers.append(employer)
        draft.limits.append(
            Limit(limit_id=f"GATE-{plant_id}", scope=plant_id, kind="arrive_per_day", value=float(workers))
        )
    _demands(draft, pickups, plants, _split(dice, workers, len(pickups) * len(plants) * shifts), shifts)
    desk = round(workers * dice.number(1.0, 1.1))
    draft.limits.append(Limit(limit_id="DESK", scope="HOME", kind="depart_per_day", value=float(desk)))
    seats = workers / shifts / 2
    draft.vehicle_types.extend(prices.COACHES)
    rows = (("DHOME", "C49", 0.55, 40), ("DHOME", "C35", 0.25, 28), ("DPLANT", "C55", 0.3, 46))
    for depot, type_id, share, room in rows:
        count = max(1, round(seats * share / room))
        draft.fleet.append(FleetRow(depot_id=depot, type_id=type_id, count=count))
    draft.caps.extend(prices.CAPS_OF_2020)
    return draft.build(_settings(f"commute-{home.name}-{plant.city}-{workers}-{seed}"))


def _border(dice: Dice, province: str) -> tuple[Place, Place]:
    """A county and the nearest district of another city, 20 to 60 km apart in a straight line."""
    members = counties_of(province)
    pairs: list[tuple[Place, Place]] = []
    for county in members:
        others = [c for c in members if c.city != county.city]
        if others:
            away = distances(county, others)
            nearest = int(away.argmin())
            if 20 < away[nearest] < 60:
                pairs.append((county, others[nearest]))
    if not pairs:
        raise ValueError(f"province {province!r} has no two seats of different cities 20 to 60 km apart")
    return dice.pick(pairs)


def _regions(draft: Draft, home: Place, plant: Place) -> None:
    for region_id, place in (("HOME", home), ("PLANT", plant)):
        region = Region(region_id=region_id, name=place.name, city=place.city, province=place.province)
        draft.regions.append(region)


def _around(
    draft: Draft, dice: Dice, seat: Place, letter: str, kind: str, count: int, *, reach: float, region: str
) -> list[str]:
    """``count`` invented points within ``reach`` km of a seat."""
    names = {"P": "号点", "W": "号厂"}
    ids = []
    for number in range(1, count + 1):
        km, bearing = dice.number(0.3, reach), radians(dice.number(0, 360))
        lat = seat.lat + km * sin(bearing) / (EARTH_KM * pi / 180)
        lon = seat.lon + km * cos(bearing) / (EARTH_KM * pi / 180 * cos(radians(seat.lat)))
        site = Site(
            site_id=f"{letter}{number:02d}",
            name=f"{seat.name}{number}{names[letter]}",
            kind=kind,
            lat=round(lat, 5),
            lon=round(lon, 5),
            region_id=region,
            dwell_min=4.0,
        )
        draft.sites.append(site)
        ids.append(site.site_id)
    return ids


def _depots(draft: Draft, home: Place, plant: Place) -> None:
    for site_id, place, region in (("DHOME", home, "HOME"), ("DPLANT", plant, "PLANT")):
        draft.sites.append(
            Site(
                site_id=site_id,
                name=f"{place.name}客运站",
                kind="depot",
                lat=place.lat,
                lon=place.lon,
                region_id=region,
                dwell_min=4.0,
            )
        )


def _split(dice: Dice, total: int, parts: int) -> list[int]:
    """``parts`` numbers, some of them zero, that add up to ``total``."""
    weights = [dice.number(0.2, 2) if dice.chance(0.7) else 0.0 for _ in range(parts)]
    weights[0] = weights[0] or 1.0
    shares = [int(total * w / sum(weights)) for w in weights]
    shares[0] += total - sum(shares)
    return shares


def _demands(draft: Draft, pickups: list[str], plants: list[str], headcounts: list[int], shifts: int) -> None:
    """Each group there before its shift and back after it, on every day."""
    trips = [(p, w, s) for s in range(shifts) for w in range(len(plants)) for p in range(len(pickups))]
    for day in range(_DAYS):
        midnight = (_FIRST_DAY + day) * 1440
        for (pickup, plant, shift), headcount in zip(trips, headcounts, strict=True):
            if not headcount:
                continue
            earliest, start, end = _SHIFTS[shift]
            closing = min(end + 165, 1439)  # the same evening
            for there in (True, False):
                number = len(draft.demands) + 1
                draft.demands.append(
                    Demand(
                        demand_id=f"N{number:05d}",
                        employer_id=f"E{plant + 1:02d}",
                        pickup_id=pickups[pickup] if there else plants[plant],
                        workplace_id=plants[plant] if there else pickups[pickup],
                        headcount=headcount,
                        ready=midnight + (earliest - 90 if there else end + 15),
                        due_from=midnight + earliest if there else None,
                        due=midnight + (start if there else closing),
                    )
                )


def _settings(name: str) -> Settings:
    return Settings(
        name=name,
        first_day=_FIRST_DAY,
        last_day=_FIRST_DAY + _DAYS - 1,
        driving_night=(clock_of("22:00"), clock_of("06:00")),
        driving_curfew=(clock_of("02:00"), clock_of("05:00")),
        coach_turnaround_min=15.0,
        coach_max_pickups=5.0,
        coach_max_dropoffs=5.0,
        coach_max_stand_min=60.0,
        coach_max_ride_min=120.0,
        transfer_at=("station", "airport"),
        mixing_risk=False,
    )
