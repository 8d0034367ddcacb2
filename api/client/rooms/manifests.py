"""Calls of the room manifests. Made from the service's description by ``api.client_maker``."""

from __future__ import annotations

from api.client.calls import Calls
from api.client.models.manifests import ManifestAnswer


class Manifests:
    """The calls of the room manifests."""

    def __init__(self, calls: Calls) -> None:
        self._calls = calls

    def read_manifest(self, row_id: str, run_id: str) -> ManifestAnswer:
        """Who sits where on a run?

        Names and numbers are clear here for whoever may read them; an employer sees its own workers.

        A carrier reads names and seats alone, where the campaign says so, from a day before the departure until a
        day after the arrival.

        Every reading is noted in the audit log.
        """
        return self._calls.value(
            ManifestAnswer,
            "GET",
            "/publications/{row_id}/runs/{run_id}/manifest",
            at={"row_id": row_id, "run_id": run_id},
        )
