"""Plans side by side: numbers, a page, a workbook. What the gaps do not allow to be told apart is said so."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response

from api.http.comparison_schema import ComparisonDocument
from api.http.context import ID_PATTERN, Here, LangQuery
from api.http.documented import content, errors, reference
from api.http.plan_rows import plan_for
from api.http.problems import HttpError
from api.http.routes.cases import attachment
from api.http.routes.views import HTML_TYPE, as_document, drawn
from api.http.samples import SAMPLES
from api.http.upload import JSON_TYPE, XLSX_TYPE
from scenarios import FileFault
from scenarios.comparison import Entry, compare
from scenarios.comparison.json_form import as_json
from scenarios.comparison_workbook import comparison_workbook

router = APIRouter(prefix="/comparison", tags=["comparison"])

_ERRORS = errors(404, 409, 422)
_Id = Annotated[str, Query(pattern=ID_PATTERN)]


def _entries(
    request: Request,
    here: Here,
    plan: Annotated[
        list[_Id],
        Query(min_length=2, description="Two or more plans; all are compared with the first", examples=[list(SAMPLES)]),
    ],
) -> list[Entry]:
    """The plans as finished ones. Raises HttpError: 404, 409, or 422 for too many or one twice."""
    most = here.settings.compared_plans
    if len(plan) > most:
        fault = FileFault(place="query", column="plan", value=len(plan), expected=f"at most {most} plans")
        raise HttpError(422, f"{len(plan)} plans cannot be compared at once.", faults=[fault])
    entries = []
    for plan_id in plan:
        judged = plan_for(request, here, plan_id)
        name = judged.problem.settings.name or plan_id
        entries.append(Entry(name=name, problem=judged.problem, plan=judged.plan, statement=judged.statement))
    return entries


Entries = Annotated[list[Entry], Depends(_entries)]


@router.get(
    "",
    summary="Compare plans",
    response_class=Response,
    responses={**content(JSON_TYPE, "The plans side by side", schema=reference(ComparisonDocument)), **_ERRORS},
)
def compare_plans(entries: Entries, lang: LangQuery = "en") -> Response:
    """Served, on time, money by mode, worker-hours, runs, load factor, empty km, gap: side by side."""
    return as_document(as_json(compare(entries), lang), JSON_TYPE)


@router.get(
    "/page",
    summary="See the comparison",
    response_class=Response,
    responses={**content(HTML_TYPE, "A self-contained page"), **_ERRORS},
)
def see_comparison(entries: Entries, here: Here, lang: LangQuery = "en") -> Response:
    """One HTML page with the numbers and the maps side by side; it needs no network."""
    from maps.comparison_page import comparison_page

    return drawn(comparison_page(compare(entries), entries, lang=lang), here)


@router.get(
    "/workbook",
    summary="Print the comparison",
    response_class=Response,
    responses={**content(XLSX_TYPE, "The comparison as a workbook", binary=True), **_ERRORS},
)
def print_comparison(entries: Entries, lang: LangQuery = "en") -> Response:
    """The same as a workbook."""
    data = comparison_workbook(compare(entries), lang)
    return Response(data, media_type=XLSX_TYPE, headers=attachment("comparison.xlsx"))
