"""What a plan uses of the things that others may lack: limits by day, coaches by date, units of services."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass

from optimizer.bound.counters import Counters, Row
from optimizer.clock import DAY_MINUTES, Minute
from optimizer.plan import Plan, Rider
from optimizer.problem import Problem


@dataclass(frozen=True, slots=True)
class Usage:
    """``limits``: workers counted by each limit's row; ``coaches``: by depot and type, each vehicle's outings.

    ``aboard``: workers by service and section, counted from the stop it leaves (0 first); ``units``: bought by service.
    """

    limits: Counter[Row]
    coaches: dict[tuple[str, str], dict[str, list[tuple[Minute, Minute]]]]
    aboard: Counter[tuple[str, int]]
    units: dict[str, int]


def measure_usage(problem: Problem, plan: Plan) -> Usage:
    """Counts what the plan takes up. The plan must be valid."""
    coaches: dict[tuple[str, str], dict[str, list[tuple[Minute, Minute]]]] = defaultdict(lambda: defaultdict(list))
    for outing in plan.outings:
        coaches[outing.depot_id, outing.type_id][outing.vehicle_id].append((outing.leaves, outing.returns))
    service = {run.run_id: run.service_id for run in plan.runs if run.service_id is not None}
    aboard: Counter[tuple[str, int]] = Counter()
    for rider in plan.riders:
        if rider.run_id in service:
            for section in range(rider.board_seq - 1, rider.alight_seq - 1):
                aboard[service[rider.run_id], section] += rider.headcount
    units = {run.service_id: run.units or 0 for run in plan.runs if run.service_id is not None}
    return Usage(_limit_usage(problem, plan), coaches, aboard, units)


def _limit_usage(problem: Problem, plan: Plan) -> Counter[Row]:
    used: Counter[Row] = Counter()
    if not problem.limits:
        return used
    stops = {(stop.run_id, stop.seq): stop for stop in plan.stops}
    place = {d.demand_id: i for i, d in enumerate(problem.demands)}
    counters = Counters(problem)
    journeys: dict[str, list[Rider]] = defaultdict(list)
    for rider in plan.riders:
        journeys[rider.itinerary_id].append(rider)
    for legs in journeys.values():
        legs.sort(key=lambda rider: rider.leg)
        first, last = stops[legs[0].run_id, legs[0].board_seq], stops[legs[-1].run_id, legs[-1].alight_seq]
        start = first.arrival if first.departure is None else first.departure
        end = last.departure if last.arrival is None else last.arrival
        d = place[legs[0].demand_id]
        if start is not None:
            for row in counters.departing(d, start // DAY_MINUTES):
                used[row] += legs[0].headcount
        if end is not None:
            for row in counters.arriving(d, end // DAY_MINUTES):
                used[row] += legs[0].headcount
    return used
