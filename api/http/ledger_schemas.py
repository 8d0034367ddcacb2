"""The ledger of problems as it stands in requests and answers."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal, TypeAlias

from pydantic import BaseModel, Field

from api.http.account_schemas import PRINTABLE, Answer, Body, Id, Row, example
from api.http.campaign_schemas import Day, Name

ProblemState: TypeAlias = Literal["found", "gathered", "submitted", "forwarded", "coordinated", "closed"]
By: TypeAlias = Literal["employer", "district", "state", "owner"]
Words: TypeAlias = Annotated[str, Field(max_length=4000, pattern=r"^[^\x00]*$")]


class ProblemBody(Body):
    """What is wrong, and for whom. ``owner_id`` and ``due`` the bureau says; without district it is the employer's."""

    model_config = example(title="No pass for the coach", text="The county of transit asks for one.", due="2020-03-12")
    title: Name
    text: Words = ""
    campaign_id: Id | None = None
    employer_id: Id | None = None
    request_id: Id | None = None
    plan_id: Id | None = None
    run_id: Annotated[str, Field(max_length=64, pattern=PRINTABLE)] | None = None
    district: Annotated[str, Field(min_length=1, max_length=200, pattern=PRINTABLE)] | None = None
    owner_id: Id | None = None
    due: Day | None = None


class ProblemAnswer(Row):
    """A problem. ``overdue``: not closed, and due before today."""

    title: str
    text: str
    campaign_id: str | None
    employer_id: str | None
    request_id: str | None
    plan_id: str | None
    run_id: str | None
    district: str | None
    state: ProblemState
    state_zh: str = Field(description="The state as the ledger on paper calls it", examples=["转办"])
    state_since: datetime
    owner_id: str | None
    due: date | None
    overdue: bool


class ProblemStepBody(Body):
    """The next state, or the one before with the reason."""

    model_config = example(state="gathered", note="Three firms tell the same")
    state: ProblemState
    note: Words = ""


class ProblemStepAnswer(Answer):
    """A step: who, when, from where to where, why."""

    at: datetime
    account_id: str | None
    role: str
    before: str | None
    after: str
    note: str


class ProblemProofBody(Body):
    """Words that prove that it is solved."""

    model_config = example(text="The pass was issued, number 0312")
    text: Annotated[str, Field(min_length=1, max_length=4000, pattern=r"^[^\x00]*$")]


class ProblemProofAnswer(Row):
    """What proves that a problem is solved. With a paper: its name, kind, size and hash."""

    problem_id: Id
    text: str
    file_name: str | None
    media_type: str | None
    size: int | None
    sha256: str | None


class ProblemCount(BaseModel):
    """Problems that are not closed, and those of them that are overdue; ``key`` is empty for none."""

    key: str
    open: int
    overdue: int


class ProblemCounts(BaseModel):
    """The counts by employer's id, district, state or owner's id."""

    by: By
    counts: list[ProblemCount]
