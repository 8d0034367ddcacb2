"""Models of the room invitations. Made from the service's description by ``api.client_maker``."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from api.client.shape import Shape


class AcceptBody(Shape):
    """Takes up a one-time link; the link itself says which account, where it is for a new password."""

    token: str
    login: str | None = None
    name: str | None = None
    password: str


class InvitationAnswer(Shape):
    """A one-time link, without the link."""

    id: str
    created_at: dt.datetime
    changed_at: dt.datetime
    version: int
    purpose: Literal["set-up", "invitation", "reset"]
    role: Literal["administrator", "planner", "reader", "employer", "carrier", "escort"]
    name: str
    login: str | None
    employer_id: str | None
    carrier_id: str | None
    account_id: str | None
    expires_at: dt.datetime
    used_at: dt.datetime | None


class InvitationBody(Shape):
    """Whom to invite. ``login``: their sign-in name, where it shall be this one."""

    role: Literal["administrator", "planner", "reader", "employer", "carrier", "escort"]
    name: str
    login: str | None = None
    employer_id: str | None = None
    carrier_id: str | None = None


class OpenLinkAnswer(Shape):
    """What a one-time link is for. With a ``login`` that name cannot be chosen."""

    purpose: Literal["set-up", "invitation", "reset"]
    name: str
    role: Literal["administrator", "planner", "reader", "employer", "carrier", "escort"]
    login: str | None
    expires_at: dt.datetime
