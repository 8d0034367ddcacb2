"""Models of the room escort_runs. Made from the service's description by ``api.client_maker``."""

from __future__ import annotations

import datetime as dt

from api.client.shape import Shape


class EscortRunAnswer(Shape):
    """Who has which run in hand."""

    id: str
    created_at: dt.datetime
    changed_at: dt.datetime
    version: int
    account_id: str
    plan_id: str
    run_id: str


class EscortRunBody(Shape):
    """An escort gets a run of a plan in hand."""

    account_id: str
    plan_id: str
    run_id: str
