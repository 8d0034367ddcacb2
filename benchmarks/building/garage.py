"""The coaches of a scenario: which are free when, what an outing costs, and which one is cheapest for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from benchmarks.building.rides import Run
from benchmarks.building.timing import Timed
from optimizer.check.facts import Facts
from optimizer.check.rounding import shifts, whole_minutes
from optimizer.clock import DAY_MINUTES, Minute
from optimizer.problem import FleetRow, VehicleType


@dataclass(frozen=True, slots=True)
class Outing:
    """A coach's way from its depot over timed runs and back. ``money`` guides choices; the checker says what counts."""

    row: int
    runs: tuple[Timed, ...]
    leaves: Minute
    returns: Minute
    money: float


@dataclass(frozen=True, slots=True)
class Booked:
    """An outing with the number of its coach within the row of the fleet."""

    outing: Outing
    coach: int


class Garage:
    """Keeps every coach's outings apart."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self.rows: tuple[FleetRow, ...] = facts.problem.fleet
        self._busy: list[list[list[tuple[Minute, Minute]]]] = [[] for _ in self.rows]

    def kind(self, row: int) -> VehicleType:
        """The type of the coaches in a row of the fleet."""
        return self.facts.problem.vehicle_type[self.rows[row].type_id]

    def outing(self, row: int, runs: Sequence[Timed]) -> Outing | None:
        """The outing over these runs by a coach of a row; None where a rule of outings forbids it."""
        facts, settings = self.facts, self.facts.settings
        site, depot = facts.problem.site, facts.problem.site[self.rows[row].depot_id]
        first, last = runs[0], runs[-1]
        start, end = site[first.run[0].site_id], site[last.run[-1].site_id]
        leaves = first.arrival[0] - facts.driving.empty(facts.places.road(depot, start)[1])
        back = end.dwell_min + facts.driving.empty(facts.places.road(end, depot)[1])
        returns = last.arrival[-1] + whole_minutes(back)
        if not self._there(row, leaves, returns) or not all(
            self.seats(row, timed) >= load(timed.run) for timed in runs
        ):
            return None
        hops = [(depot, start), *((site[a.run[-1].site_id], site[b.run[0].site_id]) for a, b in pairwise(runs))]
        hops.append((end, depot))
        wheel = sum(facts.places.wheel_minutes(*hop) for hop in hops)
        loaded, empty = 0.0, sum(facts.places.road(*hop)[0] for hop in hops)
        drivers = 1
        for timed in runs:
            legs = [(site[a.site_id], site[b.site_id]) for a, b in pairwise(timed.run)]
            minutes = sum(facts.places.wheel_minutes(*leg) for leg in legs)
            drivers = max(drivers, shifts(minutes, settings.driving_driver_min))
            wheel += minutes
            loaded += sum(facts.places.road(*leg)[0] for leg in legs)
        span = max(1.0, (returns - leaves) / DAY_MINUTES)
        drivers = max(drivers, shifts(wheel, settings.driving_driver_min * span))
        if drivers > settings.driving_max_drivers or not self._at_home(row, runs):
            return None
        kind = self.kind(row)
        days = returns // DAY_MINUTES - leaves // DAY_MINUTES + 1
        empty_price = kind.cost_km if kind.cost_km_empty is None else kind.cost_km_empty
        money = days * (kind.cost_day + drivers * kind.cost_driver_day) + loaded * kind.cost_km + empty * empty_price
        return Outing(row, tuple(runs), leaves, returns, money)

    def seats(self, row: int, timed: Timed) -> int:
        """Usable seats of a row's coaches on a run; 0 where its riders may not share a coach."""
        facts = self.facts
        risks = {facts.risk(facts.problem.demand[ride.demand_id]) for call in timed.run for ride in call.board}
        if len(risks) > 1 and not facts.settings.mixing_risk:
            return 0
        kind = self.kind(row)
        return facts.seats.usable(
            seats=kind.seats,
            reserved=kind.reserved,
            mode="coach",
            trip=facts.places.trip(facts.problem.site[call.site_id] for call in timed.run),
            day=timed.departure[0] // DAY_MINUTES,
            risk=max(risks),
        )

    def free(self, outing: Outing) -> int | None:
        """The number of a coach of the outing's row that is free for it; None where all are out."""
        coaches = self._busy[outing.row]
        for number, busy in enumerate(coaches):
            if all(outing.returns <= leaves or returns <= outing.leaves for leaves, returns in busy):
                return number
        count = self.rows[outing.row].count
        return len(coaches) if count is None or len(coaches) < count else None

    def book(self, outing: Outing) -> Booked | None:
        """Takes a free coach for the outing; None where all are out."""
        number = self.free(outing)
        if number is None:
            return None
        coaches = self._busy[outing.row]
        if number == len(coaches):
            coaches.append([])
        coaches[number].append((outing.leaves, outing.returns))
        return Booked(outing, number)

    def give_back(self, booked: Booked) -> None:
        """The coach is free again for the time of an outing."""
        self._busy[booked.outing.row][booked.coach].remove((booked.outing.leaves, booked.outing.returns))

    def _there(self, row: int, leaves: Minute, returns: Minute) -> bool:
        problem, fleet = self.facts.problem, self.rows[row]
        first, last = leaves // DAY_MINUTES, returns // DAY_MINUTES
        return (
            leaves >= problem.first_minute - DAY_MINUTES
            and returns <= problem.last_minute + DAY_MINUTES
            and (fleet.from_day is None or fleet.from_day <= first)
            and (fleet.to_day is None or last <= fleet.to_day)
        )

    def _at_home(self, row: int, runs: Sequence[Timed]) -> bool:
        if not self.facts.settings.coach_home_end:
            return True
        places, site = self.facts.places, self.facts.problem.site
        home = places.city(site[self.rows[row].depot_id])
        return all(
            home in (places.city(site[timed.run[0].site_id]), places.city(site[timed.run[-1].site_id]))
            for timed in runs
        )


def load(run: Run) -> int:
    """The most workers aboard between two stops."""
    aboard = most = 0
    for call in run:
        aboard += sum(r.headcount for r in call.board) - sum(r.headcount for r in call.alight)
        most = max(most, aboard)
    return most
