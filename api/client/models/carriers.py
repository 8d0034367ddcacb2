"""Models of the room carriers. Made from the service's description by ``api.client_maker``."""

from __future__ import annotations

import datetime as dt

from api.client.shape import Shape


class CarrierAnswer(Shape):
    """A carrier. Contact and phone are masked for who may only read."""

    id: str
    created_at: dt.datetime
    changed_at: dt.datetime
    version: int
    name: str
    contact: str | None
    phone: str | None


class CarrierBody(Shape):
    """A firm that drives, a railway bureau, an airline."""

    name: str
    contact: str | None = None
    phone: str | None = None


class CarrierChange(Shape):
    """What is left out stays; null empties it, but for the name, which stays."""

    name: str | None = None
    contact: str | None = None
    phone: str | None = None
