"""Models of the room session. Made from the service's description by ``api.client_maker``."""

from __future__ import annotations

import datetime as dt

from api.client.shape import Shape


class OwnSession(Shape):
    """A session of one's own account."""

    id: str
    created_at: dt.datetime
    seen_at: dt.datetime
    expires_at: dt.datetime
    agent: str


class PasswordBody(Shape):
    """A new password, and the present one."""

    current: str
    new: str


class SignInBody(Shape):
    """A sign-in name and its password."""

    login: str
    password: str
