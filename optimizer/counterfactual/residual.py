"""What is left for one demand beside a plan, as a small problem of its own.

The plan's coaches are away, its seats are taken and its workers count under the limits; only what is near enough to the
demand to be of use is kept. A plan of the small problem can be carried out beside the plan, and its money is what the
whole costs more. It leaves out more than it must (a coach that is back at noon, a distant depot, a seat in a coach of
the plan), so that what it serves can be served, but what it does not serve might be served in another way.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import replace

from optimizer.bound.counters import Counters, limit_room
from optimizer.bound.windows import first_departure, risk_level
from optimizer.clock import DAY_MINUTES, Day
from optimizer.counterfactual.free_coaches import free_coaches
from optimizer.counterfactual.free_seats import count_aboard, free_seats, times
from optimizer.counterfactual.world import World
from optimizer.plan import Plan
from optimizer.problem import Demand, Employer, FleetRow, Limit, Problem, Service, ServiceStop, Site, Tables
from optimizer.reasons.usage import measure_usage
from optimizer.rules.places import city_key

SERVICES_NEAR = 6
DEPOTS_NEAR = 5
_DEPOTS_AT_STOPS = 2
PRICE_OF_LEAVING = 1e7
"""So dear that nobody stays in a small problem who can be served."""


class Residual:
    """A problem with a plan that keeps what it uses."""

    def __init__(self, problem: Problem, plan: Plan) -> None:
        self.problem = problem
        usage = measure_usage(problem, plan)
        self.counters = Counters(problem)
        self.passed = usage.limits
        self.aboard = count_aboard(problem, plan)
        self.free = free_coaches(problem, usage.coaches)
        self._place = {d.demand_id: i for i, d in enumerate(problem.demands)}
        self._link = {(link.from_id, link.to_id): link for link in problem.links}

    def small_problem(self, world: World, heads: int) -> Problem:
        """What is left for ``heads`` workers of the world's demand."""
        problem, demand = world.problem, world.demand
        services, ends = self._services_near(world)
        fleet = self._fleet_near(world, ends)
        stops = [stop for _, calls in services for stop in calls]
        pickup, workplace = problem.site[demand.pickup_id], problem.site[demand.workplace_id]
        kept = {pickup.site_id, workplace.site_id, *(row.depot_id for row in fleet), *(s.site_id for s in stops)}
        sites = [problem.site[site_id] for site_id in sorted(kept)]
        kinds = {row.type_id for row in fleet}
        employer = problem.employer[demand.employer_id]
        return Problem.build(
            Tables(
                settings=replace(problem.settings, objective_unserved=PRICE_OF_LEAVING),
                regions=[problem.region[r] for r in sorted({s.region_id for s in sites if s.region_id})],
                sites=sites,
                employers=[Employer(employer_id=employer.employer_id, name=employer.name)],
                demands=[replace(demand, headcount=heads, priority=1.0)],
                vehicle_types=[kind for kind in problem.vehicle_types if kind.type_id in kinds],
                fleet=fleet,
                services=[service for service, _ in services],
                service_stops=stops,
                links=[self._link[a, b] for a in kept for b in kept if (a, b) in self._link] if self._link else (),
                caps=problem.caps,
                limits=self.limits(world),
            )
        )

    def days(self, demand: Demand) -> range:
        """The dates on which its workers may be on their way."""
        first = max(demand.ready // DAY_MINUTES, self.problem.settings.first_day)
        return range(first, min(demand.due // DAY_MINUTES, self.problem.settings.last_day) + 1)

    def rows(self, demand: Demand) -> list[tuple[tuple[int, Day], ...]]:
        """The limits (places in the problem's) and days that count its workers: for each date of leaving or arriving
        those that do so together."""
        d = self._place[demand.demand_id]
        days = self.days(demand)
        found = [self.counters.departing(d, day) for day in days] + [self.counters.arriving(d, day) for day in days]
        return [rows for rows in found if rows]

    def room(self, row: tuple[int, Day]) -> int:
        """How many more a limit lets pass on a day."""
        return max(0, limit_room(self.problem.limits[row[0]]) - self.passed[row])

    def limits(self, world: World) -> list[Limit]:
        """What the plan leaves of the limits that count the demand, each date by itself."""
        out = []
        for row in sorted({row for rows in self.rows(world.demand) for row in rows}):
            limit = self.problem.limits[row[0]]
            more = world.room.get((limit.limit_id, row[1]), 0)
            out.append(replace(limit, limit_id=f"{limit.limit_id} {row[1]}", day=row[1], value=self.room(row) + more))
        return out

    def services_near(self, world: World) -> list[Service]:
        """The services that lead nearest from the pickup to the workplace within the demand's time."""
        return [world.problem.service[name] for name, _ in self._ranked(world)]

    def _ranked(self, world: World) -> list[tuple[str, tuple[Site, Site]]]:
        problem, demand = world.problem, world.demand
        pickup, workplace = problem.site[demand.pickup_id], problem.site[demand.workplace_id]
        leave = first_departure(problem, demand)
        found = []
        for service in problem.services:
            calls = problem.stops_of[service.service_id]
            boards = [(i, problem.site[c.site_id]) for i, c in enumerate(calls[:-1]) if times(c)[1] >= leave]
            if not boards or times(calls[boards[0][0] + 1])[0] > demand.due:
                continue
            ends = [
                (apart(pickup, board) + apart(problem.site[calls[j].site_id], workplace), board.site_id, j)
                for i, board in boards
                for j in range(i + 1, len(calls))
                if times(calls[j])[0] <= demand.due
            ]
            if ends:
                far, board_id, j = min(ends)
                both = problem.site[board_id], problem.site[calls[j].site_id]
                found.append((far, service.service_id, both))
        return [(name, both) for _, name, both in sorted(found, key=lambda row: row[:2])[:SERVICES_NEAR]]

    def _services_near(
        self, world: World
    ) -> tuple[list[tuple[Service, tuple[ServiceStop, ...]]], list[tuple[Site, Site]]]:
        ranked = self._ranked(world)
        risk = risk_level(world.problem, world.problem.site[world.demand.pickup_id])
        offers = [
            offer
            for name, _ in ranked
            for offer in free_seats(world.problem, self.aboard, world.problem.service[name], risk)
        ]
        return offers, [ends for _, ends in ranked]

    def _fleet_near(self, world: World, ends: list[tuple[Site, Site]]) -> list[FleetRow]:
        days = self.days(world.demand)
        there = [
            row
            for row in self.free
            if row.count != 0
            and (row.from_day is None or row.from_day <= days.stop)
            and (row.to_day is None or row.to_day >= days.start - 1)
        ]
        near = set(self.depots_near(world, {row.depot_id for row in there}, ends))
        return [*(row for row in there if row.depot_id in near), *world.coaches]

    def depots_near(
        self, world: World, depots: Iterable[str], ends: Iterable[tuple[Site, Site]] = (), most: int = DEPOTS_NEAR
    ) -> list[str]:
        """Depots nearest to the pickup, to the workplace, and to where services take the workers and leave them.

        Where coaches have to begin or end at home, those in the same city come first.
        """
        problem, depots = world.problem, sorted(depots)
        home = problem.settings.coach_home_end
        found: dict[str, None] = {}

        def take(site: Site, count: int) -> None:
            city = city_key(problem, site)

            def order(depot_id: str) -> tuple[bool, float, str]:
                depot = problem.site[depot_id]
                return home and city_key(problem, depot) != city, apart(depot, site), depot_id

            found.update(dict.fromkeys(sorted(depots, key=order)[:count]))

        take(problem.site[world.demand.pickup_id], most)
        take(problem.site[world.demand.workplace_id], most)
        for board, alight in ends:
            take(board, _DEPOTS_AT_STOPS)
            take(alight, _DEPOTS_AT_STOPS)
        return list(found)


def apart(a: Site, b: Site) -> float:
    """Degrees of latitude, near enough to tell the nearest."""
    return math.hypot(a.lat - b.lat, (a.lon - b.lon) * math.cos(math.radians((a.lat + b.lat) / 2)))
