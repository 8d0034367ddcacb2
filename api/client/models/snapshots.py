"""Models of the room snapshots. Made from the service's description by ``api.client_maker``."""

from __future__ import annotations

import datetime as dt
from typing import Any, Literal

from api.client.shape import Shape


class ChangedField(Shape):
    """A field before and after."""

    name: str
    before: Any
    after: Any


class SnapshotAnswer(Shape):
    """A campaign's scenario of one moment, which never changes. ``counts``: workers, and the rows of every table."""

    id: str
    campaign_id: str
    profile: str
    edition: int
    created_at: dt.datetime
    created_by: str | None
    sha256: str
    counts: dict[str, Any]
    warnings: list[dict[str, Any]]


class SnapshotBody(Shape):
    """What goes in: with ``travelled`` also workers who are under way or there."""

    travelled: bool = True


class SnapshotChange(Shape):
    """One thing that is different. ``id``: the request's or offer's, else the row's own."""

    what: Literal["request", "offer", "rule", "ground"]
    change: Literal["added", "removed", "changed"]
    table: str
    row: str
    id: str
    fields: list[ChangedField]


class SnapshotDifferenceAnswer(Shape):
    """All that became different from the first snapshot to the other one."""

    same: bool
    changes: list[SnapshotChange]
