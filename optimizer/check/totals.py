"""What a plan costs and carries, recomputed (contract, "What a plan costs")."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from optimizer.check.cells import Rows
from optimizer.check.facts import Facts, Journey, WholeRun
from optimizer.check.places import great_circle_km
from optimizer.check.report import OutingNumbers, SeatUse, Totals
from optimizer.check.riders import aboard_by_section
from optimizer.problem import MODES, VehicleType


def add_up(
    facts: Facts,
    *,
    rows: Rows,
    runs: Mapping[str, WholeRun],
    journeys: Iterable[Journey],
    outings: Mapping[tuple[str, str], OutingNumbers],
    money_services: float,
    served: int,
    left: Mapping[str, int],
    type_of: Mapping[str, VehicleType],
) -> Totals:
    """The totals of all that could be used. Worker-hours run from the first departure to the last arrival."""
    money_coaches = sum(numbers.money for numbers in outings.values())
    hours = sum((journey.end - journey.start) / 60 * journey.headcount for journey in journeys)
    penalty = _penalty(facts, left)
    counts = Counter(run.mode for run in rows.runs.values())
    units: Counter[str] = Counter()
    for run in rows.runs.values():
        units[run.mode] += 1 if run.mode == "coach" else run.units or 0
    return Totals(
        objective=money_coaches + money_services + facts.settings.objective_hour * hours + penalty,
        money=money_coaches + money_services,
        money_coaches=money_coaches,
        money_services=money_services,
        worker_hours=hours,
        unserved_penalty=penalty,
        served=served,
        unserved=sum(left.values()),
        runs={mode: counts[mode] for mode in MODES},
        units={mode: units[mode] for mode in MODES},
        seats=_seat_use(facts, runs.values(), type_of),
        km_loaded=sum(run.km for run in runs.values()),
        km_empty=sum(numbers.km_empty for numbers in outings.values()),
        outings=len(rows.outings),
        vehicles=len({outing.vehicle_id for outing in rows.outings}),
        itineraries=len({rider.itinerary_id for rider in rows.riders}),
    )


def _penalty(facts: Facts, left: Mapping[str, int]) -> float:
    problem = facts.problem
    priced = sum(workers * problem.priority(problem.demand[demand_id]) for demand_id, workers in left.items())
    return priced * facts.settings.objective_unserved


def _seat_use(facts: Facts, runs: Iterable[WholeRun], type_of: Mapping[str, VehicleType]) -> dict[str, SeatUse]:
    worker_km, seat_km = dict.fromkeys(MODES, 0.0), dict.fromkeys(MODES, 0.0)
    for run in runs:
        seats = _rated_seats(run, type_of)
        if seats is None:
            continue
        for section, levels in enumerate(aboard_by_section(facts, run)):
            start, end = run.sites[section], run.sites[section + 1]
            km = facts.places.road(start, end)[0] if run.service is None else great_circle_km(start, end)
            worker_km[run.stated.mode] += sum(levels.values()) * km
            seat_km[run.stated.mode] += seats * km
    return {mode: SeatUse(worker_km=worker_km[mode], seat_km=seat_km[mode]) for mode in MODES}


def _rated_seats(run: WholeRun, type_of: Mapping[str, VehicleType]) -> int | None:
    if run.service is not None:
        return (run.stated.units or 0) * run.service.unit_seats
    vehicle_type = type_of.get(run.stated.vehicle_id or "")
    return None if vehicle_type is None else vehicle_type.seats
