"""One random journey over services and hubs, each of its coaches on an outing of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from optimizer.audit.pricing import Drawn, Driven
from optimizer.check.facts import Aboard, Journey, Leg, WholeRun
from optimizer.check.rounding import NOISE, whole_minutes
from optimizer.clock import Minute
from optimizer.problem import Demand, Service, Site

if TYPE_CHECKING:
    from optimizer.audit.sampling import Sampler

_STEPS_BACK = 12
_COACH_CHANGE = 10


class Way:
    """One journey in the making."""

    def __init__(self, sampler: Sampler, demand: Demand) -> None:
        self.sampler, self.demand, self.rng = sampler, demand, sampler.rng
        self.pickup = sampler.problem.site[demand.pickup_id]
        self.workplace = sampler.problem.site[demand.workplace_id]
        self.window = sampler.people.windows[demand.demand_id]
        self.heads = sampler.people.group(demand)
        self.legs: list[Leg] = []
        self.outings: list[Driven] = []

    def by_services(self) -> Drawn | None:
        """One service or two, with coaches before, between and after where the stops ask for them."""
        service, run = self.rng.choice(self.sampler.services)
        late = run.arrival[0] > self.window.arrive or run.arrival[-1] < self.window.leave
        if late or not self._has_seats(service):
            return None
        on = self._near(run, self.pickup, range(run.last))
        if not self._to_service(run, on) or not self._ride(run, on):
            return None
        if self.rng.random() < 0.2 and not self._change_service(service):
            return None
        return self._finish()

    def by_relay(self) -> Drawn | None:
        """Two coaches with a change at a hub."""
        hubs = self.sampler.hubs
        if not hubs or not self.sampler.coaches.rows:
            return None
        hub = min(self.rng.choices(hubs, k=4), key=self._detour)
        slack = self.window.arrive - self.window.leave
        leaves = self.window.leave + (self.rng.randrange(slack + 1) if slack > 0 and self.rng.random() < 0.5 else 0)
        if hub in (self.pickup, self.workplace) or not self._coach(self.pickup, hub, leaves):
            return None
        return self._finish()

    def _near(self, run: WholeRun, site: Site, stops: range) -> int:
        """One of these stops: mostly of those from where a coach has not far to go."""
        if self.rng.random() < 0.2:
            return self.rng.choice(stops)
        road = self.sampler.facts.places.road
        return self.rng.choice(sorted(stops, key=lambda stop: road(site, run.sites[stop])[0])[:2])

    def _detour(self, hub: Site) -> float:
        road = self.sampler.facts.places.road
        return road(self.pickup, hub)[0] + road(hub, self.workplace)[0]

    def _has_seats(self, service: Service) -> bool:
        need = self.sampler.tariff.need(self.demand, service)
        return self.heads * need <= service.max_units + NOISE

    def _to_service(self, run: WholeRun, on: int) -> bool:
        hub = run.sites[on]
        before = run.leaves(on) - whole_minutes(hub.checkin_min)
        if hub is self.pickup:
            return self.demand.ready <= before
        if not self._may_change(hub):
            return False
        minutes = self.sampler.facts.places.wheel_minutes(self.pickup, hub)
        leaves = before - minutes - (self.rng.randrange(60) if self.rng.random() < 0.3 else 0)
        for _ in range(_STEPS_BACK):
            late = self.sampler.facts.driving.drive(leaves, 0, minutes)[0] - before
            if late <= 0:
                break
            leaves -= late
        if not self._coach(self.pickup, hub, leaves):
            return False
        there = self.legs[-1].arrives
        return there <= before and self._waits(there, run.leaves(on))

    def _ride(self, run: WholeRun, on: int) -> bool:
        off = self._near(run, self.workplace, range(on + 1, run.last + 1))
        self.legs.append(Leg(run, on, off))
        return run.leaves(on) >= self.window.leave and run.arrival[off] <= self.window.arrive

    def _change_service(self, first: Service) -> bool:
        service, run = self.rng.choice(self.sampler.services)
        here, on = self.legs[-1], self.rng.randrange(run.last)
        at, hub = here.run.sites[here.off], run.sites[on]
        if service is first or not self._has_seats(service) or not self._may_change(at) or not self._may_change(hub):
            return False
        ready = here.arrives + whole_minutes(at.exit_min)
        if at is not hub:
            if not self._coach(at, hub, ready):
                return False
            ready = self.legs[-1].arrives
        board = run.leaves(on)
        if ready + whole_minutes(hub.checkin_min) > board or not self._waits(self.legs[-1].arrives, board):
            return False
        return self._ride(run, on)

    def _finish(self) -> Drawn | None:
        """From the last stop to the workplace, and the journey whole."""
        last = self.legs[-1]
        at = last.run.sites[last.off]
        if at is not self.workplace:
            change = _COACH_CHANGE if last.run.service is None else whole_minutes(at.exit_min)
            leaves = last.arrives + change
            takes = self.sampler.facts.places.wheel_minutes(at, self.workplace)
            leaves = max(leaves, self.window.arrive_from - takes)
            if not self._may_change(at) or not self._waits(last.arrives, leaves):
                return None
            if not self._coach(at, self.workplace, leaves):
                return None
        runs = {leg.run.stated.run_id for leg in self.legs}
        name = f"by {', '.join(leg.run.stated.run_id for leg in self.legs)}"
        journey = Journey(name, self.demand, self.heads, tuple(self.legs))
        whole = len(runs) == len(self.legs) and self.sampler.keeps_rules(journey)
        return Drawn(tuple(self.outings), (journey,)) if whole else None

    def _coach(self, a: Site, b: Site, leaves: Minute) -> bool:
        coaches = self.sampler.coaches
        if not coaches.rows:
            return False
        row = self.rng.choice(coaches.rows)
        run = coaches.drive(row, (a, b), leaves)
        if run is None or not coaches.seat(run, coaches.kind(row), ((self.demand, 0, 1),)):
            return False
        run.riders = [Aboard(0, 1, self.heads, self.demand)]
        driven = coaches.outing(row, (run,))
        if driven is None:
            return False
        self.legs.append(Leg(run, 0, 1))
        self.outings.append(driven)
        return True

    def _may_change(self, site: Site) -> bool:
        return site.kind in self.sampler.problem.settings.transfer_at

    def _waits(self, since: Minute, until: Minute) -> bool:
        most = self.sampler.problem.settings.transfer_max_wait_min
        return most is None or until - since <= most + NOISE
