"""What a schedule is made of. Times are minutes of local clock time."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from optimizer.clock import Minute
from optimizer.plan import Change
from scenarios.schedule.driving import Halt


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """Workers of one demand who ride a run together, from one of its stops to another (``seq`` counts from 1)."""

    itinerary_id: str
    leg: int
    demand_id: str
    employer_id: str
    headcount: int
    board_seq: int
    alight_seq: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StopTimes:
    """A stop of a run. ``aboard``: workers in the vehicle when it leaves. Only a last departure may be None.

    ``halts`` are a coach's breaks and curfew stands on the road to the next stop.
    """

    seq: int
    site_id: str
    arrival: Minute
    departure: Minute | None
    boarding: tuple[Party, ...]
    alighting: tuple[Party, ...]
    aboard: int
    halts: tuple[Halt, ...] = ()

    @property
    def board(self) -> int:
        """How many board."""
        return sum(party.headcount for party in self.boarding)

    @property
    def alight(self) -> int:
        """How many alight."""
        return sum(party.headcount for party in self.alighting)

    @property
    def leaves(self) -> Minute:
        """The departure; at a last stop without one, the arrival."""
        return self.arrival if self.departure is None else self.departure


@dataclass(frozen=True, slots=True, kw_only=True)
class RunTimes:
    """A run: a coach's has vehicle, outing, drivers, km and driving minutes, a service's has its service and units.

    ``name`` is the service's name, else the run's id; ``seats`` are the rated seats of the vehicle or of all units.
    """

    run_id: str
    name: str
    mode: str
    seats: int
    stops: tuple[StopTimes, ...]
    service_id: str | None = None
    units: int | None = None
    vehicle_id: str | None = None
    outing: str | None = None
    drivers: int | None = None
    km: float | None = None
    driving_min: float | None = None

    @property
    def parties(self) -> tuple[Party, ...]:
        """Everyone who rides, in the order of boarding."""
        return tuple(party for stop in self.stops for party in stop.boarding)

    @property
    def riders(self) -> int:
        """Workers who board the run."""
        return sum(stop.board for stop in self.stops)

    @property
    def most_aboard(self) -> int:
        """Most workers aboard between two stops."""
        return max(stop.aboard for stop in self.stops)

    @property
    def departs(self) -> Minute:
        """The departure at the first stop."""
        return self.stops[0].leaves

    @property
    def arrives(self) -> Minute:
        """The arrival at the last stop."""
        return self.stops[-1].arrival


@dataclass(frozen=True, slots=True, kw_only=True)
class EmptyDrive:
    """A coach on its way without workers: from its depot, between two runs, or home.

    Between two runs a plan does not say when it drives: here it sets off when the stop before is over.
    """

    from_id: str
    to_id: str
    departs: Minute
    arrives: Minute
    km: float
    halts: tuple[Halt, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class VehicleOuting:
    """One coach's way from its depot over its runs and back; ``run_ids`` and ``empty_drives`` in the order of time."""

    vehicle_id: str
    outing: str
    type_id: str
    depot_id: str
    leaves: Minute
    returns: Minute
    run_ids: tuple[str, ...]
    empty_drives: tuple[EmptyDrive, ...]
    days: int | None = None
    drivers: int | None = None
    km_loaded: float | None = None
    km_empty: float | None = None
    money: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Leg:
    """A part of a journey, on one run."""

    leg: int
    run_id: str
    mode: str
    from_id: str
    to_id: str
    departs: Minute
    arrives: Minute


@dataclass(frozen=True, slots=True, kw_only=True)
class Transfer:
    """Workers who change vehicles at a hub: there from ``arrives`` to ``departs``."""

    itinerary_id: str
    demand_id: str
    employer_id: str
    headcount: int
    site_id: str
    from_run_id: str
    to_run_id: str
    arrives: Minute
    departs: Minute


@dataclass(frozen=True, slots=True, kw_only=True)
class Journey:
    """Workers of one demand who travel together from pickup to workplace."""

    itinerary_id: str
    demand_id: str
    employer_id: str
    headcount: int
    legs: tuple[Leg, ...]

    @property
    def transfers(self) -> tuple[Transfer, ...]:
        """Their changes of vehicle."""
        return tuple(
            Transfer(
                itinerary_id=self.itinerary_id,
                demand_id=self.demand_id,
                employer_id=self.employer_id,
                headcount=self.headcount,
                site_id=before.to_id,
                from_run_id=before.run_id,
                to_run_id=after.run_id,
                arrives=before.arrives,
                departs=after.departs,
            )
            for before, after in pairwise(self.legs)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftBehind:
    """Workers of a demand who stay behind, why, and the cheapest change found that would bring them."""

    demand_id: str
    employer_id: str
    pickup_id: str
    workplace_id: str
    headcount: int
    reason: str
    proven: bool
    detail: str
    change: Change | None = None
