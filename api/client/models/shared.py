"""Models of several rooms. Made from the service's description by ``api.client_maker``."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from api.client.shape import Shape


class DroppedJourney(Shape):
    """A journey of the earlier plan that holds no more."""

    itinerary_id: str
    demand_id: str
    headcount: int
    why: str


class EmployerFigures(Shape):
    """What an employer gets."""

    employer_id: str
    name: str
    asked: int
    served: int
    first_arrival: str | None
    last_arrival: str | None


class Fields(Shape):
    """What is known of a person; blank where nothing was said. Masked, except in a manifest."""

    name: str = ""
    id_type: str = ""
    id_number: str = ""
    phone: str = ""
    home_county: str = ""
    pickup: str = ""
    health_kind: str = ""
    health_issuer: str = ""
    health_issued: str = ""
    health_valid_until: str = ""


class Links(Shape):
    """Where the parts of a plan are."""

    self: str
    events: str
    stop: str
    result: str
    summary: str
    schedule: str
    workbook: str
    unserved: str
    map: str
    timeline: str
    geojson: str
    files: str


class ModeFigures(Shape):
    """One mode of transport."""

    mode: Literal["coach", "train", "carriage", "flight"]
    riders: int
    mainly: int
    runs: int
    units: int
    load_factor: float
    money: float
    money_per_rider: float


class Moment(Shape):
    """Where a search is."""

    phase: str
    objective: float | None
    bound: float | None
    gap: float | None


class NewInvitation(Shape):
    """A new one-time link. ``link`` is shown here only, and not again where the request is repeated."""

    id: str
    created_at: dt.datetime
    changed_at: dt.datetime
    version: int
    purpose: Literal["set-up", "invitation", "reset"]
    role: Literal["administrator", "planner", "reader", "employer", "carrier", "escort"]
    name: str
    login: str | None
    employer_id: str | None
    carrier_id: str | None
    account_id: str | None
    expires_at: dt.datetime
    used_at: dt.datetime | None
    link: str | None = None


class StartResult(Shape):
    """The earlier plan that a search went on from, as `plan.json` has it."""

    plan: str
    objective: float
    workers: int
    pinned_runs: list[str]
    pinned_itineraries: list[str]
    dropped: list[DroppedJourney]


class PlanResult(Shape):
    """A checked plan in figures."""

    id: str
    name: str
    currency: str
    first_day: str
    last_day: str
    asked: int
    served: int
    unserved: int
    on_time: int
    tightest_min: int | None
    money: float
    money_per_worker: float
    hours: float
    hours_per_worker: float
    objective: float
    bound: float
    bound_source: str
    bound_drops: list[str]
    gap: float
    status: Literal["optimal", "feasible"]
    stop_reason: str
    wall_seconds: float
    seed: int
    vehicles: int
    outings: int
    km_loaded: float
    km_empty: float
    modes: list[ModeFigures]
    employers: list[EmployerFigures]
    start: StartResult | None
    valid: Literal[True]


class StartStatus(Shape):
    """The earlier plan that a search goes on from. `result` lists the pins, and what was dropped and why."""

    plan_id: str
    pin_all: bool
    pinned_runs: int
    pinned_itineraries: int
    objective: float | None
    workers: int | None
    dropped: int | None
    dropped_workers: int | None


class PlanStatus(Shape):
    """A plan that is being made, or was. Its parts can be read once the stage is `done` or `stopped`."""

    id: str
    state: Literal["waiting", "running", "finished", "cancelled", "failed"]
    stage: Literal["queued", "running", "done", "stopped", "cancelled", "failed"]
    scenario: str
    snapshot_id: str | None
    planning_seconds: float
    seed: int
    created: dt.datetime
    seconds: float | None
    ahead: int
    stop_asked: bool
    stop_reason: str | None
    progress: Moment | None
    error: str | None
    start: StartStatus | None
    links: Links


class SessionAnswer(Shape):
    """Who is signed in. ``csrf`` goes into the header X-CSRF-Token of changes; for a key there is none."""

    account_id: str
    name: str
    role: Literal["administrator", "planner", "reader", "employer", "carrier", "escort"]
    employer_id: str | None
    carrier_id: str | None
    session_id: str | None
    csrf: str | None
    expires_at: dt.datetime | None


class TokenBody(Shape):
    """The last part of a link."""

    token: str
