"""Models of the room employers. Made from the service's description by ``api.client_maker``."""

from __future__ import annotations

import datetime as dt

from api.client.shape import Shape


class EmployerAnswer(Shape):
    """An employer. Contact and phone are masked for who may only read."""

    id: str
    created_at: dt.datetime
    changed_at: dt.datetime
    version: int
    name: str
    district: str | None
    industry: str | None
    contact: str | None
    phone: str | None


class EmployerBody(Shape):
    """A firm that asks for its workers to be brought."""

    name: str
    district: str | None = None
    industry: str | None = None
    contact: str | None = None
    phone: str | None = None


class EmployerChange(Shape):
    """What is left out stays; null empties it, but for the name, which stays."""

    name: str | None = None
    district: str | None = None
    industry: str | None = None
    contact: str | None = None
    phone: str | None = None
