"""A campaign's ground: regions with their risk, sites, daily limits and measured roads."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any, TypeVar

from sqlalchemy import delete, insert, select

from api.service.accounts.tables import Employer
from api.service.campaigns.campaigns import campaign_of, changeable
from api.service.campaigns.forms import Cells, region_cells, site_cells, tried
from api.service.campaigns.tables import (
    Campaign,
    CampaignLimit,
    CampaignRegion,
    CampaignRoad,
    CampaignSite,
    DemandSetting,
    Offer,
)
from api.service.policy import require
from api.service.store import ConflictError, InvalidError, NotFoundError, Page, Unit, new_id, page
from optimizer.clock import show_clock
from optimizer.problem import Limit, Region, Site
from scenarios import FileFault

G = TypeVar("G", CampaignRegion, CampaignSite, CampaignLimit)

WORDS: Mapping[type, str] = {CampaignRegion: "region", CampaignSite: "site", CampaignLimit: "limit"}


def ground(unit: Unit, kind: type[G], campaign_id: str, *, cursor: str | None, limit: int) -> Page[G]:
    """A page of the campaign's regions, sites or limits."""
    campaign_of(unit, campaign_id)
    require(unit.actor, "read", "grounds")
    wanted = select(kind).where(kind.campaign_id == campaign_id, kind.deleted_at.is_(None))
    return page(unit, wanted, cursor=cursor, limit=limit)


def ground_row(unit: Unit, kind: type[G], campaign_id: str, row_id: str) -> G:
    """One of them. Raises NotFoundError."""
    campaign_of(unit, campaign_id)
    require(unit.actor, "read", "grounds")
    row = unit.get(kind, row_id, what=WORDS[kind])
    if row.campaign_id != campaign_id:
        raise NotFoundError(f"There is no {WORDS[kind]} {row_id}. Maybe its list has the right one.")
    return row


def put_region(
    unit: Unit, campaign_id: str, cells: Cells, row_id: str | None = None, version: int | None = None
) -> CampaignRegion:
    """A region, new or changed. ``cells``: the columns of regions.csv. Raises InvalidError with every fault."""
    campaign = changeable(unit, campaign_id)
    row = _there(unit, CampaignRegion, campaign_id, row_id, version)
    given = {**cells, "region_id": _code(row, cells.get("region_id"))}
    record = tried(campaign, {"regions": [given]}, names={"regions": "region"}).regions[0]
    return _kept(unit, row or CampaignRegion(campaign_id=campaign.id, code=record.region_id), region_columns(record))


def put_site(
    unit: Unit, campaign_id: str, cells: Cells, row_id: str | None = None, version: int | None = None
) -> CampaignSite:
    """A site, new or changed. ``cells``: the columns of sites.csv, ``region_id`` a region's code.

    Without coordinates the gazetteer finds them by the name. Raises InvalidError with every fault.
    """
    campaign = changeable(unit, campaign_id)
    row = _there(unit, CampaignSite, campaign_id, row_id, version)
    given = {**cells, "site_id": _code(row, cells.get("site_id"))}
    region = region_by_code(unit, campaign.id, cells.get("region_id"))
    regions = [] if region is None else [region_cells(region)]
    record = tried(campaign, {"regions": regions, "sites": [given]}, names={"sites": "site"}).sites[0]
    found = "gazetteer" if cells.get("lat") is None and cells.get("lon") is None else "given"
    row = row or CampaignSite(campaign_id=campaign.id, code=record.site_id)
    return _kept(unit, row, site_columns(record, region.id if region else None, found))


def put_limit(
    unit: Unit, campaign_id: str, cells: Cells, row_id: str | None = None, version: int | None = None
) -> CampaignLimit:
    """A daily limit, new or changed. ``cells``: the columns of limits.csv. Raises InvalidError with every fault."""
    campaign = changeable(unit, campaign_id)
    row = _there(unit, CampaignLimit, campaign_id, row_id, version)
    given = {**cells, "limit_id": _code(row, cells.get("limit_id"))}
    tables = {"limits": [given], **_scope_tables(unit, campaign, str(cells.get("scope", "")))}
    record = tried(campaign, tables, names={"limits": "limit"}).limits[0]
    return _kept(unit, row or CampaignLimit(campaign_id=campaign.id, code=record.limit_id), limit_columns(record))


def drop_ground(unit: Unit, kind: type[G], campaign_id: str, row_id: str, version: int | None) -> None:
    """Takes one away. Raises ConflictError where others stand on it."""
    changeable(unit, campaign_id)
    row = unit.expect(ground_row(unit, kind, campaign_id, row_id), version)
    _refuse_used(unit, row)
    row.code = f"{row.code[:50]}~{row.id}"  # another may have its code from now on
    unit.delete(row)
    unit.session.flush()


def put_roads(unit: Unit, campaign_id: str, roads: Iterable[tuple[str, str, float, float]]) -> int:
    """The measured roads in place of those before: from, to (sites' codes), km, minutes. Gives their number."""
    campaign = changeable(unit, campaign_id)
    rows = [dict(zip(("from_code", "to_code", "km", "minutes"), road, strict=True)) for road in roads]
    unit.session.execute(delete(CampaignRoad).where(CampaignRoad.campaign_id == campaign.id))
    if rows:
        unit.session.execute(insert(CampaignRoad), [{"campaign_id": campaign.id, **row} for row in rows])
    unit.note("replace", "campaign_roads", campaign.id, after={"roads": len(rows)})
    return len(rows)


def region_by_code(unit: Unit, campaign_id: str, code: str | None) -> CampaignRegion | None:
    """The region of that code, None for none and for no code."""
    return None if not code else _by_code(unit, CampaignRegion, campaign_id, code)


def site_by_code(unit: Unit, campaign_id: str, code: str | None) -> CampaignSite | None:
    """The site of that code, None for none and for no code."""
    return None if not code else _by_code(unit, CampaignSite, campaign_id, code)


def region_columns(record: Region) -> dict[str, Any]:
    """A region's columns from a scenario's record."""
    return {
        "name": record.name,
        "city": record.city,
        "province": record.province,
        "risk": record.risk,
        "open_from": _date(record.open_from),
    }


def site_columns(record: Site, region_id: str | None, found: str) -> dict[str, Any]:
    """A site's columns from a scenario's record; ``region_id`` is its region's row, ``found`` who gave its place."""
    return {
        "name": record.name,
        "kind": record.kind,
        "lat": record.lat,
        "lon": record.lon,
        "place_source": found,
        "region_id": region_id,
        "opens": None if record.opens is None else show_clock(record.opens),
        "closes": None if record.closes is None else show_clock(record.closes),
        "dwell_min": record.dwell_min,
        "checkin_min": record.checkin_min,
        "exit_min": record.exit_min,
    }


def limit_columns(record: Limit) -> dict[str, Any]:
    """A limit's columns from a scenario's record."""
    return {"scope": record.scope, "kind": record.kind, "day": _date(record.day), "value": record.value}


def _date(day: int | None) -> date | None:
    return None if day is None else date.fromordinal(day)


def _code(row: CampaignRegion | CampaignSite | CampaignLimit | None, given: Any) -> str:
    if row is not None:
        if given not in (None, "", row.code):
            fault = FileFault(place=WORDS[type(row)], value=given, expected=f"{row.code}, a code stays as it is")
            raise InvalidError("1 fault in the form, nothing was done.", [fault])
        return row.code
    return str(given) if given else new_id()


def _there(unit: Unit, kind: type[G], campaign_id: str, row_id: str | None, version: int | None) -> G | None:
    return None if row_id is None else unit.expect(ground_row(unit, kind, campaign_id, row_id), version)


def _kept(unit: Unit, row: G, values: Mapping[str, Any]) -> G:
    for name, value in values.items():
        setattr(row, name, value)
    unit.add(row)
    unit.session.flush()
    return row


def _by_code(unit: Unit, kind: type[G], campaign_id: str, code: str) -> G | None:
    wanted = select(kind).where(kind.campaign_id == campaign_id, kind.code == code, kind.deleted_at.is_(None))
    return unit.session.scalar(wanted)


def _scope_tables(unit: Unit, campaign: Campaign, scope: str) -> dict[str, list[dict[str, Any]]]:
    """What a limit's scope may name, as far as it does."""
    province, _, city = scope.partition("/")
    named = (CampaignRegion.code == scope) | ((CampaignRegion.province == province) & (CampaignRegion.city == city))
    here = (CampaignRegion.campaign_id == campaign.id) & CampaignRegion.deleted_at.is_(None)
    regions = [region_cells(row) for row in unit.session.scalars(select(CampaignRegion).where(here, named))]
    site = site_by_code(unit, campaign.id, scope)
    employer = unit.session.scalar(_employer_name(scope))
    return {
        "regions": regions,
        "sites": [] if site is None else [site_cells(site, None)],
        "employers": [] if employer is None else [{"employer_id": scope, "name": employer}],
    }


def _employer_name(employer_id: str) -> Any:
    return select(Employer.name).where(Employer.id == employer_id, Employer.deleted_at.is_(None))


def _refuse_used(unit: Unit, row: CampaignRegion | CampaignSite | CampaignLimit) -> None:
    user = None
    if isinstance(row, CampaignRegion):
        sites = select(CampaignSite.name).where(CampaignSite.region_id == row.id, CampaignSite.deleted_at.is_(None))
        user = unit.session.scalar(sites.limit(1))
    elif isinstance(row, CampaignSite):
        user = next(_users(unit, row), None)
    if user is not None:
        raise ConflictError(f"The {WORDS[type(row)]} {row.code} is needed by {user!r}. Maybe change that first.")


def _users(unit: Unit, site: CampaignSite) -> Iterator[str]:
    """What stands on a site: offers by their names, demands by their origins."""
    offers = select(Offer).where(Offer.campaign_id == site.campaign_id, Offer.deleted_at.is_(None))
    for offer in unit.session.scalars(offers):
        if offer.depot_id == site.id or any(stop["site_id"] == site.code for stop in offer.stops or ()):
            yield offer.name
    names = (DemandSetting.pickup_id == site.id) | (DemandSetting.workplace_id == site.id)
    yield from unit.session.scalars(select(DemandSetting.origin_id).where(names, DemandSetting.deleted_at.is_(None)))
