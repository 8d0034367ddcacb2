"""When each demand's workers can be about, and with how many others they can share a coach or a unit at most."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from optimizer.check.driving import in_span
from optimizer.check.facts import Facts
from optimizer.clock import DAY_MINUTES, Minute
from optimizer.problem import RISKS, TRIPS, Demand, Problem, Service, Site, VehicleType


@dataclass(frozen=True, slots=True)
class Window:
    """First minute to depart, first and last minute to arrive (contract, rule 2); ``arrive`` may lie before them."""

    leave: Minute
    arrive_from: Minute
    arrive: Minute

    @property
    def is_empty(self) -> bool:
        """Nobody can travel in it."""
        return self.arrive < max(self.leave, self.arrive_from)


class People:
    """Demands with their windows and the seats that they can meet (steps 1 and 5 of the proof)."""

    def __init__(self, facts: Facts) -> None:
        self.facts, self.problem = facts, facts.problem
        self.windows = {d.demand_id: _window(self.problem, d) for d in self.problem.demands}
        self._seats: dict[tuple[str, str, str], int] = {}
        self._caps_from = sorted({cap.from_day for cap in self.problem.caps if cap.from_day is not None})
        self._caps_end = sorted({cap.to_day + 1 for cap in self.problem.caps if cap.to_day is not None})

    def group(self, demand: Demand) -> int:
        """The least headcount of an itinerary (rule 1)."""
        return min(demand.min_group, demand.headcount) if demand.splittable else demand.headcount

    def coach_seats(self, demand: Demand, kind: VehicleType, trip: str) -> int:
        """Most workers, itself included, who can ever be in one coach with a worker on a leg of this trip."""
        key = (demand.demand_id, kind.type_id, trip)
        seats = self._seats.get(key)
        if seats is None:
            seats = self._seats[key] = min(self._usable(demand, kind, trip), self.in_coach[demand.demand_id])
        return seats

    def unit_need(self, demand: Demand, service: Service) -> float:
        """Units of a service that a worker takes up at least; infinite where no seat is usable."""
        facts, stops = self.facts, self.problem.stops_of[service.service_id]
        sites = [self.problem.site[stop.site_id] for stop in stops]
        leaves = stops[0].departure if stops[0].departure is not None else stops[0].arrival
        assert leaves is not None, "validation asks for a time at every stop"
        usable = facts.seats.usable(
            seats=service.unit_seats,
            reserved=service.reserved,
            mode=service.mode,
            trip=facts.places.trip(sites),
            day=leaves // DAY_MINUTES,
            risk=facts.risk(demand),
        )
        return 1 / min(usable, self.in_unit[demand.demand_id]) if usable > 0 else float("inf")

    @cached_property
    def in_coach(self) -> dict[str, int]:
        """Workers whose windows meet a demand's, itself included; of its risk or employer where no others mix."""
        settings = self.problem.settings
        alone = settings.mixing_employers is not None and settings.mixing_employers < 2
        return self._about(alone)

    @cached_property
    def in_unit(self) -> dict[str, int]:
        """The same for a unit of a service, where employers mix freely."""
        return self._about(alone=False)

    def _about(self, alone: bool) -> dict[str, int]:
        crowds: dict[Hashable, list[Demand]] = {}
        about = {}
        for demand in self.problem.demands:
            about[demand.demand_id] = demand.headcount
            window = self.windows[demand.demand_id]
            if window.leave <= window.arrive and not window.is_empty:
                risk = None if self.problem.settings.mixing_risk else self.facts.risk(demand)
                crowds.setdefault((risk, demand.employer_id if alone else None), []).append(demand)
        for crowd in crowds.values():
            leave = np.array([self.windows[d.demand_id].leave for d in crowd])
            arrive = np.array([self.windows[d.demand_id].arrive for d in crowd])
            heads = np.array([d.headcount for d in crowd])
            for i, demand in enumerate(crowd):
                about[demand.demand_id] = int(heads[(leave <= arrive[i]) & (arrive >= leave[i])].sum())
        return about

    def _usable(self, demand: Demand, kind: VehicleType, trip: str) -> int:
        """Over all days until the last one, this risk or higher, this trip or a wider one."""
        first = self.problem.settings.first_day
        last = min(max(self.windows[demand.demand_id].arrive // DAY_MINUTES, first), self.problem.settings.last_day)
        turns = {first, *(day for day in (*self._caps_from, *self._caps_end) if first <= day <= last)}
        return max(
            0,
            *(
                self.facts.seats.usable(
                    seats=kind.seats, reserved=kind.reserved, mode="coach", trip=wider, day=day, risk=risk
                )
                for wider in TRIPS[TRIPS.index(trip) :]
                for day in turns
                for risk in range(self.facts.risk(demand), len(RISKS))
            ),
        )


def is_open(site: Site, minute: Minute) -> bool:
    """Whether a journey may start or end at a site then."""
    always = site.opens is None or site.closes is None or site.opens == site.closes
    return always or in_span(minute % DAY_MINUTES, (site.opens or 0, site.closes or 0))


def _window(problem: Problem, demand: Demand) -> Window:
    pickup, workplace = problem.site[demand.pickup_id], problem.site[demand.workplace_id]
    region = problem.region.get(pickup.region_id or "")
    opens = (region.open_from or 0) * DAY_MINUTES if region is not None else 0
    leave = max(demand.ready, opens, problem.first_minute)
    arrive_from = max(problem.first_minute, demand.ready, demand.due_from or 0)
    arrive = min(demand.due, problem.last_minute)
    while not is_open(pickup, leave):
        leave += 1
    while not is_open(workplace, arrive_from):
        arrive_from += 1
    while not is_open(workplace, arrive):
        arrive -= 1
    return Window(leave, arrive_from, arrive)
