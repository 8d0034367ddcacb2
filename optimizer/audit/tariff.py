"""What runs and journeys cost under a certificate's prices (steps 1 to 6 of the proof in ``docs/bound.md``)."""

from __future__ import annotations

import math
from collections import defaultdict
from itertools import pairwise

from optimizer.audit.crews import Crews
from optimizer.audit.limit_prices import LimitPrices
from optimizer.audit.people import People
from optimizer.certificate import Certificate
from optimizer.check.facts import Facts, Journey, WholeRun
from optimizer.clock import DAY_MINUTES
from optimizer.problem import Demand, FleetRow, Problem, Service, Site, VehicleType


class Tariff:
    """A problem with the prices of one certificate. Ids that the certificate does not know have the price 0."""

    def __init__(self, facts: Facts, people: People, certificate: Certificate) -> None:
        self.facts, self.people, self.certificate = facts, people, certificate
        self.problem: Problem = facts.problem
        self._potential = certificate.potential
        self._section: dict[str, dict[int, float]] = defaultdict(dict)
        for row in certificate.sections:
            self._section[row.service_id][row.seq] = row.money
        self._need: dict[tuple[str, str], float] = {}
        self._limits = LimitPrices(facts.problem, certificate)
        self._crews = Crews(facts)

    def minute(self, kind: VehicleType) -> float:
        """Least money of days and drivers for a minute driven (step 2)."""
        return self._crews.minute(kind)

    def rise(self, kind: VehicleType, a: Site, b: Site) -> float:
        """The rise of the potential of a type of coach (step 3)."""
        rise = self._potential.get(b.site_id, 0.0) - self._potential.get(a.site_id, 0.0)
        return self.certificate.seats.get(kind.type_id, 0.0) * rise

    def by_minute(self, kind: VehicleType, a: Site, b: Site, *, empty: bool) -> float:
        """Money of a road leg: its kilometres and the part of days and drivers that is paid by the minute."""
        km = self.facts.places.road(a, b)[0]
        rate = empty_rate(kind) if empty else kind.cost_km
        minutes = self.facts.places.wheel_minutes(a, b)
        return rate * km + self.certificate.part * self.minute(kind) * minutes

    def charge(self, kind: VehicleType, a: Site, b: Site) -> float:
        """What all who are aboard of a loaded section pay at most: its money and the rise."""
        return self.by_minute(kind, a, b, empty=False) + self.rise(kind, a, b)

    def share(self, demand: Demand, kind: VehicleType, run: WholeRun, on: int, off: int) -> float:
        """What a worker pays for a leg by coach: of each section the part of a coach as full as he can ever meet it."""
        seats = self.people.coach_seats(demand, kind, self.facts.places.trip((run.sites[on], run.sites[off])))
        whole = sum(self.charge(kind, a, b) for a, b in pairwise(run.sites[on : off + 1]))
        return whole / seats if seats else math.inf

    def need(self, demand: Demand, service: Service) -> float:
        """Units that a worker of the demand takes up at least."""
        key = (demand.demand_id, service.service_id)
        found = self._need.get(key)
        if found is None:
            found = self._need[key] = self.people.unit_need(demand, service)
        return found

    def section_price(self, service: Service, place: int) -> float:
        """Money per unit on the section that leaves the stop at this place, counted from 0."""
        stop = self.problem.stops_of[service.service_id][place]
        return self._section[service.service_id].get(stop.seq, 0.0) if service.service_id in self._section else 0.0

    def fare(self, demand: Demand, service: Service, on: int, off: int) -> float:
        """What a worker pays for a leg by a service, its seat included."""
        prices = sum(self.section_price(service, place) for place in range(on, off))
        return service.cost_seat + prices * self.need(demand, service)

    def service_term(self, service: Service) -> float:
        """Least of fixed + units x (cost_unit - prices) over no unit or min_units to max_units; never above 0."""
        stops = self.problem.stops_of[service.service_id]
        margin = service.cost_unit - sum(self.section_price(service, place) for place in range(len(stops)))
        ends = (service.min_units, service.max_units)
        return min(0.0, *(service.cost_fixed + units * margin for units in ends))

    def journey(self, journey: Journey, kind_of: dict[str, VehicleType]) -> float:
        """Price of a journey for each of its workers: legs, hours, limits. ``kind_of``: types by vehicle_id."""
        money = self.problem.settings.objective_hour / 60 * (journey.end - journey.start)
        money += self._limits.departing(journey.demand, journey.start // DAY_MINUTES)
        money += self._limits.arriving(journey.demand, journey.end // DAY_MINUTES)
        for leg in journey.legs:
            service = leg.run.service
            if service is None:
                kind = kind_of[leg.run.stated.vehicle_id or ""]
                money += self.share(journey.demand, kind, leg.run, leg.on, leg.off)
            else:
                money += self.fare(journey.demand, service, leg.on, leg.off)
        return money


def empty_rate(kind: VehicleType) -> float:
    """Money of an empty kilometre."""
    return kind.cost_km if kind.cost_km_empty is None else kind.cost_km_empty


def ever_there(problem: Problem, row: FleetRow) -> bool:
    """Whether a coach of this row can be out at all."""
    first, last = problem.settings.first_day - 1, problem.settings.last_day + 1
    begins = row.from_day is None or row.from_day <= last
    return row.count != 0 and begins and (row.to_day is None or row.to_day >= first)
