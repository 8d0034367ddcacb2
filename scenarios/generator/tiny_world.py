"""The ground of a tiny scenario: a handful of sites on a plane, roads, coaches and services.

Nothing here is a real place: points and roads are drawn so that every rule can bind with two to four demands.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import permutations
from math import ceil, cos, hypot, pi, radians, sin

from optimizer.clock import DAY_MINUTES, Day, Minute
from optimizer.problem import FleetRow, Link, Region, Service, ServiceStop, Site, VehicleType
from scenarios.generator.dice import Dice
from scenarios.generator.draft import Draft

_ORIGIN = (34.0, 114.0)
_DEGREE_KM = pi / 180 * 6371.0088
_DETOUR = 1.3
_EAST = 0.0


@dataclass(slots=True)
class World:
    """A draft and what the demands need to know of it. ``reach`` is the road from the pickups to the workplaces, km."""

    draft: Draft
    dice: Dice
    first_day: Day
    reach: float
    pickups: list[str]
    workplaces: list[str]
    measured: bool


def lay_out(dice: Dice, first_day: Day) -> World:
    """Sites with their roads, coaches at one or two depots, none to three services."""
    far = dice.chance(0.6)
    reach = float(dice.whole(160, 400) if far else dice.whole(35, 110))
    world = World(
        draft=Draft(),
        dice=dice,
        first_day=first_day,
        reach=reach,
        pickups=[],
        workplaces=[],
        measured=dice.chance(0.8),
    )
    _regions(world)
    served = far and dice.chance(0.85)
    _sites(world, two_depots=dice.chance(0.95 if served else 0.5))
    _fleet(world, far=far)
    if served:
        _services(world)
    if world.measured:
        _roads(world)
    return world


def _regions(world: World) -> None:
    dice = world.dice
    late = world.first_day + (1 if dice.chance(0.6) else 5) if dice.chance(0.1) else None
    rows = [
        ("A", "甲县", "甲市", "X省", "low", None),
        ("B", "乙县", dice.pick(["甲市", "乙市", ""]), "X省", dice.pick(["low", "medium", "high"]), late),
        ("M", "中县", "中市", dice.pick(["X省", "Y省"]), "low", None),
        ("Z", "远区", "远市" if dice.chance(0.8) else "甲市", dice.pick(["X省", "Y省"]), "low", None),
    ]
    for region_id, name, city, province, risk, open_from in rows:
        world.draft.regions.append(
            Region(region_id=region_id, name=name, city=city, province=province, risk=risk, open_from=open_from)
        )


def _sites(world: World, *, two_depots: bool) -> None:
    dice, reach = world.dice, world.reach
    _add(world, "P1", "pickup", "A", (_EAST, 0.0))
    if dice.chance(0.75):
        _add(world, "P2", "pickup", "B", (dice.number(0, 180, 0), dice.number(12, 40, 0)))
    _add(world, "W1", "workplace", "Z", (_EAST, reach))
    if dice.chance(0.6):
        _add(world, "W2", "workplace", "Z", (dice.number(-2, 2), reach + dice.number(8, 25, 0)))
    _add(world, "D1", "depot", "A", (90.0, dice.number(0, 12, 0)))
    if two_depots:
        _add(world, "D2", "depot", "Z", (_EAST, reach - dice.number(5, 15, 0)))
    world.pickups = [s.site_id for s in world.draft.sites if s.kind == "pickup"]
    world.workplaces = [s.site_id for s in world.draft.sites if s.kind == "workplace"]


def _add(world: World, site_id: str, kind: str, region_id: str, where: tuple[float, float]) -> None:
    """A site; ``where`` is its bearing in degrees (0 is east) and its road km from the origin of the plane."""
    dice, (bearing, road_km) = world.dice, where
    straight = road_km / _DETOUR
    east, north = straight * cos(radians(bearing)), straight * sin(radians(bearing))
    lat = _ORIGIN[0] + north / _DEGREE_KM
    lon = _ORIGIN[1] + east / (_DEGREE_KM * cos(radians(_ORIGIN[0])))
    hub = kind in ("station", "airport")
    gate = kind in ("pickup", "workplace") and dice.chance(0.2)
    opens, closes = dice.pick([(300, 1320), (360, 1380), (1200, 600), (420, 1140)]) if gate else (None, None)
    world.draft.sites.append(
        Site(
            site_id=site_id,
            name=site_id,
            kind=kind,
            lat=round(lat, 5),
            lon=round(lon, 5),
            region_id=None if kind == "depot" and dice.chance(0.15) else region_id,
            opens=opens,
            closes=closes,
            dwell_min=float(dice.pick([0, 5, 10])),
            checkin_min=float(dice.pick([0, 20, 30])) if hub else 0.0,
            exit_min=float(dice.pick([0, 15])) if hub else 0.0,
        )
    )


def _fleet(world: World, *, far: bool) -> None:
    dice, draft = world.dice, world.draft
    per_km, per_day = (dice.number(3, 9, 1), 250.0) if far else (dice.number(1, 4, 1), dice.pick([120.0, 400.0]))
    for type_id, seats, scale in (("BIG", dice.whole(6, 10), 1.0), ("SMALL", dice.whole(3, 6), 0.65)):
        draft.vehicle_types.append(
            VehicleType(
                type_id=type_id,
                name=type_id,
                seats=seats,
                reserved=1 if dice.chance(0.25) else 0,
                cost_day=round(per_day * scale, 1),
                cost_km=round(per_km * scale, 2),
                cost_driver_day=float(dice.pick([0, 80, 120])),
                cost_km_empty=round(per_km * scale * dice.pick([0.0, 0.5, 0.65]), 2) if dice.chance(0.7) else None,
            )
        )
    for depot in [s.site_id for s in draft.sites if s.kind == "depot"]:
        for type_id in ("BIG", "SMALL") if dice.chance(0.6) else (dice.pick(["BIG", "BIG", "SMALL"]),):
            dated = dice.weighted(["", "from", "to"], [0.85, 0.08, 0.07])
            draft.fleet.append(
                FleetRow(
                    depot_id=depot,
                    type_id=type_id,
                    count=dice.weighted([1, 2, None], [0.6, 0.35, 0.05]),
                    from_day=world.first_day + 1 if dated == "from" else None,
                    to_day=world.first_day + 1 if dated == "to" else None,
                )
            )


def _services(world: World) -> None:
    """One service, one with a stop on the way, or two that meet halfway; sometimes a rival beside it."""
    dice, reach = world.dice, world.reach
    shape = dice.pick(["direct", "direct", "stop", "chain"])
    air = shape == "direct" and dice.chance(0.25)
    kind = "airport" if air else "station"
    _hub(world, "S1", kind, "A", dice.number(4, 12, 0))
    _hub(world, "S2", kind, "Z", reach - dice.number(4, 20, 0))
    mode = "flight" if air else dice.pick(["train", "carriage"])
    start = (world.first_day + dice.pick([0, 0, 1])) * DAY_MINUTES + dice.whole(36, 64) * 15
    if shape == "direct":
        arrival = _service(world, "T1", mode, start, ["S1", "S2"])
    else:
        _hub(world, "S3", kind, "M", round(reach * dice.number(0.3, 0.7)))
        if shape == "stop":
            arrival = _service(world, "T1", mode, start, ["S1", "S3", "S2"])
        else:
            halfway = _service(world, "T1", mode, start, ["S1", "S3"])
            change = dice.pick([20, 45, 60, 120])
            arrival = _service(world, "T2", dice.pick(["train", "carriage"]), halfway + change, ["S3", "S2"])
    if dice.chance(0.25):
        later = arrival + dice.whole(0, 20) * 15
        _service(world, "T9", mode, later, ["S1", "S2"])


def _hub(world: World, site_id: str, kind: str, region_id: str, road_km: float) -> None:
    _add(world, site_id, kind, region_id, (-2.0, road_km))
    if region_id == "A" and world.dice.chance(0.25):
        world.pickups.append(site_id)
    if region_id == "Z" and world.dice.chance(0.1):
        world.workplaces.append(site_id)


def _service(world: World, service_id: str, mode: str, start: Minute, calls: list[str]) -> Minute:
    """Adds a service that leaves at ``start``, and returns when it arrives at its last stop."""
    dice = world.dice
    where = {s.site_id: s for s in world.draft.sites}
    minute = start
    for seq, site_id in enumerate(calls, start=1):
        if seq > 1:
            before, here = where[calls[seq - 2]], where[site_id]
            minute += max(15, round(_straight_km(before, here) / dice.pick([1.4, 1.8, 2.5])))
        stay = 0 if seq in (1, len(calls)) else dice.pick([2, 10])
        world.draft.service_stops.append(
            ServiceStop(
                service_id=service_id,
                seq=seq,
                site_id=site_id,
                arrival=minute if seq > 1 else None,
                departure=minute + stay if seq < len(calls) else None,
            )
        )
        minute += stay
    seats = dice.whole(4, 9)
    most = dice.pick([1, 2, 2, 3])
    cost_fixed, cost_unit, cost_seat = dice.pick([(0, 400, 0), (150, 200, 20), (400, 60, 5), (0, 60, 60), (0, 0, 90)])
    world.draft.services.append(
        Service(
            service_id=service_id,
            name=service_id,
            mode=mode,
            unit_seats=seats,
            reserved=1 if dice.chance(0.25) else 0,
            max_units=most,
            min_units=min(most, dice.pick([1, 1, 2])),
            cost_fixed=float(cost_fixed),
            cost_unit=float(cost_unit),
            cost_seat=float(cost_seat),
        )
    )
    return minute


def _straight_km(a: Site, b: Site) -> float:
    east = (a.lon - b.lon) * _DEGREE_KM * cos(radians(_ORIGIN[0]))
    return hypot(east, (a.lat - b.lat) * _DEGREE_KM)


def _roads(world: World) -> None:
    """Measured roads at 60 km/h between all sites; now and then one far longer than the way over a third site."""
    dice = world.dice
    odd = dice.chance(0.3)
    for a, b in permutations(world.draft.sites, 2):
        km = ceil(_straight_km(a, b) * _DETOUR)
        if odd and dice.chance(0.15):
            km = ceil(km * dice.pick([1.6, 2.5]))
        slow = dice.pick([1.0, 1.2, 1.5]) if odd else 1.0
        world.draft.links.append(Link(from_id=a.site_id, to_id=b.site_id, km=float(km), minutes=float(ceil(km * slow))))
