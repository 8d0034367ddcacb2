"""Booked outings and bought services become the tables of a plan; every number in them is the checker's."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from api import __version__
from benchmarks.building.garage import Booked
from benchmarks.building.timing import Timed
from optimizer.check import Report, check
from optimizer.plan import Outing, Plan, Rider, Run, Statement, Stop, Unserved
from optimizer.problem import Problem
from scenarios import write_plan

_LEFT = "The routes that this plan is made of leave these workers out."


@dataclass(frozen=True, slots=True)
class Seat:
    """Workers of one itinerary on a service between two of its calls, counted from 1."""

    service_id: str
    itinerary: str
    leg: int
    demand_id: str
    headcount: int
    board_seq: int
    alight_seq: int


def tables(
    problem: Problem, booked: Sequence[Booked], seats: Iterable[Seat] = (), units: Mapping[str, int] | None = None
) -> Plan:
    """The plan, with the checker's numbers filled in. Itineraries are whole: each leg is in ``booked`` or ``seats``."""
    runs: list[Run] = []
    stops: list[Stop] = []
    riders: list[Rider] = []
    outings: list[Outing] = []
    for number, item in enumerate(sorted(booked, key=lambda b: (b.outing.leaves, b.outing.row, b.coach)), start=1):
        fleet = problem.fleet[item.outing.row]
        vehicle_id = f"V{item.outing.row + 1}-{item.coach + 1}"
        outings.append(
            Outing(
                vehicle_id=vehicle_id,
                outing=f"O{number}",
                type_id=fleet.type_id,
                depot_id=fleet.depot_id,
                leaves=item.outing.leaves,
                returns=item.outing.returns,
            )
        )
        for timed in item.outing.runs:
            run_id = f"R{len(runs) + 1:06d}"
            runs.append(Run(run_id=run_id, mode="coach", vehicle_id=vehicle_id))
            stops += _stops(run_id, timed)
            riders += _riders(run_id, timed)
    _services(problem, list(seats), units or {}, runs, stops, riders)
    plan = Plan(
        runs=tuple(runs),
        stops=tuple(stops),
        outings=tuple(outings),
        riders=tuple(riders),
        unserved=tuple(_left(problem, riders)),
    )
    return _numbered(plan, check(problem, plan))


def write(folder: Path, problem: Problem, plan: Plan, *, source: str, seconds: float, seed: int) -> Report:
    """Writes the plan's folder and gives the checker's report on it, its statement included."""
    totals = check(problem, plan).totals
    objective = totals.objective
    statement = Statement(
        status="optimal" if objective == 0 else "feasible",
        objective=objective,
        bound=0.0,
        bound_source=source,
        gap=1.0 if objective else 0.0,
        money=totals.money,
        worker_hours=totals.worker_hours,
        served=totals.served,
        unserved=totals.unserved,
        counts={mode: count for mode, count in totals.runs.items() if count},
        wall_seconds=seconds,
        seed=seed,
        version=__version__,
    )
    write_plan(folder, problem, plan, statement)
    return check(problem, plan, statement)


def _stops(run_id: str, timed: Timed) -> Iterable[Stop]:
    for at, call in enumerate(timed.run):
        yield Stop(
            run_id=run_id,
            seq=at + 1,
            site_id=call.site_id,
            arrival=timed.arrival[at],
            departure=timed.departure[at] if at + 1 < len(timed.run) else None,
            board=sum(ride.headcount for ride in call.board),
            alight=sum(ride.headcount for ride in call.alight),
        )


def _riders(run_id: str, timed: Timed) -> Iterable[Rider]:
    off = {(ride.itinerary, ride.leg): at + 1 for at, call in enumerate(timed.run) for ride in call.alight}
    for at, call in enumerate(timed.run):
        for ride in call.board:
            yield Rider(
                itinerary_id=ride.itinerary,
                leg=ride.leg,
                run_id=run_id,
                board_seq=at + 1,
                alight_seq=off[ride.itinerary, ride.leg],
                demand_id=ride.demand_id,
                headcount=ride.headcount,
            )


def _services(
    problem: Problem,
    seats: Sequence[Seat],
    units: Mapping[str, int],
    runs: list[Run],
    stops: list[Stop],
    riders: list[Rider],
) -> None:
    of_service: dict[str, list[Seat]] = defaultdict(list)
    for seat in seats:
        of_service[seat.service_id].append(seat)
    for service_id, mine in sorted(of_service.items()):
        run_id = f"S-{service_id}"
        mode = problem.service[service_id].mode
        runs.append(Run(run_id=run_id, mode=mode, service_id=service_id, units=units[service_id]))
        board, alight = Counter[int](), Counter[int]()
        for seat in mine:
            board[seat.board_seq] += seat.headcount
            alight[seat.alight_seq] += seat.headcount
            riders.append(
                Rider(
                    itinerary_id=seat.itinerary,
                    leg=seat.leg,
                    run_id=run_id,
                    board_seq=seat.board_seq,
                    alight_seq=seat.alight_seq,
                    demand_id=seat.demand_id,
                    headcount=seat.headcount,
                )
            )
        for seq, call in enumerate(problem.stops_of[service_id], start=1):
            arrival = call.departure if call.arrival is None else call.arrival
            departure = call.arrival if call.departure is None else call.departure
            stops.append(
                Stop(
                    run_id=run_id,
                    seq=seq,
                    site_id=call.site_id,
                    arrival=arrival,
                    departure=departure,
                    board=board[seq],
                    alight=alight[seq],
                )
            )


def _left(problem: Problem, riders: Iterable[Rider]) -> Iterable[Unserved]:
    left = Counter({demand.demand_id: demand.headcount for demand in problem.demands})
    for rider in riders:
        if rider.leg == 1:
            left[rider.demand_id] -= rider.headcount
    for demand_id, headcount in sorted(left.items()):
        if headcount:
            yield Unserved(
                demand_id=demand_id, headcount=headcount, reason="not_found_in_time", proven=False, detail=_LEFT
            )


def _numbered(plan: Plan, report: Report) -> Plan:
    """The plan with kilometres, drivers, days and money as the checker recomputed them."""
    runs = []
    for run in plan.runs:
        numbers = report.runs.get(run.run_id)
        if run.mode == "coach" and numbers is not None:
            driving = None if numbers.driving_min is None else float(numbers.driving_min)
            runs.append(replace(run, km=numbers.km, driving_min=driving, drivers=numbers.drivers))
        else:
            runs.append(run)
    outings = []
    for outing in plan.outings:
        known = report.outings.get((outing.vehicle_id, outing.outing))
        if known is None:
            outings.append(outing)
            continue
        outings.append(
            replace(
                outing,
                days=known.days,
                km_loaded=known.km_loaded,
                km_empty=known.km_empty,
                drivers=known.drivers,
                money=known.money,
            )
        )
    return replace(plan, runs=tuple(runs), outings=tuple(outings))
