"""A slice as routing tools see it: places to stop, minutes, prices and vehicles, all whole numbers.

A place is a site in one role: workers board there, or alight, or coaches stand. Minutes from a place to another hold
the standing at the first, and from an alighting to a boarding the turnaround as well: so a tool that knows nothing of
runs keeps their times. Prices are in twentieths of the currency. From an alighting to a boarding, and to and from
depots, the coach counts as empty; elsewhere the price holds the hours of the workers aboard, at a mean load, since few
tools can price who is aboard.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, Protocol

from benchmarks.building.rides import Call, Run, Trip, joined
from benchmarks.peers.tasks import Task, rides_of_task, tasks_of
from optimizer.check.facts import Facts
from optimizer.clock import DAY_MINUTES, Minute
from optimizer.problem import Problem, VehicleType

Role = Literal["depot", "board", "alight"]
Visit = tuple[int, bool]
"""A task's number, and whether it boards (else it alights)."""
UNIT = 20
"""Prices are whole numbers of this part of the currency."""
_MORNING = 8 * 60
Loads = tuple[float, float]
"""The share of the seats taken as full: between stops of one kind, and from a boarding to an alighting."""
LOADS_AT_HUB: Loads = (0.8, 0.9)
LOADS_ELSEWHERE: Loads = (0.8, 0.5)


class Peer(Protocol):
    """A planner that gives one or more answers, each of trips; the best counts.

    ``deadline`` is a moment of ``time.monotonic``.
    """

    def __call__(self, work: Work, *, deadline: float, seed: int) -> list[list[Trip]]: ...


@dataclass(frozen=True, slots=True)
class Place:
    """A site in one role."""

    site_id: str
    role: Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Vehicle:
    """Like coaches of one row of the fleet. ``fixed`` is a day with one driver, in twentieths."""

    row: int
    count: int
    seats: int
    depot: Place
    kind: VehicleType
    fixed: int


class Work:
    """One slice for one seed. Times are minutes from ``day`` on: midnight, a day before the first one is ready."""

    def __init__(self, problem: Problem, *, seed: int) -> None:
        self.problem = problem
        self.facts = Facts(problem)
        self.day: Minute = (min(d.ready for d in problem.demands) // DAY_MINUTES - 1) * DAY_MINUTES
        self.vehicles = [v for row in range(len(problem.fleet)) if (v := self._vehicle(row)) is not None]
        self.tasks: list[Task] = tasks_of(problem, seats=max(v.seats for v in self.vehicles), seed=seed)

    @property
    def latest(self) -> Minute:
        """When the last coach must be home: a day after the last arrival."""
        return max(task.due for task in self.tasks) + DAY_MINUTES

    @cached_property
    def long(self) -> bool:
        """Whether some way there and back takes more than one driver: then drivers are priced by the minute."""
        shift = self.facts.settings.driving_driver_min
        return any(2 * self.wheel(d.pickup_id, d.workplace_id) > shift for d in self.problem.demands)

    @cached_property
    def hub(self) -> tuple[Place, Minute] | None:
        """The one place where everybody alights (at one time at the latest) or boards (from one time on), if any."""
        goals = {(t.goal, t.due) for t in self.tasks}
        if len(goals) == 1 and all(t.due_from is None for t in self.tasks):
            goal, due = goals.pop()
            return Place(goal, "alight"), due
        origins = {(t.origin, t.ready) for t in self.tasks}
        if len(origins) == 1:
            origin, ready = origins.pop()
            return Place(origin, "board"), ready
        return None

    @property
    def most_stops(self) -> int:
        """The most stops of a run at the ends that differ."""
        settings = self.facts.settings
        return int(min(settings.coach_max_pickups, settings.coach_max_dropoffs))

    def wheel(self, a: str, b: str) -> int:
        """Road minutes, rounded up."""
        site = self.problem.site
        return self.facts.places.wheel_minutes(site[a], site[b])

    def minutes(self, a: Place, b: Place) -> int:
        """From the arrival at ``a`` to the arrival at ``b``: standing, driving with breaks, turnaround."""
        if a == b:
            return 0
        site, driving = self.problem.site, self.facts.driving
        road = self.facts.places.road(site[a.site_id], site[b.site_id])[1]
        stands = 0 if a.role == "depot" else math.ceil(site[a.site_id].dwell_min)
        if "depot" in (a.role, b.role):
            return stands + driving.empty(road)
        if a.role == "alight" and b.role == "board":
            return stands + driving.empty(road) + math.ceil(self.facts.settings.coach_turnaround_min)
        start = self.day + _MORNING
        return stands + driving.drive(start, 0, road)[0] - start

    @property
    def loads(self) -> Loads:
        """Mean loads that gave the best plans on slices like this one."""
        return LOADS_ELSEWHERE if self.hub is None else LOADS_AT_HUB

    def price(self, vehicle: Vehicle, a: Place, b: Place, loads: Loads | None) -> int:
        """Price of the way from ``a`` to ``b``, with the hours of those aboard at mean ``loads``; None: without."""
        if a == b:
            return 0
        site, kind = self.problem.site, vehicle.kind
        km = self.facts.places.road(site[a.site_id], site[b.site_id])[0]
        empty = "depot" in (a.role, b.role) or (a.role, b.role) == ("alight", "board")
        cost = km * (kind.cost_km_empty if empty and kind.cost_km_empty is not None else kind.cost_km)
        if self.long:
            cost += self.wheel(a.site_id, b.site_id) / self.facts.settings.driving_driver_min * kind.cost_driver_day
        if loads is not None and not empty:
            aboard = vehicle.seats * loads[(a.role, b.role) == ("board", "alight")]
            cost += self.minutes(a, b) / 60 * self.facts.settings.objective_hour * aboard
        return round(cost * UNIT)

    def boarding(self, task: Task) -> tuple[int, int]:
        """When a coach may arrive for a task, in minutes from ``day`` on: from the dwell before ready on."""
        dwell = math.ceil(self.problem.site[task.origin].dwell_min)
        latest = task.due - self.wheel(task.origin, task.goal) - dwell
        early = task.ready - dwell - self.day
        return max(0, early), max(early, latest - self.day, 0)

    def alighting(self, task: Task) -> tuple[int, int]:
        """When a coach may arrive with a task, in minutes from ``day`` on."""
        return max(0, (task.due_from or task.ready) - self.day), task.due - self.day

    def places(self) -> list[Place]:
        """All places: depots first, then where workers board, then where they alight."""
        found: dict[Place, None] = {}
        for vehicle in self.vehicles:
            found[vehicle.depot] = None
        for task in self.tasks:
            found[Place(task.origin, "board")] = None
        for task in self.tasks:
            found[Place(task.goal, "alight")] = None
        return list(found)

    def trip(self, row: int, visits: Iterable[Visit]) -> Trip | None:
        """A vehicle's visits as a trip: a run ends where the coach is empty. None where there are no visits."""
        runs: list[Run] = []
        aboard: set[int] = set()
        stretch: list[Visit] = []
        for number, boards in visits:
            stretch.append((number, boards))
            aboard.symmetric_difference_update({number})
            if not aboard:
                runs.append(self._run(stretch))
                stretch = []
        return Trip(row, tuple(runs)) if runs else None

    def _run(self, visits: Sequence[Visit]) -> Run:
        calls: list[Call] = []
        for number, boards in visits:
            task = self.tasks[number]
            rides = tuple(rides_of_task(number, task))
            calls.append(Call(task.origin, rides, ()) if boards else Call(task.goal, (), rides))
        return joined(calls)

    def _vehicle(self, row: int) -> Vehicle | None:
        fleet = self.problem.fleet[row]
        kind = self.problem.vehicle_type[fleet.type_id]
        seats = self.facts.seats.usable(
            seats=kind.seats,
            reserved=kind.reserved,
            mode="coach",
            trip="national",
            day=self.day // DAY_MINUTES + 1,
            risk=max(self.facts.risk(d) for d in self.problem.demands),
        )
        needed = -(-self.problem.workers() // max(1, seats)) + 2
        count = needed if fleet.count is None else min(fleet.count, needed)
        if seats <= 0 or count <= 0:
            return None
        driver = 0.0 if self.long else kind.cost_driver_day
        return Vehicle(
            row=row,
            count=count,
            seats=seats,
            depot=Place(fleet.depot_id, "depot"),
            kind=kind,
            fixed=round((kind.cost_day + driver) * UNIT),
        )
