"""Offers: coaches, trains, carriages and flights, by the bureau or by carriers."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query, Response

from api.http.account_schemas import RowId
from api.http.context import Here
from api.http.cross import Expected, Listed, Once, Pages, listed, tag
from api.http.documented import errors
from api.http.offer_schemas import OfferAnswer, OfferBody, OfferState, OfferStep
from api.http.signed_in import Signed
from api.service.campaigns import offers as room
from api.service.campaigns.tables import CampaignSite, Offer
from api.service.store import InvalidError, Unit
from scenarios import FileFault

router = APIRouter(tags=["campaigns"])

_CHANGED = (401, 403, 404, 409, 412, 413, 415, 422, 428)


def _told(unit: Unit, row: Offer) -> OfferAnswer:
    depot = None if row.depot_id is None else unit.session.get_one(CampaignSite, row.depot_id).code
    terms = room.terms_of(row, depot)
    plain = {name: getattr(row, name) for name in OfferAnswer.model_fields if hasattr(row, name)}
    coach = row.mode == "coach"
    return OfferAnswer(
        **{**plain, "state": room.state_of(row, unit.now)},
        coach=terms if coach else None,
        service=None if coach else terms,
    )


def _form(body: OfferBody) -> room.OfferForm:
    """Raises InvalidError where the terms are not those of the mode."""
    wanted, other = ("coach", "service") if body.mode == "coach" else ("service", "coach")
    terms = getattr(body, wanted)
    faults = []
    if terms is None:
        faults.append(FileFault(place="offer", column=wanted, expected=f"the terms of a {body.mode}"))
    if getattr(body, other) is not None:
        faults.append(FileFault(place="offer", column=other, expected=f"nothing here, for a {body.mode}"))
    if faults:
        raise InvalidError(f"{len(faults)} of the offer's fields cannot be used, nothing was done.", faults)
    cells: dict[str, Any] = terms.model_dump(mode="json", by_alias=True)
    return room.OfferForm(
        mode=body.mode,
        name=body.name,
        terms=cells,
        carrier_id=body.carrier_id,
        expires_at=body.expires_at,
        note=body.note,
    )


@router.get("/campaigns/{campaign_id}/offers", summary="List offers", responses=errors(401, 403, 404, 422))
def list_offers(
    campaign_id: RowId,
    actor: Signed,
    here: Here,
    pages: Pages,
    state: Annotated[OfferState | None, Query(description="Those in a state at this moment")] = None,
) -> Listed[OfferAnswer]:
    """In order of creation; a carrier sees its own."""
    with here.database.read(actor) as unit:
        found = room.offers(unit, campaign_id, state=state, cursor=pages.cursor, limit=pages.limit)
        return Listed[OfferAnswer](**listed(found, lambda row: _told(unit, row)))


@router.post(
    "/campaigns/{campaign_id}/offers",
    summary="Make an offer",
    status_code=201,
    responses=errors(401, 403, 404, 409, 413, 415, 422),
)
def create_offer(
    campaign_id: RowId, body: OfferBody, actor: Signed, here: Here, once: Once, response: Response
) -> OfferAnswer:
    """By a carrier for itself, or by the bureau. It counts once the bureau has accepted it."""
    form = _form(body)
    with here.database.write(actor) as unit:
        made = once.once(unit, lambda: room.create_offer(unit, campaign_id, form).id)
        row = unit.session.get_one(Offer, made)
        tag(response, row)
        return _told(unit, row)


@router.get("/offers/{offer_id}", summary="Read an offer", responses=errors(401, 403, 404, 422))
def read_offer(offer_id: RowId, actor: Signed, here: Here, response: Response) -> OfferAnswer:
    """One offer."""
    with here.database.read(actor) as unit:
        row = room.offer_of(unit, offer_id)
        tag(response, row)
        return _told(unit, row)


@router.put("/offers/{offer_id}", summary="Change an offer", responses=errors(*_CHANGED))
def change_offer(
    offer_id: RowId, body: OfferBody, version: Expected, actor: Signed, here: Here, response: Response
) -> OfferAnswer:
    """Other terms, until somebody has decided on it."""
    form = _form(body)
    with here.database.write(actor) as unit:
        row = room.change_offer(unit, offer_id, form, version)
        tag(response, row)
        return _told(unit, row)


@router.post("/offers/{offer_id}/state", summary="Accept, decline or withdraw an offer", responses=errors(*_CHANGED))
def step_offer(
    offer_id: RowId, body: OfferStep, version: Expected, actor: Signed, here: Here, response: Response
) -> OfferAnswer:
    """The bureau accepts and declines; a carrier withdraws, and offers again."""
    with here.database.write(actor) as unit:
        row = room.step_offer(unit, offer_id, body.state, version)
        tag(response, row)
        return _told(unit, row)


@router.delete(
    "/offers/{offer_id}",
    summary="Delete an offer",
    status_code=204,
    responses=errors(401, 403, 404, 409, 412, 422, 428),
)
def delete_offer(offer_id: RowId, version: Expected, actor: Signed, here: Here) -> None:
    """One that is not accepted; it stays on record."""
    with here.database.write(actor) as unit:
        room.delete_offer(unit, offer_id, version)
