"""Models of the room offers. Made from the service's description by ``api.client_maker``."""

from __future__ import annotations

import datetime as dt
from typing import Any, Literal

from pydantic import Field

from api.client.shape import Shape


class Call(Shape):
    """A stop of a service at a site, by its code; one of the times at least."""

    site_id: str
    arrival: str | None = None
    departure: str | None = None


class CoachTerms(Shape):
    """Coaches of one type at one depot. ``count`` null: as many as wanted; ``cost_km_empty`` null: ``cost_km``."""

    type_id: str = "coach"
    name: str = ""
    seats: int
    reserved: int = 0
    cost_day: float = 0
    cost_km: float = 0
    cost_driver_day: float = 0
    cost_km_empty: float | None = None
    depot_id: str
    count: int | None = None
    from_: dt.date | None = Field(default=None, alias="from")
    to: dt.date | None = None


class OfferAnswer(Shape):
    """An offer. ``state`` of this moment: what nobody has accepted is expired from its expiry on."""

    id: str
    created_at: dt.datetime
    changed_at: dt.datetime
    version: int
    campaign_id: str
    carrier_id: str | None
    mode: Literal["coach", "train", "carriage", "flight"]
    name: str
    note: str
    state: Literal["offered", "accepted", "declined", "expired", "withdrawn"]
    state_since: dt.datetime
    expires_at: dt.datetime | None
    coach: dict[str, Any] | None
    service: dict[str, Any] | None


class ServiceTerms(Shape):
    """A train, carriages or a flight, bought in units. ``min_size``: workers below which it is not worth its while."""

    unit_seats: int
    reserved: int = 0
    max_units: int
    min_units: int = 1
    min_size: int | None = None
    cost_fixed: float = 0
    cost_unit: float = 0
    cost_seat: float = 0
    stops: list[Call]


class OfferBody(Shape):
    """What is offered: the terms under ``coach`` or ``service``, as the mode asks; to accept until ``expires_at``."""

    mode: Literal["coach", "train", "carriage", "flight"]
    name: str
    carrier_id: str | None = None
    expires_at: dt.datetime | None = None
    note: str = ""
    coach: CoachTerms | None = None
    service: ServiceTerms | None = None


class OfferStep(Shape):
    """The state that comes next."""

    state: Literal["offered", "accepted", "declined", "withdrawn"]
