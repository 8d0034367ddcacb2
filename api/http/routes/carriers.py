"""Carriers: who offers seats and drives."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Response

from api.http.account_schemas import PRINTABLE, CarrierAnswer, CarrierBody, CarrierChange, RowId
from api.http.context import Here
from api.http.cross import Expected, Listed, Once, Pages, listed, tag
from api.http.documented import errors
from api.http.parties import told
from api.http.signed_in import Signed
from api.service.accounts import parties
from api.service.accounts.tables import Carrier

router = APIRouter(prefix="/carriers", tags=["parties"])


@router.get("", summary="List carriers", responses=errors(401, 403, 422))
def list_carriers(
    actor: Signed,
    here: Here,
    pages: Pages,
    name: Annotated[str | None, Query(description="How the name begins", max_length=200, pattern=PRINTABLE)] = None,
) -> Listed[CarrierAnswer]:
    """In order of creation; a carrier sees itself."""
    with here.database.read(actor) as unit:
        found = parties.listed(unit, Carrier, begins=name, cursor=pages.cursor, limit=pages.limit)
        return Listed[CarrierAnswer](**listed(found, lambda row: told(CarrierAnswer, row, actor)))


@router.post("", summary="Add a carrier", status_code=201, responses=errors(401, 403, 409, 413, 415, 422))
def create_carrier(body: CarrierBody, actor: Signed, here: Here, once: Once, response: Response) -> CarrierAnswer:
    """Its people get accounts by invitation."""

    def make() -> str:
        row = parties.create(unit, Carrier, **body.model_dump())
        unit.session.flush()
        return row.id

    with here.database.write(actor) as unit:
        row = unit.session.get_one(Carrier, once.once(unit, make))
        tag(response, row)
        return told(CarrierAnswer, row, actor)


@router.get("/{row_id}", summary="Read a carrier", responses=errors(401, 403, 404, 422))
def read_carrier(row_id: RowId, actor: Signed, here: Here, response: Response) -> CarrierAnswer:
    """One carrier."""
    with here.database.read(actor) as unit:
        row = parties.read(unit, Carrier, row_id)
        tag(response, row)
        return told(CarrierAnswer, row, actor)


@router.patch("/{row_id}", summary="Change a carrier", responses=errors(401, 403, 404, 409, 412, 413, 415, 422, 428))
def change_carrier(
    row_id: RowId, body: CarrierChange, version: Expected, actor: Signed, here: Here, response: Response
) -> CarrierAnswer:
    """A carrier may change its own."""
    values = {c: v for c, v in body.model_dump(exclude_unset=True).items() if c != "name" or v is not None}
    with here.database.write(actor) as unit:
        row = parties.change(unit, Carrier, row_id, version=version, values=values)
        tag(response, row)
        return told(CarrierAnswer, row, actor)


@router.delete(
    "/{row_id}", summary="Delete a carrier", status_code=204, responses=errors(401, 403, 404, 409, 412, 422, 428)
)
def delete_carrier(row_id: RowId, version: Expected, actor: Signed, here: Here) -> None:
    """It is gone from the lists; nobody may have an account for it any more."""
    with here.database.write(actor) as unit:
        parties.delete(unit, Carrier, row_id, version=version)
