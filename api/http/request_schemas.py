"""Requests, rosters and papers as they stand in calls and answers. Times are local to the campaign."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal, TypeAlias

from pydantic import BaseModel, Field, StringConstraints

from api.http.account_schemas import PRINTABLE, Answer, Body, Id, Row, example
from api.http.schemas import Fault
from api.service.requests.form import Form, From, Where
from api.service.requests.states import State
from scenarios.places.datum import Coordinates

_MOST = 10**9
_WHEN = "2020-03-08 08:00"

Text: TypeAlias = Annotated[str, StringConstraints(max_length=100, pattern=PRINTABLE)]
Prose: TypeAlias = Annotated[str, StringConstraints(max_length=500, pattern=r"^[^\x00]*$")]
Time: TypeAlias = Annotated[str, StringConstraints(max_length=40, pattern=PRINTABLE)]
Whole: TypeAlias = Annotated[int, Field(ge=-_MOST, le=_MOST)]
Degrees: TypeAlias = Annotated[float, Field(ge=-1000, le=1000)]
Step: TypeAlias = Literal["submitted", "returned", "checked", "withdrawn", "closed"]


class PlaceBody(Body):
    """A place by a name that the gazetteer knows, or by coordinates and any name."""

    name: Text = ""
    city: Text = ""
    province: Text = ""
    lat: Degrees | None = None
    lon: Degrees | None = None
    coordinates: Coordinates = Field(default="wgs84", description="What lat and lon are given in")

    def where(self) -> Where:
        """As the form takes it."""
        return Where(**self.model_dump())


class OriginBody(Body):
    """Workers from one place. `id` keeps an origin that is there already; times that are left out are the form's."""

    id: Id | None = None
    place: PlaceBody = Field(default_factory=PlaceBody)
    headcount: Whole | None = None
    ready: Time | None = None
    due_from: Time | None = None
    due: Time | None = None
    splittable: bool = True
    min_group: Whole = 1


class RequestChange(Body):
    """What is left out or null stays as it is; `origins` are all of them."""

    model_config = example(origins=[{"place": {"name": "兴文县"}, "headcount": 96, "ready": _WHEN}])
    site: PlaceBody | None = None
    contact: Text | None = None
    phone: Annotated[str, StringConstraints(max_length=40, pattern=PRINTABLE)] | None = None
    priority_claim: Prose | None = None
    remarks: Prose | None = None
    ready: Time | None = Field(default=None, description="No departure before; for every origin that says no other")
    due_from: Time | None = Field(default=None, description="Not there before")
    due: Time | None = Field(default=None, description="There at the latest")
    origins: Annotated[list[OriginBody], Field(max_length=500)] | None = None

    def form(self) -> Form:
        """As the service takes it."""
        plain = self.model_dump(include={"contact", "phone", "priority_claim", "remarks", "ready", "due_from", "due"})
        origins = None if self.origins is None else [_origin(origin) for origin in self.origins]
        return Form(site=None if self.site is None else self.site.where(), origins=origins, **plain)


class RequestBody(RequestChange):
    """A new request. Site and contact that are left out are those of the employer's last one."""

    model_config = example(
        campaign_id="0ch3d5a9k2x7m1q8v4t6w0y2z5",
        site={"name": "历下区", "city": "济南"},
        contact="李伟",
        phone="13800005678",
        ready=_WHEN,
        due="2020-03-12 20:00",
        origins=[{"place": {"name": "兴文县"}, "headcount": 96}],
    )
    campaign_id: Id
    employer_id: Id | None = Field(default=None, description="Whose it is, where the bureau files it")


class StepBody(Body):
    """Where a request goes by hand. A note says why; a returned one needs it."""

    model_config = example(to="returned", note="请补充证明材料")
    to: Step
    note: Prose = ""
    priority: Annotated[float, Field(ge=0, le=1000)] | None = Field(
        default=None, description="With `checked`: the priority that is granted"
    )


class PlaceAnswer(Answer):
    """A place; `source` tells whether the gazetteer knew it (`gazetteer`) or it was `given`. WGS-84 degrees."""

    name: str
    city: str
    province: str
    lat: float | None
    lon: float | None
    source: str | None


class OriginAnswer(Answer):
    """One origin; its id is the demand's in every scenario and plan of the campaign."""

    id: Id
    number: int
    state: str
    place: PlaceAnswer
    headcount: int | None
    ready: str | None
    due_from: str | None
    due: str | None
    splittable: bool
    min_group: int


class RequestLine(Row):
    """A request in a list."""

    campaign_id: Id
    employer_id: Id
    state: State
    site_name: str
    headcount: int


class RequestAnswer(Row):
    """A request. `steps` are those that whoever asks may take by hand; `frozen`: an employer changes it no more."""

    campaign_id: Id
    employer_id: Id
    state: State
    steps: list[str]
    frozen: bool
    site: PlaceAnswer
    contact: str
    phone: str
    priority_claim: str
    priority: float | None
    remarks: str
    named: int = Field(description="Workers with a name")
    origins: list[OriginAnswer]


class FormAnswer(BaseModel):
    """What a new request begins with: the site and contact of the employer's last one, empty where there is none."""

    site: PlaceAnswer
    contact: str
    phone: str


class EventAnswer(Answer):
    """One step: when, who, from where to where, why."""

    at: datetime
    account_id: str | None
    role: str
    before: str | None
    after: State
    note: str


class ProofAnswer(Row):
    """A paper."""

    request_id: Id
    file_name: str
    media_type: str
    size: int
    sha256: str


class ProofList(BaseModel):
    """The papers of a request, all of them."""

    items: list[ProofAnswer]


class EventList(BaseModel):
    """Every step of a request, the first one first."""

    items: list[EventAnswer]


class RosterAnswer(BaseModel):
    """What became of a roster. Good rows are kept; send broken ones again corrected, alone or among the others."""

    rows: int = Field(description="Below the heading, empty ones not counted")
    broken: int = Field(description="With a fault, not taken")
    added: int
    changed: int = Field(description="Whose document was there already, with other fields")
    unchanged: int
    without_place: int = Field(description="Added, but no origin is meant or it is full")
    named: int = Field(description="Workers with a name on the request now")
    headcount: int = Field(description="Its places")
    unknown_columns: list[str]
    faults: list[Fault] = Field(description="By row and column, the first ones; personal values are masked")
    fault_count: int


def _origin(body: OriginBody) -> From:
    values = body.model_dump(exclude={"place"})
    return From(place=body.place.where(), **values)
