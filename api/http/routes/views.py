"""What a finished plan shows: figures, schedule, who stays behind, map, timeline, files. All of it was checked."""

from __future__ import annotations

import io
import json
import tempfile
import zipfile
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Response

from api.http.context import Here, LangQuery, PlanId
from api.http.documented import content, errors, reference
from api.http.guard import POLICY, drawn_policy
from api.http.plan_rows import Finished
from api.http.problems import HttpError
from api.http.results import plan_result, plan_summary
from api.http.routes.cases import attachment
from api.http.samples import sample
from api.http.schedule_schema import ScheduleDocument
from api.http.schemas import Left, PlanResult, Summary, UnservedList
from api.http.upload import JSON_TYPE, XLSX_TYPE
from api.service.actor import SYSTEM
from api.service.publishing.offers_held import lapsed_of_plan
from maps.geojson import plan_geojson
from maps.timeline import plan_timeline
from scenarios import FileFault, write_plan
from scenarios.change_details import change_in
from scenarios.reason_details import detail_in
from scenarios.schedule import Schedule, UnknownIdError, as_json, schedule
from scenarios.schedule_workbook import schedule_workbook
from scenarios.words import REASON_WORDS

router = APIRouter(prefix="/plans/{plan_id}", tags=["results"])

GEOJSON_TYPE = "application/geo+json"
HTML_TYPE = "text/html"
ZIP_TYPE = "application/zip"
_ERRORS = errors(404, 409, 422)


def _filtered(
    judged: Finished,
    employer: Annotated[str | None, Query(description="Only this employer's workers", examples=["E1"])] = None,
    site: Annotated[str | None, Query(description="Only what stops at this site", examples=["DAZ"])] = None,
    run: Annotated[str | None, Query(description="Only this run", examples=["S-T1"])] = None,
) -> Schedule:
    """The schedule, or what is common to the parts asked for. Raises HttpError 422 for an unknown id."""
    found = schedule(judged.problem, judged.plan)
    for name, wanted, part in (
        ("employer", employer, Schedule.by_employer),
        ("site", site, Schedule.by_site),
        ("run", run, Schedule.by_run),
    ):
        if wanted is None:
            continue
        try:
            found = part(found, wanted)
        except UnknownIdError as error:
            expected, _, advice = str(error).partition("\n")
            expected = expected.rpartition("expected ")[2].rstrip(".")
            fault = FileFault(place="query", column=name, value=wanted, expected=expected, advice=advice.strip())
            raise HttpError(422, f"There is no {name} {wanted} in this schedule.", faults=[fault]) from None
    return found


Filtered = Annotated[Schedule, Depends(_filtered)]


@router.get("/result", summary="Read a plan in figures", responses=_ERRORS)
def read_result(plan_id: PlanId, judged: Finished) -> PlanResult:
    """Served, on time, money by mode, worker-hours, objective, proven bound and gap."""
    return plan_result(plan_id, judged)


@router.get("/summary", summary="Read a plan in words", responses=_ERRORS)
def read_summary(plan_id: PlanId, judged: Finished, here: Here, lang: LangQuery = "en") -> Summary:
    """The one-page summary, ready to be shown; of a campaign's plan also the offers that do not hold any more."""
    with here.database.read(SYSTEM) as unit:
        gone = lapsed_of_plan(unit, plan_id)
    return plan_summary(judged, lang, gone)


@router.get(
    "/schedule",
    summary="Read the schedule",
    response_class=Response,
    responses={
        **content(JSON_TYPE, "The schedule", schema=reference(ScheduleDocument)),
        **_ERRORS,
    },
)
def read_schedule(found: Filtered) -> Response:
    """Runs with stops and riders, vehicles, journeys, transfers: all, or by employer, site or run."""
    return as_document(as_json(found), JSON_TYPE)


@router.get(
    "/schedule.xlsx",
    summary="Print the schedule",
    response_class=Response,
    responses={**content(XLSX_TYPE, "The schedule as a workbook", binary=True), **_ERRORS},
)
def print_schedule(plan_id: PlanId, found: Filtered, lang: LangQuery = "en") -> Response:
    """The same as a workbook, to print or to send to an employer."""
    return Response(
        schedule_workbook(found, lang), media_type=XLSX_TYPE, headers=attachment(f"schedule-{plan_id}.xlsx")
    )


@router.get("/unserved", summary="Read who stays behind, and why", responses=_ERRORS)
def read_unserved(judged: Finished, lang: LangQuery = "en") -> UnservedList:
    """Every demand with workers left behind, with its reason and whether that is proven."""
    rows = as_json(schedule(judged.problem, judged.plan))["unserved"]
    words = REASON_WORDS[lang]
    said = [
        {
            **row,
            "detail": detail_in(row["detail"], lang),
            "change": row["change"] and {**row["change"], "sentence": change_in(row["change"]["sentence"], lang)},
            "reason_words": words[row["reason"]],
        }
        for row in rows
    ]
    left = [Left(**row) for row in said]
    return UnservedList(workers=sum(row.headcount for row in left), unserved=left)


@router.get(
    "/map",
    summary="See the map",
    response_class=Response,
    responses={**content(HTML_TYPE, "A self-contained page"), **_ERRORS},
)
def see_map(judged: Finished, here: Here, lang: LangQuery = "en") -> Response:
    """One HTML page that needs no network: runs by mode, sites, who goes where, who stays behind."""
    tiles = here.settings.tiles or None
    from maps.plan_map import plan_map

    return drawn(plan_map(judged.problem, judged.plan, lang=lang, tiles=tiles), here)


@router.get(
    "/timeline",
    summary="See the timeline",
    response_class=Response,
    responses={**content(HTML_TYPE, "A self-contained page"), **_ERRORS},
)
def see_timeline(judged: Finished, here: Here, lang: LangQuery = "en") -> Response:
    """One HTML page that needs no network: vehicles and services over time."""
    return drawn(plan_timeline(judged.problem, judged.plan, lang=lang), here)


@router.get(
    "/geojson",
    summary="Read the map as GeoJSON",
    response_class=Response,
    responses={**content(GEOJSON_TYPE, "RFC 7946", schema={"type": "object"}), **_ERRORS},
)
def read_geojson(judged: Finished) -> Response:
    """Sites and runs as features, for other maps."""
    return as_document(plan_geojson(judged.problem, judged.plan), GEOJSON_TYPE)


@router.get(
    "/files",
    summary="Take the plan along",
    response_class=Response,
    responses={**content(ZIP_TYPE, "The plan's folder", binary=True), **_ERRORS},
)
def read_files(plan_id: PlanId, judged: Finished, here: Here) -> Response:
    """The plan's folder, packed: `plan.json`, its tables and its scenario, for `fangang check` or any other judge; with
    `bound/duals.json`, from which `fangang audit` works the bound out again.
    """
    shown = sample(plan_id)
    certificate = here.jobs.certificate(plan_id) if shown is None else shown.judged.certificate
    buffer = io.BytesIO()
    with tempfile.TemporaryDirectory(prefix="fangang-") as home:
        folder = Path(home) / "plan"
        write_plan(folder, judged.problem, judged.plan, judged.statement, judged.extra, certificate=certificate)
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
            for path in sorted(path for path in folder.rglob("*") if path.is_file()):
                archive.write(path, path.relative_to(folder).as_posix())
    return Response(buffer.getvalue(), media_type=ZIP_TYPE, headers=attachment(f"plan-{plan_id}.zip"))


def drawn(page: str, here: Here) -> Response:
    """A page with its own scripts inside, which the browser keeps from everything else."""
    return Response(page, media_type=HTML_TYPE, headers={POLICY: drawn_policy(here.settings.tiles)})


def as_document(document: Any, media_type: str) -> Response:
    """A document that is plain data already."""
    return Response(json.dumps(document, ensure_ascii=False, allow_nan=False), media_type=media_type)
