"""Calls of the room plan_orders. Made from the service's description by ``api.client_maker``."""

from __future__ import annotations

import datetime as dt

from api.client.calls import Calls, new_key
from api.client.models.plan_orders import OrderBody
from api.client.models.shared import PlanStatus
from api.client.pages import Pages


class PlanOrders:
    """The calls of the room plan_orders."""

    def __init__(self, calls: Calls) -> None:
        self._calls = calls

    def list_plans(self, *, snapshot: str | None = None, limit: int = 50) -> Pages[PlanStatus]:
        """List the plans.

        Everything that was ordered, the newest first, whatever became of it.
        """
        return self._calls.pages(PlanStatus, "/plans", query={"snapshot": snapshot, "limit": limit})

    def plan_snapshot(
        self,
        snapshot_id: str,
        body: OrderBody | None = None,
        *,
        seconds: float | None = None,
        seed: int = 0,
        iterations: int | None = None,
        not_before: dt.datetime | None = None,
        key: str | None = None,
    ) -> PlanStatus:
        """Plan a snapshot.

        Starts a job whose plan knows its snapshot for ever; only the bureau may read it until it is published.

        With `start` it goes on from an earlier plan, such as the one that is published, and is never worse than
        what still holds of it.
        """
        return self._calls.value(
            PlanStatus,
            "POST",
            "/snapshots/{snapshot_id}/plans",
            at={"snapshot_id": snapshot_id},
            body=body,
            key=key or new_key(),
            query={"seconds": seconds, "seed": seed, "iterations": iterations, "not_before": not_before},
        )
