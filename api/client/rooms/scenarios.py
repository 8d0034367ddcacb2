"""Calls of the room scenarios. Made from the service's description by ``api.client_maker``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from api.client.calls import Calls
from api.client.models.scenarios import ScenarioReport


class Scenarios:
    """The calls of the room scenarios."""

    def __init__(self, calls: Calls) -> None:
        self._calls = calls

    def check_scenario(self, body: Mapping[str, Any] | bytes, *, content_type: str | None = None) -> ScenarioReport:
        """Check a scenario.

        Reads it by every rule: counts and warnings, or 422 with every broken cell at once. Nothing is kept.
        """
        return self._calls.value(ScenarioReport, "POST", "/scenarios/check", body=body, content_type=content_type)
