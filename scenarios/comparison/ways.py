"""A plan as its workers see it: who travels when, where and by what, and whose share of the money that is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from optimizer.check import Report
from optimizer.clock import Minute
from optimizer.plan import Plan, Rider, Run, Stop
from optimizer.problem import Problem
from scenarios.comparison.model import Leg, Side, Way


@dataclass(frozen=True, slots=True, kw_only=True)
class Ways:
    """All ways of a valid plan. ``spare_money`` is of services that are bought and carry nobody."""

    ways: tuple[Way, ...]
    spare_money: float


def ways(problem: Problem, plan: Plan, report: Report) -> Ways:
    """The ways of a valid plan; ``report`` is the checker's of just this plan.

    Money is shared so that the shares add up to the plan's money: a coach outing's among all who ride it, by how long
    they are aboard; a service's price for each boarder to that boarder, its other money among all who ride it, by how
    long they are aboard. (By heads where nobody is aboard for any time.)
    """
    stops = {(stop.run_id, stop.seq): stop for stop in plan.stops}
    run = {run.run_id: run for run in plan.runs}
    shares, spare = _shares(problem, plan, report, stops)
    itineraries: dict[str, list[Rider]] = defaultdict(list)
    for rider in plan.riders:
        itineraries[rider.itinerary_id].append(rider)
    found = [_way(sorted(legs, key=lambda r: r.leg), run, stops, shares) for legs in itineraries.values()]
    return Ways(ways=tuple(found), spare_money=spare)


def sides(problem: Problem, found: Ways) -> Mapping[str, Side]:
    """Each demand's side; ways that are alike become one."""
    alike: dict[str, dict[tuple[Minute, Minute, tuple[Leg, ...]], list[Way]]] = defaultdict(lambda: defaultdict(list))
    for way in found.ways:
        alike[way.demand_id][way.departure, way.arrival, way.legs].append(way)
    return {
        demand.demand_id: Side(
            asked=demand.headcount,
            ways=tuple(sorted(map(_together, alike[demand.demand_id].values()), key=_in_order)),
        )
        for demand in problem.demands
    }


def _together(parts: list[Way]) -> Way:
    one = parts[0]
    return Way(
        demand_id=one.demand_id,
        headcount=sum(way.headcount for way in parts),
        departure=one.departure,
        arrival=one.arrival,
        legs=one.legs,
        money=sum(way.money for way in parts),
    )


def _in_order(way: Way) -> tuple[Minute, Minute, list[tuple[str, str, str, str]]]:
    return way.departure, way.arrival, [(g.mode, g.service_id or "", g.from_id, g.to_id) for g in way.legs]


def _way(
    legs: list[Rider],
    run: Mapping[str, Run],
    stops: Mapping[tuple[str, int], Stop],
    shares: Mapping[tuple[str, int], float],
) -> Way:
    first, last = legs[0], legs[-1]
    departure = stops[first.run_id, first.board_seq].departure
    arrival = stops[last.run_id, last.alight_seq].arrival
    assert departure is not None  # the checker passed the plan: only a coach's last departure may be missing
    assert arrival is not None
    return Way(
        demand_id=first.demand_id,
        headcount=first.headcount,
        departure=departure,
        arrival=arrival,
        legs=tuple(
            Leg(
                mode=run[leg.run_id].mode,
                service_id=run[leg.run_id].service_id,
                from_id=stops[leg.run_id, leg.board_seq].site_id,
                to_id=stops[leg.run_id, leg.alight_seq].site_id,
            )
            for leg in legs
        ),
        money=sum(shares[leg.itinerary_id, leg.leg] for leg in legs),
    )


def _shares(
    problem: Problem, plan: Plan, report: Report, stops: Mapping[tuple[str, int], Stop]
) -> tuple[dict[tuple[str, int], float], float]:
    """The money of each itinerary's leg, and the money of what carries nobody."""
    riders: dict[str, list[Rider]] = defaultdict(list)
    for rider in plan.riders:
        riders[rider.run_id].append(rider)
    shares: dict[tuple[str, int], float] = defaultdict(float)
    spare = 0.0
    for outing, runs in _outings(plan, report, stops).items():
        aboard = [rider for run_id in runs for rider in riders[run_id]]
        spare += _share(report.outings[outing].money, aboard, stops, shares)
    for run in plan.runs:
        if run.service_id is None:
            continue
        service = problem.service[run.service_id]
        for rider in riders[run.run_id]:
            shares[rider.itinerary_id, rider.leg] += rider.headcount * service.cost_seat
        whole = service.cost_fixed + (run.units or 0) * service.cost_unit
        spare += _share(whole, riders[run.run_id], stops, shares)
    return shares, spare


def _share(
    money: float,
    aboard: list[Rider],
    stops: Mapping[tuple[str, int], Stop],
    shares: dict[tuple[str, int], float],
) -> float:
    """Adds each leg's share of the money; gives back what nobody is there to take."""
    if not aboard:
        return money
    weights = [rider.headcount * _minutes(rider, stops) for rider in aboard]
    if not sum(weights):
        weights = [rider.headcount for rider in aboard]
    whole = sum(weights)
    for rider, weight in zip(aboard, weights, strict=True):
        shares[rider.itinerary_id, rider.leg] += money * weight / whole
    return 0.0


def _minutes(rider: Rider, stops: Mapping[tuple[str, int], Stop]) -> int:
    departure = stops[rider.run_id, rider.board_seq].departure
    arrival = stops[rider.run_id, rider.alight_seq].arrival
    return 0 if departure is None or arrival is None else arrival - departure


def _outings(plan: Plan, report: Report, stops: Mapping[tuple[str, int], Stop]) -> Mapping[tuple[str, str], list[str]]:
    """The runs of each outing: a run belongs to the outing of its coach that holds its times (contract, rule 6)."""
    spans: dict[str, list[tuple[Minute, Minute, tuple[str, str]]]] = defaultdict(list)
    for key, numbers in report.outings.items():
        spans[key[0]].append((numbers.leaves, numbers.returns, key))
    last = dict(sorted(stops))
    runs: dict[tuple[str, str], list[str]] = {key: [] for key in report.outings}
    for run in plan.runs:
        if run.vehicle_id is not None:
            start, end = stops[run.run_id, 1].arrival, stops[run.run_id, last[run.run_id]].arrival
            holding = (span for span in spans[run.vehicle_id] if _within(span, start, end))
            runs[max(holding)[2]].append(run.run_id)
    return runs


def _within(span: tuple[Minute, Minute, tuple[str, str]], start: Minute | None, end: Minute | None) -> bool:
    return start is not None and end is not None and span[0] <= start and end <= span[1]
