"""What each party reads of what is published: its own, and of a shared vehicle nothing of anybody else's."""

from __future__ import annotations

from typing import Any, Literal, TypeAlias

from sqlalchemy import func, select

from api.service.actor import Actor
from api.service.campaigns.tables import Campaign
from api.service.policy import find, require, visible
from api.service.publishing.tables import JourneySet, Publication, PublishedRun
from api.service.store import NotFoundError, Page, Unit, page

View: TypeAlias = Literal["bureau", "employer", "carrier", "escort"]

_BUREAU = frozenset({"administrator", "planner", "reader", "system"})


def view_of(actor: Actor) -> View:
    """Whose eyes these are."""
    return "bureau" if actor.role in _BUREAU else actor.role  # type: ignore[return-value]


def publications(unit: Unit, campaign_id: str, *, cursor: str | None, limit: int) -> Page[Publication]:
    """The campaign's publications that the actor sees, the newest first."""
    wanted = select(Publication).where(
        Publication.campaign_id == campaign_id, visible(unit.actor, Publication), Publication.deleted_at.is_(None)
    )
    return page(unit, wanted, cursor=cursor, limit=limit, newest_first=True)


def current_publication(unit: Unit, campaign_id: str) -> Publication:
    """The one that the campaign goes by. Raises NotFoundError where there is none that the actor sees."""
    row = unit.session.scalar(
        select(Publication).where(
            Publication.campaign_id == campaign_id,
            Publication.superseded_at.is_(None),
            visible(unit.actor, Publication),
        )
    )
    if row is None:
        if view_of(unit.actor) == "bureau":
            find(unit, Campaign, campaign_id, what="campaign")
        raise NotFoundError(
            f"Nothing of campaign {campaign_id} is published for you. Maybe it will be: look again later."
        )
    return row


def journeys(
    unit: Unit,
    publication_id: str,
    *,
    employer_id: str | None = None,
    changed: bool = False,
    cursor: str | None,
    limit: int,
) -> Page[JourneySet]:
    """The publication's journeys that the actor sees, one row a demand; ``changed``: only those with changes."""
    require(unit.actor, "list", "journeys")
    find(unit, Publication, publication_id, what="publication")
    wanted = select(JourneySet).where(JourneySet.publication_id == publication_id, visible(unit.actor, JourneySet))
    if employer_id is not None:
        wanted = wanted.where(JourneySet.employer_id == employer_id)
    if changed:
        wanted = wanted.where(func.json_array_length(JourneySet.changes) > 0)
    return page(unit, wanted, cursor=cursor, limit=limit)


def runs(
    unit: Unit,
    publication_id: str,
    *,
    carrier_id: str | None = None,
    vehicle: str | None = None,
    cursor: str | None,
    limit: int,
) -> Page[PublishedRun]:
    """The publication's runs that the actor sees."""
    require(unit.actor, "list", "runs")
    find(unit, Publication, publication_id, what="publication")
    wanted = select(PublishedRun).where(
        PublishedRun.publication_id == publication_id, visible(unit.actor, PublishedRun)
    )
    if carrier_id is not None:
        wanted = wanted.where(PublishedRun.carrier_id == carrier_id)
    if vehicle is not None:
        wanted = wanted.where(PublishedRun.vehicle == vehicle)
    return page(unit, wanted, cursor=cursor, limit=limit)


def shown_publication(row: Publication, actor: Actor) -> dict[str, Any]:
    """A publication as the actor may see it: totals are the bureau's."""
    bureau = view_of(actor) == "bureau"
    return {
        "id": row.id,
        "campaign_id": row.campaign_id,
        "plan_id": row.plan_id,
        "published_at": row.created_at,
        "supersedes_id": row.supersedes_id,
        "superseded_at": row.superseded_at,
        "timezone": row.timezone,
        "currency": row.currency,
        "totals": row.totals if bureau else None,
        "changed": row.changed if bureau else None,
        "version": row.version,
    }


def shown_journeys(row: JourneySet, actor: Actor) -> dict[str, Any]:
    """A demand's journeys. Why somebody stays behind is told to employers by its reason; details name other things."""
    bureau = view_of(actor) == "bureau"
    unserved = [case if bureau else {**case, "detail": None} for case in row.unserved]
    names = (
        "id", "publication_id", "employer_id", "demand_id", "headcount", "served", "itineraries", "changes", "version",
    )  # fmt: skip
    shown = {name: getattr(row, name) for name in names}
    return shown | {"due_from": row.due_from, "due": row.due or None, "unserved": unserved}


def shown_run(row: PublishedRun, actor: Actor) -> dict[str, Any]:
    """A run. A carrier sees heads by stop; who they are is for the bureau and the escort; money is for the bureau."""
    view = view_of(actor)
    names = (
        "id", "publication_id", "plan_id", "run_id", "carrier_id", "offer_id", "mode", "name", "vehicle",
        "vehicle_type", "departs_at", "arrives_at", "units", "seats", "standby", "riders", "trip", "duty", "version",
    )  # fmt: skip
    stops = row.stops
    if view not in ("bureau", "escort"):
        stops = [{**stop, "parties": None} for stop in stops]
    return {
        **{name: getattr(row, name) for name in names},
        "stops": stops,
        "money": round(row.money, 2) if view == "bureau" else None,
    }
