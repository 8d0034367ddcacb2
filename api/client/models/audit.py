"""Models of the room audit. Made from the service's description by ``api.client_maker``."""

from __future__ import annotations

import datetime as dt
from typing import Any

from api.client.shape import Shape


class AuditAnswer(Shape):
    """One change. Personal fields are sealed or masked, secrets are masked."""

    number: int
    at: dt.datetime
    account_id: str | None
    role: str
    action: str
    table_name: str
    row_id: str
    before: dict[str, Any] | None
    after: dict[str, Any] | None
