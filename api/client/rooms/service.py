"""Calls of the room service. Made from the service's description by ``api.client_maker``."""

from __future__ import annotations

from api.client.calls import Calls
from api.client.models.service import Health, Ready


class Service:
    """The calls of the room service."""

    def __init__(self, calls: Calls) -> None:
        self._calls = calls

    def health(self) -> Health:
        """Is the service up?

        Says that the service answers, and its version.
        """
        return self._calls.value(Health, "GET", "/health")

    def ready(self) -> Ready:
        """Can the service do its work?

        Says that the database answers, that its tables are this version's, and that a worker lives. Else 503.
        """
        return self._calls.value(Ready, "GET", "/ready")
