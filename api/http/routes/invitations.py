"""One-time links: who is invited, and what somebody who has a link does with it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from fastapi import APIRouter, Request, Response

from api.http.account_schemas import (
    AcceptBody,
    InvitationAnswer,
    InvitationBody,
    NewInvitation,
    OpenLinkAnswer,
    RowId,
    SessionAnswer,
    TokenBody,
)
from api.http.context import Here
from api.http.cross import Expected, Listed, Once, Pages, Repeatable, listed
from api.http.documented import errors
from api.http.routes.session import told
from api.http.signed_in import COOKIE, Signed, agent_of, base_address, set_cookie
from api.service.accounts import links
from api.service.accounts.tables import Invitation
from api.service.store import Unit

router = APIRouter(tags=["accounts"])

LINK_PATH = "/link/"
"""Where the page of a one-time link is; the token follows."""


def shown_once(
    request: Request, here: Here, unit: Unit, once: Repeatable, make: Callable[[], tuple[Invitation, str]]
) -> NewInvitation:
    """Makes a link and shows it; a repeated request gets its row without the link, which nobody keeps."""
    link: list[str] = []

    def remember() -> Any:
        row, token = make()
        unit.session.flush()
        link.append(f"{base_address(request, here)}{LINK_PATH}{token}")
        return row.id

    row = unit.session.get_one(Invitation, once.once(unit, remember))
    answer = NewInvitation.model_validate(row)
    return answer.model_copy(update={"link": link[0]}) if link else answer


@router.get("/invitations", summary="List one-time links", responses=errors(401, 403, 422))
def list_invitations(actor: Signed, here: Here, pages: Pages) -> Listed[InvitationAnswer]:
    """Who was invited or got a link for a new password, newest first; the links themselves nobody keeps."""
    with here.database.read(actor) as unit:
        found = links.listed(unit, cursor=pages.cursor, limit=pages.limit)
        return Listed[InvitationAnswer](**listed(found, InvitationAnswer.model_validate))


@router.post("/invitations", summary="Invite somebody", status_code=201, responses=errors(401, 403, 409, 413, 415, 422))
def invite(body: InvitationBody, request: Request, actor: Signed, here: Here, once: Once) -> NewInvitation:
    """A one-time link to hand over: whoever opens it gets an account in that role."""

    def make() -> Any:
        return links.invite(unit, here.door.rules.invitation, **body.model_dump())

    with here.database.write(actor) as unit:
        return shown_once(request, here, unit, once, make)


@router.delete(
    "/invitations/{row_id}",
    summary="Withdraw a one-time link",
    status_code=204,
    responses=errors(401, 403, 404, 412, 422, 428),
)
def withdraw_invitation(row_id: RowId, version: Expected, actor: Signed, here: Here) -> None:
    """The link is good for nothing from now on."""
    with here.database.write(actor) as unit:
        links.withdraw(unit, row_id, version)


@router.post("/links/look", summary="What is this link for?", responses=errors(404, 413, 415, 422))
def look_at_link(body: TokenBody, here: Here) -> OpenLinkAnswer:
    """Nothing is used up."""
    return OpenLinkAnswer.model_validate(links.look(here.database, body.token))


@router.post("/links/accept", summary="Take up a one-time link", responses=errors(401, 404, 409, 413, 415, 422))
def accept_link(body: AcceptBody, request: Request, response: Response, here: Here) -> SessionAnswer:
    """Makes the account, or gives it the new password, and signs in. Then the link is used up."""
    account_id = links.accept(here.door, body.token, name=body.name, login=body.login, password=body.password)
    found = here.door.enter(account_id, agent=agent_of(request), old_token=request.cookies.get(COOKIE))
    set_cookie(request, here, response, found)
    return told(found)
