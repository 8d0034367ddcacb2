"""A seeded sample of valid outings and journeys, found without looking at any price."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterator
from itertools import pairwise
from random import Random

from optimizer.audit.coaches import Coaches
from optimizer.audit.people import People, is_open
from optimizer.audit.pricing import Drawn
from optimizer.audit.sums import offered
from optimizer.audit.tariff import Tariff
from optimizer.audit.ways import Way
from optimizer.check.facts import Aboard, Journey, Leg, WholeRun
from optimizer.check.rounding import NOISE, whole_minutes
from optimizer.clock import Minute
from optimizer.plan import Run
from optimizer.problem import Demand, FleetRow, Problem, Service, Site

_TRIES = 40


class Sampler:
    """Draws from a scenario; every demand has its turn, and each draw gets so many tries."""

    def __init__(self, tariff: Tariff, seed: int) -> None:
        self.facts, self.problem = tariff.facts, tariff.problem
        self.people: People = tariff.people
        self.rng = Random(seed)
        self.coaches = Coaches(self.facts, self.people, self.rng)
        self.demands = [d for d in self.problem.demands if not self.people.windows[d.demand_id].is_empty]
        self.hubs = [site for site in self.problem.sites if site.kind in self.problem.settings.transfer_at]
        self.services = [(s, _run_of(self.problem, s)) for s in self.problem.services if offered(tariff, s)]
        self.tariff = tariff
        self._beside: dict[str, list[Demand]] = defaultdict(list)
        for demand in self.demands:
            self._beside[demand.pickup_id].append(demand)
            self._beside[demand.workplace_id].append(demand)

    def outings(self, count: int) -> Iterator[Drawn]:
        """Outings of one or two shared runs."""
        yield from self._drawn(count, self._outing if self.coaches.rows else None)

    def journeys(self, count: int) -> Iterator[Drawn]:
        """Journeys over services and hubs, each of their coaches on an outing of its own."""
        yield from self._drawn(count, self._journey if self.services or self.coaches.rows else None)

    def _drawn(self, count: int, draw: Callable[[Demand], Drawn | None] | None) -> Iterator[Drawn]:
        if draw is None:
            return
        turns = list(self.demands)
        self.rng.shuffle(turns)
        for n in range(count if turns else 0):
            for _ in range(_TRIES):
                drawn = draw(turns[n % len(turns)])
                if drawn is not None:
                    yield drawn
                    break

    def _outing(self, anchor: Demand) -> Drawn | None:
        row = self.rng.choice(self.coaches.rows)
        first = self._shared_run(row, anchor, None)
        if first is None:
            return None
        runs = [first]
        if self.rng.random() < 0.3:
            second = self._shared_run(row, self.rng.choice(self.demands), first)
            runs += [] if second is None else [second]
        driven = self.coaches.outing(row, runs)
        if driven is None:
            return None
        whole = [_direct(run, rider) for run in runs for rider in run.riders if _is_whole(run, rider)]
        kept = tuple(journey for journey in whole if self.keeps_rules(journey))
        return Drawn((driven,), kept) if len(kept) == len(whole) else None

    def _shared_run(self, row: FleetRow, anchor: Demand, before: WholeRun | None) -> WholeRun | None:
        """A run for one demand and a few others: from door to door, to a hub or from one."""
        rng, problem = self.rng, self.problem
        near = [*self._beside[anchor.pickup_id], *self._beside[anchor.workplace_id], rng.choice(self.demands)]
        party = list({d.demand_id: d for d in [anchor, *rng.choices(near, k=rng.randrange(4))]}.values())
        pickups, drops = sorted({d.pickup_id for d in party}), sorted({d.workplace_id for d in party})
        rng.shuffle(pickups)
        rng.shuffle(drops)
        shape = rng.random() if self.hubs else 1.0
        if shape < 0.2:
            drops = [rng.choice(self.hubs).site_id]
        elif shape < 0.4:
            pickups = [rng.choice(self.hubs).site_id]
        ids = [*pickups, *drops]
        settings = problem.settings
        crowded = len(pickups) > settings.coach_max_pickups or len(drops) > settings.coach_max_dropoffs
        if crowded or len(set(ids)) < len(ids):
            return None
        sites = [problem.site[i] for i in ids]
        leaves = self._when(party, sites)
        if before is not None:
            stand = whole_minutes(sites[0].dwell_min)
            leaves = max(leaves, self.coaches.ready_again(before, sites[0]) + stand)
        run = self.coaches.drive(row, sites, leaves)
        if run is None:
            return None
        of, to = {i: n for n, i in enumerate(pickups)}, {i: n for n, i in enumerate(drops, start=len(pickups))}
        places = [(d, of.get(d.pickup_id, 0), to.get(d.workplace_id, len(ids) - 1)) for d in party]
        rng.shuffle(places)
        windows = self.people.windows
        for demand, on, off in places:
            window = windows[demand.demand_id]
            if run.leaves(on) < window.leave or run.arrival[off] > window.arrive:
                return None
        return run if self.coaches.seat(run, self.coaches.kind(row), places) else None

    def _when(self, party: list[Demand], sites: list[Site]) -> Minute:
        """A departure that suits the party: as soon as all can leave, or later by chance."""
        windows = [self.people.windows[d.demand_id] for d in party]
        leaves = max(window.leave for window in windows)
        takes = sum(self.facts.places.wheel_minutes(a, b) for a, b in pairwise(sites))
        leaves = max(leaves, max(window.arrive_from for window in windows) - takes)
        slack = min(window.arrive for window in windows) - takes - leaves
        return leaves + (self.rng.randrange(slack + 1) if slack > 0 and self.rng.random() < 0.6 else 0)

    def _journey(self, demand: Demand) -> Drawn | None:
        way = Way(self, demand)
        return way.by_services() if self.services and self.rng.random() < 0.75 else way.by_relay()

    def keeps_rules(self, journey: Journey) -> bool:
        """Rules 1 and 2 of a whole journey, and rule 4 at its pickup."""
        settings, demand = self.problem.settings, journey.demand
        window = self.people.windows[demand.demand_id]
        most_legs = math.inf if settings.journey_max_legs is None else settings.journey_max_legs
        longest = math.inf if settings.journey_max_min is None else settings.journey_max_min + NOISE
        in_time = window.leave <= journey.start and window.arrive_from <= journey.end <= window.arrive
        start, end = self.problem.site[demand.pickup_id], self.problem.site[demand.workplace_id]
        opened = is_open(start, journey.start) and is_open(end, journey.end)
        return in_time and opened and len(journey.legs) <= most_legs and journey.end - journey.start <= longest


def _is_whole(run: WholeRun, rider: Aboard) -> bool:
    ends = (run.sites[rider.on].site_id, run.sites[rider.off].site_id)
    return ends == (rider.demand.pickup_id, rider.demand.workplace_id)


def _direct(run: WholeRun, rider: Aboard) -> Journey:
    name = f"{rider.demand.demand_id} by {run.stated.run_id}"
    return Journey(name, rider.demand, rider.headcount, (Leg(run, rider.on, rider.off),))


def _run_of(problem: Problem, service: Service) -> WholeRun:
    """A service as a run with all its units, at its timetable's times."""
    stops = problem.stops_of[service.service_id]
    arrival = [stop.departure if stop.arrival is None else stop.arrival for stop in stops]
    departure = [stop.arrival if stop.departure is None else stop.departure for stop in stops]
    stated = Run(run_id=service.service_id, mode=service.mode, service_id=service.service_id, units=service.max_units)
    return WholeRun(
        stated=stated,
        service=service,
        sites=[problem.site[stop.site_id] for stop in stops],
        arrival=[t for t in arrival if t is not None],
        departure=list(departure),
    )
