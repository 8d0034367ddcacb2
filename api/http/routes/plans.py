"""Plans as jobs: started, followed, stopped; or made at once within a short limit."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Annotated, TypeAlias

import anyio
from fastapi import APIRouter, Query, Request, Response
from sse_starlette import EventSourceResponse, ServerSentEvent

from api.http.context import PREFIX, Context, Here, PlanId
from api.http.documented import SCENARIO_BODY, Responses, errors, reference
from api.http.jobs import BusyError, Job, Order
from api.http.problems import HttpError
from api.http.results import plan_result
from api.http.routes.scenarios import READ_ERRORS
from api.http.schemas import Links, Moment, PlanResult, PlanStatus
from scenarios import FileFault, Scenario

router = APIRouter(prefix="/plans", tags=["plans"])

_POLL_SECONDS = 0.2
_WATCH_SECONDS = 0.05
_FAREWELL_SECONDS = 1.0
_PARTS = {
    "events": "events", "stop": "stop", "result": "result", "summary": "summary", "schedule": "schedule",
    "workbook": "schedule.xlsx", "unserved": "unserved", "map": "map", "timeline": "timeline",
    "geojson": "geojson", "files": "files",
}  # fmt: skip

SecondsQuery: TypeAlias = Annotated[
    float | None, Query(ge=1, le=86400, description="Planning time; at most what the service allows", examples=[5])
]
SeedQuery: TypeAlias = Annotated[int, Query(ge=0, le=2**31 - 1, description="Where chance begins", examples=[0])]
_EVENT = {
    "type": "object",
    "required": ["event", "id", "data"],
    "properties": {
        "event": {"enum": ["progress", "end"]},
        "id": {"type": "string"},
        "data": {"type": "string", "contentMediaType": "application/json", "contentSchema": reference(PlanStatus)},
    },
}
ACCEPTED: Responses = {
    202: {
        "description": "The job was taken",
        "headers": {"Location": {"description": "Where to follow it", "schema": {"type": "string"}}},
        "links": {
            name: {"operationId": name, "parameters": {"plan_id": "$response.body#/id"}}
            for name in ("read_status", "stop_plan", "read_result")
        },
    }
}


@router.post(
    "",
    summary="Plan a scenario",
    status_code=202,
    openapi_extra=SCENARIO_BODY,
    responses={**ACCEPTED, **errors(*READ_ERRORS, 429)},
)
async def start_plan(
    request: Request, response: Response, here: Here, seconds: SecondsQuery = None, seed: SeedQuery = 0
) -> PlanStatus:
    """Starts a job; `Location` says where to follow it. It runs to its limit or until it is stopped."""
    scenario = await here.reader.read(request)
    return accepted(request, response, take(here, scenario, seconds, seed))


@router.post(
    "/now", summary="Plan a scenario while you wait", openapi_extra=SCENARIO_BODY, responses=errors(*READ_ERRORS, 429)
)
async def plan_now(
    request: Request, response: Response, here: Here, seconds: SecondsQuery = None, seed: SeedQuery = 0
) -> PlanResult:
    """Answers with the checked plan. The search stops when the client goes away; for more time, start a job."""
    most, wanted = here.settings.max_sync_seconds, seconds or here.settings.sync_seconds
    _refuse_long(wanted, most)
    scenario = await here.reader.read(request)
    job = _submit(here, Order(scenario=scenario, seconds=wanted, seed=seed), at_once=True)
    try:
        while not job.over and not await request.is_disconnected():
            await anyio.sleep(_WATCH_SECONDS)
            job = here.job(job.id)
    finally:
        here.jobs.stop(job.id)
    response.headers["Content-Location"] = address(request, job.id)
    if job.judged is None:
        raise HttpError(500, job.error or "The search was stopped. Maybe try again.")
    return await anyio.to_thread.run_sync(plan_result, job.id, job.judged)


@router.get("/{plan_id}", summary="How far is a plan?", responses=errors(404, 422))
def read_status(request: Request, plan_id: PlanId, here: Here) -> PlanStatus:
    """The job as it is now."""
    return status_of(request, here.job(plan_id))


@router.get(
    "/{plan_id}/events",
    summary="Follow a plan",
    response_class=EventSourceResponse,
    responses={
        200: {
            "description": "`progress` events while it is made, then one `end`; the data of each is the status",
            "content": {"text/event-stream": {"itemSchema": _EVENT}},
        },
        **errors(404, 422),
    },
)
async def follow(request: Request, plan_id: PlanId, here: Here) -> Response:
    """Server-sent events, one whenever something changes and at least every second; the last one is `end`."""
    here.job(plan_id)
    closing = anyio.Event()
    return EventSourceResponse(
        _events(request, here, plan_id, closing), shutdown_event=closing, shutdown_grace_period=_FAREWELL_SECONDS
    )


@router.post("/{plan_id}/stop", summary="Stop a plan", responses=errors(403, 404, 422))
def stop_plan(request: Request, plan_id: PlanId, here: Here) -> PlanStatus:
    """Ends the search with the best plan so far, which is then checked: follow it to its end. Harmless when over."""
    return status_of(request, here.jobs.stop(plan_id) or here.job(plan_id))


def take(here: Context, scenario: Scenario, seconds: float | None, seed: int) -> Job:
    """Takes an order for a job. Raises HttpError 422 or 429."""
    wanted = seconds or here.settings.plan_seconds
    _refuse_long(wanted, here.settings.max_plan_seconds)
    return _submit(here, Order(scenario=scenario, seconds=wanted, seed=seed))


def accepted(request: Request, response: Response, job: Job) -> PlanStatus:
    """The answer for a job that was taken."""
    response.headers["Location"] = address(request, job.id)
    return status_of(request, job)


def address(request: Request, plan_id: str) -> str:
    """Where a plan is, also behind a proxy that adds a path."""
    return f"{request.scope.get('root_path', '')}{PREFIX}/plans/{plan_id}"


def status_of(request: Request, job: Job) -> PlanStatus:
    """The job as the calls tell it."""
    here = address(request, job.id)
    until = job.ended or datetime.now(UTC)
    return PlanStatus(
        id=job.id,
        state=job.state,
        scenario=job.order.scenario.problem.settings.name,
        planning_seconds=job.order.seconds,
        seed=job.order.seed,
        created=job.created,
        seconds=None if job.started is None else round((until - job.started).total_seconds(), 1),
        ahead=job.ahead,
        stop_asked=job.stop_asked,
        stop_reason=None if job.judged is None else job.judged.stop_reason,
        progress=_moment(job),
        error=job.error,
        links=Links(self=here, **{name: f"{here}/{part}" for name, part in _PARTS.items()}),
    )


def _moment(job: Job) -> Moment | None:
    if job.progress is None:
        return None
    objective, bound = job.progress.objective, job.progress.bound
    if job.judged is not None:
        objective, bound = job.judged.statement.objective, job.judged.statement.bound
    gap = (objective - bound) / objective if objective and bound is not None else None
    return Moment(phase=job.progress.phase, objective=objective, bound=bound, gap=gap)


async def _events(
    request: Request, here: Context, plan_id: str, closing: anyio.Event
) -> AsyncIterator[ServerSentEvent]:
    said: object = None
    number = 0
    while not closing.is_set():
        job = here.job(plan_id)
        status = status_of(request, job)
        news = (job.state, job.ahead, job.stop_asked, status.progress, int(status.seconds or 0))
        if news != said:
            said, number = news, number + 1
            yield ServerSentEvent(
                data=status.model_dump_json(), event="end" if job.over else "progress", id=str(number)
            )
        if job.over:
            return
        await anyio.sleep(_POLL_SECONDS)


def _submit(here: Context, order: Order, *, at_once: bool = False) -> Job:
    try:
        return here.jobs.submit(order, at_once=at_once)
    except BusyError as busy:
        raise HttpError(429, str(busy), headers={"Retry-After": "5"}) from None


def _refuse_long(seconds: float, most: float) -> None:
    if seconds > most:
        fault = FileFault(
            place="query", column="seconds", value=seconds, expected=f"at most {most:g}", advice=f"Maybe {most:g}."
        )
        raise HttpError(422, "1 of the parameters cannot be used, nothing was done.", faults=[fault])
