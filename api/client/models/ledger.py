"""Models of the room ledger. Made from the service's description by ``api.client_maker``."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from api.client.shape import Shape


class ProblemAnswer(Shape):
    """A problem. ``overdue``: not closed, and due before today."""

    id: str
    created_at: dt.datetime
    changed_at: dt.datetime
    version: int
    title: str
    text: str
    campaign_id: str | None
    employer_id: str | None
    request_id: str | None
    plan_id: str | None
    run_id: str | None
    district: str | None
    state: Literal["found", "gathered", "submitted", "forwarded", "coordinated", "closed"]
    state_zh: str
    state_since: dt.datetime
    owner_id: str | None
    due: dt.date | None
    overdue: bool


class ProblemBody(Shape):
    """What is wrong, and for whom. ``owner_id`` and ``due`` the bureau says; without district it is the employer's."""

    title: str
    text: str = ""
    campaign_id: str | None = None
    employer_id: str | None = None
    request_id: str | None = None
    plan_id: str | None = None
    run_id: str | None = None
    district: str | None = None
    owner_id: str | None = None
    due: dt.date | None = None


class ProblemCount(Shape):
    """Problems that are not closed, and those of them that are overdue; ``key`` is empty for none."""

    key: str
    open: int
    overdue: int


class ProblemCounts(Shape):
    """The counts by employer's id, district, state or owner's id."""

    by: Literal["employer", "district", "state", "owner"]
    counts: list[ProblemCount]


class ProblemProofAnswer(Shape):
    """What proves that a problem is solved. With a paper: its name, kind, size and hash."""

    id: str
    created_at: dt.datetime
    changed_at: dt.datetime
    version: int
    problem_id: str
    text: str
    file_name: str | None
    media_type: str | None
    size: int | None
    sha256: str | None


class ProblemProofBody(Shape):
    """Words that prove that it is solved."""

    text: str


class ProblemStepAnswer(Shape):
    """A step: who, when, from where to where, why."""

    at: dt.datetime
    account_id: str | None
    role: str
    before: str | None
    after: str
    note: str


class ProblemStepBody(Shape):
    """The next state, or the one before with the reason."""

    state: Literal["found", "gathered", "submitted", "forwarded", "coordinated", "closed"]
    note: str = ""
