"""Records, counts and handovers as each party reads them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import or_, select

from api.service.campaigns.tables import Campaign
from api.service.policy import find, require, visible
from api.service.publishing.lineage import lineage
from api.service.publishing.tables import Publication, PublishedRun
from api.service.store import NotFoundError, Page, Unit, page
from api.service.travel.recording import expected, records_of
from api.service.travel.tables import Handover, RunRecord, Signature
from api.service.travel.tally import beyond, tally


@dataclass(frozen=True, slots=True, kw_only=True)
class Tallied:
    """Heads by stop and demand: seq, demand_id, to_board, boarded, no_show, rejected, to_alight, delivered."""

    standby: int
    counts: Sequence[Mapping[str, Any]]
    excess: Sequence[str]


def records(unit: Unit, published_run_id: str, *, cursor: str | None, limit: int) -> Page[RunRecord]:
    """A run's records that the actor sees. An employer, who sees no runs, finds those of its own workers."""
    require(unit.actor, "list", "run_records")
    run = _run_of_records(unit, published_run_id)
    wanted = select(RunRecord).where(RunRecord.published_run_id.in_(lineage(unit, run)), visible(unit.actor, RunRecord))
    return page(unit, wanted, cursor=cursor, limit=limit)


def _run_of_records(unit: Unit, published_run_id: str) -> PublishedRun:
    if unit.actor.role != "employer":
        return find(unit, PublishedRun, published_run_id, what="run")
    run = unit.get(PublishedRun, published_run_id, what="run")
    riding = {party["employer_id"] for stop in run.stops for party in stop["parties"]}
    if unit.actor.employer_id not in riding:
        raise NotFoundError(
            f"There is no run {published_run_id} for you. Maybe the list of journeys has the right one."
        )
    return run


def tallied(unit: Unit, published_run_id: str) -> Tallied:
    """A run counted, for the bureau, its carrier and its escort. Raises NotFoundError."""
    run = find(unit, PublishedRun, published_run_id, what="run")
    plan, counted = expected(run), tally(records_of(unit, run))
    parts = {
        "to_board": plan.boarding, "boarded": counted.boarded, "no_show": counted.no_show,
        "rejected": counted.rejected, "to_alight": plan.alighting, "delivered": counted.delivered,
    }  # fmt: skip
    places = sorted({at for part in parts.values() for at in part})
    return Tallied(
        standby=run.standby,
        counts=[
            {
                "seq": seq,
                "demand_id": demand_id,
                **{name: part.get((seq, demand_id), 0) for name, part in parts.items()},
            }
            for seq, demand_id in places
        ],
        excess=[excess.told for excess in beyond(plan, counted)],
    )


def handovers(
    unit: Unit,
    campaign_id: str,
    *,
    published_run_id: str | None = None,
    complete: bool | None = None,
    cursor: str | None,
    limit: int,
) -> Page[Handover]:
    """The campaign's handovers that the actor sees: of the current publication, and older ones with a signature."""
    require(unit.actor, "list", "handovers")
    if unit.actor.role in ("administrator", "planner", "reader"):
        find(unit, Campaign, campaign_id, what="campaign")
    now = select(Publication.id).where(Publication.campaign_id == campaign_id, Publication.superseded_at.is_(None))
    signed = select(Signature.handover_id).where(Signature.deleted_at.is_(None))
    wanted = select(Handover).where(
        Handover.campaign_id == campaign_id,
        or_(Handover.publication_id.in_(now), Handover.id.in_(signed)),
        visible(unit.actor, Handover),
        Handover.deleted_at.is_(None),
    )
    if published_run_id is not None:
        wanted = wanted.where(Handover.published_run_id == published_run_id)
    if complete is not None:
        wanted = wanted.where(Handover.completed_at.is_not(None) if complete else Handover.completed_at.is_(None))
    return page(unit, wanted, cursor=cursor, limit=limit)
