"""A plan to start from, what of it is pinned, and its rows by what they belong to."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass

from optimizer.clock import Minute
from optimizer.plan import Outing, Plan, Rider, Run, Stop

OutingKey = tuple[str, str]
"""An outing's ``vehicle_id`` and ``outing``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pins:
    """What of a plan has to stay as it is: ids of ``runs`` and of ``journeys`` (itineraries)."""

    runs: frozenset[str] = frozenset()
    journeys: frozenset[str] = frozenset()


NO_PINS = Pins()


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    """Where a search begins: a plan that is valid but for its unserved rows, which are not read, and its pins.

    ``optimizer.replanning.carry_over`` makes one from any plan. ``objective``, ``money`` and ``worker_hours``: the
    plan's, by the checker.
    """

    plan: Plan
    objective: float
    money: float
    worker_hours: float
    pins: Pins = NO_PINS


class PlanIndex:
    """A plan's rows by run, itinerary and outing. Rows that belong nowhere are left out.

    ``stops`` by seq, ``legs`` by leg, ``runs_of`` an outing by time. A run belongs to the outing of its vehicle that
    holds its times, else to the one that lacks least (contract, rule 6).
    """

    def __init__(self, plan: Plan) -> None:
        self.runs: dict[str, Run] = {run.run_id: run for run in plan.runs}
        stops: dict[str, list[Stop]] = defaultdict(list)
        for stop in plan.stops:
            stops[stop.run_id].append(stop)
        self.stops: dict[str, tuple[Stop, ...]] = {
            run_id: tuple(sorted(stops[run_id], key=lambda stop: stop.seq)) for run_id in self.runs
        }
        legs: dict[str, list[Rider]] = defaultdict(list)
        self.riders: dict[str, list[Rider]] = {run_id: [] for run_id in self.runs}
        for rider in plan.riders:
            legs[rider.itinerary_id].append(rider)
            if rider.run_id in self.riders:
                self.riders[rider.run_id].append(rider)
        self.legs: dict[str, tuple[Rider, ...]] = {
            name: tuple(sorted(rows, key=lambda rider: rider.leg)) for name, rows in legs.items()
        }
        self.outings: dict[OutingKey, Outing] = {(o.vehicle_id, o.outing): o for o in plan.outings}
        self.outing_of: dict[str, OutingKey] = {}
        self.runs_of: dict[OutingKey, list[str]] = {key: [] for key in self.outings}
        self._sort_runs()

    def _sort_runs(self) -> None:
        by_vehicle: dict[str, list[Outing]] = defaultdict(list)
        for outing in sorted(self.outings.values(), key=lambda outing: (outing.leaves, outing.returns)):
            by_vehicle[outing.vehicle_id].append(outing)
        spans = sorted((*span, run_id) for run_id in self.runs if (span := self.span(run_id)) is not None)
        for start, end, run_id in spans:
            outings = by_vehicle.get(self.runs[run_id].vehicle_id or "", [])
            if self.runs[run_id].mode != "coach" or not outings:
                continue
            place = bisect_right([outing.leaves for outing in outings], start) - 1
            while place >= 0 and outings[place].returns < end:
                place -= 1
            if place < 0:
                lack = [max(outing.leaves - start, end - outing.returns) for outing in outings]
                place = lack.index(min(lack))
            key = outings[place].vehicle_id, outings[place].outing
            self.outing_of[run_id] = key
            self.runs_of[key].append(run_id)

    def span(self, run_id: str) -> tuple[Minute, Minute] | None:
        """A run's first and last arrival; None where it has none."""
        stops = self.stops[run_id]
        if not stops:
            return None
        first, last = stops[0], stops[-1]
        start = first.departure if first.arrival is None else first.arrival
        end = last.departure if last.arrival is None else last.arrival
        return None if start is None or end is None else (start, end)

    def is_coach(self, run_id: str) -> bool:
        """Whether a run is a coach's."""
        return self.runs[run_id].mode == "coach"


@dataclass(frozen=True, slots=True)
class Held:
    """What pins hold. ``outings``: whole outings of coaches; ``services``: runs whose units and riders stay.

    ``journeys``: itineraries none of whose workers may be left out; those in ``whole`` keep every leg as it is, the
    others the legs by what is held.
    """

    outings: frozenset[OutingKey]
    services: frozenset[str]
    journeys: frozenset[str]
    whole: frozenset[str]


def held_by(index: PlanIndex, pins: Pins) -> Held:
    """What of a plan pins hold: a pinned run its coach's whole outing, a pinned journey the outings that it rides."""
    coach_runs = {run_id for run_id in pins.runs if index.is_coach(run_id)}
    services = pins.runs - coach_runs
    for name in pins.journeys:
        coach_runs |= {leg.run_id for leg in index.legs[name] if index.is_coach(leg.run_id)}
    outings = {index.outing_of[run_id] for run_id in coach_runs}
    kept = {run_id for key in outings for run_id in index.runs_of[key]}
    riders = [rider for run_id in kept | services for rider in index.riders[run_id]]
    journeys = {rider.itinerary_id for rider in riders} | pins.journeys
    return Held(frozenset(outings), frozenset(services), frozenset(journeys), pins.journeys)
