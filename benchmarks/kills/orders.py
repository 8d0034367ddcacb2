"""Clients that upload a scenario and order plans of it, without an account."""

from __future__ import annotations

import threading

from api.client.models.shared import PlanStatus
from benchmarks.kills.acknowledged import Acknowledged
from benchmarks.kills.callers import Caller

PLAN_SECONDS = 1.0
ENDED = ("finished", "failed", "cancelled")
_OPEN_AT_ONCE = 2
_LOOK_SECONDS = 0.5


class Orderer(Caller):
    """Has some plans made at any time. ``document``: the scenario as JSON."""

    def __init__(self, address: str, told: Acknowledged, over: threading.Event, number: int, document: bytes) -> None:
        super().__init__(address, told, over, number)
        self._document = document
        self._open: list[str] = []

    def work(self) -> None:
        """Looks what has ended, and orders one more where there is room."""
        self._open = [job for job in self._open if self._status(job).state not in ENDED]
        if len(self._open) >= _OPEN_AT_ONCE:
            self.pause(_LOOK_SECONDS)
            return
        key = self.key("plan")

        def order() -> PlanStatus:
            return self.client.plans.start_plan(
                self._document, seconds=PLAN_SECONDS, content_type="application/json", key=key
            )

        job = self.surely(order)
        self.told.plans[key] = job.id
        self._open.append(job.id)
        self.once_more(key, job, order, lambda answer: answer.id)

    def _status(self, job: str) -> PlanStatus:
        return self.surely(lambda: self.client.plans.read_status(job))
