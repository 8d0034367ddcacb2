"""A request as whoever asks may see it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import func, select

from api.http.request_schemas import OriginAnswer, PlaceAnswer, RequestAnswer, RequestLine
from api.service.campaigns.campaigns import takes_requests
from api.service.campaigns.tables import Campaign
from api.service.people.tables import Worker
from api.service.people.vault import Vault
from api.service.requests.contact import shown_contact
from api.service.requests.states import next_states
from api.service.requests.tables import Request, RequestOrigin
from api.service.store import Unit


def told(unit: Unit, vault: Vault, row: Request) -> RequestAnswer:
    """The whole request; the rows must be flushed."""
    contact = shown_contact(unit, vault, row)
    campaign = unit.get(Campaign, row.campaign_id, what="campaign")
    named = select(func.count()).where(Worker.request_id == row.id, Worker.deleted_at.is_(None))
    return RequestAnswer(
        id=row.id,
        created_at=row.created_at,
        changed_at=row.changed_at,
        version=row.version,
        campaign_id=row.campaign_id,
        employer_id=row.employer_id,
        state=row.state,
        steps=list(next_states(row.state, unit.actor.role)),
        frozen=not takes_requests(campaign, unit.now),
        site=site_told(row),
        contact=contact.name,
        phone=contact.phone,
        priority_claim=row.priority_claim,
        priority=row.priority,
        remarks=row.remarks,
        named=unit.session.scalar(named) or 0,
        origins=[_origin(origin) for origin in row.origins],
    )


def site_told(row: Request | None) -> PlaceAnswer:
    """The site, empty where there is no request."""
    if row is None:
        return PlaceAnswer(name="", city="", province="", lat=None, lon=None, source=None)
    return PlaceAnswer(
        name=row.site_name,
        city=row.site_city,
        province=row.site_province,
        lat=row.site_lat,
        lon=row.site_lon,
        source=row.site_source,
    )


def heads_of(unit: Unit, rows: Sequence[Request]) -> Mapping[str, int]:
    """The headcounts of requests by id."""
    chosen = (
        select(RequestOrigin.request_id, func.sum(RequestOrigin.headcount))
        .where(RequestOrigin.request_id.in_([row.id for row in rows]), RequestOrigin.deleted_at.is_(None))
        .group_by(RequestOrigin.request_id)
    )
    return {request_id: heads or 0 for request_id, heads in unit.session.execute(chosen)}


def line(row: Request, heads: Mapping[str, int]) -> RequestLine:
    """A request in a list."""
    return RequestLine(
        id=row.id,
        created_at=row.created_at,
        changed_at=row.changed_at,
        version=row.version,
        campaign_id=row.campaign_id,
        employer_id=row.employer_id,
        state=row.state,
        site_name=row.site_name,
        headcount=heads.get(row.id, 0),
    )


def _origin(row: RequestOrigin) -> OriginAnswer:
    place = PlaceAnswer(
        name=row.place_name, city=row.city, province=row.province, lat=row.lat, lon=row.lon, source=row.source
    )
    return OriginAnswer(
        id=row.id,
        number=row.number,
        state=row.state,
        place=place,
        headcount=row.headcount,
        ready=row.ready,
        due_from=row.due_from,
        due=row.due,
        splittable=row.splittable,
        min_group=row.min_group,
    )
