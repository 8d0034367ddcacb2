"""Calls of the room escort_runs. Made from the service's description by ``api.client_maker``."""

from __future__ import annotations

from api.client.calls import Calls, new_key
from api.client.models.escort_runs import EscortRunAnswer, EscortRunBody
from api.client.pages import Pages


class EscortRuns:
    """The calls of the room escort_runs."""

    def __init__(self, calls: Calls) -> None:
        self._calls = calls

    def list_escort_runs(self, *, plan_id: str | None = None, limit: int = 50) -> Pages[EscortRunAnswer]:
        """List who has which run in hand.

        An escort sees the own runs.
        """
        return self._calls.pages(EscortRunAnswer, "/escort-runs", query={"plan_id": plan_id, "limit": limit})

    def create_escort_run(self, body: EscortRunBody, *, key: str | None = None) -> EscortRunAnswer:
        """Give a run to an escort.

        The escort sees this run and its manifest from now on. Twice is as good as once.
        """
        return self._calls.value(EscortRunAnswer, "POST", "/escort-runs", body=body, key=key or new_key())

    def delete_escort_run(self, row_id: str, *, version: int | str) -> None:
        """Take a run from an escort.

        The escort does not see the run any more.
        """
        self._calls.nothing("DELETE", "/escort-runs/{row_id}", at={"row_id": row_id}, version=version)
