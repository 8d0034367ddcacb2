"""Models of the room views. Made from the service's description by ``api.client_maker``."""

from __future__ import annotations

from typing import Literal

from api.client.shape import Shape


class Change(Shape):
    """The cheapest single change found that would bring all of them, tried out and checked."""

    kind: str
    subject: str
    date: str | None
    amount: float
    money: float
    gain: float
    sentence: str


class Halt(Shape):
    """A coach's break or curfew stand on the road."""

    kind: str
    start: str
    end: str


class EmptyDrive(Shape):
    """A coach on its way without workers."""

    from_id: str
    to_id: str
    departs: str
    arrives: str
    km: float
    halts: list[Halt]


class Fact(Shape):
    """One line of the summary."""

    label: str
    value: str


class Leg(Shape):
    """A part of a journey, on one run."""

    leg: int
    run_id: str
    mode: Literal["coach", "train", "carriage", "flight"]
    from_id: str
    to_id: str
    departs: str
    arrives: str


class Journey(Shape):
    """Workers of one demand from pickup to workplace."""

    itinerary_id: str
    demand_id: str
    employer_id: str
    employer: str
    headcount: int
    departs: str
    arrives: str
    legs: list[Leg]


class Left(Shape):
    """Workers of a demand who stay behind, and why."""

    demand_id: str
    employer_id: str
    employer: str
    pickup_id: str
    pickup: str
    workplace_id: str
    workplace: str
    headcount: int
    reason: str
    reason_words: str
    proven: bool
    detail: str
    change: Change | None


class LeftBehind(Shape):
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


class Outing(Shape):
    """One coach's way from its depot over its runs and back."""

    vehicle_id: str
    outing: str
    type_id: str
    type: str
    seats: int
    depot_id: str
    depot: str
    leaves: str
    returns: str
    days: int | None
    drivers: int | None
    km_loaded: float | None
    km_empty: float | None
    money: float | None
    runs: list[str]
    empty_drives: list[EmptyDrive]


class Party(Shape):
    """Workers who ride a run from one of its stops to another."""

    itinerary_id: str
    demand_id: str
    employer_id: str
    employer: str
    headcount: int
    leg: int
    board_seq: int
    alight_seq: int


class Stop(Shape):
    """A stop of a run."""

    seq: int
    site_id: str
    site: str
    arrival: str
    departure: str | None
    board: int
    alight: int
    aboard: int
    boarding: list[Party]
    alighting: list[Party]
    halts: list[Halt]


class Run(Shape):
    """A run of a coach or of a service."""

    run_id: str
    name: str
    mode: Literal["coach", "train", "carriage", "flight"]
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
    departs: str
    arrives: str
    stops: list[Stop]


class Transfer(Shape):
    """A change of vehicles."""

    itinerary_id: str
    demand_id: str
    employer_id: str
    employer: str
    headcount: int
    site_id: str
    site: str
    from_run_id: str
    to_run_id: str
    arrives: str
    departs: str
    wait_min: int


class ScheduleDocument(Shape):
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


class SheetTable(Shape):
    """A table to show."""

    title: str
    columns: list[str]
    rows: list[list[str]]
    numbers: list[int]
    note: str


class Summary(Shape):
    """The one-page summary in words."""

    title: str
    headline: str
    facts: list[Fact]
    tables: list[SheetTable]
    note: str


class UnservedList(Shape):
    """Everyone who stays behind."""

    workers: int
    unserved: list[Left]
