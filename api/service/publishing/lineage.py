"""A run over several publications: the one that is read now, and those that it stands for."""

from __future__ import annotations

from sqlalchemy import select

from api.service.publishing.tables import PublishedRun
from api.service.store import Unit


def lineage(unit: Unit, run: PublishedRun) -> list[str]:
    """The ids of the run and of those that it replaced, the newest first."""
    found, before = [run.id], run.replaces_id
    while before is not None:
        found.append(before)
        before = unit.session.scalar(select(PublishedRun.replaces_id).where(PublishedRun.id == before))
    return found
