"""Plans as jobs: started, followed, stopped; or made at once within a short limit."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import asdict, replace
from datetime import UTC, datetime
from typing import Annotated, TypeAlias

import anyio
from fastapi import APIRouter, Header, Query, Request, Response
from sse_starlette import EventSourceResponse, ServerSentEvent

from api.http import cross
from api.http.context import PREFIX, Context, Here, PlanId
from api.http.cross import Once, Repeatable
from api.http.documented import SCENARIO_BODY, Responses, errors, reference
from api.http.jobs import Job
from api.http.plan_rows import job_for
from api.http.problems import HttpError
from api.http.results import plan_result
from api.http.routes.scenarios import READ_ERRORS
from api.http.schemas import Links, Moment, PlanResult, PlanStatus, StartStatus
from api.http.signed_in import whoever
from api.http.starts import Started, Wish, begun
from api.service.actor import Actor
from api.service.plans.orders import Order, upload_of
from api.service.store import UnavailableError
from scenarios import FileFault, Scenario

router = APIRouter(prefix="/plans", tags=["plans"])

_POLL_SECONDS = 0.3
_AWAY_SECONDS = 2.0
_WATCH_SECONDS = 0.1
_FAREWELL_SECONDS = 1.0
_PARTS = {
    "events": "events", "stop": "stop", "result": "result", "summary": "summary", "schedule": "schedule",
    "workbook": "schedule.xlsx", "unserved": "unserved", "map": "map", "timeline": "timeline",
    "geojson": "geojson", "files": "files",
}  # fmt: skip

SecondsQuery: TypeAlias = Annotated[
    float | None, Query(ge=1, le=86400, description="Planning time; at most what the service allows", examples=[5])
]
IterationsQuery: TypeAlias = Annotated[
    int | None,
    Query(ge=0, le=10**9, description="Rounds of improvement instead of a clock: the same plan every time"),
]
NotBeforeQuery: TypeAlias = Annotated[
    cross.Moment | None, Query(description="The job waits until then", examples=["2020-03-01T22:00:00+08:00"])
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
    responses={**ACCEPTED, **errors(*READ_ERRORS, 404, 409, 429)},
)
async def start_plan(
    request: Request,
    response: Response,
    here: Here,
    repeatable: Once,
    seconds: SecondsQuery = None,
    seed: SeedQuery = 0,
    iterations: IterationsQuery = None,
    not_before: NotBeforeQuery = None,
    start: Started = None,
) -> PlanStatus:
    """Starts a job; `Location` says where to follow it. It runs to its limit or until it is stopped.

    The job is kept: it goes on after the service or a worker was interrupted, and ends exactly once. With `start` it
    goes on from an earlier plan that you may read, and is never worse than what still holds of it.
    """
    order = wanted(here, seconds, seed, iterations, not_before)
    scenario = await here.reader.read(request)
    job = await anyio.to_thread.run_sync(take, request, here, scenario, order, repeatable, start)
    return accepted(request, response, job)


@router.post(
    "/now",
    summary="Plan a scenario while you wait",
    openapi_extra=SCENARIO_BODY,
    responses=errors(*READ_ERRORS, 404, 409, 429),
)
async def plan_now(
    request: Request,
    response: Response,
    here: Here,
    seconds: SecondsQuery = None,
    seed: SeedQuery = 0,
    start: Started = None,
) -> PlanResult:
    """Answers with the checked plan. The search stops when the client goes away; for more time, start a job.

    With `start` it goes on from an earlier plan that you may read, and is never worse than what still holds of it.
    """
    most, wished = here.settings.max_sync_seconds, seconds or here.settings.sync_seconds
    _refuse_long(wished, most)
    scenario = await here.reader.read(request)
    actor = await anyio.to_thread.run_sync(whoever, request, here)

    def begin() -> Job:
        begins = begun(request, here, start)
        order = Order(upload=upload_of(scenario.problem), seconds=wished, seed=seed, begins=begins)
        return here.jobs.submit(order, actor, at_once=True)

    job = await anyio.to_thread.run_sync(begin)
    try:
        while not job.over and not await request.is_disconnected():
            await anyio.sleep(_WATCH_SECONDS)
            job = await anyio.to_thread.run_sync(job_for, request, here, job.id)
    finally:
        with anyio.CancelScope(shield=True):
            await anyio.to_thread.run_sync(here.jobs.stop, job.id, actor)
    response.headers["Content-Location"] = address(request, job.id)
    if job.state != "finished":
        raise HttpError(500, job.error or "The search was stopped. Maybe try again.")
    return await anyio.to_thread.run_sync(lambda: plan_result(job.id, here.jobs.plan(job.id)))


@router.get("/{plan_id}", summary="How far is a plan?", responses=errors(404, 422))
def read_status(request: Request, plan_id: PlanId, here: Here) -> PlanStatus:
    """The job as it is now."""
    return status_of(request, job_for(request, here, plan_id))


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
async def follow(
    request: Request,
    plan_id: PlanId,
    here: Here,
    last_event_id: Annotated[
        int, Header(ge=-1, le=2**53, description="Of the last event that was seen: it is not sent again")
    ] = -1,
) -> Response:
    """Server-sent events, one whenever something changes and at least every second; the last one is `end`.

    Ids go on counting when the service was restarted in between.
    """
    await anyio.to_thread.run_sync(job_for, request, here, plan_id)
    closing = anyio.Event()
    return EventSourceResponse(
        _events(request, here, plan_id, last_event_id, closing),
        shutdown_event=closing,
        shutdown_grace_period=_FAREWELL_SECONDS,
    )


@router.post("/{plan_id}/stop", summary="Stop a plan", responses=errors(403, 404, 422))
def stop_plan(request: Request, plan_id: PlanId, here: Here) -> PlanStatus:
    """Ends the search with the best plan so far, which is then checked: follow it to its end. Harmless when over."""
    job = job_for(request, here, plan_id, "change")
    return status_of(request, here.jobs.stop(plan_id, whoever(request, here)) or job)


def wanted(
    here: Context,
    seconds: float | None,
    seed: int,
    iterations: int | None = None,
    not_before: datetime | None = None,
    snapshot_id: str | None = None,
) -> Order:
    """An order, for an upload without its scenario. Raises HttpError 422 where it wants too much time."""
    wished = seconds or here.settings.plan_seconds
    _refuse_long(wished, here.settings.max_plan_seconds)
    return Order(snapshot_id=snapshot_id, seconds=wished, seed=seed, iterations=iterations, not_before=not_before)


def taken(
    request: Request, here: Context, actor: Actor, order: Order, start: Wish | None, repeatable: Repeatable
) -> Job:
    """Takes an order that may go on from an earlier plan; one that comes again is not looked at a second time.

    Raises HttpError for that plan and its pins; BusyError, ConflictError; for a snapshot NotFoundError and DeniedError.
    """
    if start is not None:
        known = here.jobs.known(actor, repeatable)
        if known is not None:
            return known
        order = replace(order, begins=begun(request, here, start))
    return here.jobs.submit(order, actor, repeatable=repeatable)


def take(
    request: Request,
    here: Context,
    scenario: Scenario,
    order: Order,
    repeatable: Repeatable,
    start: Wish | None = None,
) -> Job:
    """Takes an order for a job of a scenario that was sent. Raises as ``taken``."""
    whole = replace(order, upload=upload_of(scenario.problem))
    return taken(request, here, whoever(request, here), whole, start, repeatable)


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
        stage=job.stage,
        scenario=job.scenario,
        snapshot_id=job.snapshot_id,
        planning_seconds=job.planning_seconds,
        seed=job.seed,
        created=job.created,
        seconds=None if job.started is None else round((until - job.started).total_seconds(), 1),
        ahead=job.ahead,
        stop_asked=job.stop_asked,
        stop_reason=job.stop_reason,
        progress=_moment(job),
        error=job.error,
        start=None if job.start is None else StartStatus(**asdict(job.start)),
        links=Links(self=here, **{name: f"{here}/{part}" for name, part in _PARTS.items()}),
    )


def _moment(job: Job) -> Moment | None:
    if job.progress is None:
        return None
    objective, bound = job.progress.objective, job.progress.bound
    gap = (objective - bound) / objective if objective and bound is not None else None
    return Moment(phase=job.progress.phase, objective=objective, bound=bound, gap=gap)


async def _events(
    request: Request, here: Context, plan_id: str, seen: int, closing: anyio.Event
) -> AsyncIterator[ServerSentEvent]:
    said: object = None
    while not closing.is_set():
        try:
            job = await anyio.to_thread.run_sync(job_for, request, here, plan_id)
        except UnavailableError:  # whoever follows a plan need not begin anew when the database is back
            await anyio.sleep(_AWAY_SECONDS)
            continue
        status = status_of(request, job)
        news = (job.moment, job.state, job.ahead, int(status.seconds or 0))
        if news != said and (job.over or job.moment != seen):
            said, seen = news, -1
            yield ServerSentEvent(
                data=status.model_dump_json(), event="end" if job.over else "progress", id=str(job.moment)
            )
        if job.over:
            return
        await anyio.sleep(_POLL_SECONDS)


def _refuse_long(seconds: float, most: float) -> None:
    if seconds > most:
        fault = FileFault(
            place="query", column="seconds", value=seconds, expected=f"at most {most:g}", advice=f"Maybe {most:g}."
        )
        raise HttpError(422, "1 of the parameters cannot be used, nothing was done.", faults=[fault])
