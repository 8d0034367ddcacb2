"""Models of the room plan_orders. Made from the service's description by ``api.client_maker``."""

from __future__ import annotations

from pydantic import Field

from api.client.shape import Shape


class StartBody(Shape):
    """The plan to go on from, and what of it is pinned."""

    plan_id: str
    pin_runs: list[str] = Field(default_factory=list)
    pin_itineraries: list[str] = Field(default_factory=list)
    pin_all: bool = False


class OrderBody(Shape):
    """What else is wanted of a plan."""

    start: StartBody | None = None
