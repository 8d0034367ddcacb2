"""Calls of the room cases. Made from the service's description by ``api.client_maker``."""

from __future__ import annotations

from typing import Any, Literal

from api.client.calls import Calls, new_key
from api.client.models.cases import CaseLine, CasePage
from api.client.models.shared import PlanStatus


class Cases:
    """The calls of the room cases."""

    def __init__(self, calls: Calls) -> None:
        self._calls = calls

    def list_cases(self) -> list[CaseLine]:
        """List the shipped cases.

        Documented journeys of early 2020 that can be planned as they are.
        """
        return self._calls.value(list[CaseLine], "GET", "/cases")

    def read_case(self, name: str) -> CasePage:
        """Read a case's page.

        What is documented about the case and what is assumed, with its sources.
        """
        return self._calls.value(CasePage, "GET", "/cases/{name}", at={"name": name})

    def read_scenario(self, name: str) -> dict[str, Any]:
        """Read a case's scenario.

        The JSON document as every call takes it.
        """
        return self._calls.value(dict[str, Any], "GET", "/cases/{name}/scenario", at={"name": name})

    def read_workbook(self, name: str, *, lang: Literal["en", "zh"] = "en") -> bytes:
        """Read a case's scenario as a workbook.

        A workbook to change and send back, with English or Chinese headings.
        """
        return self._calls.data("GET", "/cases/{name}/workbook", at={"name": name}, query={"lang": lang})

    def plan_case(
        self,
        name: str,
        *,
        seconds: float | None = None,
        seed: int = 0,
        start: str | None = None,
        pin_runs: list[str] | None = None,
        pin_itineraries: list[str] | None = None,
        pin_all: bool = False,
        key: str | None = None,
    ) -> PlanStatus:
        """Plan a case.

        Starts a job; `Location` says where to follow it. It runs to its limit or until it is stopped.

        With `start` it goes on from an earlier plan that you may read, and is never worse than what still holds of
        it.
        """
        return self._calls.value(
            PlanStatus,
            "POST",
            "/cases/{name}/plans",
            at={"name": name},
            key=key or new_key(),
            query={
                "seconds": seconds,
                "seed": seed,
                "start": start,
                "pin_runs": pin_runs,
                "pin_itineraries": pin_itineraries,
                "pin_all": pin_all,
            },
        )
