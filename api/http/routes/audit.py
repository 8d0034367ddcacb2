"""The audit log: who changed what, when, from what to what."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Any, Literal, TypeAlias

from fastapi import APIRouter, Depends, Query
from fastapi.responses import StreamingResponse
from pydantic import BaseModel

from api.http.context import Here
from api.http.cross import Moment
from api.http.documented import errors
from api.http.signed_in import Signed
from api.service.record import Wanted, as_csv, as_json_lines, entries
from api.service.record.audit_export import told
from api.service.store import ID_PATTERN, MOST_ITEMS

router = APIRouter(prefix="/audit-log", tags=["record"])

JSON_LINES = "application/x-ndjson"
CSV = "text/csv; charset=utf-8"
_LAST_NUMBER = 2**53 - 1
_EARLIEST = datetime(1970, 1, 2, tzinfo=UTC)
_LATEST = datetime(9999, 12, 30, tzinfo=UTC)

_Time: TypeAlias = Annotated[Moment | None, Query(description="With its zone", examples=["2020-03-10T00:00:00+08:00"])]
_Name: TypeAlias = Annotated[
    str | None, Query(description="Changes of this table", pattern="^[a-z_]{1,60}$", examples=["requests"])
]
_Row: TypeAlias = Annotated[str | None, Query(description="Changes of this row", pattern="^[0-9a-zA-Z_.:-]{1,60}$")]
_Account: TypeAlias = Annotated[str | None, Query(description="Changes by this account", pattern=ID_PATTERN)]


class AuditAnswer(BaseModel):
    """One change. Personal fields are sealed or masked, secrets are masked."""

    number: int
    at: datetime
    account_id: str | None
    role: str
    action: str
    table_name: str
    row_id: str
    before: dict[str, Any] | None
    after: dict[str, Any] | None


class AuditPage(BaseModel):
    """Some entries, oldest first, and the number to go on behind; null: there are no more."""

    items: list[AuditAnswer]
    next: int | None


def _wanted(
    since: _Time = None, until: _Time = None, table: _Name = None, row_id: _Row = None, account_id: _Account = None
) -> Wanted:
    """Times beyond what a database keeps mean its first and last."""
    first, last = (None if time is None else min(max(time, _EARLIEST), _LATEST) for time in (since, until))
    return Wanted(since=first, until=last, table=table, row_id=row_id, account_id=account_id)


_Which: TypeAlias = Annotated[Wanted, Depends(_wanted)]


@router.get("", summary="Read the audit log", responses=errors(401, 403, 422))
def read_audit_log(
    actor: Signed,
    here: Here,
    wanted: _Which,
    after: Annotated[int, Query(ge=0, le=_LAST_NUMBER, description="From `next` of the page before")] = 0,
    limit: Annotated[int, Query(ge=1, le=MOST_ITEMS, description="Most items of a page")] = 50,
) -> AuditPage:
    """Oldest first; `table` and `row_id` give the history of one row."""
    with here.database.read(actor) as unit:
        found = entries(unit, wanted, after=after, limit=limit + 1)
    items = [AuditAnswer(**told(entry)) for entry in found[:limit]]
    return AuditPage(items=items, next=items[-1].number if len(found) > limit else None)


@router.get(
    "/export",
    summary="Take the audit log along",
    response_class=StreamingResponse,
    responses=errors(401, 403, 422)
    | {
        200: {
            "description": "Every entry that is wanted, oldest first",
            "content": {JSON_LINES: {"schema": {"type": "string"}}, "text/csv": {"schema": {"type": "string"}}},
        }
    },
)
def export_audit_log(
    actor: Signed,
    here: Here,
    wanted: _Which,
    form: Annotated[Literal["jsonl", "csv"], Query(alias="format", description="JSON lines, or a table")] = "jsonl",
) -> StreamingResponse:
    """As a file, however long the log is."""
    lines = (as_csv if form == "csv" else as_json_lines)(here.database, actor, wanted)
    name = f'attachment; filename="audit-log.{form}"'
    return StreamingResponse(
        lines, media_type=CSV if form == "csv" else JSON_LINES, headers={"Content-Disposition": name}
    )
