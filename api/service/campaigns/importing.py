"""A whole scenario becomes a campaign: its ground, rules, employers, requests and offers."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from api.service.accounts.tables import CampaignEmployer, Employer
from api.service.campaigns.campaigns import DEFAULT_RETENTION
from api.service.campaigns.ground import limit_columns, put_roads, region_columns, site_columns
from api.service.campaigns.offers import put_coach_columns, put_service_columns
from api.service.campaigns.profiles import publish_profile
from api.service.campaigns.profiles.form import rule_keys
from api.service.campaigns.tables import (
    Campaign,
    CampaignLimit,
    CampaignRegion,
    CampaignSite,
    DemandSetting,
    Offer,
    Profile,
)
from api.service.policy import require
from api.service.requests.tables import Request, RequestEvent, RequestOrigin
from api.service.store import Unit, new_id
from optimizer.clock import show_minute
from optimizer.problem import Demand, Problem, Site
from scenarios.rows import table_rows
from scenarios.settings import show_settings

_GIVEN = "given"
_STATE = "checked"


def import_scenario(unit: Unit, problem: Problem, *, name: str = "", receiving_area: str = "") -> Campaign:
    """A new campaign, frozen, whose snapshot plans as the scenario does.

    Rules become a profile of the campaign's own, demands become checked requests (one for each employer, workplace and
    priority), fleets and services accepted offers. Sites, regions and limits keep their ids as codes; employers,
    demands and services get new ones, in the same order.
    """
    require(unit.actor, "create", "campaigns")
    title = name or problem.settings.name or "imported"
    rules = publish_profile(unit, _profile(problem, title), origin="imported")
    campaign = _campaign(unit, problem, rules, title, receiving_area or _area(problem))
    unit.session.flush()
    sites = _ground(unit, campaign, problem)
    employers = _employers(unit, campaign, problem)
    _limits(unit, campaign, problem, employers)
    unit.session.flush()
    _requests(unit, campaign, problem, employers, sites)
    _coaches(unit, campaign, problem, sites)
    _services(unit, campaign, problem)
    unit.session.flush()
    if problem.links:
        put_roads(unit, campaign.id, ((road.from_id, road.to_id, road.km, road.minutes) for road in problem.links))
    return campaign


def _profile(problem: Problem, title: str) -> dict[str, Any]:
    """The scenario's rules as a profile; nights of quarantine stay with each demand."""
    told = {"source": "scenario", "verified": False}
    shown = show_settings(problem.settings)
    slug = re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")[:60] or "scenario"
    return {
        "name": f"imported-{slug}",
        "title": f"Rules of {title}"[:200],
        "sources": {"scenario": {"document": f"the scenario {title}"[:200]}},
        "settings": {key: {"value": shown[key], **told} for key in rule_keys() if key in shown},
        "caps": [{"id": f"cap-{n}", **row, **told} for n, row in enumerate(table_rows(problem, "caps"), 1)],
    }


def _campaign(unit: Unit, problem: Problem, rules: Profile, name: str, area: str) -> Campaign:
    settings = problem.settings
    return unit.add(
        Campaign(
            name=name[:200],
            receiving_area=area[:200],
            timezone=settings.timezone,
            currency=settings.currency,
            first_day=date.fromordinal(settings.first_day),
            last_day=date.fromordinal(settings.last_day),
            freeze_at=None,
            retention_days=DEFAULT_RETENTION,
            state="frozen",
            state_since=unit.now,
            profile_id=rules.id,
            overrides={},
        )
    )


def _area(problem: Problem) -> str:
    """The province or city to which the most workers go."""
    heads: dict[str, int] = {}
    for demand in problem.demands:
        region = problem.region.get(problem.site[demand.workplace_id].region_id or "")
        if region is not None:
            area = f"{region.province}{region.city}" or region.name
            heads[area] = heads.get(area, 0) + demand.headcount
    return max(heads, key=lambda area: (heads[area], area), default="")


def _ground(unit: Unit, campaign: Campaign, problem: Problem) -> dict[str, CampaignSite]:
    regions = {
        region.region_id: CampaignRegion(campaign_id=campaign.id, code=region.region_id, **region_columns(region))
        for region in problem.regions
    }
    unit.session.add_all(regions.values())
    unit.session.flush()
    sites = {}
    for site in problem.sites:
        region = regions[site.region_id].id if site.region_id else None
        sites[site.site_id] = CampaignSite(
            campaign_id=campaign.id, code=site.site_id, **site_columns(site, region, _GIVEN)
        )
    unit.session.add_all(sites.values())
    return sites


def _employers(unit: Unit, campaign: Campaign, problem: Problem) -> dict[str, Employer]:
    districts = _districts(problem)
    found = {
        employer.employer_id: Employer(
            name=employer.name[:200],
            district=districts.get(employer.employer_id),
            industry=employer.industry or None,
            contact=employer.contact or None,
            phone=employer.phone or None,
        )
        for employer in problem.employers
    }
    unit.session.add_all(found.values())
    unit.session.flush()
    unit.session.add_all(CampaignEmployer(campaign_id=campaign.id, employer_id=row.id) for row in found.values())
    return found


def _districts(problem: Problem) -> dict[str, str]:
    """The region of every employer's first workplace."""
    found: dict[str, str] = {}
    for demand in problem.demands:
        region = problem.region.get(problem.site[demand.workplace_id].region_id or "")
        if region is not None and (region.name or region.city):
            found.setdefault(demand.employer_id, region.name or region.city)
    return found


def _limits(unit: Unit, campaign: Campaign, problem: Problem, employers: Mapping[str, Employer]) -> None:
    for limit in problem.limits:
        columns = limit_columns(limit)
        if limit.scope in employers:
            columns["scope"] = employers[limit.scope].id
        unit.add(CampaignLimit(campaign_id=campaign.id, code=limit.limit_id, **columns))


def _requests(
    unit: Unit,
    campaign: Campaign,
    problem: Problem,
    employers: Mapping[str, Employer],
    sites: Mapping[str, CampaignSite],
) -> None:
    requests: dict[tuple[str, str, float], Request] = {}
    numbers: dict[str, int] = {}
    origins, settings = [], []
    for demand in problem.demands:
        key = (demand.employer_id, demand.workplace_id, problem.priority(demand))
        if key not in requests:
            requests[key] = _request(campaign, problem, employers[demand.employer_id], key)
        request = requests[key]
        numbers[request.id] = numbers.get(request.id, 0) + 1
        origin = _origin(problem, demand, request, numbers[request.id])
        origins.append(origin)
        settings.append(
            DemandSetting(
                campaign_id=campaign.id,
                origin_id=origin.id,
                pickup_id=sites[demand.pickup_id].id,
                workplace_id=sites[demand.workplace_id].id,
                quarantine_nights=demand.quarantine_nights,
            )
        )
    unit.session.add_all(requests.values())
    unit.session.flush()
    unit.session.add_all([*origins, *(_event(unit, request) for request in requests.values())])
    unit.session.flush()
    unit.session.add_all(settings)


def _request(campaign: Campaign, problem: Problem, employer: Employer, key: tuple[str, str, float]) -> Request:
    _, workplace, priority = key
    site = problem.site[workplace]
    city, province = _city(problem, site)
    return Request(
        campaign_id=campaign.id,
        employer_id=employer.id,
        state=_STATE,
        site_name=site.name[:100],
        site_city=city[:60],
        site_province=province[:60],
        site_lat=site.lat,
        site_lon=site.lon,
        site_source=_GIVEN,
        priority=priority,
        priority_claim="",
        remarks="",
    )


def _origin(problem: Problem, demand: Demand, request: Request, number: int) -> RequestOrigin:
    site = problem.site[demand.pickup_id]
    city, province = _city(problem, site)
    return RequestOrigin(
        request_id=request.id,
        number=number,
        state=_STATE,
        place_name=site.name[:100],
        city=city[:60],
        province=province[:60],
        lat=site.lat,
        lon=site.lon,
        source=_GIVEN,
        headcount=demand.headcount,
        ready=show_minute(demand.ready),
        due_from=None if demand.due_from is None else show_minute(demand.due_from),
        due=show_minute(demand.due),
        splittable=demand.splittable,
        min_group=demand.min_group,
    )


def _event(unit: Unit, request: Request) -> RequestEvent:
    actor = unit.actor
    return RequestEvent(
        id=new_id(),
        request_id=request.id,
        at=unit.now,
        account_id=actor.account_id,
        role=actor.role,
        before=None,
        after=_STATE,
        note="imported",
    )


def _city(problem: Problem, site: Site) -> tuple[str, str]:
    region = problem.region.get(site.region_id or "")
    return ("", "") if region is None else (region.city, region.province)


def _coaches(unit: Unit, campaign: Campaign, problem: Problem, sites: Mapping[str, CampaignSite]) -> None:
    for row in problem.fleet:
        kind = problem.vehicle_type[row.type_id]
        offer = _accepted(unit, campaign, "coach", f"{kind.name or kind.type_id}, {sites[row.depot_id].name}")
        put_coach_columns(offer, kind, row, sites[row.depot_id])


def _services(unit: Unit, campaign: Campaign, problem: Problem) -> None:
    for service in problem.services:
        offer = _accepted(unit, campaign, service.mode, service.name or service.service_id)
        put_service_columns(offer, problem, service, None)


def _accepted(unit: Unit, campaign: Campaign, mode: str, name: str) -> Offer:
    return unit.add(
        Offer(campaign_id=campaign.id, mode=mode, name=name[:200], note="", state="accepted", state_since=unit.now)
    )
