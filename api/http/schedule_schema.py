"""The schedule's shape, for OpenAPI."""

from __future__ import annotations

from pydantic import ConfigDict, Field

from api.http.schemas import Answer, Change, LocalTime, Mode


class _Part(Answer):
    model_config = ConfigDict(extra="allow")


class Halt(_Part):
    """A coach's break or curfew stand on the road."""

    kind: str
    start: LocalTime
    end: LocalTime


class Who(_Part):
    """Workers of one demand who travel together."""

    itinerary_id: str
    demand_id: str
    employer_id: str
    employer: str
    headcount: int


class Party(Who):
    """Workers who ride a run from one of its stops to another."""

    leg: int
    board_seq: int
    alight_seq: int


class Stop(_Part):
    """A stop of a run."""

    seq: int
    site_id: str
    site: str
    arrival: LocalTime
    departure: LocalTime | None
    board: int
    alight: int
    aboard: int = Field(description="Workers in the vehicle when it leaves")
    boarding: list[Party]
    alighting: list[Party]
    halts: list[Halt]


class Run(_Part):
    """A run of a coach or of a service."""

    run_id: str
    name: str
    mode: Mode
    service_id: str | None
    units: int | None
    vehicle_id: str | None
    outing: str | None
    drivers: int | None
    seats: int
    riders: int
    most_aboard: int
    km: float | None
    driving_min: float | None
    departs: LocalTime
    arrives: LocalTime
    stops: list[Stop]


class EmptyDrive(_Part):
    """A coach on its way without workers."""

    from_id: str
    to_id: str
    departs: LocalTime
    arrives: LocalTime
    km: float
    halts: list[Halt]


class Outing(_Part):
    """One coach's way from its depot over its runs and back."""

    vehicle_id: str
    outing: str
    type_id: str
    type: str
    seats: int
    depot_id: str
    depot: str
    leaves: LocalTime
    returns: LocalTime
    days: int | None
    drivers: int | None
    km_loaded: float | None
    km_empty: float | None
    money: float | None
    runs: list[str]
    empty_drives: list[EmptyDrive]


class Leg(_Part):
    """A part of a journey, on one run."""

    leg: int
    run_id: str
    mode: Mode
    from_id: str
    to_id: str
    departs: LocalTime
    arrives: LocalTime


class Journey(Who):
    """Workers of one demand from pickup to workplace."""

    departs: LocalTime
    arrives: LocalTime
    legs: list[Leg]


class Transfer(Who):
    """A change of vehicles."""

    site_id: str
    site: str
    from_run_id: str
    to_run_id: str
    arrives: LocalTime
    departs: LocalTime
    wait_min: int


class LeftBehind(_Part):
    """Workers of a demand who stay behind."""

    demand_id: str
    employer_id: str
    employer: str
    pickup_id: str
    pickup: str
    workplace_id: str
    workplace: str
    headcount: int
    reason: str
    proven: bool
    detail: str
    change: Change | None


class ScheduleDocument(_Part):
    """Runs with their stops and riders, vehicles, journeys, transfers, and who stays behind."""

    scenario: str
    timezone: str
    currency: str
    horizon: list[str]
    served: int
    left_behind: int
    runs: list[Run]
    vehicles: list[Outing]
    journeys: list[Journey]
    transfers: list[Transfer]
    unserved: list[LeftBehind]
