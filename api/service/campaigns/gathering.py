"""From the rows of a campaign to a scenario in the making: requests, accepted offers, ground and rules."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from api.service.accounts.tables import Employer
from api.service.campaigns.campaigns import profile_of, rules_document
from api.service.campaigns.draft import Cause, Draft
from api.service.campaigns.forms import region_cells, site_cells
from api.service.campaigns.offers import accepted_offers
from api.service.campaigns.offers_drawn import add_offers
from api.service.campaigns.profiles import Rules, rules_of
from api.service.campaigns.rules_drawn import add_caps, add_limits
from api.service.campaigns.tables import (
    Campaign,
    CampaignLimit,
    CampaignRegion,
    CampaignRoad,
    CampaignSite,
    DemandSetting,
)
from api.service.campaigns.whereabouts import Spot, Whereabouts
from api.service.requests.tables import Request, RequestOrigin
from api.service.store import Unit
from scenarios import Notice
from scenarios.settings import nest

PLANNED_FROM = ("checked", "planned", "travelling", "arrived")
"""States of a request whose origins are planned for."""

TRAVELLED = ("travelling", "arrived")
_LOWEST = "low"


@dataclass(frozen=True, slots=True)
class Asked:
    """One origin with its request and employer: one demand."""

    origin: RequestOrigin
    request: Request
    employer: Employer


@dataclass(slots=True)
class Ground:
    """The campaign's rows that a scenario stands on, and where the requests' places are on it."""

    regions: list[CampaignRegion]
    sites: list[CampaignSite]
    limits: list[CampaignLimit]
    settings: Mapping[str, DemandSetting]
    whereabouts: Whereabouts

    @classmethod
    def of(cls, unit: Unit, campaign_id: str) -> Ground:
        """Reads it."""
        regions = _rows(unit, CampaignRegion, campaign_id)
        sites = _rows(unit, CampaignSite, campaign_id)
        settings = {row.origin_id: row for row in _rows(unit, DemandSetting, campaign_id)}
        limits = _rows(unit, CampaignLimit, campaign_id)
        return cls(regions, sites, limits, settings, Whereabouts(sites, regions))


def gather(unit: Unit, campaign: Campaign, *, travelled: bool = True) -> Draft:
    """The campaign's scenario in the making. Without ``travelled`` who is under way or there is left out."""
    draft = Draft()
    document = rules_document(unit, campaign)
    rules = rules_of(document)
    ground = Ground.of(unit, campaign.id)
    asked = asked_of(unit, campaign.id, travelled=travelled)
    _add_settings(draft, campaign, rules)
    places = list(_places(asked, ground))
    _add_ground(draft, ground)
    _add_employers(draft, asked)
    _add_demands(draft, asked, places, ground, rules)
    add_offers(draft, accepted_offers(unit, campaign.id), {site.id: site.code for site in ground.sites})
    _tell_homeless(draft, rules)
    _add_roads(draft, unit, campaign.id)
    add_caps(draft, rules)
    add_limits(draft, _limits_here(unit, draft, ground.limits), rules)
    chosen = profile_of(unit, campaign)
    draft.sources["profile"] = {"name": chosen.name, "edition": chosen.edition, "sha256": chosen.sha256}
    draft.sources["overrides"] = dict(campaign.overrides)
    return draft


def asked_of(unit: Unit, campaign_id: str, *, travelled: bool = True) -> list[Asked]:
    """The origins of checked requests and later ones, in order of their ids."""
    wanted = (
        select(RequestOrigin, Request, Employer)
        .join(Request, RequestOrigin.request_id == Request.id)
        .join(Employer, Request.employer_id == Employer.id)
        .where(
            Request.campaign_id == campaign_id,
            Request.deleted_at.is_(None),
            RequestOrigin.deleted_at.is_(None),
            Request.state.in_(PLANNED_FROM),
        )
        .order_by(RequestOrigin.id)
    )
    if not travelled:
        wanted = wanted.where(RequestOrigin.state.not_in(TRAVELLED))
    return [Asked(*row) for row in unit.session.execute(wanted)]


def pickup_spot(origin: RequestOrigin) -> Spot:
    """Where an origin's workers board, as the request says."""
    return Spot(
        kind="pickup",
        name=origin.place_name,
        city=origin.city,
        province=origin.province,
        lat=origin.lat,
        lon=origin.lon,
    )


def workplace_spot(request: Request) -> Spot:
    """Where a request's workers are to be, as it says."""
    return Spot(
        kind="workplace",
        name=request.site_name,
        city=request.site_city,
        province=request.site_province,
        lat=request.site_lat,
        lon=request.site_lon,
    )


def _rows(unit: Unit, kind: type[Any], campaign_id: str) -> list[Any]:
    wanted = select(kind).where(kind.campaign_id == campaign_id, kind.deleted_at.is_(None))
    return list(unit.session.scalars(wanted.order_by(kind.id)))


def _add_settings(draft: Draft, campaign: Campaign, rules: Rules) -> None:
    own = {
        "name": campaign.name,
        "timezone": campaign.timezone,
        "currency": campaign.currency,
        "horizon": [str(campaign.first_day), str(campaign.last_day)],
    }
    draft.settings = nest({**rules.settings, **own})


def _places(asked: Sequence[Asked], ground: Ground) -> Iterator[tuple[str, str]]:
    """Pickup and workplace of every demand, by site codes; places without a site become new ones."""
    code = {site.id: site.code for site in ground.sites}
    for item in asked:
        chosen = ground.settings.get(item.origin.id)
        pickup = None if chosen is None else code.get(chosen.pickup_id or "")
        workplace = None if chosen is None else code.get(chosen.workplace_id or "")
        yield (
            pickup or ground.whereabouts.site(pickup_spot(item.origin)),
            workplace or ground.whereabouts.site(workplace_spot(item.request)),
        )


def _add_ground(draft: Draft, ground: Ground) -> None:
    where = ground.whereabouts
    region_of = {site.id: where.region_of(site) for site in ground.sites}
    for region in ground.regions:
        draft.add("regions", region_cells(region), Cause(f"region {region.code} ({region.name})"))
    for new in where.regions.values():
        named = {"region_id": new.code, "name": new.name, "city": new.city, "province": new.province}
        draft.add("regions", named, Cause(f"region {new.code} ({new.name or new.city})"))
    for site in ground.sites:
        draft.add("sites", site_cells(site, region_of[site.id]), Cause(f"site {site.code} ({site.name})"))
    for place in where.sites.values():
        spot = place.spot
        cells: dict[str, Any] = {"site_id": place.code, "name": spot.name, "kind": spot.kind}
        cells |= {"region_id": place.region, "lat": spot.lat, "lon": spot.lon}
        draft.add("sites", cells, Cause(f"{spot.kind} {spot.name!r} of a request"))
    if where.regions:
        names = ", ".join(sorted(new.name or new.city for new in where.regions.values())[:20])
        count = len(where.regions)
        text = f"{count} not of the campaign, taken as {_LOWEST} risk: {names}. Maybe add them with their risk."
        draft.notices.append(Notice(place="regions", text=text))


def _tell_homeless(draft: Draft, rules: Rules) -> None:
    """Without it a plan in which nobody travels would be all that is seen of a depot without a town."""
    if not rules.settings.get("coach.home_end"):
        return
    here = {row["site_id"] for row in draft.tables.get("sites", ()) if not row.get("region_id")}
    depots = sorted({row["depot_id"] for row in draft.tables.get("fleet", ())} & here)
    if depots:
        names = ", ".join(depots[:20])
        text = f"no region, so no coach may leave from there under coach.home_end: {names}. Maybe give them one."
        draft.notices.append(Notice(place="sites", text=text))


def _add_employers(draft: Draft, asked: Sequence[Asked]) -> None:
    for employer in {item.employer.id: item.employer for item in asked}.values():
        cells = {"employer_id": employer.id, "name": employer.name, "industry": employer.industry}
        draft.add("employers", cells, Cause(f"employer {employer.id} ({employer.name})"))


_FORM_FIELDS = {"pickup_id": "place", "workplace_id": "site", "demand_id": "id"}


def _add_demands(
    draft: Draft, asked: Sequence[Asked], places: Sequence[tuple[str, str]], ground: Ground, rules: Rules
) -> None:
    region_of_site = {row["site_id"]: row.get("region_id") for row in draft.tables.get("sites", ())}
    risk_of = {row["region_id"]: row.get("risk", _LOWEST) for row in draft.tables.get("regions", ())}
    draft.sources["demands"] = {}
    for item, (pickup, workplace) in zip(asked, places, strict=True):
        origin, request = item.origin, item.request
        chosen = ground.settings.get(origin.id)
        nights = None if chosen is None else chosen.quarantine_nights
        risk = risk_of.get(region_of_site.get(pickup) or "", _LOWEST)
        cells = {
            "demand_id": origin.id,
            "employer_id": item.employer.id,
            "pickup_id": pickup,
            "workplace_id": workplace,
            "headcount": origin.headcount,
            "ready": origin.ready,
            "due_from": origin.due_from,
            "due": origin.due,
            "priority": request.priority,
            "splittable": origin.splittable,
            "min_group": origin.min_group,
            "quarantine_nights": rules.nights.get(risk, 0) if nights is None else nights,
        }
        name = f"request {request.id} ({item.employer.name}), origin {origin.number} ({origin.place_name})"
        draft.add("demands", cells, Cause(name, _FORM_FIELDS))
        draft.sources["demands"][origin.id] = request.id


def _add_roads(draft: Draft, unit: Unit, campaign_id: str) -> None:
    for road in unit.session.scalars(select(CampaignRoad).where(CampaignRoad.campaign_id == campaign_id)):
        cells = {"from_id": road.from_code, "to_id": road.to_code, "km": road.km, "minutes": road.minutes}
        draft.add("links", cells, Cause(f"road {road.from_code} to {road.to_code}"))


def _limits_here(unit: Unit, draft: Draft, limits: Sequence[CampaignLimit]) -> list[CampaignLimit]:
    """Without those of an employer that asks for nothing."""
    asking = {row["employer_id"] for row in draft.tables.get("employers", ())}
    scopes = {limit.scope for limit in limits} - asking
    absent = set(unit.session.scalars(select(Employer.id).where(Employer.id.in_(scopes))))
    return [limit for limit in limits if limit.scope not in absent]
