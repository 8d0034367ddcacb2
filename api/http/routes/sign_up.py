"""A campaign's links, and employers that sign up by one."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Path, Query, Request, Response

from api.http.account_schemas import (
    CampaignLinkAnswer,
    CampaignLinkBody,
    OpenCampaignAnswer,
    RowId,
    SignedUp,
    SignUpBody,
    TokenBody,
)
from api.http.context import Here
from api.http.cross import Expected, Listed, Once, Pages, listed
from api.http.documented import errors
from api.http.signed_in import COOKIE, Signed, agent_of, base_address, from_where, set_cookie
from api.service.accounts import sign_up
from api.service.accounts.tables import CampaignLink
from api.service.store import ID_PATTERN

router = APIRouter(tags=["parties"])

JOIN_PATH = "/join/"
"""Where the page of a campaign's link is; the token follows."""

CampaignId = Annotated[str, Path(description="The campaign's id", pattern=ID_PATTERN)]
_PICTURES = {"svg": "image/svg+xml", "png": "image/png"}
_BINARY = {"schema": {"type": "string", "format": "binary"}}


def _told(row: CampaignLink, request: Request, here: Here) -> CampaignLinkAnswer:
    return CampaignLinkAnswer(
        id=row.id,
        created_at=row.created_at,
        changed_at=row.changed_at,
        version=row.version,
        campaign_id=row.campaign_id,
        expires_at=row.expires_at,
        address=f"{base_address(request, here)}{JOIN_PATH}{row.token}",
    )


@router.get("/campaigns/{campaign_id}/links", summary="List a campaign's links", responses=errors(401, 403, 404, 422))
def list_campaign_links(
    campaign_id: CampaignId, request: Request, actor: Signed, here: Here, pages: Pages
) -> Listed[CampaignLinkAnswer]:
    """The addresses by which employers sign up, also those whose time is over."""
    with here.database.read(actor) as unit:
        found = sign_up.links(unit, campaign_id, cursor=pages.cursor, limit=pages.limit)
        return Listed[CampaignLinkAnswer](**listed(found, lambda row: _told(row, request, here)))


@router.post(
    "/campaigns/{campaign_id}/links",
    summary="Make a link by which employers sign up",
    status_code=201,
    responses=errors(401, 403, 404, 409, 413, 415, 422),
)
def create_campaign_link(
    campaign_id: CampaignId, body: CampaignLinkBody, request: Request, actor: Signed, here: Here, once: Once
) -> CampaignLinkAnswer:
    """To be printed and passed on; it lets a firm sign up, and nothing else."""

    def make() -> str:
        row = sign_up.new_link(unit, campaign_id, expires_at=body.expires_at)
        unit.session.flush()
        return row.id

    with here.database.write(actor) as unit:
        return _told(unit.session.get_one(CampaignLink, once.once(unit, make)), request, here)


@router.get(
    "/campaigns/{campaign_id}/links/{row_id}/code",
    summary="Get the link as a QR code",
    response_class=Response,
    responses={
        200: {"description": "A picture to print", "content": dict.fromkeys(_PICTURES.values(), _BINARY)},
        **errors(401, 403, 404, 422),
    },
)
def draw_campaign_link(
    campaign_id: CampaignId,
    row_id: RowId,
    request: Request,
    actor: Signed,
    here: Here,
    form: Annotated[Literal["svg", "png"], Query(description="Kind of picture", examples=["svg"])] = "svg",
) -> Response:
    """Black on white, readable with a seventh of it lost."""
    with here.database.read(actor) as unit:
        row = sign_up.link(unit, campaign_id, row_id)
        return Response(sign_up.qr_code(_told(row, request, here).address, form), media_type=_PICTURES[form])


@router.delete(
    "/campaigns/{campaign_id}/links/{row_id}",
    summary="Withdraw a campaign's link",
    status_code=204,
    responses=errors(401, 403, 404, 412, 422, 428),
)
def withdraw_campaign_link(
    campaign_id: CampaignId, row_id: RowId, version: Expected, actor: Signed, here: Here
) -> None:
    """Nobody signs up by it any more."""
    with here.database.write(actor) as unit:
        unit.delete(unit.expect(sign_up.link(unit, campaign_id, row_id, action="delete"), version))


@router.put(
    "/campaigns/{campaign_id}/employers/{row_id}",
    summary="Let an employer take part",
    status_code=204,
    responses=errors(401, 403, 404, 422),
)
def add_campaign_employer(campaign_id: CampaignId, row_id: RowId, actor: Signed, here: Here) -> None:
    """For a firm that did not sign up by the link. Twice is as good as once."""
    with here.database.write(actor) as unit:
        sign_up.add_employer(unit, campaign_id, row_id)


@router.post("/sign-up/look", summary="Which campaign is this link for?", responses=errors(404, 413, 415, 422))
def look_at_campaign_link(body: TokenBody, here: Here) -> OpenCampaignAnswer:
    """What the page of the link shows."""
    return OpenCampaignAnswer.model_validate(sign_up.look(here.database, body.token))


@router.post(
    "/sign-up", summary="Sign up as an employer", status_code=201, responses=errors(401, 404, 409, 413, 415, 422, 429)
)
def sign_up_employer(body: SignUpBody, request: Request, response: Response, here: Here) -> SignedUp:
    """The firm takes part in the link's campaign, its account is made and signed in."""
    firm = sign_up.Firm(**body.model_dump(include={"name", "district", "industry", "contact", "phone"}))
    employer_id, account_id = sign_up.sign_up(
        here.door, body.token, firm, login=body.login, password=body.password, address=from_where(request)
    )
    found = here.door.enter(account_id, agent=agent_of(request), old_token=request.cookies.get(COOKIE))
    set_cookie(request, here, response, found)
    return SignedUp(employer_id=employer_id, account_id=account_id)


@router.post(
    "/sign-up/join",
    summary="Take part in one more campaign",
    status_code=204,
    responses=errors(401, 403, 404, 409, 413, 415, 422),
)
def join_campaign(body: TokenBody, actor: Signed, here: Here) -> None:
    """For an employer that has an account: by the other campaign's link. Twice is as good as once."""
    with here.database.write(actor) as unit:
        sign_up.join(unit, body.token)
