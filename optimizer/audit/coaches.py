"""Random coach runs that keep the rules of the contract, with outings around them: what the prices are tried on."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from random import Random

from optimizer.audit.people import People
from optimizer.audit.pricing import Driven
from optimizer.audit.tariff import empty_rate, ever_there
from optimizer.check.facts import Aboard, Facts, WholeRun
from optimizer.check.report import OutingNumbers
from optimizer.check.rounding import NOISE, shifts, whole_minutes
from optimizer.clock import DAY_MINUTES, Minute
from optimizer.plan import Run
from optimizer.problem import Demand, FleetRow, Site, VehicleType


class Coaches:
    """Makes runs and outings of the scenario's coaches; ``None`` where a rule forbids what was tried."""

    def __init__(self, facts: Facts, people: People, rng: Random) -> None:
        self.facts, self.people, self.rng = facts, people, rng
        self.problem, self.settings = facts.problem, facts.settings
        self.rows = [row for row in self.problem.fleet if ever_there(self.problem, row)]
        self._made = 0

    def kind(self, row: FleetRow) -> VehicleType:
        """The type of a row's coaches."""
        return self.problem.vehicle_type[row.type_id]

    def drive(self, row: FleetRow, sites: Sequence[Site], leaves: Minute) -> WholeRun | None:
        """A run over these stops that leaves the first one then and stands no longer than it must (rule 3)."""
        self._made += 1
        run_id = f"sample-{self._made}"
        stands = [whole_minutes(site.dwell_min) for site in sites]
        run = WholeRun(
            stated=Run(run_id=run_id, mode="coach", vehicle_id=run_id),
            service=None,
            sites=list(sites),
            arrival=[leaves - stands[0]],
            departure=[leaves],
        )
        now, driven = leaves, 0
        for place, (a, b) in enumerate(pairwise(sites), start=1):
            km, minutes = self.facts.places.road(a, b)
            now, driven = self.facts.driving.drive(now, driven, minutes)
            run.km += km
            run.exact_minutes += minutes
            run.wheel_minutes += self.facts.places.wheel_minutes(a, b)
            run.arrival.append(now)
            if place < len(sites) - 1:
                now += stands[place]
                driven = 0 if stands[place] >= self.settings.driving_break_min else driven
                run.departure.append(now)
        run.departure.append(None)
        run.drivers = shifts(run.wheel_minutes, self.settings.driving_driver_min)
        inside = self.problem.first_minute <= run.arrival[0] and run.arrival[-1] <= self.problem.last_minute
        home = self.facts.places.city(self.problem.site[row.depot_id])
        ends = {self.facts.places.city(sites[0]), self.facts.places.city(sites[-1])}
        if not inside or run.drivers > self.settings.driving_max_drivers:
            return None
        return None if self.settings.coach_home_end and home not in ends else run

    def seat(self, run: WholeRun, kind: VehicleType, party: Sequence[tuple[Demand, int, int]]) -> bool:
        """Fills the seats with the party (demand, on, off); False where a group, a ride or a mix is not allowed."""
        facts, settings = self.facts, self.settings
        risks = {facts.risk(demand) for demand, _, _ in party}
        employers = {demand.employer_id for demand, _, _ in party}
        if len(risks) > 1 and not settings.mixing_risk:
            return False
        if settings.mixing_employers is not None and len(employers) > settings.mixing_employers:
            return False
        seats = facts.seats.usable(
            seats=kind.seats,
            reserved=kind.reserved,
            mode="coach",
            trip=facts.places.trip(run.sites),
            day=run.day,
            risk=max(risks),
        )
        heads = [self.people.group(demand) for demand, _, _ in party]
        for place, (demand, on, off) in enumerate(party):
            ride = run.arrival[off] - run.leaves(on)
            if settings.coach_max_ride_min is not None and ride > settings.coach_max_ride_min + NOISE:
                return False
            heads[place] = min(demand.headcount, seats - sum(heads) + heads[place])
            if heads[place] < self.people.group(demand):
                return False
            stands = [run.leaves(stop) - run.arrival[stop] for stop in range(on + 1, off)]
            if settings.coach_max_stand_min is not None and max(stands, default=0) > settings.coach_max_stand_min:
                return False
        run.riders = [Aboard(on, off, count, demand) for (demand, on, off), count in zip(party, heads, strict=True)]
        return True

    def outing(self, row: FleetRow, runs: Sequence[WholeRun]) -> Driven | None:
        """The outing around runs that follow each other, with its numbers (rule 6 and "What a plan costs")."""
        facts, kind, depot = self.facts, self.kind(row), self.problem.site[row.depot_id]
        first, last = runs[0], runs[-1]
        hops = [(depot, first.sites[0]), *((a.sites[-1], b.sites[0]) for a, b in pairwise(runs))]
        hops.append((last.sites[-1], depot))
        for before, after in pairwise(runs):
            if after.arrival[0] < self.ready_again(before, after.sites[0]):
                return None
        leaves = first.arrival[0] - facts.driving.empty(facts.places.road(*hops[0])[1])
        way_back = last.sites[-1].dwell_min + facts.driving.empty(facts.places.road(*hops[-1])[1])
        returns = last.arrival[-1] + whole_minutes(way_back)
        wheel = sum(run.wheel_minutes for run in runs) + sum(facts.places.wheel_minutes(*hop) for hop in hops)
        span = max(1.0, (returns - leaves) / DAY_MINUTES)
        drivers = max(shifts(wheel, self.settings.driving_driver_min * span), *(run.drivers for run in runs))
        begins, ends = leaves // DAY_MINUTES, returns // DAY_MINUTES
        early, late = self.problem.first_minute - DAY_MINUTES, self.problem.last_minute + DAY_MINUTES
        there = (row.from_day is None or row.from_day <= begins) and (row.to_day is None or ends <= row.to_day)
        if drivers > self.settings.driving_max_drivers or leaves < early or returns > late or not there:
            return None
        days, km_loaded = ends - begins + 1, sum(run.km for run in runs)
        km_empty = sum(facts.places.road(*hop)[0] for hop in hops)
        distance = km_loaded * kind.cost_km + km_empty * empty_rate(kind)
        numbers = OutingNumbers(
            leaves=leaves,
            returns=returns,
            days=days,
            km_loaded=km_loaded,
            km_empty=km_empty,
            drivers=drivers,
            money=distance + days * kind.cost_day + days * drivers * kind.cost_driver_day,
        )
        return Driven(f"outing of {first.name}", kind, depot, runs, numbers)

    def ready_again(self, before: WholeRun, start: Site) -> Minute:
        """When a coach can be at the first stop of its next run."""
        empty = self.facts.driving.empty(self.facts.places.road(before.sites[-1], start)[1])
        return before.arrival[-1] + whole_minutes(
            before.sites[-1].dwell_min + empty + self.settings.coach_turnaround_min
        )
