"""Models of the room requests. Made from the service's description by ``api.client_maker``."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from api.client.shape import Shape


class EventAnswer(Shape):
    """One step: when, who, from where to where, why."""

    at: dt.datetime
    account_id: str | None
    role: str
    before: str | None
    after: Literal[
        "draft", "submitted", "returned", "checked", "planned", "travelling", "arrived", "closed", "withdrawn"
    ]
    note: str


class EventList(Shape):
    """Every step of a request, the first one first."""

    items: list[EventAnswer]


class PlaceAnswer(Shape):
    """A place; `source` tells whether the gazetteer knew it (`gazetteer`) or it was `given`. WGS-84 degrees."""

    name: str
    city: str
    province: str
    lat: float | None
    lon: float | None
    source: str | None


class FormAnswer(Shape):
    """What a new request begins with: the site and contact of the employer's last one, empty where there is none."""

    site: PlaceAnswer
    contact: str
    phone: str


class OriginAnswer(Shape):
    """One origin; its id is the demand's in every scenario and plan of the campaign."""

    id: str
    number: int
    state: str
    place: PlaceAnswer
    headcount: int | None
    ready: str | None
    due_from: str | None
    due: str | None
    splittable: bool
    min_group: int


class RequestPlaceBody(Shape):
    """A place by a name that the gazetteer knows, or by coordinates and any name."""

    name: str = ""
    city: str = ""
    province: str = ""
    lat: float | None = None
    lon: float | None = None
    coordinates: Literal["wgs84", "gcj02", "bd09"] = "wgs84"


class OriginBody(Shape):
    """Workers from one place. `id` keeps an origin that is there already; times that are left out are the form's."""

    id: str | None = None
    place: RequestPlaceBody | None = None
    headcount: int | None = None
    ready: str | None = None
    due_from: str | None = None
    due: str | None = None
    splittable: bool = True
    min_group: int = 1


class ProofAnswer(Shape):
    """A paper."""

    id: str
    created_at: dt.datetime
    changed_at: dt.datetime
    version: int
    request_id: str
    file_name: str
    media_type: str
    size: int
    sha256: str


class ProofList(Shape):
    """The papers of a request, all of them."""

    items: list[ProofAnswer]


class RequestAnswer(Shape):
    """A request. `steps` are those that whoever asks may take by hand; `frozen`: an employer changes it no more."""

    id: str
    created_at: dt.datetime
    changed_at: dt.datetime
    version: int
    campaign_id: str
    employer_id: str
    state: Literal[
        "draft", "submitted", "returned", "checked", "planned", "travelling", "arrived", "closed", "withdrawn"
    ]
    steps: list[str]
    frozen: bool
    site: PlaceAnswer
    contact: str
    phone: str
    priority_claim: str
    priority: float | None
    remarks: str
    named: int
    origins: list[OriginAnswer]


class RequestBody(Shape):
    """A new request. Site and contact that are left out are those of the employer's last one."""

    site: RequestPlaceBody | None = None
    contact: str | None = None
    phone: str | None = None
    priority_claim: str | None = None
    remarks: str | None = None
    ready: str | None = None
    due_from: str | None = None
    due: str | None = None
    origins: list[OriginBody] | None = None
    campaign_id: str
    employer_id: str | None = None


class RequestChange(Shape):
    """What is left out or null stays as it is; `origins` are all of them."""

    site: RequestPlaceBody | None = None
    contact: str | None = None
    phone: str | None = None
    priority_claim: str | None = None
    remarks: str | None = None
    ready: str | None = None
    due_from: str | None = None
    due: str | None = None
    origins: list[OriginBody] | None = None


class RequestLine(Shape):
    """A request in a list."""

    id: str
    created_at: dt.datetime
    changed_at: dt.datetime
    version: int
    campaign_id: str
    employer_id: str
    state: Literal[
        "draft", "submitted", "returned", "checked", "planned", "travelling", "arrived", "closed", "withdrawn"
    ]
    site_name: str
    headcount: int


class StepBody(Shape):
    """Where a request goes by hand. A note says why; a returned one needs it."""

    to: Literal["submitted", "returned", "checked", "withdrawn", "closed"]
    note: str = ""
    priority: float | None = None
