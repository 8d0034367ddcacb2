"""Calls of the room travel. Made from the service's description by ``api.client_maker``."""

from __future__ import annotations

from typing import Literal

from api.client.calls import Calls, new_key
from api.client.models.travel import (
    HandoverAnswer,
    OutcomesAnswer,
    RecordAnswer,
    RecordsBody,
    SignatureBody,
    TallyAnswer,
)
from api.client.pages import Pages


class Travel:
    """The calls of the room travel."""

    def __init__(self, calls: Calls) -> None:
        self._calls = calls

    def list_records(self, row_id: str, *, limit: int = 50) -> Pages[RecordAnswer]:
        """Read a run's records.

        All of them, those that were corrected too; an employer sees those of its own workers.
        """
        return self._calls.pages(RecordAnswer, "/runs/{row_id}/records", at={"row_id": row_id}, query={"limit": limit})

    def create_records(self, row_id: str, body: RecordsBody) -> OutcomesAnswer:
        """Record what happened on a run.

        For devices that are offline at times: each record is judged by itself, the good ones are kept.

        Sent again, nothing is kept twice, so no `Idempotency-Key` is needed. Counts beyond plan and standby need a
        reason.
        """
        return self._calls.value(OutcomesAnswer, "POST", "/runs/{row_id}/records", at={"row_id": row_id}, body=body)

    def read_tally(self, row_id: str) -> TallyAnswer:
        """Count a run.

        Planned and recorded heads by stop and demand, after corrections.
        """
        return self._calls.value(TallyAnswer, "GET", "/runs/{row_id}/tally", at={"row_id": row_id})

    def list_handovers(
        self, campaign_id: str, *, run_id: str | None = None, complete: bool | None = None, limit: int = 50
    ) -> Pages[HandoverAnswer]:
        """List handovers.

        Those of the current publication, and older ones that somebody has signed. ``run_id``: the published run's
        id.
        """
        return self._calls.pages(
            HandoverAnswer,
            "/campaigns/{campaign_id}/handovers",
            at={"campaign_id": campaign_id},
            query={"run_id": run_id, "complete": complete, "limit": limit},
        )

    def read_handover(self, handover_id: str) -> HandoverAnswer:
        """Read a handover.

        Expected, boarded, no-show, rejected, delivered, and the signatures.
        """
        return self._calls.value(HandoverAnswer, "GET", "/handovers/{handover_id}", at={"handover_id": handover_id})

    def create_signature(
        self,
        handover_id: str,
        side: Literal["sending", "carrying", "receiving"],
        body: SignatureBody,
        *,
        key: str | None = None,
    ) -> HandoverAnswer:
        """Sign a handover.

        The third signature completes it. The bureau enters what came back on paper.
        """
        return self._calls.value(
            HandoverAnswer,
            "POST",
            "/handovers/{handover_id}/signatures/{side}",
            at={"handover_id": handover_id, "side": side},
            body=body,
            key=key or new_key(),
        )

    def delete_signature(
        self, handover_id: str, side: Literal["sending", "carrying", "receiving"], *, version: int | str
    ) -> HandoverAnswer:
        """Take a signature back.

        For one that was given by mistake; the log keeps it. `If-Match` is the handover's.
        """
        return self._calls.value(
            HandoverAnswer,
            "DELETE",
            "/handovers/{handover_id}/signatures/{side}",
            at={"handover_id": handover_id, "side": side},
            version=version,
        )
