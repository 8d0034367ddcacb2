"""The shipped cases: listed, read, planned."""

from __future__ import annotations

import tempfile
from pathlib import Path as FilePath
from typing import Annotated, TypeAlias

from fastapi import APIRouter, Path, Request, Response

from api.http.context import Here, LangQuery
from api.http.cross import Once
from api.http.documented import content, errors
from api.http.problems import HttpError
from api.http.routes.plans import ACCEPTED, SecondsQuery, SeedQuery, accepted, take, wanted
from api.http.schemas import CaseLine, CasePage, PlanStatus
from api.http.starts import Started
from api.http.upload import JSON_TYPE, XLSX_TYPE
from scenarios import Scenario, dumps_json, load, save
from scenarios.library import Case, case, cases

router = APIRouter(prefix="/cases", tags=["cases"])

CaseName: TypeAlias = Annotated[str, Path(description="The case's name", max_length=64, examples=["jinan-k4016"])]


@router.get("", summary="List the shipped cases", responses=errors())
def list_cases() -> list[CaseLine]:
    """Documented journeys of early 2020 that can be planned as they are."""
    return [CaseLine(name=c.name, title=c.title, summary=c.summary) for c in cases()]


@router.get("/{name}", summary="Read a case's page", responses=errors(404, 422))
def read_case(name: CaseName) -> CasePage:
    """What is documented about the case and what is assumed, with its sources."""
    found = _case(name)
    workers = load(found.path).problem.workers()
    return CasePage(name=found.name, title=found.title, summary=found.summary, page=found.page, workers=workers)


@router.get(
    "/{name}/scenario",
    summary="Read a case's scenario",
    response_class=Response,
    responses={
        **content(JSON_TYPE, "The scenario as one JSON document", schema={"$ref": "#/components/schemas/Scenario"}),
        **errors(404, 422),
    },
)
def read_scenario(name: CaseName) -> Response:
    """The JSON document as every call takes it."""
    return Response(dumps_json(_scenario(name)), media_type=JSON_TYPE)


@router.get(
    "/{name}/workbook",
    summary="Read a case's scenario as a workbook",
    response_class=Response,
    responses={**content(XLSX_TYPE, "The scenario as a workbook", binary=True), **errors(404, 422)},
)
def read_workbook(name: CaseName, lang: LangQuery = "en") -> Response:
    """A workbook to change and send back, with English or Chinese headings."""
    scenario = _scenario(name)
    with tempfile.TemporaryDirectory(prefix="fangang-") as folder:
        path = FilePath(folder) / "scenario.xlsx"
        save(scenario, path, lang)
        data = path.read_bytes()
    return Response(data, media_type=XLSX_TYPE, headers=attachment(f"{name}.xlsx"))


@router.post(
    "/{name}/plans", summary="Plan a case", status_code=202, responses={**ACCEPTED, **errors(403, 404, 409, 422, 429)}
)
def plan_case(
    request: Request,
    response: Response,
    name: CaseName,
    here: Here,
    repeatable: Once,
    seconds: SecondsQuery = None,
    seed: SeedQuery = 0,
    start: Started = None,
) -> PlanStatus:
    """Starts a job; `Location` says where to follow it. It runs to its limit or until it is stopped.

    With `start` it goes on from an earlier plan that you may read, and is never worse than what still holds of it.
    """
    job = take(request, here, _scenario(name), wanted(here, seconds, seed), repeatable, start)
    return accepted(request, response, job)


def attachment(name: str) -> dict[str, str]:
    """The header that makes a browser keep a file under ``name``, which is ASCII."""
    return {"Content-Disposition": f'attachment; filename="{name}"'}


def _scenario(name: str) -> Scenario:
    return load(_case(name).path)


def _case(name: str) -> Case:
    try:
        return case(name)
    except KeyError:
        names = ", ".join(c.name for c in cases())
        raise HttpError(404, f"There is no case {name}. Maybe one of {names}.") from None
