"""PyVRP: shipments with pickup and delivery; where all ways meet at one hub, clients and reloads at the hub.

The hub model is PyVRP's home ground (a multi-trip problem with a heterogeneous fleet) and far stronger than shipments.
The empty way that it leaves out, home from the hub or from home to it, is in the vehicle's fixed cost.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import numpy as np
from pyvrp import Client, Depot, Location, ProblemData, Route, Shipment, Solution, VehicleType, solve
from pyvrp.stop import MaxRuntime

from benchmarks.building.rides import Trip
from benchmarks.peers.work import UNIT, Loads, Place, Vehicle, Visit, Work

_MOST_RELOADS = 4
_OTHER_LOADS: tuple[Loads, ...] = ((0.9, 0.4), (0.6, 0.4))


def trips(work: Work, *, deadline: float, seed: int) -> list[list[Trip]]:
    """PyVRP's best routes by the deadline. Infeasible ones are given back as they are, for repair.

    With shipments it finds little after its first seconds: so it answers three times, each with other mean loads.
    """
    answers: list[list[Trip]] = []
    all_loads = [work.loads] if work.hub else [work.loads, *_OTHER_LOADS]
    for number, loads in enumerate(all_loads):
        data = _hub_data(work, loads) if work.hub else _shipment_data(work, loads)
        left = (deadline - time.monotonic()) / (len(all_loads) - number)
        result = solve(data, MaxRuntime(max(0.2, left)), seed=seed, display=False)
        answers.append(list(_read(work, result.best)))
    return answers


def _hub_data(work: Work, loads: Loads) -> ProblemData:
    assert work.hub is not None
    hub, moment = work.hub
    gathers = hub.role == "alight"
    places = [place for place in work.places() if gathers or place != hub]
    places = [*dict.fromkeys([*places, hub])]
    index = {place: i for i, place in enumerate(places)}
    end = moment - work.day
    homes = list(dict.fromkeys(v.depot for v in work.vehicles))
    depots = [Depot(index[home]) for home in homes] + [
        Depot(index[hub], tw_late=end) if gathers else Depot(index[hub], tw_early=end - _dwell(work, hub))
    ]
    clients = []
    for task in work.tasks:
        place = Place(task.origin, "board") if gathers else Place(task.goal, "alight")
        early, late = work.boarding(task) if gathers else work.alighting(task)
        amount = [task.headcount, 1]
        worth = round(task.penalty * UNIT)
        clients.append(
            Client(
                index[place],
                pickup=amount if gathers else [],
                delivery=[] if gathers else amount,
                tw_early=early,
                tw_late=late,
                prize=worth,
                required=False,
            )
        )
    types = []
    for vehicle in work.vehicles:
        home = homes.index(vehicle.depot)
        ends = (home, len(homes)) if gathers else (len(homes), home)
        empty = (
            work.price(vehicle, hub, vehicle.depot, None) if gathers else work.price(vehicle, vehicle.depot, hub, None)
        )
        types.append(
            VehicleType(
                num_available=vehicle.count,
                capacity=[vehicle.seats, work.most_stops],
                start_depot=ends[0],
                end_depot=ends[1],
                fixed_cost=vehicle.fixed + empty,
                tw_late=work.latest - work.day,
                reload_depots=[len(homes)],
                max_reloads=_MOST_RELOADS,
            )
        )
    return _data(work, loads, places, clients=clients, depots=depots, types=types, shipments=[])


def _shipment_data(work: Work, loads: Loads) -> ProblemData:
    places = work.places()
    index = {place: i for i, place in enumerate(places)}
    homes = list(dict.fromkeys(v.depot for v in work.vehicles))
    shipments = []
    for task in work.tasks:
        (board_early, board_late), (early, late) = work.boarding(task), work.alighting(task)
        shipments.append(
            Shipment(
                index[Place(task.origin, "board")],
                index[Place(task.goal, "alight")],
                pickup_tw_early=board_early,
                pickup_tw_late=board_late,
                delivery_tw_early=early,
                delivery_tw_late=late,
                amount=[task.headcount],
                prize=round(task.penalty * UNIT),
                required=False,
            )
        )
    types = [
        VehicleType(
            num_available=vehicle.count,
            capacity=[vehicle.seats],
            start_depot=homes.index(vehicle.depot),
            end_depot=homes.index(vehicle.depot),
            fixed_cost=vehicle.fixed,
            tw_late=work.latest - work.day,
        )
        for vehicle in work.vehicles
    ]
    depots = [Depot(index[home]) for home in homes]
    return _data(work, loads, places, clients=[], depots=depots, types=types, shipments=shipments)


def _with_overtime(work: Work, vehicle: Vehicle, kind: VehicleType) -> VehicleType:
    """A second driver, from the hour on at which one has driven his shift: by the minute of two hours."""
    if work.long:
        return kind
    return kind.replace(
        shift_duration=round(work.facts.settings.driving_driver_min) + 120,
        max_overtime=work.latest - work.day,
        unit_overtime_cost=round(vehicle.kind.cost_driver_day * UNIT / 120),
    )


def _dwell(work: Work, place: Place) -> int:
    return round(work.problem.site[place.site_id].dwell_min)


def _data(
    work: Work,
    loads: Loads,
    places: list[Place],
    *,
    clients: list[Client],
    depots: list[Depot],
    types: list[VehicleType],
    shipments: list[Shipment],
) -> ProblemData:
    minutes: Any = np.array([[work.minutes(a, b) for b in places] for a in places])
    prices: dict[tuple[str, int], Any] = {}
    for vehicle in work.vehicles:
        key = (vehicle.kind.type_id, vehicle.seats)
        if key not in prices:
            prices[key] = np.array([[work.price(vehicle, a, b, loads) for b in places] for a in places])
    site = work.problem.site
    keys = list(prices)
    profile_of = [keys.index((v.kind.type_id, v.seats)) for v in work.vehicles]
    return ProblemData(
        [Location(site[p.site_id].lon, site[p.site_id].lat) for p in places],
        clients,
        depots,
        [
            _with_overtime(work, vehicle, kind.replace(profile=profile))
            for vehicle, kind, profile in zip(work.vehicles, types, profile_of, strict=True)
        ],
        [prices[key] for key in keys],
        [minutes] * len(keys),
        shipments=shipments,
    )


def _read(work: Work, solution: Solution) -> Iterator[Trip]:
    for route in solution.routes():
        visits = list(_hub_visits(route) if work.hub else _shipment_visits(route))
        trip = work.trip(work.vehicles[route.vehicle_type()].row, visits)
        if trip is not None:
            yield trip


def _shipment_visits(route: Route) -> Iterator[Visit]:
    for activity in route:
        if activity.is_pickup():
            yield activity.idx, True
        elif activity.is_delivery():
            yield activity.idx, False


def _hub_visits(route: Route) -> Iterator[Visit]:
    """A route's trips between visits of the hub, with the hub's own boardings or alightings written out."""
    legs: dict[int, list[int]] = {}
    for activity in route.schedule():
        if activity.is_client():
            legs.setdefault(activity.trip, []).append(activity.idx)
    for _, clients in sorted(legs.items()):
        yield from ((client, True) for client in clients)
        yield from ((client, False) for client in clients)
