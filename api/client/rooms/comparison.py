"""Calls of the room comparison. Made from the service's description by ``api.client_maker``."""

from __future__ import annotations

from typing import Literal

from api.client.calls import Calls
from api.client.models.comparison import ComparisonDocument


class Comparison:
    """The calls of the room comparison."""

    def __init__(self, calls: Calls) -> None:
        self._calls = calls

    def compare_plans(self, *, plan: list[str], lang: Literal["en", "zh"] = "en") -> ComparisonDocument:
        """Compare plans.

        Served, on time, money by mode, worker-hours, runs, load factor, empty km, gap: side by side.
        """
        return self._calls.value(ComparisonDocument, "GET", "/comparison", query={"lang": lang, "plan": plan})

    def see_comparison(self, *, plan: list[str], lang: Literal["en", "zh"] = "en") -> bytes:
        """See the comparison.

        One HTML page with the numbers and the maps side by side; it needs no network.
        """
        return self._calls.data("GET", "/comparison/page", query={"lang": lang, "plan": plan})

    def print_comparison(self, *, plan: list[str], lang: Literal["en", "zh"] = "en") -> bytes:
        """Print the comparison.

        The same as a workbook.
        """
        return self._calls.data("GET", "/comparison/workbook", query={"lang": lang, "plan": plan})
