"""A campaign's ground: regions, sites, daily limits, measured roads; and what the bureau sets for demands."""

from __future__ import annotations

from typing import Any, TypeVar

from fastapi import APIRouter, Response
from pydantic import BaseModel

from api.http.account_schemas import RowId
from api.http.campaign_schemas import (
    Counted,
    DemandAnswer,
    DemandBody,
    FilledAnswer,
    LimitAnswer,
    LimitBody,
    RegionAnswer,
    RegionBody,
    RoadsBody,
    SiteAnswer,
    SiteBody,
)
from api.http.context import Here
from api.http.cross import Expected, Listed, Once, Pages, listed, tag
from api.http.documented import errors
from api.http.signed_in import Signed
from api.service.campaigns import demands as demand_room
from api.service.campaigns import ground as room
from api.service.campaigns.tables import CampaignLimit, CampaignRegion, CampaignSite, DemandSetting
from api.service.store import Unit

router = APIRouter(prefix="/campaigns/{campaign_id}", tags=["campaigns"])

_MADE = (401, 403, 404, 409, 413, 415, 422)
_CHANGED = (401, 403, 404, 409, 412, 413, 415, 422, 428)
_GONE = (401, 403, 404, 409, 412, 422, 428)
A = TypeVar("A", bound=BaseModel)


def _plain(answer: type[A], row: Any, **more: Any) -> A:
    values = {name: getattr(row, name) for name in answer.model_fields if hasattr(row, name)}
    return answer(**{**values, **more})


def _region(row: CampaignRegion) -> RegionAnswer:
    return _plain(RegionAnswer, row, region_id=row.code)


def _site(unit: Unit, row: CampaignSite) -> SiteAnswer:
    region = None if row.region_id is None else unit.session.get_one(CampaignRegion, row.region_id).code
    return _plain(SiteAnswer, row, site_id=row.code, region_id=region)


def _limit(row: CampaignLimit) -> LimitAnswer:
    return _plain(LimitAnswer, row, limit_id=row.code, date=row.day)


def _demand(unit: Unit, row: DemandSetting) -> DemandAnswer:
    def code(site_id: str | None) -> str | None:
        return None if site_id is None else unit.session.get_one(CampaignSite, site_id).code

    return _plain(DemandAnswer, row, pickup_id=code(row.pickup_id), workplace_id=code(row.workplace_id))


def _cells(body: BaseModel) -> dict[str, Any]:
    """The columns of a scenario's file, as JSON has them."""
    return body.model_dump(mode="json")


@router.get("/regions", summary="List a campaign's regions", responses=errors(401, 403, 404, 422))
def list_regions(campaign_id: RowId, actor: Signed, here: Here, pages: Pages) -> Listed[RegionAnswer]:
    """In order of creation."""
    with here.database.read(actor) as unit:
        found = room.ground(unit, CampaignRegion, campaign_id, cursor=pages.cursor, limit=pages.limit)
        return Listed[RegionAnswer](**listed(found, _region))


@router.post("/regions", summary="Add a region", status_code=201, responses=errors(*_MADE))
def create_region(
    campaign_id: RowId, body: RegionBody, actor: Signed, here: Here, once: Once, response: Response
) -> RegionAnswer:
    """A county or district with its risk."""
    with here.database.write(actor) as unit:
        made = once.once(unit, lambda: room.put_region(unit, campaign_id, _cells(body)).id)
        row = unit.session.get_one(CampaignRegion, made)
        tag(response, row)
        return _region(row)


@router.get("/regions/{row_id}", summary="Read a region", responses=errors(401, 403, 404, 422))
def read_region(campaign_id: RowId, row_id: RowId, actor: Signed, here: Here, response: Response) -> RegionAnswer:
    """One region."""
    with here.database.read(actor) as unit:
        row = room.ground_row(unit, CampaignRegion, campaign_id, row_id)
        tag(response, row)
        return _region(row)


@router.put("/regions/{row_id}", summary="Change a region", responses=errors(*_CHANGED))
def change_region(
    campaign_id: RowId,
    row_id: RowId,
    body: RegionBody,
    version: Expected,
    actor: Signed,
    here: Here,
    response: Response,
) -> RegionAnswer:
    """The region as the body says it; its code stays."""
    with here.database.write(actor) as unit:
        row = room.put_region(unit, campaign_id, _cells(body), row_id, version)
        tag(response, row)
        return _region(row)


@router.delete("/regions/{row_id}", summary="Delete a region", status_code=204, responses=errors(*_GONE))
def delete_region(campaign_id: RowId, row_id: RowId, version: Expected, actor: Signed, here: Here) -> None:
    """One in which no site lies."""
    with here.database.write(actor) as unit:
        room.drop_ground(unit, CampaignRegion, campaign_id, row_id, version)


@router.get("/sites", summary="List a campaign's sites", responses=errors(401, 403, 404, 422))
def list_sites(campaign_id: RowId, actor: Signed, here: Here, pages: Pages) -> Listed[SiteAnswer]:
    """In order of creation."""
    with here.database.read(actor) as unit:
        found = room.ground(unit, CampaignSite, campaign_id, cursor=pages.cursor, limit=pages.limit)
        return Listed[SiteAnswer](**listed(found, lambda row: _site(unit, row)))


@router.post("/sites", summary="Add a site", status_code=201, responses=errors(*_MADE))
def create_site(
    campaign_id: RowId, body: SiteBody, actor: Signed, here: Here, once: Once, response: Response
) -> SiteAnswer:
    """A pickup, workplace, station, airport or depot."""
    with here.database.write(actor) as unit:
        made = once.once(unit, lambda: room.put_site(unit, campaign_id, _cells(body)).id)
        row = unit.session.get_one(CampaignSite, made)
        tag(response, row)
        return _site(unit, row)


@router.get("/sites/{row_id}", summary="Read a site", responses=errors(401, 403, 404, 422))
def read_site(campaign_id: RowId, row_id: RowId, actor: Signed, here: Here, response: Response) -> SiteAnswer:
    """One site."""
    with here.database.read(actor) as unit:
        row = room.ground_row(unit, CampaignSite, campaign_id, row_id)
        tag(response, row)
        return _site(unit, row)


@router.put("/sites/{row_id}", summary="Change a site", responses=errors(*_CHANGED))
def change_site(
    campaign_id: RowId, row_id: RowId, body: SiteBody, version: Expected, actor: Signed, here: Here, response: Response
) -> SiteAnswer:
    """The site as the body says it; its code stays."""
    with here.database.write(actor) as unit:
        row = room.put_site(unit, campaign_id, _cells(body), row_id, version)
        tag(response, row)
        return _site(unit, row)


@router.delete("/sites/{row_id}", summary="Delete a site", status_code=204, responses=errors(*_GONE))
def delete_site(campaign_id: RowId, row_id: RowId, version: Expected, actor: Signed, here: Here) -> None:
    """One that no offer and no demand names."""
    with here.database.write(actor) as unit:
        room.drop_ground(unit, CampaignSite, campaign_id, row_id, version)


@router.get("/limits", summary="List a campaign's limits", responses=errors(401, 403, 404, 422))
def list_limits(campaign_id: RowId, actor: Signed, here: Here, pages: Pages) -> Listed[LimitAnswer]:
    """In order of creation."""
    with here.database.read(actor) as unit:
        found = room.ground(unit, CampaignLimit, campaign_id, cursor=pages.cursor, limit=pages.limit)
        return Listed[LimitAnswer](**listed(found, _limit))


@router.post("/limits", summary="Add a limit", status_code=201, responses=errors(*_MADE))
def create_limit(
    campaign_id: RowId, body: LimitBody, actor: Signed, here: Here, once: Once, response: Response
) -> LimitAnswer:
    """Workers a day who leave or arrive, or beds a night. It goes before the profile's limit of that kind."""
    with here.database.write(actor) as unit:
        made = once.once(unit, lambda: room.put_limit(unit, campaign_id, _cells(body)).id)
        row = unit.session.get_one(CampaignLimit, made)
        tag(response, row)
        return _limit(row)


@router.get("/limits/{row_id}", summary="Read a limit", responses=errors(401, 403, 404, 422))
def read_limit(campaign_id: RowId, row_id: RowId, actor: Signed, here: Here, response: Response) -> LimitAnswer:
    """One limit."""
    with here.database.read(actor) as unit:
        row = room.ground_row(unit, CampaignLimit, campaign_id, row_id)
        tag(response, row)
        return _limit(row)


@router.put("/limits/{row_id}", summary="Change a limit", responses=errors(*_CHANGED))
def change_limit(
    campaign_id: RowId, row_id: RowId, body: LimitBody, version: Expected, actor: Signed, here: Here, response: Response
) -> LimitAnswer:
    """The limit as the body says it; its code stays."""
    with here.database.write(actor) as unit:
        row = room.put_limit(unit, campaign_id, _cells(body), row_id, version)
        tag(response, row)
        return _limit(row)


@router.delete("/limits/{row_id}", summary="Delete a limit", status_code=204, responses=errors(*_GONE))
def delete_limit(campaign_id: RowId, row_id: RowId, version: Expected, actor: Signed, here: Here) -> None:
    """The profile's limit of that kind holds again."""
    with here.database.write(actor) as unit:
        room.drop_ground(unit, CampaignLimit, campaign_id, row_id, version)


@router.put("/roads", summary="Put a campaign's measured roads", responses=errors(*_MADE))
def put_roads(campaign_id: RowId, body: RoadsBody, actor: Signed, here: Here) -> Counted:
    """All of them at once; those before go."""
    with here.database.write(actor) as unit:
        rows = ((road.from_id, road.to_id, road.km, road.minutes) for road in body.roads)
        return Counted(roads=room.put_roads(unit, campaign_id, rows))


@router.post("/ground", summary="Add the places that requests name", responses=errors(401, 403, 404, 409, 422))
def fill_ground(campaign_id: RowId, actor: Signed, here: Here) -> FilledAnswer:
    """Sites and regions of checked requests that the campaign lacks, so that each can get its risk and limits."""
    with here.database.write(actor) as unit:
        found = demand_room.fill_ground(unit, campaign_id)
        return FilledAnswer(regions=list(found.regions), sites=list(found.sites))


@router.get("/demands", summary="List what is set for demands", responses=errors(401, 403, 404, 422))
def list_demands(campaign_id: RowId, actor: Signed, here: Here, pages: Pages) -> Listed[DemandAnswer]:
    """Origins for which the bureau has chosen a pickup, a workplace or nights of quarantine."""
    with here.database.read(actor) as unit:
        found = demand_room.demands(unit, campaign_id, cursor=pages.cursor, limit=pages.limit)
        return Listed[DemandAnswer](**listed(found, lambda row: _demand(unit, row)))


@router.get("/demands/{origin_id}", summary="Read what is set for a demand", responses=errors(401, 403, 404, 422))
def read_demand(campaign_id: RowId, origin_id: RowId, actor: Signed, here: Here, response: Response) -> DemandAnswer:
    """Of one origin."""
    with here.database.read(actor) as unit:
        row = demand_room.demand_of(unit, campaign_id, origin_id)
        tag(response, row)
        return _demand(unit, row)


@router.put("/demands/{origin_id}", summary="Set what holds for a demand", responses=errors(*_CHANGED))
def put_demand(
    campaign_id: RowId,
    origin_id: RowId,
    body: DemandBody,
    version: Expected,
    actor: Signed,
    here: Here,
    response: Response,
) -> DemandAnswer:
    """Where an origin's workers board and go, how many nights they are observed. The first time: If-Match `*`."""
    with here.database.write(actor) as unit:
        row = demand_room.put_demand(unit, campaign_id, origin_id, demand_room.DemandForm(**body.model_dump()), version)
        tag(response, row)
        return _demand(unit, row)
