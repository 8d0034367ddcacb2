"""OR-Tools routing: pickup and delivery, guided local search, hours priced by who is aboard (its "path energy")."""

from __future__ import annotations

import time
from collections.abc import Iterator

from ortools.constraint_solver import pywrapcp, routing_enums_pb2

from benchmarks.building.rides import Trip
from benchmarks.peers.work import UNIT, Place, Vehicle, Visit, Work


def trips(work: Work, *, deadline: float, seed: int) -> list[list[Trip]]:
    """The best routes by the deadline. OR-Tools routing knows no seed: the tasks' order is the seed's."""
    del seed
    vehicles = [vehicle for vehicle in work.vehicles for _ in range(vehicle.count)]
    nodes = [vehicle.depot for vehicle in work.vehicles]
    home = {id(vehicle): number for number, vehicle in enumerate(work.vehicles)}
    first = len(nodes)
    for task in work.tasks:
        nodes += [Place(task.origin, "board"), Place(task.goal, "alight")]
    ends = [home[id(vehicle)] for vehicle in vehicles]
    manager = pywrapcp.RoutingIndexManager(len(nodes), len(vehicles), ends, ends)
    model = pywrapcp.RoutingModel(manager)
    horizon = work.latest - work.day
    _dimensions(work, model, nodes, vehicles, horizon)
    _prices(work, model, nodes, vehicles)
    minutes, seats = model.GetDimensionOrDie("minutes"), work.tasks
    solver = model.solver()
    for number, task in enumerate(seats):
        board, alight = (manager.NodeToIndex(first + 2 * number + end) for end in (0, 1))
        model.AddPickupAndDelivery(board, alight)
        solver.Add(model.VehicleVar(board) == model.VehicleVar(alight))
        solver.Add(minutes.CumulVar(board) <= minutes.CumulVar(alight))
        minutes.CumulVar(board).SetRange(*work.boarding(task))
        minutes.CumulVar(alight).SetRange(*work.alighting(task))
        half = round(task.penalty * UNIT / 2)
        model.AddDisjunction([board], half)
        model.AddDisjunction([alight], half)
    parameters = pywrapcp.DefaultRoutingSearchParameters()
    parameters.first_solution_strategy = routing_enums_pb2.FirstSolutionStrategy.PARALLEL_CHEAPEST_INSERTION
    parameters.local_search_metaheuristic = routing_enums_pb2.LocalSearchMetaheuristic.GUIDED_LOCAL_SEARCH
    parameters.time_limit.FromMilliseconds(max(200, int((deadline - time.monotonic()) * 1000)))
    solution = model.SolveWithParameters(parameters)
    if solution is None:
        return []
    return [list(_read(work, model, manager, solution, vehicles, first))]


def _dimensions(
    work: Work,
    model: pywrapcp.RoutingModel,
    nodes: list[Place],
    vehicles: list[Vehicle],
    horizon: int,
) -> None:
    table = [[work.minutes(a, b) for b in nodes] for a in nodes]
    first = len(work.vehicles)
    change = [0] * first
    for task in work.tasks:
        change += [task.headcount, -task.headcount]
    transit = model.RegisterTransitMatrix(table)
    heads = model.RegisterUnaryTransitVector(change)
    model.AddDimension(transit, horizon, horizon, False, "minutes")
    model.AddDimensionWithVehicleCapacity(heads, 0, [vehicle.seats for vehicle in vehicles], True, "workers")
    if work.hub is not None:
        count = [0] * first + [1, -1] * len(work.tasks)
        stops = model.RegisterUnaryTransitVector(count)
        model.AddDimension(stops, 0, work.most_stops, True, "stops")


def _prices(
    work: Work,
    model: pywrapcp.RoutingModel,
    nodes: list[Place],
    vehicles: list[Vehicle],
) -> None:
    a_minute = round(work.facts.settings.objective_hour / 60 * UNIT)
    evaluators: dict[str, int] = {}
    for number, vehicle in enumerate(vehicles):
        key = vehicle.kind.type_id
        if key not in evaluators:
            prices = [[work.price(vehicle, a, b, None) for b in nodes] for a in nodes]
            evaluators[key] = model.RegisterTransitMatrix(prices)
        model.SetArcCostEvaluatorOfVehicle(evaluators[key], number)
        model.SetFixedCostOfVehicle(vehicle.fixed, number)
        if a_minute:
            model.SetPathEnergyCostOfVehicle("workers", "minutes", a_minute, number)


def _read(
    work: Work,
    model: pywrapcp.RoutingModel,
    manager: pywrapcp.RoutingIndexManager,
    solution: pywrapcp.Assignment,
    vehicles: list[Vehicle],
    first: int,
) -> Iterator[Trip]:
    for number, vehicle in enumerate(vehicles):
        visits: list[Visit] = []
        at = solution.Value(model.NextVar(model.Start(number)))
        while not model.IsEnd(at):
            task, end = divmod(manager.IndexToNode(at) - first, 2)
            visits.append((task, end == 0))
            at = solution.Value(model.NextVar(at))
        trip = work.trip(vehicle.row, visits)
        if trip is not None:
            yield trip
