"""Offers and snapshots as they stand in requests and answers."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import BaseModel, Field

from api.http.account_schemas import PRINTABLE, Body, Id, Row, example
from api.http.campaign_schemas import MOMENT, Code, Day, Name, Text, Time

Mode: TypeAlias = Literal["coach", "train", "carriage", "flight"]
OfferState: TypeAlias = Literal["offered", "accepted", "declined", "expired", "withdrawn"]
Money: TypeAlias = Annotated[float, Field(ge=0, le=1e9, strict=True)]
Seats: TypeAlias = Annotated[int, Field(ge=1, le=10_000, strict=True)]
Moment: TypeAlias = Annotated[str, Field(pattern=MOMENT, examples=["2020-03-11 12:07"])]


class CoachTerms(Body):
    """Coaches of one type at one depot. ``count`` null: as many as wanted; ``cost_km_empty`` null: ``cost_km``."""

    type_id: Code = "coach"
    name: Annotated[str, Field(max_length=200, pattern=PRINTABLE)] = ""
    seats: Seats
    reserved: Annotated[int, Field(ge=0, le=10_000, strict=True)] = 0
    cost_day: Money = 0
    cost_km: Money = 0
    cost_driver_day: Money = 0
    cost_km_empty: Money | None = None
    depot_id: Code
    count: Annotated[int, Field(ge=0, le=100_000, strict=True)] | None = None
    from_: Annotated[Day | None, Field(alias="from")] = None
    to: Day | None = None


class Call(Body):
    """A stop of a service at a site, by its code; one of the times at least."""

    site_id: Code
    arrival: Moment | None = None
    departure: Moment | None = None


class ServiceTerms(Body):
    """A train, carriages or a flight, bought in units. ``min_size``: workers below which it is not worth its while."""

    unit_seats: Seats
    reserved: Annotated[int, Field(ge=0, le=10_000, strict=True)] = 0
    max_units: Annotated[int, Field(ge=0, le=10_000, strict=True)]
    min_units: Annotated[int, Field(ge=0, le=10_000, strict=True)] = 1
    min_size: Annotated[int, Field(ge=1, le=1_000_000, strict=True)] | None = None
    cost_fixed: Money = 0
    cost_unit: Money = 0
    cost_seat: Money = 0
    stops: Annotated[list[Call], Field(min_length=2, max_length=100)]


class OfferBody(Body):
    """What is offered: the terms under ``coach`` or ``service``, as the mode asks; to accept until ``expires_at``."""

    model_config = example(
        mode="coach",
        name="Four coaches at Yongchuan",
        coach={"type_id": "C49", "seats": 49, "reserved": 9, "cost_km": 3, "depot_id": "D500118", "count": 4},
    )
    mode: Mode
    name: Name
    carrier_id: Id | None = None
    expires_at: Time | None = None
    note: Text = ""
    coach: CoachTerms | None = None
    service: ServiceTerms | None = None


class OfferAnswer(Row):
    """An offer. ``state`` of this moment: what nobody has accepted is expired from its expiry on."""

    campaign_id: Id
    carrier_id: str | None
    mode: Mode
    name: str
    note: str
    state: OfferState
    state_since: datetime
    expires_at: datetime | None
    coach: dict[str, Any] | None
    service: dict[str, Any] | None


class OfferStep(Body):
    """The state that comes next."""

    model_config = example(state="accepted")
    state: Literal["offered", "accepted", "declined", "withdrawn"]


class SnapshotBody(Body):
    """What goes in: with ``travelled`` also workers who are under way or there."""

    model_config = example(travelled=True)
    travelled: Annotated[bool, Field(strict=True)] = True


class SnapshotAnswer(BaseModel):
    """A campaign's scenario of one moment, which never changes. ``counts``: workers, and the rows of every table."""

    id: Id
    campaign_id: Id
    profile: str
    edition: int
    created_at: datetime
    created_by: str | None
    sha256: str
    counts: dict[str, Any]
    warnings: list[dict[str, Any]]


class ChangedField(BaseModel):
    """A field before and after."""

    name: str
    before: Any
    after: Any


class SnapshotChange(BaseModel):
    """One thing that is different. ``id``: the request's or offer's, else the row's own."""

    what: Literal["request", "offer", "rule", "ground"]
    change: Literal["added", "removed", "changed"]
    table: str
    row: str
    id: str
    fields: list[ChangedField]


class SnapshotDifferenceAnswer(BaseModel):
    """All that became different from the first snapshot to the other one."""

    same: bool
    changes: list[SnapshotChange]


class ProfileAnswer(BaseModel):
    """An edition of a rule profile. ``document``: its rules, each with source and whether that is verified."""

    name: str
    edition: int
    origin: str
    title: str
    sha256: str
    created_at: datetime
    document: dict[str, Any]


class ProfileLine(BaseModel):
    """An edition of a rule profile, without its rules."""

    name: str
    edition: int
    origin: str
    title: str
    sha256: str
    created_at: datetime
