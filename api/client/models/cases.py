"""Models of the room cases. Made from the service's description by ``api.client_maker``."""

from __future__ import annotations

from api.client.shape import Shape


class CaseLine(Shape):
    """A shipped case."""

    name: str
    title: str
    summary: str


class CasePage(Shape):
    """A shipped case with its whole page."""

    name: str
    title: str
    summary: str
    page: str
    workers: int
