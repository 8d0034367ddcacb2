"""Calls of the room snapshots. Made from the service's description by ``api.client_maker``."""

from __future__ import annotations

from typing import Any, Literal

from api.client.calls import Calls, new_key
from api.client.models.snapshots import SnapshotAnswer, SnapshotBody, SnapshotDifferenceAnswer
from api.client.pages import Pages


class Snapshots:
    """The calls of the room snapshots."""

    def __init__(self, calls: Calls) -> None:
        self._calls = calls

    def list_snapshots(self, campaign_id: str, *, limit: int = 50) -> Pages[SnapshotAnswer]:
        """List snapshots.

        The newest first.
        """
        return self._calls.pages(
            SnapshotAnswer,
            "/campaigns/{campaign_id}/snapshots",
            at={"campaign_id": campaign_id},
            query={"limit": limit},
        )

    def create_snapshot(self, campaign_id: str, body: SnapshotBody, *, key: str | None = None) -> SnapshotAnswer:
        """Take a snapshot.

        Checked requests, accepted offers, ground and rules as one scenario. The same content is the same snapshot.

        What cannot be planned is told all at once, each fault by its request, offer or site and the field.
        """
        return self._calls.value(
            SnapshotAnswer,
            "POST",
            "/campaigns/{campaign_id}/snapshots",
            at={"campaign_id": campaign_id},
            body=body,
            key=key or new_key(),
        )

    def read_snapshot(self, snapshot_id: str) -> SnapshotAnswer:
        """Read a snapshot.

        What is in it, in numbers.
        """
        return self._calls.value(SnapshotAnswer, "GET", "/snapshots/{snapshot_id}", at={"snapshot_id": snapshot_id})

    def read_snapshot_scenario(self, snapshot_id: str) -> dict[str, Any]:
        """Take a snapshot's scenario away as JSON.

        The document as every call takes it.
        """
        return self._calls.value(
            dict[str, Any], "GET", "/snapshots/{snapshot_id}/scenario", at={"snapshot_id": snapshot_id}
        )

    def read_snapshot_workbook(self, snapshot_id: str, *, lang: Literal["en", "zh"] = "en") -> bytes:
        """Take a snapshot's scenario away as a workbook.

        With English or Chinese headings.
        """
        return self._calls.data(
            "GET", "/snapshots/{snapshot_id}/workbook", at={"snapshot_id": snapshot_id}, query={"lang": lang}
        )

    def read_snapshot_folder(self, snapshot_id: str) -> bytes:
        """Take a snapshot's scenario away as a folder.

        As the command line reads and plans it.
        """
        return self._calls.data("GET", "/snapshots/{snapshot_id}/folder", at={"snapshot_id": snapshot_id})

    def compare_snapshots(self, snapshot_id: str, *, other: str) -> SnapshotDifferenceAnswer:
        """Compare two snapshots.

        Which requests, offers, rules and places became different, field by field.
        """
        return self._calls.value(
            SnapshotDifferenceAnswer,
            "GET",
            "/snapshots/{snapshot_id}/difference",
            at={"snapshot_id": snapshot_id},
            query={"other": other},
        )
