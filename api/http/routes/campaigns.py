"""Campaigns: made, changed, taken from state to state, and made of a whole scenario."""

from __future__ import annotations

from typing import Annotated

import anyio
from fastapi import APIRouter, Query, Request, Response

from api.http.account_schemas import PRINTABLE, RowId
from api.http.campaign_schemas import CampaignAnswer, CampaignBody, CampaignState, CampaignStep
from api.http.context import Context, Here
from api.http.cross import Expected, Listed, Once, Pages, Repeatable, listed, tag
from api.http.documented import SCENARIO_BODY, errors
from api.http.signed_in import Signed
from api.service.actor import Actor
from api.service.campaigns import campaigns as room
from api.service.campaigns.importing import import_scenario
from api.service.campaigns.tables import Campaign
from api.service.policy import require
from api.service.store import Unit
from scenarios import Scenario

router = APIRouter(prefix="/campaigns", tags=["campaigns"])

_CHANGED = (401, 403, 404, 409, 412, 413, 415, 422, 428)


def told(unit: Unit, row: Campaign) -> CampaignAnswer:
    """A campaign as it is at this moment."""
    rules = room.profile_of(unit, row)
    plain = {name: getattr(row, name) for name in CampaignAnswer.model_fields if hasattr(row, name)}
    found = {"profile": rules.name, "edition": rules.edition, "state": room.state_of(row, unit.now)}
    return CampaignAnswer(**{**plain, **found})


def _form(body: CampaignBody) -> room.CampaignForm:
    return room.CampaignForm(**body.model_dump())


@router.get("", summary="List campaigns", responses=errors(401, 403, 422))
def list_campaigns(
    actor: Signed,
    here: Here,
    pages: Pages,
    state: Annotated[CampaignState | None, Query(description="Those kept in a state")] = None,
) -> Listed[CampaignAnswer]:
    """The newest first."""
    with here.database.read(actor) as unit:
        found = room.campaigns(unit, state=state, cursor=pages.cursor, limit=pages.limit)
        return Listed[CampaignAnswer](**listed(found, lambda row: told(unit, row)))


@router.post("", summary="Make a campaign", status_code=201, responses=errors(401, 403, 404, 409, 413, 415, 422))
def create_campaign(body: CampaignBody, actor: Signed, here: Here, once: Once, response: Response) -> CampaignAnswer:
    """It is being prepared until it is opened."""
    with here.database.write(actor) as unit:
        made = once.once(unit, lambda: room.create_campaign(unit, _form(body)).id)
        row = unit.session.get_one(Campaign, made)
        tag(response, row)
        return told(unit, row)


@router.post(
    "/import",
    summary="Make a campaign of a scenario",
    status_code=201,
    openapi_extra=SCENARIO_BODY,
    responses=errors(401, 403, 408, 409, 413, 415, 422),
)
async def import_campaign(
    request: Request,
    actor: Signed,
    here: Here,
    once: Once,
    response: Response,
    name: Annotated[str, Query(description="The campaign's name", max_length=200, pattern=PRINTABLE)] = "",
    receiving_area: Annotated[str, Query(description="Where they go", max_length=200, pattern=PRINTABLE)] = "",
) -> CampaignAnswer:
    """Regions, sites, rules, employers, checked requests and accepted offers of a whole scenario, in one go."""
    require(actor, "create", "campaigns")
    scenario = await here.reader.read(request)
    row, answer = await anyio.to_thread.run_sync(_import, here, actor, once, scenario, name, receiving_area)
    tag(response, row)
    return answer


def _import(
    here: Context, actor: Actor, once: Repeatable, scenario: Scenario, name: str, area: str
) -> tuple[Campaign, CampaignAnswer]:
    with here.database.write(actor) as unit:
        made = once.once(unit, lambda: import_scenario(unit, scenario.problem, name=name, receiving_area=area).id)
        row = unit.session.get_one(Campaign, made)
        return row, told(unit, row)


@router.get("/{campaign_id}", summary="Read a campaign", responses=errors(401, 403, 404, 422))
def read_campaign(campaign_id: RowId, actor: Signed, here: Here, response: Response) -> CampaignAnswer:
    """One campaign."""
    with here.database.read(actor) as unit:
        row = room.campaign_of(unit, campaign_id)
        tag(response, row)
        return told(unit, row)


@router.put("/{campaign_id}", summary="Change a campaign", responses=errors(*_CHANGED))
def change_campaign(
    campaign_id: RowId, body: CampaignBody, version: Expected, actor: Signed, here: Here, response: Response
) -> CampaignAnswer:
    """The campaign as the body says it, until it is closed."""
    with here.database.write(actor) as unit:
        row = room.change_campaign(unit, campaign_id, _form(body), version)
        tag(response, row)
        return told(unit, row)


@router.post("/{campaign_id}/state", summary="Take a campaign to its next state", responses=errors(*_CHANGED))
def step_campaign(
    campaign_id: RowId, body: CampaignStep, version: Expected, actor: Signed, here: Here, response: Response
) -> CampaignAnswer:
    """Preparing, open, frozen, running, closed; back from open, frozen and running by one."""
    with here.database.write(actor) as unit:
        row = room.step_campaign(unit, campaign_id, body.state, version)
        tag(response, row)
        return told(unit, row)


@router.delete(
    "/{campaign_id}",
    summary="Delete a campaign",
    status_code=204,
    responses=errors(401, 403, 404, 409, 412, 422, 428),
)
def delete_campaign(campaign_id: RowId, version: Expected, actor: Signed, here: Here) -> None:
    """One that is being prepared, or closed; it stays on record."""
    with here.database.write(actor) as unit:
        room.delete_campaign(unit, campaign_id, version)


@router.get("/{campaign_id}/rules", summary="Read a campaign's rules", responses=errors(401, 403, 404, 422))
def read_rules(campaign_id: RowId, actor: Signed, here: Here) -> dict[str, object]:
    """Its profile with its own numbers in it, each with source and whether that is verified."""
    with here.database.read(actor) as unit:
        campaign = room.campaign_of(unit, campaign_id)
        require(actor, "read", "profiles", campaign)
        return room.rules_document(unit, campaign)
