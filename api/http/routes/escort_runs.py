"""Which escort has which run in hand."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Response

from api.http.account_schemas import EscortRunAnswer, EscortRunBody, RowId
from api.http.context import Here
from api.http.cross import Expected, Listed, Once, Pages, listed, tag
from api.http.documented import errors
from api.http.signed_in import Signed
from api.service.accounts import escorting
from api.service.accounts.tables import EscortRun
from api.service.store import ID_PATTERN

router = APIRouter(prefix="/escort-runs", tags=["parties"])


@router.get("", summary="List who has which run in hand", responses=errors(401, 403, 422))
def list_escort_runs(
    actor: Signed,
    here: Here,
    pages: Pages,
    plan_id: Annotated[str | None, Query(description="Those of one plan", pattern=ID_PATTERN)] = None,
) -> Listed[EscortRunAnswer]:
    """An escort sees the own runs."""
    with here.database.read(actor) as unit:
        found = escorting.listed(unit, plan_id=plan_id, cursor=pages.cursor, limit=pages.limit)
        return Listed[EscortRunAnswer](**listed(found, EscortRunAnswer.model_validate))


@router.post("", summary="Give a run to an escort", status_code=201, responses=errors(401, 403, 409, 413, 415, 422))
def create_escort_run(
    body: EscortRunBody, actor: Signed, here: Here, once: Once, response: Response
) -> EscortRunAnswer:
    """The escort sees this run and its manifest from now on. Twice is as good as once."""

    def make() -> str:
        row = escorting.assign(unit, **body.model_dump())
        unit.session.flush()
        return row.id

    with here.database.write(actor) as unit:
        row = unit.session.get_one(EscortRun, once.once(unit, make))
        tag(response, row)
        return EscortRunAnswer.model_validate(row)


@router.delete(
    "/{row_id}", summary="Take a run from an escort", status_code=204, responses=errors(401, 403, 404, 412, 422, 428)
)
def delete_escort_run(row_id: RowId, version: Expected, actor: Signed, here: Here) -> None:
    """The escort does not see the run any more."""
    with here.database.write(actor) as unit:
        escorting.release(unit, row_id, version)
