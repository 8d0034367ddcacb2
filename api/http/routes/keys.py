"""API keys of one's own account."""

from __future__ import annotations

from fastapi import APIRouter, Response

from api.http.account_schemas import KeyAnswer, KeyBody, NewKey, RowId
from api.http.context import Here
from api.http.cross import Expected, Listed, Once, Pages, listed, tag
from api.http.documented import errors
from api.http.signed_in import Signed
from api.service.accounts import keys
from api.service.accounts.tables import ApiKey

router = APIRouter(prefix="/keys", tags=["accounts"])


def _told(shown: keys.ShownKey) -> KeyAnswer:
    return KeyAnswer.model_validate(shown.key).model_copy(update={"used_at": shown.used_at})


@router.get("", summary="List API keys", responses=errors(401, 403, 422))
def list_keys(actor: Signed, here: Here, pages: Pages) -> Listed[KeyAnswer]:
    """One's own keys; an administrator sees those of all."""
    with here.database.read(actor) as unit:
        return Listed[KeyAnswer](**listed(keys.listed(unit, cursor=pages.cursor, limit=pages.limit), _told))


@router.post("", summary="Make an API key", status_code=201, responses=errors(401, 403, 409, 413, 415, 422))
def create_key(body: KeyBody, actor: Signed, here: Here, once: Once, response: Response) -> NewKey:
    """The secret is in this answer only. It goes into the header ``Authorization: Bearer …``."""
    secret: list[str] = []

    def make() -> str:
        row, shown = keys.create(unit, name=body.name, role=body.role, expires_at=body.expires_at)
        unit.session.flush()
        secret.append(shown)
        return row.id

    with here.database.write(actor) as unit:
        row = unit.session.get_one(ApiKey, once.once(unit, make))
        tag(response, row)
        answer = NewKey.model_validate(row)
        return answer.model_copy(update={"secret": secret[0]}) if secret else answer


@router.delete(
    "/{row_id}", summary="Revoke an API key", status_code=204, responses=errors(401, 403, 404, 412, 422, 428)
)
def revoke_key(row_id: RowId, version: Expected, actor: Signed, here: Here) -> None:
    """The key is good for nothing from now on."""
    with here.database.write(actor) as unit:
        keys.revoke(unit, row_id, version)
