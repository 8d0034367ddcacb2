"""Employers: the firms whose workers are brought."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Response

from api.http.account_schemas import PRINTABLE, EmployerAnswer, EmployerBody, EmployerChange, RowId
from api.http.context import Here
from api.http.cross import Expected, Listed, Once, Pages, listed, tag
from api.http.documented import errors
from api.http.parties import told
from api.http.signed_in import Signed
from api.service.accounts import parties
from api.service.accounts.tables import Employer

router = APIRouter(prefix="/employers", tags=["parties"])


@router.get("", summary="List employers", responses=errors(401, 403, 422))
def list_employers(
    actor: Signed,
    here: Here,
    pages: Pages,
    name: Annotated[str | None, Query(description="How the name begins", max_length=200, pattern=PRINTABLE)] = None,
    district: Annotated[str | None, Query(description="Those of a district", max_length=200, pattern=PRINTABLE)] = None,
) -> Listed[EmployerAnswer]:
    """In order of creation; an employer sees itself."""
    with here.database.read(actor) as unit:
        found = parties.listed(unit, Employer, begins=name, district=district, cursor=pages.cursor, limit=pages.limit)
        return Listed[EmployerAnswer](**listed(found, lambda row: told(EmployerAnswer, row, actor)))


@router.post("", summary="Add an employer", status_code=201, responses=errors(401, 403, 409, 413, 415, 422))
def create_employer(body: EmployerBody, actor: Signed, here: Here, once: Once, response: Response) -> EmployerAnswer:
    """Most sign up by themselves, by a campaign's link."""

    def make() -> str:
        row = parties.create(unit, Employer, **body.model_dump())
        unit.session.flush()
        return row.id

    with here.database.write(actor) as unit:
        row = unit.session.get_one(Employer, once.once(unit, make))
        tag(response, row)
        return told(EmployerAnswer, row, actor)


@router.get("/{row_id}", summary="Read an employer", responses=errors(401, 403, 404, 422))
def read_employer(row_id: RowId, actor: Signed, here: Here, response: Response) -> EmployerAnswer:
    """One employer."""
    with here.database.read(actor) as unit:
        row = parties.read(unit, Employer, row_id)
        tag(response, row)
        return told(EmployerAnswer, row, actor)


@router.patch("/{row_id}", summary="Change an employer", responses=errors(401, 403, 404, 409, 412, 413, 415, 422, 428))
def change_employer(
    row_id: RowId, body: EmployerChange, version: Expected, actor: Signed, here: Here, response: Response
) -> EmployerAnswer:
    """An employer may change its own."""
    values = {c: v for c, v in body.model_dump(exclude_unset=True).items() if c != "name" or v is not None}
    with here.database.write(actor) as unit:
        row = parties.change(unit, Employer, row_id, version=version, values=values)
        tag(response, row)
        return told(EmployerAnswer, row, actor)


@router.delete(
    "/{row_id}", summary="Delete an employer", status_code=204, responses=errors(401, 403, 404, 409, 412, 422, 428)
)
def delete_employer(row_id: RowId, version: Expected, actor: Signed, here: Here) -> None:
    """It is gone from the lists; nobody may have an account for it any more."""
    with here.database.write(actor) as unit:
        parties.delete(unit, Employer, row_id, version=version)
