"""What the bureau adds to the requests: the sites and regions that they name, and where each origin's workers board."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from api.service.campaigns.campaigns import campaign_of, changeable
from api.service.campaigns.forms import tried
from api.service.campaigns.gathering import Ground, asked_of, pickup_spot, workplace_spot
from api.service.campaigns.ground import region_by_code, region_columns, site_by_code, site_columns
from api.service.campaigns.profiles.checking import refuse
from api.service.campaigns.tables import CampaignRegion, CampaignSite, DemandSetting
from api.service.policy import require
from api.service.requests.tables import Request, RequestOrigin
from api.service.store import NotFoundError, Page, Unit, page
from optimizer.problem import Problem
from scenarios import FileFault

_MOST_NIGHTS = 366


@dataclass(frozen=True, slots=True, kw_only=True)
class DemandForm:
    """For one origin: the codes of its pickup and workplace, and the nights of quarantine; None: as the rules say."""

    pickup_id: str | None = None
    workplace_id: str | None = None
    quarantine_nights: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """What the campaign's ground has got from its requests, by code."""

    regions: tuple[str, ...]
    sites: tuple[str, ...]


def put_demand(unit: Unit, campaign_id: str, origin_id: str, form: DemandForm, version: int | None) -> DemandSetting:
    """What holds for the demand of an origin from now on. Raises NotFoundError, InvalidError, StaleError."""
    campaign = changeable(unit, campaign_id)
    _check_origin(unit, campaign.id, origin_id)
    row = unit.session.scalar(select(DemandSetting).where(DemandSetting.origin_id == origin_id))
    row = DemandSetting(campaign_id=campaign.id, origin_id=origin_id) if row is None else unit.expect(row, version)
    faults: list[FileFault] = []
    row.pickup_id = _site(unit, campaign.id, "pickup_id", form.pickup_id, ("pickup", "station"), faults)
    row.workplace_id = _site(unit, campaign.id, "workplace_id", form.workplace_id, ("workplace",), faults)
    nights = form.quarantine_nights
    if nights is not None and not 0 <= nights <= _MOST_NIGHTS:
        expected = f"nights from 0 to {_MOST_NIGHTS}"
        faults.append(FileFault(place="demand", column="quarantine_nights", value=nights, expected=expected))
    refuse(faults, "form")
    row.quarantine_nights = nights
    unit.add(row)
    unit.session.flush()
    return row


def demand_of(unit: Unit, campaign_id: str, origin_id: str) -> DemandSetting:
    """What is set for an origin's demand. Raises NotFoundError, also where nothing is."""
    campaign_of(unit, campaign_id)
    require(unit.actor, "read", "demands")
    chosen = select(DemandSetting).where(
        DemandSetting.origin_id == origin_id,
        DemandSetting.campaign_id == campaign_id,
        DemandSetting.deleted_at.is_(None),
    )
    row = unit.session.scalar(chosen)
    if row is None:
        raise NotFoundError(f"Nothing is set for the demand of origin {origin_id}. Maybe its list has the right one.")
    return row


def demands(unit: Unit, campaign_id: str, *, cursor: str | None, limit: int) -> Page[DemandSetting]:
    """Everything that is set for demands of the campaign."""
    campaign_of(unit, campaign_id)
    require(unit.actor, "read", "demands")
    chosen = select(DemandSetting).where(DemandSetting.campaign_id == campaign_id, DemandSetting.deleted_at.is_(None))
    return page(unit, chosen, cursor=cursor, limit=limit)


def fill_ground(unit: Unit, campaign_id: str) -> Filled:
    """Adds the regions and sites that checked requests name and the campaign lacks; new regions are of low risk.

    A depot that the gazetteer found gets the region of its town.

    Then each can be given its risk, opening times and limits. Raises InvalidError for a place that nobody knows.
    """
    campaign = changeable(unit, campaign_id)
    ground = Ground.of(unit, campaign.id)
    where = ground.whereabouts
    towns = {site: where.region_of(site) for site in ground.sites if site.region_id is None}
    for item in asked_of(unit, campaign.id):
        where.site(pickup_spot(item.origin))
        where.site(workplace_spot(item.request))
    regions = [
        {"region_id": new.code, "name": new.name, "city": new.city, "province": new.province}
        for new in where.regions.values()
    ]
    sites = [
        {"site_id": new.code, "name": new.spot.name, "kind": new.spot.kind, "lat": new.spot.lat, "lon": new.spot.lon}
        for new in where.sites.values()
    ]
    problem = tried(campaign, {"regions": regions, "sites": sites}, names={"regions": "region", "sites": "site"})
    _keep_regions(unit, campaign.id, problem)
    for depot, town in towns.items():
        home = region_by_code(unit, campaign.id, town)
        depot.region_id = None if home is None else home.id
    for site in problem.sites:
        new = where.sites[site.site_id]
        region = region_by_code(unit, campaign.id, new.region)
        source = "gazetteer" if new.spot.lat is None else "given"
        columns = site_columns(site, None if region is None else region.id, source)
        unit.add(CampaignSite(campaign_id=campaign.id, code=site.site_id, **columns))
    unit.session.flush()
    return Filled(regions=tuple(where.regions), sites=tuple(where.sites))


def _keep_regions(unit: Unit, campaign_id: str, problem: Problem) -> None:
    for region in problem.regions:
        unit.add(CampaignRegion(campaign_id=campaign_id, code=region.region_id, **region_columns(region)))
    unit.session.flush()


def _check_origin(unit: Unit, campaign_id: str, origin_id: str) -> None:
    chosen = (
        select(RequestOrigin.id)
        .join(Request, RequestOrigin.request_id == Request.id)
        .where(RequestOrigin.id == origin_id, Request.campaign_id == campaign_id, RequestOrigin.deleted_at.is_(None))
    )
    if unit.session.scalar(chosen) is None:
        raise NotFoundError(
            f"There is no origin {origin_id} in campaign {campaign_id}. Maybe its list has the right one."
        )


def _site(
    unit: Unit, campaign_id: str, column: str, code: str | None, kinds: tuple[str, ...], faults: list[FileFault]
) -> str | None:
    if code is None:
        return None
    site = site_by_code(unit, campaign_id, code)
    if site is None or site.kind not in kinds:
        expected = f"the code of a {' or '.join(kinds)} of the campaign"
        faults.append(FileFault(place="demand", column=column, value=code, expected=expected))
        return None
    return site.id
