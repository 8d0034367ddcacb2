"""Models of the room keys. Made from the service's description by ``api.client_maker``."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from api.client.shape import Shape


class KeyAnswer(Shape):
    """A key: how it begins, and when it was last used (to the minute)."""

    id: str
    created_at: dt.datetime
    changed_at: dt.datetime
    version: int
    account_id: str
    name: str
    role: Literal["administrator", "planner", "reader", "employer", "carrier", "escort"]
    begins: str
    expires_at: dt.datetime | None
    used_at: dt.datetime | None = None


class KeyBody(Shape):
    """A key that is wanted: ``role`` no wider than one's own; without it, one's own."""

    name: str
    role: Literal["administrator", "planner", "reader", "employer", "carrier", "escort"] | None = None
    expires_at: dt.datetime | None = None


class NewKey(Shape):
    """A new key. ``secret`` is shown here only, and not again where the request is repeated."""

    id: str
    created_at: dt.datetime
    changed_at: dt.datetime
    version: int
    account_id: str
    name: str
    role: Literal["administrator", "planner", "reader", "employer", "carrier", "escort"]
    begins: str
    expires_at: dt.datetime | None
    used_at: dt.datetime | None = None
    secret: str | None = None
