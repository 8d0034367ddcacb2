"""The pooled dispatcher: what a careful office does by hand, for slices and for whole scenarios alike.

Workers of one city who go to one city on one day are pooled, whoever employs them; a coach is filled before the next
one is ordered, groups are split over two, and the cheapest coach that is free anywhere near is taken, at the cheapest
hour. Whoever is further than a day's coach ride goes over the one hub of his province: pooled feeders by city, the
service with room that costs least in fares and hours, pooled last-mile coaches by city. Whoever is left then is tried
again. A coach may go out again on another day or hour. Nobody looks for a better plan afterwards: no run is changed
once it is ordered, no coach makes a tour of two runs.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, replace

from benchmarks.building.realise import Realiser
from benchmarks.building.rides import Call, Ride, Run, joined
from benchmarks.building.tables import Seat, tables
from benchmarks.peers.booking import Booker, Legs
from benchmarks.peers.limits import over_the_limits
from benchmarks.peers.parties import Party, left_over, parties
from optimizer.check import check
from optimizer.check.facts import Facts
from optimizer.clock import DAY_MINUTES
from optimizer.plan import Plan
from optimizer.problem import Problem

_ROUNDS = 20


@dataclass(frozen=True, slots=True)
class _Pool:
    """Where from, where to, when and with whom: rides with equal pools share coaches."""

    origin: Hashable
    goal: Hashable
    day: int
    company: Hashable


def dispatch(problem: Problem) -> tuple[Plan, int]:
    """The dispatcher's plan, and how many itineraries were taken out again since a leg or a limit had no room.

    Whoever is left after the first wave is tried again: by any service that can be reached, then by coach.
    """
    office = _Office(problem)
    office.wave(parties(problem), lambda party: office.booker.book(party) if office.booker.is_far(party) else None)
    plan = office.plan()
    for number, book in enumerate((office.booker.book_anywhere, lambda _party: None), start=2):
        left = list(left_over(problem, plan, f"J{number}"))
        if not left:
            break
        office.wave(left, book)
        plan = office.plan()
    return plan, len(office.out)


class _Office:
    """All that is ordered so far."""

    def __init__(self, problem: Problem) -> None:
        self.facts = Facts(problem)
        self.realiser = Realiser(self.facts)
        self.booker = Booker(self.facts)
        self.seats: list[Seat] = []
        self.out: set[str] = set()

    def wave(self, travellers: Iterable[Party], book: Callable[[Party], Legs | None]) -> None:
        """Books services with ``book`` and orders pooled coaches for the rest and for the ways to and from them."""
        rides: list[Ride] = []
        seats: list[Seat] = []
        known: dict[str, Party] = {}
        for party in travellers:
            known[party.itinerary] = party
            legs = book(party)
            if legs is None:
                rides.append(_alone(party))
            else:
                rides += legs.rides
                seats.append(legs.seat)
        poor = self.booker.give_up_poor_services([*self.seats, *seats]) & known.keys()
        self.booker.cancel([seat for seat in seats if seat.itinerary in poor])
        rides = [ride for ride in rides if ride.itinerary not in poor]
        rides += [_alone(known[itinerary]) for itinerary in sorted(poor)]
        self.seats += [seat for seat in seats if seat.itinerary not in poor]
        runs = list(_runs(self.facts, rides))
        for run in sorted(runs, key=lambda run: (min(r.ready for c in run for r in c.board), run[0].site_id)):
            self.realiser.place(run)

    def plan(self) -> Plan:
        """The plan of all itineraries whose every leg has a seat and that pass the limits."""
        for _ in range(_ROUNDS):
            while self.realiser.done.dropped - self.out:
                self.out |= self.realiser.done.dropped
                self.booker.cancel([seat for seat in self.seats if seat.itinerary in self.out])
                self.seats = [seat for seat in self.seats if seat.itinerary not in self.out]
                self.realiser.remove(set(self.out))
            plan = tables(self.facts.problem, self.realiser.done.booked, self.seats, self.booker.units(self.seats))
            over = over_the_limits(self.facts, plan)
            over |= {v.itinerary_id for v in check(self.facts.problem, plan).violations if v.itinerary_id is not None}
            if not over:
                return plan
            self.realiser.done.dropped |= over
        raise RuntimeError("the dispatcher's plan does not come to keep the limits")


def _alone(party: Party) -> Ride:
    demand = party.demand
    return Ride(
        itinerary=party.itinerary,
        demand_id=demand.demand_id,
        headcount=party.headcount,
        origin=demand.pickup_id,
        goal=demand.workplace_id,
        ready=party.ready,
        due_from=demand.due_from,
        due=demand.due,
    )


def _runs(facts: Facts, rides: Iterable[Ride]) -> Iterable[Run]:
    """Pools of rides, each filled into coaches one after the other."""
    pools: dict[_Pool, list[Ride]] = defaultdict(list)
    site, places = facts.problem.site, facts.places
    for ride in rides:
        demand = facts.problem.demand[ride.demand_id]
        day = ride.ready // DAY_MINUTES if ride.first else ride.due // DAY_MINUTES
        pool = _Pool(
            places.city(site[ride.origin]) if ride.first else ride.origin,
            places.city(site[ride.goal]) if ride.last else ride.goal,
            day,
            (facts.risk(demand), None if ride.first and ride.last else (ride.ready, ride.due) if not ride.first else 0),
        )
        pools[pool].append(ride)
    for members in pools.values():
        yield from _filled(facts, members)


def _filled(facts: Facts, members: Sequence[Ride]) -> Iterable[Run]:
    """Coach after coach, each as full as can be, stop by stop along the way."""
    left = _along(facts, members)
    while left:
        room = _room(facts, left[0])
        aboard: list[Ride] = []
        waiting: list[Ride] = []
        for ride in left:
            taken = _taken(facts, aboard, ride, room)
            if taken == ride.headcount:
                aboard.append(ride)
            elif taken:
                aboard.append(replace(ride, itinerary=f"{ride.itinerary}a", headcount=taken))
                waiting.append(replace(ride, itinerary=f"{ride.itinerary}b", headcount=ride.headcount - taken))
            else:
                waiting.append(ride)
            room -= taken
        if not aboard:
            aboard, waiting = [waiting[0]], waiting[1:]
        yield _run(facts, aboard)
        left = waiting


def _taken(facts: Facts, aboard: Sequence[Ride], ride: Ride, room: int) -> int:
    """How many of a ride still fit into a coach: into its seats, stops and hours."""
    settings, site = facts.settings, facts.problem.site
    company = [*aboard, ride]
    latest_ready, first_due = max(r.ready for r in company), min(r.due for r in company)
    origins, goals = {r.origin for r in company}, {r.goal for r in company}
    way = facts.places.wheel_minutes(site[ride.origin], site[ride.goal])
    if (
        room <= 0
        or len(origins) > settings.coach_max_pickups
        or len(goals) > settings.coach_max_dropoffs
        or latest_ready + way > first_due
        or latest_ready - min(r.ready for r in company) > DAY_MINUTES // 2
    ):
        return 0
    if ride.headcount <= room:
        return ride.headcount
    demand = facts.problem.demand[ride.demand_id]
    whole = ride.first and ride.last
    least = demand.min_group if demand.splittable and whole else ride.headcount
    rest = ride.headcount - room
    return room if room >= least and rest >= least else 0


def _room(facts: Facts, ride: Ride) -> int:
    """Usable seats of the biggest coach on this way."""
    site, demand = facts.problem.site, facts.problem.demand[ride.demand_id]
    return max(
        facts.seats.usable(
            seats=kind.seats,
            reserved=kind.reserved,
            mode="coach",
            trip=facts.places.trip((site[ride.origin], site[ride.goal])),
            day=ride.ready // DAY_MINUTES,
            risk=facts.risk(demand),
        )
        for kind in facts.problem.vehicle_types
    )


def _along(facts: Facts, members: Sequence[Ride]) -> list[Ride]:
    """The rides by where they begin, farthest from the goals first, then by where they end."""
    site, places = facts.problem.site, facts.places

    def way(ride: Ride) -> tuple[float, str, float, str, str]:
        far = places.road(site[ride.origin], site[members[0].goal])[0]
        return -far, ride.origin, places.road(site[members[0].origin], site[ride.goal])[0], ride.goal, ride.itinerary

    return sorted(members, key=way)


def _run(facts: Facts, aboard: Sequence[Ride]) -> Run:
    """All aboard, farthest from the goal first; then set down, each time at the nearest goal."""
    site, places = facts.problem.site, facts.places
    boards = [Call(ride.origin, (ride,), ()) for ride in aboard]
    at = boards[-1].site_id
    alights: list[Call] = []
    left = list(aboard)
    while left:
        nearest = min(left, key=lambda r: (places.road(site[at], site[r.goal])[0], r.goal))
        alights.append(Call(nearest.goal, (), (nearest,)))
        left.remove(nearest)
        at = nearest.goal
    return joined([*boards, *alights])
