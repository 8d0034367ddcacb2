"""Models of the room campaigns. Made from the service's description by ``api.client_maker``."""

from __future__ import annotations

import datetime as dt
from typing import Any, Literal

from pydantic import Field

from api.client.shape import Shape


class CampaignAnswer(Shape):
    """A campaign. ``state`` of this moment: an open one is frozen from its freeze time on."""

    id: str
    created_at: dt.datetime
    changed_at: dt.datetime
    version: int
    name: str
    receiving_area: str
    first_day: dt.date
    last_day: dt.date
    profile: str
    edition: int
    timezone: str
    currency: str
    freeze_at: dt.datetime | None
    retention_days: int
    carriers_read_names: bool
    overrides: dict[str, Any]
    state: Literal["preparing", "open", "frozen", "running", "closed"]
    state_since: dt.datetime


class CampaignBody(Shape):
    """A campaign. ``overrides``: numbers of the profile by their address, null takes one away."""

    name: str
    receiving_area: str = ""
    first_day: dt.date
    last_day: dt.date
    profile: str
    edition: int | None = None
    timezone: str = "Asia/Shanghai"
    currency: str = "CNY"
    freeze_at: dt.datetime | None = None
    retention_days: int = 30
    carriers_read_names: bool = False
    overrides: dict[str, Any] = Field(default_factory=dict)


class CampaignStep(Shape):
    """The state that comes next."""

    state: Literal["preparing", "open", "frozen", "running", "closed"]
