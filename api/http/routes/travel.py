"""What happens on the way: records of runs, and handovers with their signatures."""

from __future__ import annotations

from typing import Annotated, TypeAlias

from fastapi import APIRouter, Path, Query, Response

from api.http.account_schemas import RowId
from api.http.context import Here
from api.http.cross import Expected, Listed, Once, Pages, listed, tag
from api.http.documented import errors
from api.http.signed_in import Signed
from api.http.travel_schemas import (
    CountAnswer,
    HandoverAnswer,
    OutcomeAnswer,
    OutcomesAnswer,
    RecordAnswer,
    RecordsBody,
    Side,
    SignatureAnswer,
    SignatureBody,
    TallyAnswer,
)
from api.service.policy import find
from api.service.store import ID_PATTERN
from api.service.travel import handing, recording
from api.service.travel.listing import handovers, records, tallied
from api.service.travel.tables import Handover

router = APIRouter(tags=["travel"])

_READ = errors(401, 403, 404, 422)
_OneOf: TypeAlias = Annotated[str | None, Query(pattern=ID_PATTERN)]
_Side: TypeAlias = Annotated[Side, Path(description="Which side signs", examples=["receiving"])]


@router.post(
    "/runs/{row_id}/records",
    summary="Record what happened on a run",
    responses=errors(401, 403, 404, 409, 413, 415, 422, 429),
)
def create_records(row_id: RowId, body: RecordsBody, actor: Signed, here: Here) -> OutcomesAnswer:
    """For devices that are offline at times: each record is judged by itself, the good ones are kept.

    Sent again, nothing is kept twice, so no `Idempotency-Key` is needed. Counts beyond plan and standby need a reason.
    """
    entries = [recording.Entry(**item.model_dump()) for item in body.records]
    with here.database.write(actor) as unit:
        outcomes = [
            OutcomeAnswer(
                client_id=outcome.client_id,
                status=outcome.status,
                record=None if outcome.record is None else RecordAnswer.model_validate(outcome.record),
                refusal=outcome.refusal,
            )
            for outcome in recording.record(unit, row_id, entries)
        ]
    return OutcomesAnswer(outcomes=outcomes)


@router.get("/runs/{row_id}/records", summary="Read a run's records", responses=_READ)
def list_records(row_id: RowId, actor: Signed, here: Here, pages: Pages) -> Listed[RecordAnswer]:
    """All of them, those that were corrected too; an employer sees those of its own workers."""
    with here.database.read(actor) as unit:
        found = records(unit, row_id, cursor=pages.cursor, limit=pages.limit)
        return Listed[RecordAnswer](**listed(found, RecordAnswer.model_validate))


@router.get("/runs/{row_id}/tally", summary="Count a run", responses=_READ)
def read_tally(row_id: RowId, actor: Signed, here: Here) -> TallyAnswer:
    """Planned and recorded heads by stop and demand, after corrections."""
    with here.database.read(actor) as unit:
        found = tallied(unit, row_id)
    return TallyAnswer(
        run_id=row_id,
        standby=found.standby,
        counts=[CountAnswer(**cells) for cells in found.counts],
        excess=list(found.excess),
    )


@router.get("/campaigns/{campaign_id}/handovers", summary="List handovers", responses=_READ)
def list_handovers(
    campaign_id: RowId,
    actor: Signed,
    here: Here,
    pages: Pages,
    run_id: _OneOf = None,
    complete: Annotated[bool | None, Query(description="Only complete ones, or only others")] = None,
) -> Listed[HandoverAnswer]:
    """Those of the current publication, and older ones that somebody has signed. ``run_id``: the published run's id."""
    with here.database.read(actor) as unit:
        found = handovers(
            unit, campaign_id, published_run_id=run_id, complete=complete, cursor=pages.cursor, limit=pages.limit
        )
        return Listed[HandoverAnswer](**listed(found, lambda row: _told(handing.sheet(unit, row))))


@router.get("/handovers/{handover_id}", summary="Read a handover", responses=_READ)
def read_handover(handover_id: RowId, actor: Signed, here: Here, response: Response) -> HandoverAnswer:
    """Expected, boarded, no-show, rejected, delivered, and the signatures."""
    with here.database.read(actor) as unit:
        row = find(unit, Handover, handover_id, what="handover")
        tag(response, row)
        return _told(handing.sheet(unit, row))


@router.post(
    "/handovers/{handover_id}/signatures/{side}",
    summary="Sign a handover",
    status_code=201,
    responses=errors(401, 403, 404, 409, 413, 415, 422),
)
def create_signature(
    handover_id: RowId, side: _Side, body: SignatureBody, actor: Signed, here: Here, once: Once, response: Response
) -> HandoverAnswer:
    """The third signature completes it. The bureau enters what came back on paper."""

    def make() -> str:
        return handing.sign(unit, handover_id, side=side, **body.model_dump()).handover.id

    with here.database.write(actor) as unit:
        row = unit.session.get_one(Handover, once.once(unit, make))
        tag(response, row)
        return _told(handing.sheet(unit, row))


@router.delete(
    "/handovers/{handover_id}/signatures/{side}",
    summary="Take a signature back",
    responses=errors(401, 403, 404, 409, 412, 422, 428),
)
def delete_signature(
    handover_id: RowId, side: _Side, version: Expected, actor: Signed, here: Here, response: Response
) -> HandoverAnswer:
    """For one that was given by mistake; the log keeps it. `If-Match` is the handover's."""
    with here.database.write(actor) as unit:
        there = handing.take_back(unit, handover_id, side, version)
        tag(response, there.handover)
        return _told(there)


def _told(sheet: handing.Sheet) -> HandoverAnswer:
    row = sheet.handover
    own = ("id", "publication_id", "published_run_id", "run_id", "employer_id", "carrier_id", "expected")
    counted = ("boarded", "no_show", "rejected", "delivered")
    return HandoverAnswer(
        **{name: getattr(row, name) for name in (*own, "completed_at", "version")},
        **{name: getattr(sheet, name) for name in counted},
        signatures=[SignatureAnswer.model_validate(signature) for signature in sheet.signatures],
    )
