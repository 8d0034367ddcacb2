"""A plan as plain tables, the contract's columns one to one; none of it is believed before the checker saw it."""

from __future__ import annotations

from dataclasses import dataclass, field

from optimizer.clock import Day, Minute

REASONS = (
    "region_closed",
    "no_connection",
    "cannot_arrive_in_time",
    "no_vehicle",
    "no_seats",
    "limit_full",
    "worth_less_than_cost",
    "not_found_in_time",
)
STATUSES = ("optimal", "feasible")
CHANGES = (
    "time",
    "due",
    "ready",
    "split",
    "limit",
    "coach",
    "unit",
    "hours",
    "region",
    "cap",
    "drivers",
    "price",
)
"""Kinds of change that bring workers who are left behind; of two that cost the same the first one is named."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One vehicle's or service's run. Coaches have a vehicle, drivers, km and driving minutes; services have units."""

    run_id: str
    mode: str
    service_id: str | None = None
    vehicle_id: str | None = None
    units: int | None = None
    drivers: int | None = None
    km: float | None = None
    driving_min: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """A stop of a run; ``seq`` counts from 1. Only a coach's last departure may be missing."""

    run_id: str
    seq: int
    site_id: str
    arrival: Minute | None = None
    departure: Minute | None = None
    board: int = 0
    alight: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Outing:
    """One coach's way from its depot over one or more runs and back. ``money`` is the outing's own."""

    vehicle_id: str
    outing: str
    type_id: str
    depot_id: str
    leaves: Minute
    returns: Minute
    days: int | None = None
    km_loaded: float | None = None
    km_empty: float | None = None
    drivers: int | None = None
    money: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rider:
    """One leg of an itinerary: ``headcount`` workers of a demand from one stop of a run to another."""

    itinerary_id: str
    leg: int
    run_id: str
    board_seq: int
    alight_seq: int
    demand_id: str
    headcount: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Unserved:
    """Workers of a demand who stay behind, and why. ``proven`` only where a relaxation shows it."""

    demand_id: str
    headcount: int
    reason: str
    proven: bool
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """The cheapest single change found by which all workers left of a demand can be brought, and what that costs.

    ``subject``: id of what changes (a coach's type and depot as ``type@depot``); ``date``: the first date on which it
    does; ``amount`` by kind: minutes, days, workers, coaches, units, drivers, the cap's share, or money per worker;
    ``money`` is that of a plan which was made with the change and checked, beyond the money of this plan; ``gain`` is
    what its objective lies below this plan's, less than 0 where bringing them costs more than leaving them.
    """

    demand_id: str
    headcount: int
    kind: str
    subject: str
    date: Day | None = None
    amount: float
    money: float
    gain: float
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """The numbers that a plan states of itself (``plan.json``): money in the currency, gap a share of the objective."""

    status: str
    objective: float
    bound: float
    bound_source: str
    gap: float
    money: float
    worker_hours: float
    served: int
    unserved: int
    counts: dict[str, int]
    wall_seconds: float
    seed: int
    version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """The five tables of a plan, and what its planner adds of its own: ``changes``, of which no rule knows."""

    runs: tuple[Run, ...] = ()
    stops: tuple[Stop, ...] = ()
    outings: tuple[Outing, ...] = ()
    riders: tuple[Rider, ...] = ()
    unserved: tuple[Unserved, ...] = field(default=())
    changes: tuple[Change, ...] = field(default=())
