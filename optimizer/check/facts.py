"""What every rule looks things up in, and the plan's runs and journeys in a shape that rules can read."""

from __future__ import annotations

from dataclasses import dataclass, field

from optimizer.check.driving import driving_of
from optimizer.check.places import Places
from optimizer.check.seats import Seats
from optimizer.clock import Day, Minute
from optimizer.plan import Run
from optimizer.problem import Demand, Problem, Service, Settings, Site


class Facts:
    """A scenario with the checker's own answers about roads, driving and seats."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.settings: Settings = problem.settings
        self.places = Places(problem)
        self.driving = driving_of(problem.settings)
        self.seats = Seats(problem)

    def risk(self, demand: Demand) -> int:
        """The place in ``RISKS`` of a demand's risk, which is that of its pickup's region."""
        return self.places.risk(self.problem.site[demand.pickup_id])


@dataclass(frozen=True, slots=True)
class Aboard:
    """Workers of one demand on one leg; ``on`` and ``off`` are stops of the run, counted from 0."""

    on: int
    off: int
    headcount: int
    demand: Demand


@dataclass(slots=True, kw_only=True)
class WholeRun:
    """A run whose stops are whole: known sites, every time there but perhaps a coach's last departure.

    ``board`` and ``alight`` are counted from the riders, ``km`` and ``wheel_minutes`` (each leg's rounded up) from the
    roads; ``exact_minutes`` is the same without rounding. For services the three stay 0.
    """

    stated: Run
    service: Service | None
    sites: list[Site]
    arrival: list[Minute]
    departure: list[Minute | None]
    riders: list[Aboard] = field(default_factory=list)
    board: list[int] = field(default_factory=list)
    alight: list[int] = field(default_factory=list)
    km: float = 0.0
    wheel_minutes: int = 0
    exact_minutes: float = 0.0
    drivers: int = 0

    @property
    def last(self) -> int:
        """The last stop, counted from 0."""
        return len(self.sites) - 1

    def leaves(self, stop: int) -> Minute:
        """The departure at a stop that is not the last, where it is always known."""
        departure = self.departure[stop]
        return self.arrival[stop] if departure is None else departure

    @property
    def day(self) -> Day:
        """The date of the first departure."""
        return self.leaves(0) // 1440

    @property
    def name(self) -> str:
        """How messages call it."""
        return f"run {self.stated.run_id}"


@dataclass(frozen=True, slots=True)
class Leg:
    """One leg of a journey; stops counted from 0."""

    run: WholeRun
    on: int
    off: int

    @property
    def departs(self) -> Minute:
        return self.run.leaves(self.on)

    @property
    def arrives(self) -> Minute:
        return self.run.arrival[self.off]


@dataclass(frozen=True, slots=True)
class Journey:
    """An itinerary all of whose legs can be followed."""

    itinerary_id: str
    demand: Demand
    headcount: int
    legs: tuple[Leg, ...]

    @property
    def start(self) -> Minute:
        return self.legs[0].departs

    @property
    def end(self) -> Minute:
        return self.legs[-1].arrives

    @property
    def name(self) -> str:
        """How messages call it."""
        return f"itinerary {self.itinerary_id} of {self.demand.demand_id}"
