"""Records of runs and handovers as they stand in requests and answers."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal, TypeAlias

from pydantic import Field

from api.http.account_schemas import PRINTABLE, Answer, Body, Id, Line, Row, example
from api.http.campaign_schemas import Time

Kind: TypeAlias = Literal["boarded", "no_show", "rejected", "delivered"]
Side: TypeAlias = Literal["sending", "carrying", "receiving"]
ClientId: TypeAlias = Annotated[str, Field(pattern="^[A-Za-z0-9_.:-]{1,64}$", examples=["phone-7.18"])]
Heads: TypeAlias = Annotated[int, Field(ge=0, le=100_000)]
Note: TypeAlias = Annotated[str, Field(min_length=1, max_length=500, pattern=PRINTABLE)]

MOST_RECORDS = 1000


class RecordBody(Body):
    """What happened. ``client_id`` is the device's own name for it; sent again, it is kept once.

    ``corrects``: the device's name of the record that this one replaces; with headcount 0 it takes it back.
    """

    model_config = example(
        client_id="phone-7.18",
        kind="boarded",
        seq=1,
        demand_id="0ch3d5a9k2x7m1q8v4t6w0y2z5",
        headcount=24,
        happened_at="2020-03-10T08:00:00+08:00",
    )
    client_id: ClientId
    kind: Kind
    seq: Annotated[int, Field(ge=1, le=10_000)]
    demand_id: Id
    headcount: Heads
    happened_at: Time
    noted_at: Time | None = None
    worker_id: Id | None = None
    reason: Note | None = None
    corrects: ClientId | None = None


class RecordsBody(Body):
    """Records of one run, in any order."""

    records: Annotated[list[RecordBody], Field(min_length=1, max_length=MOST_RECORDS)]


class RecordAnswer(Row):
    """A record that the service keeps; ``created_at`` is when it came."""

    client_id: str
    kind: Kind
    seq: int
    demand_id: str
    employer_id: str
    headcount: int
    at_door: bool
    happened_at: datetime
    noted_at: datetime
    worker_id: str | None
    reason: str | None
    corrects_id: str | None


class OutcomeAnswer(Answer):
    """What became of a record: stored, there already, or refused, and why."""

    client_id: str
    status: Literal["stored", "there", "refused"]
    record: RecordAnswer | None
    refusal: str | None


class OutcomesAnswer(Answer):
    """In the order in which the records were sent."""

    outcomes: list[OutcomeAnswer]


class CountAnswer(Answer):
    """Heads of one demand at one stop: planned, and by the records that hold."""

    seq: int
    demand_id: str
    to_board: int
    boarded: int
    no_show: int
    rejected: int
    to_alight: int
    delivered: int


class TallyAnswer(Answer):
    """A run counted, stop by stop and demand by demand; ``excess`` says what goes beyond plan and standby."""

    run_id: Id
    standby: int
    counts: list[CountAnswer]
    excess: list[str]


class SignatureBody(Body):
    """One side signs for so many workers; a note says why these are not those recorded."""

    model_config = example(signer="李伟", headcount=24, signed_at="2020-03-10T17:05:00+08:00")
    signer: Annotated[Line, Field(max_length=100)]
    headcount: Heads
    signed_at: Time
    note: Note | None = None


class SignatureAnswer(Answer):
    """A signature. ``role`` is that of whoever entered it."""

    side: Side
    signer: str
    headcount: int
    note: str | None
    signed_at: datetime
    role: str


class HandoverAnswer(Answer):
    """One employer's workers at the end of a run, with the signatures for them; complete with all three."""

    id: Id
    publication_id: Id
    published_run_id: Id
    run_id: str
    employer_id: str
    carrier_id: str | None
    expected: int
    boarded: int
    no_show: int
    rejected: int
    delivered: int
    completed_at: datetime | None
    signatures: list[SignatureAnswer]
    version: int
