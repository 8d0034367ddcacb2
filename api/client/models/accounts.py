"""Models of the room accounts. Made from the service's description by ``api.client_maker``."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from api.client.shape import Shape


class AccountAnswer(Shape):
    """Somebody who can sign in."""

    id: str
    created_at: dt.datetime
    changed_at: dt.datetime
    version: int
    login: str
    name: str
    role: Literal["administrator", "planner", "reader", "employer", "carrier", "escort"]
    employer_id: str | None
    carrier_id: str | None
    disabled_at: dt.datetime | None


class AccountChange(Shape):
    """What an administrator may change; what is left out stays."""

    name: str | None = None
    role: Literal["administrator", "planner", "reader", "employer", "carrier", "escort"] | None = None
    disabled: bool | None = None


class Revoked(Shape):
    """How many sessions and keys were ended."""

    sessions: int
    keys: int
