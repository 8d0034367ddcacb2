"""Named workers, places, manifests and contacts as they stand in calls and answers."""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias

from pydantic import BaseModel, Field, StringConstraints

from api.http.account_schemas import PRINTABLE, Answer, Body, Id, Row, example

Cell: TypeAlias = Annotated[str, StringConstraints(max_length=200, pattern=PRINTABLE)]


class WorkerBody(Body):
    """A worker as a roster's row has one. In a change, what is left out stays and an empty text takes it away."""

    model_config = example(
        name="张三丰",
        id_number="110105194912310021",
        phone="13800005678",
        home_county="兴文县",
        health_kind="certificate",
        health_issuer="兴文县人民医院",
        health_issued="2020-03-01",
        health_valid_days="14",
    )
    name: Cell | None = None
    id_type: Cell | None = Field(default=None, description="Blank: resident_id")
    id_number: Cell | None = None
    phone: Cell | None = None
    home_county: Cell | None = None
    pickup: Cell | None = None
    health_kind: Cell | None = None
    health_issuer: Cell | None = None
    health_issued: Cell | None = None
    health_valid_until: Cell | None = None
    health_valid_days: Cell | None = None

    def given(self) -> dict[str, str]:
        """What is not left out."""
        return {name: value for name, value in self.model_dump().items() if value is not None}


class Fields(Answer):
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


class WorkerAnswer(Row):
    """A named worker, masked: 张**, 110***********1234, 138****5678. A name of — : the person is forgotten."""

    request_id: Id
    employer_id: Id
    origin_id: str | None
    place: int | None
    person: Fields


class PlaceBody(Body):
    """Which place: of which origin, and its number; without a number the lowest that is free."""

    model_config = example(origin_id="0ch3d5a9k2x7m1q8v4t6w0y2z5", place=12)
    origin_id: Id
    place: Annotated[int, Field(ge=-(10**9), le=10**9)] | None = None


class TakenPlace(BaseModel):
    """A place that a named worker holds."""

    place: int
    worker_id: Id


class OriginPlacesAnswer(BaseModel):
    """The places of one origin, 1 … headcount; those that are not in `taken` are unnamed."""

    origin_id: Id
    name: str
    headcount: int
    taken: list[TakenPlace]


class PlacesAnswer(BaseModel):
    """The places of a request, by origin."""

    origins: list[OriginPlacesAnswer]


class FilledAnswer(BaseModel):
    """How many workers got a place."""

    placed: int


class StopAnswer(Answer):
    """A stop of the run, local times of the campaign."""

    seq: int
    site: str
    arrival: str
    departure: str | None
    board: int
    alight: int


class TemperatureAnswer(Answer):
    """A column to be filled in on the way."""

    at: str
    kind: Literal["boarding", "on_the_way", "arrival"]
    site: str | None


class PassengerAnswer(Answer):
    """A seat that is taken; `person` is blank for a place that nobody is named for."""

    seat: str
    origin_id: str
    place: int
    employer_id: str
    employer: str
    board_seq: int
    alight_seq: int
    worker_id: str | None
    health: Literal["valid", "expired", "not_yet", "none"] | None = Field(
        description="On the day of the run's departure; null for a carrier, who is not told"
    )
    temperatures: list[float | None] = Field(description="One for each column, to be filled in")
    person: Fields


class ManifestAnswer(BaseModel):
    """The passenger registration sheet of a run, seat by seat."""

    publication_id: Id
    plan_id: str
    run_id: str
    mode: str
    name: str
    vehicle: str
    stops: list[StopAnswer]
    isolation_seats: list[str] = Field(description="At the back, kept free for whoever falls ill")
    columns: list[TemperatureAnswer]
    passengers: list[PassengerAnswer]


class ContactAnswer(Answer):
    """One who sat near, masked; the run's manifest has the name."""

    seat: str
    origin_id: str
    place: int
    employer_id: str
    employer: str
    worker_id: str | None
    person: Fields


class NearAnswer(BaseModel):
    """The contacts on one run, and by which rule."""

    publication_id: Id
    run_id: str
    mode: str
    seat: str
    rule: Literal["whole_coach", "same_carriage", "rows"]
    contacts: list[ContactAnswer]


class NearList(BaseModel):
    """By run, in order of departure."""

    items: list[NearAnswer]


class TwiceAnswer(BaseModel):
    """Workers who are the same person by document, named by several requests."""

    items: list[list[Id]]
