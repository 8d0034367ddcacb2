"""Models of the room travel. Made from the service's description by ``api.client_maker``."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from api.client.shape import Shape


class CountAnswer(Shape):
    """Heads of one demand at one stop: planned, and by the records that hold."""

    seq: int
    demand_id: str
    to_board: int
    boarded: int
    no_show: int
    rejected: int
    to_alight: int
    delivered: int


class SignatureAnswer(Shape):
    """A signature. ``role`` is that of whoever entered it."""

    side: Literal["sending", "carrying", "receiving"]
    signer: str
    headcount: int
    note: str | None
    signed_at: dt.datetime
    role: str


class HandoverAnswer(Shape):
    """One employer's workers at the end of a run, with the signatures for them; complete with all three."""

    id: str
    publication_id: str
    published_run_id: str
    run_id: str
    employer_id: str
    carrier_id: str | None
    expected: int
    boarded: int
    no_show: int
    rejected: int
    delivered: int
    completed_at: dt.datetime | None
    signatures: list[SignatureAnswer]
    version: int


class RecordAnswer(Shape):
    """A record that the service keeps; ``created_at`` is when it came."""

    id: str
    created_at: dt.datetime
    changed_at: dt.datetime
    version: int
    client_id: str
    kind: Literal["boarded", "no_show", "rejected", "delivered"]
    seq: int
    demand_id: str
    employer_id: str
    headcount: int
    at_door: bool
    happened_at: dt.datetime
    noted_at: dt.datetime
    worker_id: str | None
    reason: str | None
    corrects_id: str | None


class OutcomeAnswer(Shape):
    """What became of a record: stored, there already, or refused, and why."""

    client_id: str
    status: Literal["stored", "there", "refused"]
    record: RecordAnswer | None
    refusal: str | None


class OutcomesAnswer(Shape):
    """In the order in which the records were sent."""

    outcomes: list[OutcomeAnswer]


class RecordBody(Shape):
    """What happened. ``client_id`` is the device's own name for it; sent again, it is kept once.

    ``corrects``: the device's name of the record that this one replaces; with headcount 0 it takes it back.
    """

    client_id: str
    kind: Literal["boarded", "no_show", "rejected", "delivered"]
    seq: int
    demand_id: str
    headcount: int
    happened_at: dt.datetime
    noted_at: dt.datetime | None = None
    worker_id: str | None = None
    reason: str | None = None
    corrects: str | None = None


class RecordsBody(Shape):
    """Records of one run, in any order."""

    records: list[RecordBody]


class SignatureBody(Shape):
    """One side signs for so many workers; a note says why these are not those recorded."""

    signer: str
    headcount: int
    signed_at: dt.datetime
    note: str | None = None


class TallyAnswer(Shape):
    """A run counted, stop by stop and demand by demand; ``excess`` says what goes beyond plan and standby."""

    run_id: str
    standby: int
    counts: list[CountAnswer]
    excess: list[str]
