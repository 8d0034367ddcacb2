"""Accounts, as an administrator keeps them."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response

from api.http.account_schemas import AccountAnswer, AccountChange, NewInvitation, Revoked, Role, RowId
from api.http.context import Here
from api.http.cross import Expected, Listed, Once, Pages, listed, tag
from api.http.documented import errors
from api.http.routes.invitations import shown_once
from api.http.signed_in import Signed
from api.service.accounts import links, people
from api.service.accounts.tables import Account
from api.service.policy import find

router = APIRouter(prefix="/accounts", tags=["accounts"])


@router.get("", summary="List accounts", responses=errors(401, 403, 422))
def list_accounts(
    actor: Signed,
    here: Here,
    pages: Pages,
    role: Annotated[Role | None, Query(description="Those of one role", examples=["planner"])] = None,
) -> Listed[AccountAnswer]:
    """Who may sign in, in order of creation."""
    with here.database.read(actor) as unit:
        found = people.listed(unit, role=role, cursor=pages.cursor, limit=pages.limit)
        return Listed[AccountAnswer](**listed(found, AccountAnswer.model_validate))


@router.get("/{row_id}", summary="Read an account", responses=errors(401, 403, 404, 422))
def read_account(row_id: RowId, actor: Signed, here: Here, response: Response) -> AccountAnswer:
    """One account; everybody may read their own."""
    with here.database.read(actor) as unit:
        row = find(unit, Account, row_id, what=people.WHAT)
        tag(response, row)
        return AccountAnswer.model_validate(row)


@router.patch("/{row_id}", summary="Change an account", responses=errors(401, 403, 404, 409, 412, 413, 415, 422, 428))
def change_account(
    row_id: RowId, body: AccountChange, version: Expected, actor: Signed, here: Here, response: Response
) -> AccountAnswer:
    """Another name, another role within the bureau; ``disabled`` puts somebody out at once."""
    with here.database.write(actor) as unit:
        row = people.change(unit, row_id, version=version, name=body.name, role=body.role, disabled=body.disabled)
        tag(response, row)
        return AccountAnswer.model_validate(row)


@router.delete(
    "/{row_id}", summary="Delete an account", status_code=204, responses=errors(401, 403, 404, 409, 412, 422, 428)
)
def delete_account(row_id: RowId, version: Expected, actor: Signed, here: Here) -> None:
    """The account cannot sign in any more; what it did stays on record."""
    with here.database.write(actor) as unit:
        people.delete(unit, row_id, version)


@router.post(
    "/{row_id}/reset",
    summary="Make a link for a new password",
    status_code=201,
    responses=errors(401, 403, 404, 409, 422),
)
def reset_password(row_id: RowId, request: Request, actor: Signed, here: Here, once: Once) -> NewInvitation:
    """A one-time link to hand over. Until it is used the old password stays good."""

    def make() -> Any:
        return links.reset(unit, here.door.rules.reset_link, account_id=row_id)

    with here.database.write(actor) as unit:
        return shown_once(request, here, unit, once, make)


@router.post("/{row_id}/revoke", summary="End all sessions and keys", responses=errors(401, 403, 404, 422))
def revoke_account(row_id: RowId, actor: Signed, here: Here) -> Revoked:
    """Whoever has a session or a key of this account has none any more."""
    with here.database.write(actor) as unit:
        ended, keys = people.revoke(unit, row_id)
        return Revoked(sessions=ended, keys=keys)
