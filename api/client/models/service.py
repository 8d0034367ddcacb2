"""Models of the room service. Made from the service's description by ``api.client_maker``."""

from __future__ import annotations

from typing import Literal

from api.client.shape import Shape


class Health(Shape):
    """The service is up."""

    status: Literal["ok"]
    version: str


class Ready(Shape):
    """The service can do its work."""

    status: Literal["ready"]
