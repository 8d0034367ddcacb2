"""Calls of the room plans. Made from the service's description by ``api.client_maker``."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any

from api.client.calls import Calls, new_key
from api.client.models.shared import PlanResult, PlanStatus


class Plans:
    """The calls of the room plans."""

    def __init__(self, calls: Calls) -> None:
        self._calls = calls

    def start_plan(
        self,
        body: Mapping[str, Any] | bytes,
        *,
        seconds: float | None = None,
        seed: int = 0,
        iterations: int | None = None,
        not_before: dt.datetime | None = None,
        start: str | None = None,
        pin_runs: list[str] | None = None,
        pin_itineraries: list[str] | None = None,
        pin_all: bool = False,
        content_type: str | None = None,
        key: str | None = None,
    ) -> PlanStatus:
        """Plan a scenario.

        Starts a job; `Location` says where to follow it. It runs to its limit or until it is stopped.

        The job is kept: it goes on after the service or a worker was interrupted, and ends exactly once. With
        `start` it goes on from an earlier plan that you may read, and is never worse than what still holds of it.
        """
        return self._calls.value(
            PlanStatus,
            "POST",
            "/plans",
            body=body,
            content_type=content_type,
            key=key or new_key(),
            query={
                "seconds": seconds,
                "seed": seed,
                "iterations": iterations,
                "not_before": not_before,
                "start": start,
                "pin_runs": pin_runs,
                "pin_itineraries": pin_itineraries,
                "pin_all": pin_all,
            },
        )

    def plan_now(
        self,
        body: Mapping[str, Any] | bytes,
        *,
        seconds: float | None = None,
        seed: int = 0,
        start: str | None = None,
        pin_runs: list[str] | None = None,
        pin_itineraries: list[str] | None = None,
        pin_all: bool = False,
        content_type: str | None = None,
    ) -> PlanResult:
        """Plan a scenario while you wait.

        Answers with the checked plan. The search stops when the client goes away; for more time, start a job.

        With `start` it goes on from an earlier plan that you may read, and is never worse than what still holds of
        it.
        """
        return self._calls.value(
            PlanResult,
            "POST",
            "/plans/now",
            body=body,
            content_type=content_type,
            query={
                "seconds": seconds,
                "seed": seed,
                "start": start,
                "pin_runs": pin_runs,
                "pin_itineraries": pin_itineraries,
                "pin_all": pin_all,
            },
        )

    def read_status(self, plan_id: str) -> PlanStatus:
        """How far is a plan?

        The job as it is now.
        """
        return self._calls.value(PlanStatus, "GET", "/plans/{plan_id}", at={"plan_id": plan_id})

    def follow(self, plan_id: str) -> Iterator[PlanStatus]:
        """Follow a plan.

        Server-sent events, one whenever something changes and at least every second; the last one is `end`.

        Ids go on counting when the service was restarted in between.
        """
        return self._calls.follow(PlanStatus, "/plans/{plan_id}/events", at={"plan_id": plan_id})

    def stop_plan(self, plan_id: str) -> PlanStatus:
        """Stop a plan.

        Ends the search with the best plan so far, which is then checked: follow it to its end. Harmless when over.
        """
        return self._calls.value(PlanStatus, "POST", "/plans/{plan_id}/stop", at={"plan_id": plan_id})
