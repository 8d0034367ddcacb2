"""VROOM by its Python binding: shipments, several trips a coach, for each type of coach a matrix of prices."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import timedelta

import numpy as np
import vroom

from benchmarks.building.rides import Trip
from benchmarks.peers.work import Loads, Place, Visit, Work

_EXPLORATION = 5
_MOST_ABOARD = 10_000
_OTHER_LOADS: tuple[Loads, ...] = ((0.7, 0.7), (0.5, 0.85), (1.0, 1.0), (0.3, 0.5), (0.8, 0.3), (1.2, 1.2))


def trips(work: Work, *, deadline: float, seed: int) -> list[list[Trip]]:
    """VROOM's answers at its highest level of exploration, each with other mean loads, until the deadline.

    It ends long before: so it may try several prices of an hour aboard. It knows no seed: the order of tasks is the
    seed's.
    """
    del seed
    answers: list[list[Trip]] = []
    begun = time.monotonic()
    for loads in (work.loads, *_OTHER_LOADS):
        took = (time.monotonic() - begun) / max(1, len(answers))
        if answers and time.monotonic() + took / 2 > deadline:
            break
        answers.append(_answer(work, loads, deadline))
    return answers


def _answer(work: Work, loads: Loads, deadline: float) -> list[Trip]:
    places = work.places()
    index = {place: i for i, place in enumerate(places)}
    problem = vroom.Input()
    minutes = np.array([[work.minutes(a, b) for b in places] for a in places])
    counted = work.hub is not None
    stops = work.most_stops if counted else _MOST_ABOARD
    row_of: dict[int, int] = {}
    known: set[str] = set()
    for vehicle in work.vehicles:
        profile = f"{vehicle.kind.type_id}-{vehicle.seats}"
        if profile not in known:
            known.add(profile)
            problem.set_durations_matrix(profile, minutes * 60)
            prices = np.array([[work.price(vehicle, a, b, loads) for b in places] for a in places])
            problem.set_costs_matrix(profile, prices)
        for _ in range(vehicle.count):
            number = len(row_of) + 1
            row_of[number] = vehicle.row
            problem.add_vehicle(
                vroom.Vehicle(
                    number,
                    start=index[vehicle.depot],
                    end=index[vehicle.depot],
                    profile=profile,
                    capacity=[vehicle.seats, stops],
                    costs=vroom.VehicleCosts(fixed=vehicle.fixed),
                    time_window=vroom.TimeWindow(0, (work.latest - work.day) * 60),
                )
            )
    for number, task in enumerate(work.tasks):
        board, alight = work.boarding(task), work.alighting(task)
        problem.add_shipment(
            vroom.ShipmentStep(
                number, index[Place(task.origin, "board")], time_windows=[vroom.TimeWindow(*(m * 60 for m in board))]
            ),
            vroom.ShipmentStep(
                number, index[Place(task.goal, "alight")], time_windows=[vroom.TimeWindow(*(m * 60 for m in alight))]
            ),
            amount=vroom.Amount([task.headcount, 1]),
        )
    left = timedelta(seconds=max(0.2, deadline - time.monotonic()))
    solution = problem.solve(exploration_level=_EXPLORATION, nb_threads=1, timeout=left)
    return list(_read(work, solution, row_of))


def _read(work: Work, solution: vroom.Solution, row_of: dict[int, int]) -> Iterator[Trip]:
    visits: dict[int, list[Visit]] = {}
    routes = solution.routes
    for vehicle, kind, number in zip(routes["vehicle_id"], routes["type"], routes["id"], strict=True):
        if kind in ("pickup", "delivery"):
            visits.setdefault(int(vehicle), []).append((int(number), kind == "pickup"))
    for vehicle, calls in visits.items():
        trip = work.trip(row_of[vehicle], calls)
        if trip is not None:
            yield trip
