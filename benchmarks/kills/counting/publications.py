"""Every plan was published once, in one line of publications of which the last is in force, each of them whole."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from sqlalchemy import select

from api.service.publishing.tables import Publication
from api.service.store import Unit
from benchmarks.kills.acknowledged import Acknowledged
from benchmarks.kills.counting.journeys import faults_of_journeys, faults_of_origins
from benchmarks.kills.counting.runs import faults_of_runs


def faults_of_publications(unit: Unit, told: Acknowledged) -> Iterator[str]:
    """Publications by campaign, and what belongs to each."""
    published: dict[str, list[Publication]] = defaultdict(list)
    for row in unit.session.scalars(select(Publication).order_by(Publication.created_at, Publication.id)):
        published[row.campaign_id].append(row)
    for campaign_id, rows in published.items():
        yield from _in_line(campaign_id, rows)
        for row in rows:
            yield from faults_of_journeys(unit, row)
            yield from faults_of_runs(unit, row)
        for row in (row for row in rows if row.superseded_at is None):
            yield from faults_of_origins(unit, row)
    plans = {row.id: row.plan_id for rows in published.values() for row in rows}
    for key, (publication_id, plan_id) in told.publications.items():
        if plans.get(publication_id) != plan_id:
            yield f"{key}: answered with the plan {plan_id}, {publication_id} is of {plans.get(publication_id)}"


def _in_line(campaign_id: str, rows: Sequence[Publication]) -> Iterator[str]:
    of_plan: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        of_plan[row.plan_id].append(row.id)
    yield from (
        f"{plan_id}: published {len(ids)} times, {', '.join(ids)}" for plan_id, ids in of_plan.items() if len(ids) > 1
    )
    in_force = [row.id for row in rows if row.superseded_at is None]
    if len(in_force) != 1:
        yield f"{campaign_id}: {len(in_force)} publications are in force: {', '.join(in_force)}"
    known = {row.id: row for row in rows}
    followers: dict[str, list[Publication]] = defaultdict(list)
    for row in rows:
        followers[row.supersedes_id or ""].append(row)
    for before, after in followers.items():
        if len(after) > 1:
            yield f"{before or campaign_id}: superseded by {', '.join(row.id for row in after)}"
        if before and (before not in known or known[before].superseded_at != after[0].created_at):
            yield f"{after[0].id}: supersedes {before}, which does not say so"
    for row in rows:
        if row.superseded_at is not None and row.id not in followers:
            yield f"{row.id}: superseded by nothing"
