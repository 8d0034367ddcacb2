"""A given plan read in the numbers of the tables: which journeys and outings they know, and which lie aside."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from optimizer.engine.choosing import ANY
from optimizer.engine.layout import MAX_PARCELS, MAX_RUNS, MAX_STOPS, Instance
from optimizer.engine.legs import WantedWays
from optimizer.plan import Outing, Rider
from optimizer.problem import Problem
from optimizer.replanning.fleet import rows_of_coaches
from optimizer.start import OutingKey, PlanIndex, Start, held_by


@dataclass(frozen=True, slots=True)
class Way:
    """A journey as the tables know it: ``option`` ANY for a direct coach in ``first``, else by service or relay."""

    demand: int
    option: int
    first: Rider | None
    last: Rider | None


class Numbers:
    """Numbers of what a plan's rows name, and their times relative to the horizon's first midnight."""

    def __init__(self, problem: Problem, index: PlanIndex) -> None:
        self.index = index
        self.origin = problem.first_minute
        self.demands = {d.demand_id: n for n, d in enumerate(problem.demands)}
        self.services = {s.service_id: n for n, s in enumerate(problem.services)}
        self.sites = {s.site_id: n for n, s in enumerate(problem.sites)}

    def service(self, run_id: str) -> int:
        """The number of a run's service."""
        return self.services[self.index.runs[run_id].service_id or ""]

    def times(self, leg: Rider) -> tuple[int, int]:
        """When a leg departs and arrives."""
        stops = self.index.stops[leg.run_id]
        on, off = stops[leg.board_seq - 1], stops[leg.alight_seq - 1]
        departs = on.arrival if on.departure is None else on.departure
        arrives = off.departure if off.arrival is None else off.arrival
        assert departs is not None, "a valid plan has this time"
        assert arrives is not None, "a valid plan has this time"
        return departs - self.origin, arrives - self.origin

    def wanted_ways(self) -> WantedWays:
        """The ways by service that the plan's journeys take."""
        wanted: dict[int, set[tuple[int, int, int]]] = {}
        for legs in self.index.legs.values():
            for leg in legs:
                if not self.index.is_coach(leg.run_id):
                    key = self.service(leg.run_id), leg.board_seq - 1, leg.alight_seq - 1
                    wanted.setdefault(self.demands[leg.demand_id], set()).add(key)
        return wanted


class Given:
    """What of a plan goes into the tables and what lies aside. ``odd``: outings that were found not to fit in.

    ``kept``: outings that lie aside; ``free``: the others. ``own``: journeys of which nothing lies aside; ``whole``:
    those that do so wholly; ``halves``: those with a leg aside and a coach of ``free`` besides.
    """

    def __init__(
        self, problem: Problem, start: Start, numbers: Numbers, inst: Instance, odd: frozenset[OutingKey]
    ) -> None:
        index = self.index = numbers.index
        self.numbers, self.inst = numbers, inst
        self.held = held_by(index, start.pins)
        self.ways = {name: self._way(legs) for name, legs in sorted(index.legs.items())}
        kept = odd | self.held.outings | frozenset(self._unknown())
        self.kept = sorted(kept, key=self._by_time)
        self.free = sorted(set(index.outings) - kept, key=self._by_time)
        self._kept = kept
        fixed = [name for name, way in self.ways.items() if way is None or self._is_held(name)]
        self.halves = [name for name in fixed if any(self.is_free(leg) for leg in index.legs[name])]
        self.whole = sorted(set(fixed) - set(self.halves))
        self.own = sorted(set(self.ways) - set(fixed))
        self.rows = self._fleet_rows(problem)

    def demand(self, name: str) -> int:
        """The number of a journey's demand."""
        return self.numbers.demands[self.index.legs[name][0].demand_id]

    def heads(self, name: str) -> int:
        """How many travel on a journey."""
        return self.index.legs[name][0].headcount

    def is_free(self, leg: Rider) -> bool:
        """Whether a leg is by a coach whose outing goes into the tables."""
        return self.index.is_coach(leg.run_id) and self.index.outing_of[leg.run_id] not in self._kept

    def known_way(self, name: str) -> Way:
        """The way of a journey that does not lie aside wholly."""
        way = self.ways[name]
        assert way is not None, "journeys that the tables do not know lie aside with all their coaches"
        return way

    def task(self, rider: Rider) -> int:
        """The task of a leg by a free coach."""
        way = self.known_way(rider.itinerary_id)
        if way.option == ANY:
            return int(self.inst.demands[way.demand]["direct"])
        return int(self.inst.options[way.option]["feeder" if rider == way.first else "last_mile"])

    def _by_time(self, key: OutingKey) -> tuple[int, int, OutingKey]:
        outing = self.index.outings[key]
        return outing.leaves, outing.returns, key

    def _way(self, legs: tuple[Rider, ...]) -> Way | None:
        """A journey as the tables know it, None where they do not.

        They know a coach, a relay of two, and a service with at most one coach before it and one after it.
        """
        demand = self.numbers.demands[legs[0].demand_id]
        coach = [self.index.is_coach(leg.run_id) for leg in legs]
        if coach == [True]:
            task = int(self.inst.demands[demand]["direct"])
            return Way(demand, ANY, legs[0], None) if self._fits(task, legs[0]) else None
        if coach == [True, True]:
            option = self._relay(demand, *legs)
            return None if option < 0 else Way(demand, option, *legs)
        if coach.count(False) != 1 or coach[:2] == [True, True] or coach[-2:] == [True, True]:
            return None
        ride = coach.index(False)
        first = legs[0] if ride else None
        last = legs[-1] if ride + 1 < len(legs) else None
        option = self._option(demand, legs[ride])
        if option < 0:
            return None
        way = self.inst.options[option]
        good = self._fits(int(way["feeder"]), first) and self._fits(int(way["last_mile"]), last)
        return Way(demand, option, first, last) if good else None

    def _options(self, demand: int) -> range:
        row = self.inst.demands[demand]
        return range(int(row["first_option"]), int(row["first_option"] + row["options"]))

    def _option(self, demand: int, leg: Rider) -> int:
        options = self.inst.options
        wanted = self.numbers.service(leg.run_id), leg.board_seq - 1, leg.alight_seq - 1
        for x in self._options(demand):
            if (options[x]["service"], options[x]["board"], options[x]["alight"]) == wanted:
                return x
        return -1

    def _relay(self, demand: int, first: Rider, last: Rider) -> int:
        """The option by which coaches meet where and when these two do; -1 where the tables know no such meeting."""
        hub = self.numbers.sites[self.index.stops[first.run_id][first.alight_seq - 1].site_id]
        for x in self._options(demand):
            way = self.inst.options[x]
            if way["service"] < len(self.numbers.services) or self.inst.tasks[way["feeder"]]["goal"] != hub:
                continue
            if self._fits(int(way["feeder"]), first) and self._fits(int(way["last_mile"]), last):
                return x
        return -1

    def _fits(self, task: int, leg: Rider | None) -> bool:
        """Whether a coach leg is one that the way asks for and keeps its windows; -1 and None go together."""
        if leg is None or task < 0:
            return leg is None and task < 0
        row = self.inst.tasks[task]
        departs, arrives = self.numbers.times(leg)
        return bool(
            row["leave_from"] <= departs <= row["leave_to"]
            and row["reach_from"] <= arrives <= row["reach_to"]
            and arrives - departs <= row["max_ride"] + 1e-6
        )

    def _unknown(self) -> Iterator[OutingKey]:
        """Outings with a rider whose journey the tables do not know, or with more than they have room for."""
        for name, way in self.ways.items():
            if way is None:
                for leg in self.index.legs[name]:
                    if self.index.is_coach(leg.run_id):
                        yield self.index.outing_of[leg.run_id]
        for key, runs in self.index.runs_of.items():
            if len(runs) > MAX_RUNS or any(self._too_long(run_id) for run_id in runs):
                yield key

    def _too_long(self, run_id: str) -> bool:
        return len(self.index.stops[run_id]) > MAX_STOPS or len(self.index.riders[run_id]) > MAX_PARCELS

    def _is_held(self, name: str) -> bool:
        if name in self.held.whole:
            return True
        runs = [leg.run_id for leg in self.index.legs[name]]
        return any(run in self.held.services or self.index.outing_of.get(run) in self._kept for run in runs)

    def _fleet_rows(self, problem: Problem) -> Mapping[str, int]:
        outings: dict[str, list[Outing]] = {key[0]: [] for key in sorted(self.index.outings)}
        for key, outing in sorted(self.index.outings.items(), key=lambda item: item[0]):
            outings[key[0]].append(outing)
        rows = rows_of_coaches(problem, outings)
        return {vehicle_id: row for vehicle_id, row in rows.items() if row is not None}
