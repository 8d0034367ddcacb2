"""Models of the room scenarios. Made from the service's description by ``api.client_maker``."""

from __future__ import annotations

from typing import Literal

from api.client.shape import Shape


class Warned(Shape):
    """Something odd that does no harm."""

    place: str
    row: int | None
    column: str | None
    text: str


class ScenarioReport(Shape):
    """A scenario that can be planned."""

    valid: Literal[True]
    name: str
    sha256: str
    workers: int
    rows: dict[str, int]
    warnings: list[Warned]
    warning_count: int
