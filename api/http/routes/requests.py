"""Requests: an employer's one form, its way through the states, the papers that prove its claim."""

from __future__ import annotations

from typing import Annotated, Any
from urllib.parse import quote

import anyio
from fastapi import APIRouter, Query, Response
from fastapi import Request as HttpRequest
from sqlalchemy import select

from api.http.account_schemas import PRINTABLE, RowId
from api.http.context import Here
from api.http.cross import Expected, Listed, Once, Pages, tag
from api.http.documented import content, errors
from api.http.request_schemas import (
    EventAnswer,
    EventList,
    FormAnswer,
    ProofAnswer,
    ProofList,
    RequestAnswer,
    RequestBody,
    RequestChange,
    RequestLine,
    StepBody,
)
from api.http.requests_told import heads_of, line, site_told, told
from api.http.signed_in import Signed
from api.service.accounts.tables import Employer
from api.service.campaigns.tables import Campaign
from api.service.policy import require, visible
from api.service.policy.finding import find
from api.service.requests import filing, proof
from api.service.requests.contact import Contact, contact_before
from api.service.requests.moving import events
from api.service.requests.states import State
from api.service.requests.tables import Request, RequestProof
from api.service.store import ID_PATTERN, page

router = APIRouter(prefix="/requests", tags=["requests"])

_CHANGE = (401, 403, 404, 408, 409, 412, 413, 415, 422, 428)
_PROOF_BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "description": "The file itself, a PDF, PNG or JPEG: its bytes tell which, whatever the Content-Type says.",
        "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
    }
}
_Id = Annotated[str | None, Query(pattern=ID_PATTERN)]


@router.get("", summary="List requests", responses=errors(401, 403, 422))
def list_requests(
    actor: Signed,
    here: Here,
    pages: Pages,
    campaign_id: _Id = None,
    employer_id: _Id = None,
    state: Annotated[State | None, Query(description="Those in a state", examples=["submitted"])] = None,
) -> Listed[RequestLine]:
    """In order of creation; an employer sees its own."""
    with here.database.read(actor) as unit:
        require(actor, "list", "requests")
        wanted = select(Request).where(Request.deleted_at.is_(None), visible(actor, Request))
        for column, value in (
            (Request.campaign_id, campaign_id),
            (Request.employer_id, employer_id),
            (Request.state, state),
        ):
            wanted = wanted if value is None else wanted.where(column == value)
        found = page(unit, wanted, cursor=pages.cursor, limit=pages.limit)
        heads = heads_of(unit, found.items)
        return Listed[RequestLine](items=[line(row, heads) for row in found.items], next=found.next)


@router.get("/form", summary="Begin a request", responses=errors(401, 403, 404, 422))
def read_form(
    actor: Signed, here: Here, campaign_id: Annotated[str, Query(pattern=ID_PATTERN)], employer_id: _Id = None
) -> FormAnswer:
    """What the employer said the last time, or when it signed up, so that nothing is asked twice."""
    with here.database.read(actor) as unit:
        require(actor, "create", "requests")
        find(unit, Campaign, campaign_id, what="campaign")
        employer = find(unit, Employer, filing.whose(unit, employer_id), what="employer")
        last = filing.last_request(unit, employer.id)
        contact = contact_before(unit, here.vault, employer, last) or Contact()
        return FormAnswer(site=site_told(last), contact=contact.name, phone=contact.phone)


@router.post(
    "",
    summary="File a request",
    status_code=201,
    responses=errors(401, 403, 404, 408, 409, 413, 415, 422),
)
def create_request(body: RequestBody, actor: Signed, here: Here, once: Once, response: Response) -> RequestAnswer:
    """A draft, which may lack anything; what it has must be right. All faults are told at once, by field."""

    def make() -> str:
        made = filing.file_request(unit, here.vault, body.campaign_id, body.form(), employer_id=body.employer_id)
        unit.session.flush()
        return made.id

    with here.database.write(actor) as unit:
        row = find(unit, Request, once.once(unit, make), what="request")
        tag(response, row)
        return told(unit, here.vault, row)


@router.get("/{row_id}", summary="Read a request", responses=errors(401, 403, 404, 422))
def read_request(row_id: RowId, actor: Signed, here: Here, response: Response) -> RequestAnswer:
    """The whole request."""
    with here.database.read(actor) as unit:
        row = find(unit, Request, row_id, what="request")
        tag(response, row)
        return told(unit, here.vault, row)


@router.patch("/{row_id}", summary="Change a request", responses=errors(*_CHANGE))
def change_request(
    row_id: RowId, body: RequestChange, version: Expected, actor: Signed, here: Here, response: Response
) -> RequestAnswer:
    """Until the freeze. A request that was checked already goes back to be checked again."""
    with here.database.write(actor) as unit:
        row = filing.change_request(unit, here.vault, row_id, body.form(), version)
        unit.session.flush()
        tag(response, row)
        return told(unit, here.vault, row)


@router.post("/{row_id}/steps", summary="Take a request to another state", responses=errors(*_CHANGE))
def take_step(
    row_id: RowId, body: StepBody, version: Expected, actor: Signed, here: Here, response: Response
) -> RequestAnswer:
    """`submitted` by the employer; `returned`, `checked` and `closed` by the bureau; `withdrawn` by either."""
    with here.database.write(actor) as unit:
        if body.to == "submitted":
            row = filing.submit(unit, here.vault, row_id, version)
        else:
            row = filing.decide(unit, row_id, body.to, version, note=body.note, priority=body.priority)
        unit.session.flush()
        tag(response, row)
        return told(unit, here.vault, row)


@router.get("/{row_id}/steps", summary="Which way did a request go?", responses=errors(401, 403, 404, 422))
def list_steps(row_id: RowId, actor: Signed, here: Here) -> EventList:
    """Every step with who and when."""
    with here.database.read(actor) as unit:
        row = find(unit, Request, row_id, what="request")
        return EventList(items=[EventAnswer.model_validate(event) for event in events(unit, row)])


@router.get("/{row_id}/proofs", summary="List a request's papers", responses=errors(401, 403, 404, 422))
def list_proofs(row_id: RowId, actor: Signed, here: Here) -> ProofList:
    """What they are; their bytes are at `content`."""
    with here.database.read(actor) as unit:
        return ProofList(items=[ProofAnswer.model_validate(row) for row in proof.proofs_of(unit, row_id)])


@router.post(
    "/{row_id}/proofs",
    summary="Add a paper",
    status_code=201,
    openapi_extra=_PROOF_BODY,
    responses=errors(401, 403, 404, 408, 409, 413, 422),
)
async def create_proof(
    request: HttpRequest,
    row_id: RowId,
    actor: Signed,
    here: Here,
    once: Once,
    response: Response,
    name: Annotated[str, Query(description="What the file is called", max_length=200, pattern=PRINTABLE)] = "proof",
) -> ProofAnswer:
    """A PDF, PNG or JPEG file that proves the claim for priority."""
    data = await request.body()

    def work() -> ProofAnswer:
        def make() -> str:
            made = proof.attach(unit, row_id, name, data, most_bytes=here.settings.proof_bytes)
            unit.session.flush()
            return made.id

        with here.database.write(actor) as unit:
            row = unit.get(RequestProof, once.once(unit, make), what="proof")
            tag(response, row)
            return ProofAnswer.model_validate(row)

    return await anyio.to_thread.run_sync(work)


@router.get(
    "/{row_id}/proofs/{proof_id}/content",
    summary="Read a paper",
    response_class=Response,
    responses={
        **content("application/octet-stream", "The file as it was given", binary=True),
        **errors(401, 403, 404, 409, 422),
    },
)
def read_proof(row_id: RowId, proof_id: RowId, actor: Signed, here: Here) -> Response:
    """To be saved, never to be shown inside a page of this service."""
    with here.database.read(actor) as unit:
        found = proof.proof_content(unit, row_id, proof_id)
        name = quote(found.row.file_name, safe="")
        headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{name}", "ETag": f'"{found.row.version}"'}
        return Response(found.content, media_type="application/octet-stream", headers=headers)


@router.delete("/{row_id}/proofs/{proof_id}", summary="Take a paper away", status_code=204, responses=errors(*_CHANGE))
def delete_proof(row_id: RowId, proof_id: RowId, version: Expected, actor: Signed, here: Here) -> None:
    """It stays on record."""
    with here.database.write(actor) as unit:
        proof.detach(unit, row_id, proof_id, version)
