"""Every create that was answered is there under its key, once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import select

from api.service.campaigns.tables import Snapshot
from api.service.people.tables import Worker
from api.service.plans.tables import PlanJob
from api.service.publishing.tables import Publication
from api.service.requests.tables import Request
from api.service.store import Unit
from api.service.store.tables import IdempotencyKey
from benchmarks.kills.acknowledged import Acknowledged

TABLES: Mapping[str, Any] = {
    "request": Request,
    "worker": Worker,
    "snapshot": Snapshot,
    "plan": PlanJob,
    "publication": Publication,
}
"""By the word in a key: what is created under it."""

_SHARED = ("snapshot",)
"""The same content is the same row, under however many keys."""


def faults_of_answers(unit: Unit, told: Acknowledged) -> Iterator[str]:
    """Keys, answers and rows that do not belong together."""
    yield from (f"{key}: another answer when it was sent again" for key in told.doubled)
    yield from (f"an answer that nobody should get: {answer}" for answer in told.unexpected)
    kept: dict[str, str | None] = {row.key: row.answer for row in unit.session.scalars(select(IdempotencyKey))}
    for kind, table in TABLES.items():
        yield from _of_kind(unit, kind, table, {key: row_id for key, row_id in kept.items() if kind_of(key) == kind})
        for key, row_id in told.of(kind).items():
            if kept.get(key) != row_id:
                yield f"{key}: answered as {row_id}, kept as {kept.get(key)}"
            if unit.session.get(table, row_id) is None:
                yield f"{key}: the {kind} {row_id} that was answered is missing"


def kind_of(key: str) -> str:
    """The word in a key."""
    return key.split("-")[1]


def _of_kind(unit: Unit, kind: str, table: Any, kept: Mapping[str, str | None]) -> Iterator[str]:
    """``kept``: the answer by key. What was there before the load has no key, and no account that made it."""
    rows = unit.session.execute(select(table.id, table.created_by)).all()
    there = {row.id for row in rows}
    times = Counter(kept.values())
    for key, row_id in kept.items():
        if row_id not in there:
            yield f"{key}: kept as the {kind} {row_id}, which is missing"
    for row in rows:
        made_under_load = row.created_by is not None or kind == "plan"
        if made_under_load and not times[row.id]:
            yield f"{row.id}: a {kind} under no key, made twice or in halves"
        if times[row.id] > 1 and kind not in _SHARED:
            yield f"{row.id}: a {kind} under {times[row.id]} keys"
