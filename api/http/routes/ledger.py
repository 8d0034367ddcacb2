"""The ledger of problems: raised by anybody concerned, taken through its states by the bureau, closed with a proof."""

from __future__ import annotations

import json
from typing import Annotated, Any, TypeAlias
from urllib.parse import quote

import anyio
from fastapi import APIRouter, Depends, Query, Request, Response

from api.http.account_schemas import PRINTABLE, RowId
from api.http.context import Here, LangQuery
from api.http.cross import Expected, Listed, Once, Pages, listed, tag
from api.http.documented import content, errors
from api.http.ledger_schemas import (
    By,
    ProblemAnswer,
    ProblemBody,
    ProblemCount,
    ProblemCounts,
    ProblemProofAnswer,
    ProblemProofBody,
    ProblemState,
    ProblemStepAnswer,
    ProblemStepBody,
)
from api.http.routes.cases import attachment
from api.http.signed_in import Signed
from api.http.upload import JSON_TYPE, XLSX_TYPE
from api.service import ledger as room
from api.service.ledger.export import ledger_document, ledger_workbook, whole_ledger
from api.service.ledger.problems import today
from api.service.ledger.tables import ProblemEntry, ProblemProof
from api.service.requests.proof import PROOF_TYPES
from api.service.store import ID_PATTERN, Unit

router = APIRouter(prefix="/problems", tags=["problems"])

_CHANGED = (401, 403, 404, 409, 412, 413, 415, 422, 428)
_BYTES = "application/octet-stream"
_PAPER_BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "description": "The file itself. What it is, is told by its bytes.",
        "content": {key: {"schema": {"type": "string", "format": "binary"}} for key in (*PROOF_TYPES, _BYTES)},
    }
}
_Id: TypeAlias = Annotated[str | None, Query(pattern=ID_PATTERN)]


def _filter(
    campaign_id: _Id = None,
    employer_id: _Id = None,
    owner_id: _Id = None,
    district: Annotated[str | None, Query(description="Those of a district", max_length=200, pattern=PRINTABLE)] = None,
    state: Annotated[ProblemState | None, Query(description="Those in a state")] = None,
    overdue: Annotated[bool, Query(description="Only those not closed and due before today")] = False,
) -> room.Filter:
    return room.Filter(
        campaign_id=campaign_id,
        employer_id=employer_id,
        owner_id=owner_id,
        district=district,
        state=state,
        overdue=overdue,
    )


Wanted: TypeAlias = Annotated[room.Filter, Depends(_filter)]


def _told(unit: Unit, row: ProblemEntry) -> ProblemAnswer:
    plain = {name: getattr(row, name) for name in ProblemAnswer.model_fields if hasattr(row, name)}
    late = row.state != room.STATES[-1] and row.due is not None and row.due < today(unit, row.campaign_id)
    return ProblemAnswer(**plain, overdue=late, state_zh=room.STATE_WORDS[row.state])


def _form(body: ProblemBody) -> room.ProblemForm:
    return room.ProblemForm(**body.model_dump())


@router.get("", summary="List problems", responses=errors(401, 403, 422))
def list_problems(wanted: Wanted, actor: Signed, here: Here, pages: Pages) -> Listed[ProblemAnswer]:
    """The oldest first; an employer sees its own."""
    with here.database.read(actor) as unit:
        found = room.problems(unit, wanted, cursor=pages.cursor, limit=pages.limit)
        return Listed[ProblemAnswer](**listed(found, lambda row: _told(unit, row)))


@router.post("", summary="Raise a problem", status_code=201, responses=errors(401, 403, 404, 409, 413, 415, 422))
def create_problem(body: ProblemBody, actor: Signed, here: Here, once: Once, response: Response) -> ProblemAnswer:
    """It is found (发现). An employer raises its own."""
    with here.database.write(actor) as unit:
        made = once.once(unit, lambda: room.raise_problem(unit, _form(body)).id)
        row = unit.session.get_one(ProblemEntry, made)
        tag(response, row)
        return _told(unit, row)


@router.get("/counts", summary="Count open problems", responses=errors(401, 403, 422))
def count_problems(
    actor: Signed,
    here: Here,
    by: Annotated[By, Query(description="What they are counted by")] = "state",
    campaign_id: _Id = None,
) -> ProblemCounts:
    """Those not closed, and of them the overdue ones."""
    with here.database.read(actor) as unit:
        found = room.open_problems(unit, campaign_id, by)
    counts = [ProblemCount(key=key, open=count.open, overdue=count.overdue) for key, count in sorted(found.items())]
    return ProblemCounts(by=by, counts=counts)


@router.get(
    "/workbook",
    summary="Take the ledger away as a workbook",
    response_class=Response,
    responses={**content(XLSX_TYPE, "One line for each problem", binary=True), **errors(401, 403, 422)},
)
def read_ledger_workbook(wanted: Wanted, actor: Signed, here: Here, lang: LangQuery = "zh") -> Response:
    """The oldest first, at most 20,000."""
    with here.database.read(actor) as unit:
        data = ledger_workbook(whole_ledger(unit, wanted), lang)
    return Response(data, media_type=XLSX_TYPE, headers=attachment("problems.xlsx"))


@router.get(
    "/document",
    summary="Take the ledger away as JSON",
    response_class=Response,
    responses={
        **content(JSON_TYPE, "A list of problems with their steps and proofs", schema={"type": "array", "items": {}}),
        **errors(401, 403, 422),
    },
)
def read_ledger_document(wanted: Wanted, actor: Signed, here: Here) -> Response:
    """With every step of each and what proves it, the oldest first, at most 20,000."""
    with here.database.read(actor) as unit:
        document = ledger_document(whole_ledger(unit, wanted))
    return Response(json.dumps(document, ensure_ascii=False), media_type=JSON_TYPE)


@router.get("/{problem_id}", summary="Read a problem", responses=errors(401, 403, 404, 422))
def read_problem(problem_id: RowId, actor: Signed, here: Here, response: Response) -> ProblemAnswer:
    """One problem."""
    with here.database.read(actor) as unit:
        row = room.problem_of(unit, problem_id)
        tag(response, row)
        return _told(unit, row)


@router.put("/{problem_id}", summary="Change a problem", responses=errors(*_CHANGED))
def change_problem(
    problem_id: RowId, body: ProblemBody, version: Expected, actor: Signed, here: Here, response: Response
) -> ProblemAnswer:
    """Other words, owner or due date, until it is closed."""
    with here.database.write(actor) as unit:
        row = room.change_problem(unit, problem_id, _form(body), version)
        tag(response, row)
        return _told(unit, row)


@router.post("/{problem_id}/state", summary="Take a problem to its next state", responses=errors(*_CHANGED))
def step_problem(
    problem_id: RowId, body: ProblemStepBody, version: Expected, actor: Signed, here: Here, response: Response
) -> ProblemAnswer:
    """发现, 汇总, 提交, 转办, 协调, 销号: one on, or one back with the reason; closed only with a proof."""
    with here.database.write(actor) as unit:
        row = room.step_problem(unit, problem_id, body.state, version, note=body.note)
        tag(response, row)
        return _told(unit, row)


@router.delete(
    "/{problem_id}",
    summary="Delete a problem",
    status_code=204,
    responses=errors(401, 403, 404, 409, 412, 422, 428),
)
def delete_problem(problem_id: RowId, version: Expected, actor: Signed, here: Here) -> None:
    """One that was none; it stays on record."""
    with here.database.write(actor) as unit:
        room.delete_problem(unit, problem_id, version)


@router.get("/{problem_id}/steps", summary="Read a problem's way", responses=errors(401, 403, 404, 422))
def list_problem_steps(problem_id: RowId, actor: Signed, here: Here) -> list[ProblemStepAnswer]:
    """Every step, the first one first."""
    with here.database.read(actor) as unit:
        return [
            ProblemStepAnswer.model_validate(step) for step in room.steps_of(unit, room.problem_of(unit, problem_id))
        ]


@router.get("/{problem_id}/proofs", summary="List a problem's proofs", responses=errors(401, 403, 404, 422))
def list_problem_proofs(problem_id: RowId, actor: Signed, here: Here) -> list[ProblemProofAnswer]:
    """Words and papers, the first one first; a paper's bytes are at `content`."""
    with here.database.read(actor) as unit:
        rows = room.proofs_of(unit, room.problem_of(unit, problem_id))
        return [ProblemProofAnswer.model_validate(row) for row in rows]


@router.post(
    "/{problem_id}/proofs",
    summary="Add words that prove",
    status_code=201,
    responses=errors(401, 403, 404, 409, 413, 415, 422),
)
def create_problem_proof(
    problem_id: RowId, body: ProblemProofBody, actor: Signed, here: Here, once: Once
) -> ProblemProofAnswer:
    """That it is solved."""
    with here.database.write(actor) as unit:
        made = once.once(unit, lambda: room.add_proof(unit, problem_id, room.ProofForm(text=body.text)).id)
        return ProblemProofAnswer.model_validate(unit.session.get_one(ProblemProof, made))


@router.post(
    "/{problem_id}/papers",
    summary="Add a paper that proves",
    status_code=201,
    openapi_extra=_PAPER_BODY,
    responses=errors(401, 403, 404, 408, 409, 413, 422),
)
async def create_problem_paper(
    request: Request,
    problem_id: RowId,
    actor: Signed,
    here: Here,
    once: Once,
    name: Annotated[str, Query(description="What the file is called", max_length=200, pattern=PRINTABLE)] = "proof",
) -> ProblemProofAnswer:
    """A PDF, PNG or JPEG file that proves that it is solved."""
    data = await request.body()

    def work() -> ProblemProofAnswer:
        form = room.ProofForm(file_name=name, content=data, most_bytes=here.settings.proof_bytes)
        with here.database.write(actor) as unit:
            made = once.once(unit, lambda: room.add_proof(unit, problem_id, form).id)
            return ProblemProofAnswer.model_validate(unit.session.get_one(ProblemProof, made))

    return await anyio.to_thread.run_sync(work)


@router.get(
    "/{problem_id}/proofs/{proof_id}/content",
    summary="Read a paper that proves",
    response_class=Response,
    responses={**content(_BYTES, "The file as it was given", binary=True), **errors(401, 403, 404, 422)},
)
def read_problem_paper(problem_id: RowId, proof_id: RowId, actor: Signed, here: Here) -> Response:
    """To be saved, never to be shown inside a page of this service."""
    with here.database.read(actor) as unit:
        proof, data = room.proof_file(unit, problem_id, proof_id)
        name = quote(proof.file_name or "proof", safe="")
    return Response(data, media_type=_BYTES, headers={"Content-Disposition": f"attachment; filename*=UTF-8''{name}"})
