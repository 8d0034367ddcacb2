"""The dispatcher's seats on services: over one hub of each province, the service whose riders wait and pay least."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from benchmarks.building.rides import Ride
from benchmarks.building.tables import Seat
from benchmarks.peers.parties import Party
from optimizer.check.facts import Facts
from optimizer.clock import DAY_MINUTES, Minute
from optimizer.problem import Service, Site

FAR_KM = 650.0
_REACH_KM = 350.0
_EARLY_MIN, _LATE_MIN, _STOPS_MIN = 150, 150, 45
_POOR_FILL = 0.4


@dataclass(frozen=True, slots=True)
class Legs:
    """A journey over a service: coach rides before and after it where they are needed, and the seat."""

    rides: tuple[Ride, ...]
    seat: Seat


@dataclass(frozen=True, slots=True)
class _Hop:
    """A service from one of its calls, counted from 0, to a later one."""

    service: Service
    on: int
    off: int
    departs: Minute
    arrives: Minute


class Booker:
    """Keeps the seats of all services."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self._aboard: dict[str, Counter[tuple[int, int]]] = defaultdict(Counter)
        """By service: workers on each section (from its call on), by risk."""
        self._from_call: dict[str, list[_Hop]] = defaultdict(list)
        for hop in self._all_hops():
            calls = facts.problem.stops_of[hop.service.service_id]
            self._from_call[calls[hop.on].site_id].append(hop)
        self._from_hub = self._hubs()

    def is_far(self, party: Party) -> bool:
        """Whether a party is beyond what its office sends by coach."""
        site = self.facts.problem.site
        km = self.facts.places.road(site[party.demand.pickup_id], site[party.demand.workplace_id])[0]
        return km > FAR_KM

    def book(self, party: Party) -> Legs | None:
        """Takes seats for a party on the best service from its province's hub; None where there is none in time."""
        pickup = self.facts.problem.site[party.demand.pickup_id]
        return self._best(party, self._from_hub.get(self._province(pickup), ()))

    def book_anywhere(self, party: Party) -> Legs | None:
        """Takes seats for a party on the best service that a feeder can reach; None where there is none in time."""
        site, places = self.facts.problem.site, self.facts.places
        pickup = site[party.demand.pickup_id]
        near = [start for start in self._from_call if places.road(pickup, site[start])[0] <= _REACH_KM]
        return self._best(party, [hop for start in near for hop in self._from_call[start]])

    def _best(self, party: Party, hops: Iterable[_Hop]) -> Legs | None:
        best: tuple[float, _Hop] | None = None
        for hop in hops:
            price = self._price(party, hop)
            if price is not None and (best is None or price < best[0]):
                best = price, hop
        if best is None:
            return None
        hop = best[1]
        risk = self.facts.risk(party.demand)
        for section in range(hop.on, hop.off):
            self._aboard[hop.service.service_id][section, risk] += party.headcount
        return self._legs(party, hop)

    def cancel(self, seats: Iterable[Seat]) -> None:
        """The seats are free again."""
        for seat in seats:
            risk = self.facts.risk(self.facts.problem.demand[seat.demand_id])
            for section in range(seat.board_seq - 1, seat.alight_seq - 1):
                self._aboard[seat.service_id][section, risk] -= seat.headcount

    def give_up_poor_services(self, seats: Iterable[Seat]) -> set[str]:
        """Itineraries of services that are too empty to be ordered: these travel some other way."""
        heads = Counter[str]()
        of_service: dict[str, set[str]] = defaultdict(set)
        for seat in seats:
            heads[seat.service_id] += seat.headcount
            of_service[seat.service_id].add(seat.itinerary)
        gone: set[str] = set()
        for service_id, riders in heads.items():
            service = self.facts.problem.service[service_id]
            if riders < _POOR_FILL * max(1, service.min_units) * self._usable(service, 0):
                gone |= of_service[service_id]
        return gone

    def units(self, seats: Iterable[Seat]) -> dict[str, int]:
        """The units to be bought of each service for these seats."""
        aboard: dict[str, Counter[tuple[int, int]]] = defaultdict(Counter)
        for seat in seats:
            risk = self.facts.risk(self.facts.problem.demand[seat.demand_id])
            for section in range(seat.board_seq - 1, seat.alight_seq - 1):
                aboard[seat.service_id][section, risk] += seat.headcount
        problem = self.facts.problem
        return {
            service_id: max(problem.service[service_id].min_units, self._needed(problem.service[service_id], load))
            for service_id, load in aboard.items()
        }

    def _price(self, party: Party, hop: _Hop) -> float | None:
        """What a hop costs a party in fare and hours; None where it comes too late or has no room."""
        facts, demand = self.facts, party.demand
        site, settings = facts.problem.site, facts.settings
        calls = facts.problem.stops_of[hop.service.service_id]
        on, off = site[calls[hop.on].site_id], site[calls[hop.off].site_id]
        pickup, goal = site[demand.pickup_id], site[demand.workplace_id]
        leaves = hop.departs - self._before(pickup, on)
        there = hop.arrives + self._after(off, goal)
        longest = settings.journey_max_min or math.inf
        if leaves < party.ready or there > demand.due or there - leaves + _EARLY_MIN + _LATE_MIN > longest:
            return None
        wait = settings.transfer_max_wait_min or math.inf
        if demand.due_from is not None and demand.due_from > there + min(wait, 480) - _LATE_MIN:
            return None
        if not self._has_room(party, hop):
            return None
        service = hop.service
        fare = service.cost_unit / max(1, self._usable(service, facts.risk(demand))) + service.cost_seat
        roads = facts.places.road(pickup, on)[0] + facts.places.road(off, goal)[0]
        return fare + (there - leaves) / 60 * settings.objective_hour + roads * 0.15

    def _has_room(self, party: Party, hop: _Hop) -> bool:
        load = Counter(self._aboard[hop.service.service_id])
        risk = self.facts.risk(party.demand)
        for section in range(hop.on, hop.off):
            load[section, risk] += party.headcount
        return self._needed(hop.service, load) <= hop.service.max_units

    def _needed(self, service: Service, load: Mapping[tuple[int, int], int]) -> int:
        """Units for workers by section and risk."""
        units = 0
        for section in {section for section, _ in load}:
            here = {risk: heads for (at, risk), heads in load.items() if at == section and heads}
            if not here:
                continue
            if self.facts.settings.mixing_risk:
                units = max(units, -(-sum(here.values()) // max(1, self._usable(service, max(here)))))
            else:
                units = max(units, sum(-(-n // max(1, self._usable(service, risk))) for risk, n in here.items()))
        return units

    def _usable(self, service: Service, risk: int) -> int:
        problem = self.facts.problem
        calls = problem.stops_of[service.service_id]
        first = calls[0].departure if calls[0].departure is not None else calls[0].arrival
        return self.facts.seats.usable(
            seats=service.unit_seats,
            reserved=service.reserved,
            mode=service.mode,
            trip=self.facts.places.trip(problem.site[call.site_id] for call in calls),
            day=(first or 0) // DAY_MINUTES,
            risk=risk,
        )

    def _legs(self, party: Party, hop: _Hop) -> Legs:
        facts, demand = self.facts, party.demand
        site = facts.problem.site
        calls = facts.problem.stops_of[hop.service.service_id]
        on, off = site[calls[hop.on].site_id], site[calls[hop.off].site_id]
        rides: list[Ride] = []
        number = 1
        if on.site_id != demand.pickup_id:
            boarding = hop.departs - math.ceil(on.checkin_min)
            rides.append(
                Ride(
                    itinerary=party.itinerary,
                    leg=number,
                    demand_id=demand.demand_id,
                    headcount=party.headcount,
                    origin=demand.pickup_id,
                    goal=on.site_id,
                    ready=party.ready,
                    due_from=boarding - _EARLY_MIN,
                    due=boarding,
                    last=False,
                )
            )
            number += 1
        last = off.site_id == demand.workplace_id
        seat = Seat(
            hop.service.service_id, party.itinerary, number, demand.demand_id, party.headcount, hop.on + 1, hop.off + 1
        )
        if not last:
            ready = hop.arrives + math.ceil(off.exit_min)
            way = self._drive(off, site[demand.workplace_id])
            longest = facts.settings.transfer_max_wait_min
            latest = math.inf if longest is None else hop.arrives + longest + way
            late = int(min(max(ready, demand.due_from or 0) + way + _LATE_MIN, latest))
            rides.append(
                Ride(
                    itinerary=party.itinerary,
                    leg=number + 1,
                    demand_id=demand.demand_id,
                    headcount=party.headcount,
                    origin=off.site_id,
                    goal=demand.workplace_id,
                    ready=ready,
                    due_from=demand.due_from,
                    due=min(demand.due, late),
                    first=False,
                )
            )
        return Legs(tuple(rides), seat)

    def _before(self, pickup: Site, on: Site) -> int:
        if pickup.site_id == on.site_id:
            return math.ceil(on.checkin_min)
        return self._drive(pickup, on) + math.ceil(on.checkin_min) + _STOPS_MIN

    def _after(self, off: Site, goal: Site) -> int:
        if off.site_id == goal.site_id:
            return 0
        return math.ceil(off.exit_min) + self._drive(off, goal) + _STOPS_MIN

    def _drive(self, a: Site, b: Site) -> int:
        return self.facts.driving.empty(self.facts.places.road(a, b)[1])

    def _province(self, site: Site) -> str:
        region = self.facts.places.region_of(site)
        return region.province if region is not None else site.site_id

    def _hubs(self) -> dict[str, list[_Hop]]:
        """For each province the hops from its hub: the call of its own with most seats on offer."""
        offered: dict[str, Counter[str]] = defaultdict(Counter)
        site = self.facts.problem.site
        for start, hops in self._from_call.items():
            seats = sum(hop.service.max_units * hop.service.unit_seats for hop in hops)
            offered[self._province(site[start])][start] += seats
        hub = {province: max(sorted(seats), key=lambda s: seats[s]) for province, seats in offered.items()}
        return {province: self._from_call[start] for province, start in hub.items()}

    def _all_hops(self) -> Iterator[_Hop]:
        for service in self.facts.problem.services:
            calls = self.facts.problem.stops_of[service.service_id]
            for on in range(len(calls) - 1):
                departs = calls[on].arrival if calls[on].departure is None else calls[on].departure
                for off in range(on + 1, len(calls)):
                    arrives = calls[off].departure if calls[off].arrival is None else calls[off].arrival
                    if departs is not None and arrives is not None:
                        yield _Hop(service, on, off, departs, arrives)
