"""A plan that journeys can be taken out of: what nobody needs any more goes with them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace

from optimizer.check import Report
from optimizer.plan import Outing, Plan, Rider, Run, Stop, Unserved
from optimizer.problem import Problem
from optimizer.replanning.retiming import Retimer
from optimizer.start import OutingKey, PlanIndex


@dataclass(frozen=True, slots=True, kw_only=True)
class Dropped:
    """Workers of a journey of the given plan who do not travel so any more, and why."""

    itinerary_id: str
    demand_id: str
    headcount: int
    why: str


class Draft:
    """A plan's whole journeys with the runs and outings that they need; ``dropped``: what was taken out.

    ``legs``: each journey's legs in order. A run's stops have the seq 1, 2, 3 ….
    """

    def __init__(self, problem: Problem, index: PlanIndex) -> None:
        self.problem = problem
        self.runs: dict[str, Run] = dict(index.runs)
        self.stops: dict[str, list[Stop]] = {run_id: list(stops) for run_id, stops in index.stops.items()}
        self.legs: dict[str, tuple[Rider, ...]] = dict(index.legs)
        self.outings: dict[OutingKey, Outing] = dict(index.outings)
        self.outing_of: dict[str, OutingKey] = dict(index.outing_of)
        self.dropped: list[Dropped] = []
        self.retimed: set[str] = set()
        self._retimer = Retimer(problem)
        self._riders = {run_id: {rider.itinerary_id for rider in riders} for run_id, riders in index.riders.items()}
        self._runs_of = index.runs_of

    def heads(self, name: str) -> int:
        """How many travel on a journey."""
        return self.legs[name][0].headcount

    def demand(self, name: str) -> str:
        """Whose workers they are."""
        return self.legs[name][0].demand_id

    def riders(self, run_id: str) -> list[str]:
        """Journeys with a leg on a run, in the order of their ids."""
        return sorted(name for name in self._riders[run_id] if name in self.legs)

    def riders_of_outing(self, key: OutingKey) -> list[str]:
        """Journeys with a leg on a run of an outing, in the order of their ids."""
        return sorted({name for run_id in self._runs_of[key] for name in self.riders(run_id)})

    def drop(self, name: str, why: str) -> None:
        """Takes a journey out."""
        legs = self.legs.pop(name)
        self._tell(legs[0], legs[0].headcount, why)

    def cut(self, name: str, heads: int, why: str) -> None:
        """Takes some workers out of a journey, all where fewer than its least group would be left."""
        demand = self.problem.demand[self.demand(name)]
        rest = self.heads(name) - heads
        least = min(demand.min_group, demand.headcount) if demand.splittable else demand.headcount
        if rest < max(1, least):
            self.drop(name, why)
            return
        self._tell(self.legs[name][0], heads, why)
        self.legs[name] = tuple(replace(leg, headcount=rest) for leg in self.legs[name])

    def _tell(self, leg: Rider, heads: int, why: str) -> None:
        self.dropped.append(Dropped(itinerary_id=leg.itinerary_id, demand_id=leg.demand_id, headcount=heads, why=why))

    def retime(self, run_id: str) -> None:
        """Drives a coach's run anew, departures kept where they can be."""
        self.retimed.add(run_id)
        self.stops[run_id] = self._retimer.drive_again(self.stops[run_id])

    def tidy(self) -> None:
        """Takes out stops, runs and outings that nobody needs, and counts who boards and alights."""
        used: dict[str, list[Rider]] = {}
        for legs in self.legs.values():
            for leg in legs:
                used.setdefault(leg.run_id, []).append(leg)
        self.runs = {run_id: run for run_id, run in self.runs.items() if run_id in used}
        self.stops = {run_id: self.stops[run_id] for run_id in self.runs}
        self.outing_of = {run_id: key for run_id, key in self.outing_of.items() if run_id in self.runs}
        busy = set(self.outing_of.values())
        self.outings = {key: outing for key, outing in self.outings.items() if key in busy}
        for run_id in self.runs:
            self._count(run_id, used[run_id])

    def _count(self, run_id: str, riders: list[Rider]) -> None:
        board: Counter[int] = Counter()
        alight: Counter[int] = Counter()
        for rider in riders:
            board[rider.board_seq] += rider.headcount
            alight[rider.alight_seq] += rider.headcount
        stops = [replace(stop, board=board[stop.seq], alight=alight[stop.seq]) for stop in self.stops[run_id]]
        self.stops[run_id] = stops
        if self.runs[run_id].mode == "coach" and any(stop.board + stop.alight == 0 for stop in stops):
            self._leave_stops_out(run_id)

    def _leave_stops_out(self, run_id: str) -> None:
        stops = [stop for stop in self.stops[run_id] if stop.board + stop.alight]
        new_seq = {stop.seq: seq for seq, stop in enumerate(stops, 1)}
        self.stops[run_id] = [replace(stop, seq=new_seq[stop.seq]) for stop in stops]
        for name in self.riders(run_id):
            self.legs[name] = tuple(
                replace(leg, board_seq=new_seq[leg.board_seq], alight_seq=new_seq[leg.alight_seq])
                if leg.run_id == run_id
                else leg
                for leg in self.legs[name]
            )
        self.retime(run_id)

    def settle(self, report: Report) -> bool:
        """Takes the numbers that a check recomputed; False where every outing had its times already."""
        for run_id, numbers in report.runs.items():
            if numbers.km is not None:
                self.runs[run_id] = replace(
                    self.runs[run_id], km=numbers.km, driving_min=numbers.driving_min, drivers=numbers.drivers
                )
        moved = False
        for key, found in report.outings.items():
            outing = self.outings[key]
            moved |= (outing.leaves, outing.returns) != (found.leaves, found.returns)
            self.outings[key] = replace(
                outing,
                leaves=found.leaves,
                returns=found.returns,
                days=found.days,
                km_loaded=found.km_loaded,
                km_empty=found.km_empty,
                drivers=found.drivers,
                money=found.money,
            )
        return moved

    def plan(self) -> Plan:
        """The draft as a plan; whoever is left stands in it without a reason that means anything."""
        left = Counter({demand.demand_id: demand.headcount for demand in self.problem.demands})
        for name in self.legs:
            left[self.demand(name)] -= self.heads(name)
        return Plan(
            runs=tuple(self.runs.values()),
            stops=tuple(stop for stops in self.stops.values() for stop in stops),
            outings=tuple(self.outings.values()),
            riders=tuple(leg for legs in self.legs.values() for leg in legs),
            unserved=tuple(
                Unserved(demand_id=name, headcount=heads, reason="not_found_in_time", proven=False, detail="")
                for name, heads in left.items()
                if heads > 0
            ),
        )
