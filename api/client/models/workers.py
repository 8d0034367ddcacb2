"""Models of the room workers. Made from the service's description by ``api.client_maker``."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from api.client.models.shared import Fields
from api.client.shape import Shape


class ContactAnswer(Shape):
    """One who sat near, masked; the run's manifest has the name."""

    seat: str
    origin_id: str
    place: int
    employer_id: str
    employer: str
    worker_id: str | None
    person: Fields


class NearAnswer(Shape):
    """The contacts on one run, and by which rule."""

    publication_id: str
    run_id: str
    mode: str
    seat: str
    rule: Literal["whole_coach", "same_carriage", "rows"]
    contacts: list[ContactAnswer]


class NearList(Shape):
    """By run, in order of departure."""

    items: list[NearAnswer]


class TakenPlace(Shape):
    """A place that a named worker holds."""

    place: int
    worker_id: str


class OriginPlacesAnswer(Shape):
    """The places of one origin, 1 … headcount; those that are not in `taken` are unnamed."""

    origin_id: str
    name: str
    headcount: int
    taken: list[TakenPlace]


class PlacesAnswer(Shape):
    """The places of a request, by origin."""

    origins: list[OriginPlacesAnswer]


class TwiceAnswer(Shape):
    """Workers who are the same person by document, named by several requests."""

    items: list[list[str]]


class WorkerAnswer(Shape):
    """A named worker, masked: 张**, 110***********1234, 138****5678. A name of — : the person is forgotten."""

    id: str
    created_at: dt.datetime
    changed_at: dt.datetime
    version: int
    request_id: str
    employer_id: str
    origin_id: str | None
    place: int | None
    person: Fields


class WorkerBody(Shape):
    """A worker as a roster's row has one. In a change, what is left out stays and an empty text takes it away."""

    name: str | None = None
    id_type: str | None = None
    id_number: str | None = None
    phone: str | None = None
    home_county: str | None = None
    pickup: str | None = None
    health_kind: str | None = None
    health_issuer: str | None = None
    health_issued: str | None = None
    health_valid_until: str | None = None
    health_valid_days: str | None = None


class PeopleFilledAnswer(Shape):
    """How many workers got a place."""

    placed: int


class PeoplePlaceBody(Shape):
    """Which place: of which origin, and its number; without a number the lowest that is free."""

    origin_id: str
    place: int | None = None
