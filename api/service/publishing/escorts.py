"""Escorts stay with their run when a newer plan has one in its place."""

from __future__ import annotations

from sqlalchemy import select

from api.service.accounts.tables import EscortRun
from api.service.publishing.tables import Publication, PublishedRun
from api.service.store import Unit


def keep_escorts(unit: Unit, there: Publication, publication: Publication) -> int:
    """Gives each escort the run that replaces its own; how many were given one. The old assignment stays as it was.

    Who permits this is the publication: nobody is assigned who was not before.
    """
    old = {row.id: (row.plan_id, row.run_id) for row in _runs(unit, there)}
    escorts = select(EscortRun).where(
        EscortRun.plan_id.in_({plan_id for plan_id, _ in old.values()}), EscortRun.deleted_at.is_(None)
    )
    by_run: dict[tuple[str, str], list[str]] = {}
    for row in unit.session.scalars(escorts):
        by_run.setdefault((row.plan_id, row.run_id), []).append(row.account_id)
    given = 0
    for run in _runs(unit, publication):
        before = old.get(run.replaces_id or "")
        if before is None or before == (run.plan_id, run.run_id):
            continue
        have = set(by_run.get((run.plan_id, run.run_id), ()))
        for account_id in sorted(set(by_run.get(before, ())) - have):
            unit.add(EscortRun(account_id=account_id, plan_id=run.plan_id, run_id=run.run_id))
            given += 1
    unit.session.flush()
    return given


def _runs(unit: Unit, publication: Publication) -> list[PublishedRun]:
    columns = (PublishedRun.id, PublishedRun.plan_id, PublishedRun.run_id, PublishedRun.replaces_id)
    return list(unit.session.execute(select(*columns).where(PublishedRun.publication_id == publication.id)))  # type: ignore[arg-type]
