"""Rosters: a workbook or CSV file with one worker a row."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import anyio
from fastapi import APIRouter, Request, Response

from api.http.account_schemas import RowId
from api.http.context import Here, LangQuery
from api.http.documented import content, errors
from api.http.problems import fault_row, unusable
from api.http.request_schemas import RosterAnswer
from api.http.signed_in import Signed
from api.http.upload import XLSX_TYPE
from api.http.workbook_bytes import harmless
from api.service.requests.roster.file import ROSTER, kind_of
from api.service.requests.roster.template import csv_template, workbook_template
from api.service.requests.roster.upload import take_roster
from scenarios import ScenarioError

router = APIRouter(tags=["rosters"])

CSV_TYPE = "text/csv"
_BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "description": "The file itself: `.xlsx`, or CSV in UTF-8 or GB18030. Headings are English or Chinese.",
        "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
    }
}


@router.get(
    "/rosters/template.xlsx",
    summary="An empty roster as a workbook",
    response_class=Response,
    responses={**content(XLSX_TYPE, "A workbook to fill in", binary=True), **errors(422)},
)
def read_workbook_template(lang: LangQuery = "zh") -> Response:
    """Its second sheet says what each column wants."""
    return Response(workbook_template(lang), media_type=XLSX_TYPE, headers=_saved_as("roster.xlsx"))


@router.get(
    "/rosters/template.csv",
    summary="An empty roster as CSV",
    response_class=Response,
    responses={**content(CSV_TYPE, "The headings"), **errors(422)},
)
def read_csv_template(lang: LangQuery = "zh") -> Response:
    """UTF-8 with a byte-order mark, as spreadsheet programs want it."""
    return Response(csv_template(lang), media_type=CSV_TYPE, headers=_saved_as("roster.csv"))


@router.post(
    "/requests/{row_id}/roster",
    summary="Upload a roster",
    openapi_extra=_BODY,
    responses=errors(401, 403, 404, 408, 409, 413, 422, 429),
)
async def upload_roster(request: Request, row_id: RowId, actor: Signed, here: Here) -> RosterAnswer:
    """Good rows are kept, faults are told by row and column. Sent again, a row corrects the worker of its document."""
    data = await request.body()
    settings = here.settings

    def work() -> RosterAnswer:
        try:
            clean = (
                harmless(data, place=ROSTER, most_bytes=settings.unpacked_bytes) if kind_of(data) == "xlsx" else data
            )
        except ScenarioError as error:
            raise unusable(error.faults, settings.fault_rows) from None
        report = take_roster(here.database, actor, here.vault, row_id, clean, most_faults=settings.fault_rows)
        told = asdict(report) | {"faults": [fault_row(fault) for fault in report.faults]}
        return RosterAnswer.model_validate(told)

    return await anyio.to_thread.run_sync(work)


def _saved_as(name: str) -> dict[str, str]:
    return {"Content-Disposition": f'attachment; filename="{name}"'}
