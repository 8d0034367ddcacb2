"""Plans of campaigns: ordered for a snapshot by the bureau, and the list of everything that was ordered."""

from __future__ import annotations

from typing import Annotated, TypeAlias

from fastapi import APIRouter, Path, Query, Request, Response
from sqlalchemy import select

from api.http.context import Here
from api.http.cross import Listed, Once, Pages, listed
from api.http.documented import errors
from api.http.routes.plans import (
    ACCEPTED,
    IterationsQuery,
    NotBeforeQuery,
    SecondsQuery,
    SeedQuery,
    accepted,
    status_of,
    taken,
    wanted,
)
from api.http.schemas import PlanStatus
from api.http.signed_in import Signed
from api.http.starts import StartedByBody
from api.http.stored_jobs import job_of
from api.service.plans.tables import PlanJob
from api.service.policy import require, visible
from api.service.store import ID_PATTERN, page

router = APIRouter(tags=["orders"])

_EXAMPLE = "1hetj3g22fwqcg9dzh8esbp39a"
SnapshotId: TypeAlias = Annotated[str, Path(description="The snapshot's id", pattern=ID_PATTERN, examples=[_EXAMPLE])]
SnapshotQuery: TypeAlias = Annotated[
    str | None, Query(description="Only plans of this snapshot", pattern=ID_PATTERN, examples=[_EXAMPLE])
]


@router.post(
    "/snapshots/{snapshot_id}/plans",
    summary="Plan a snapshot",
    status_code=202,
    responses={**ACCEPTED, **errors(401, 403, 404, 408, 409, 413, 415, 422, 429)},
)
def plan_snapshot(
    request: Request,
    response: Response,
    snapshot_id: SnapshotId,
    actor: Signed,
    here: Here,
    repeatable: Once,
    seconds: SecondsQuery = None,
    seed: SeedQuery = 0,
    iterations: IterationsQuery = None,
    not_before: NotBeforeQuery = None,
    start: StartedByBody = None,
) -> PlanStatus:
    """Starts a job whose plan knows its snapshot for ever; only the bureau may read it until it is published.

    With `start` it goes on from an earlier plan, such as the one that is published, and is never worse than what still
    holds of it.
    """
    require(actor, "create", "plan_jobs")
    order = wanted(here, seconds, seed, iterations, not_before, snapshot_id)
    return accepted(request, response, taken(request, here, actor, order, start, repeatable))


@router.get("/plans", summary="List the plans", responses=errors(401, 403, 422))
def list_plans(
    request: Request, actor: Signed, here: Here, paging: Pages, snapshot: SnapshotQuery = None
) -> Listed[PlanStatus]:
    """Everything that was ordered, the newest first, whatever became of it."""
    with here.database.read(actor) as unit:
        require(actor, "list", "plan_jobs")
        jobs = select(PlanJob).where(PlanJob.deleted_at.is_(None), visible(actor, PlanJob))
        if snapshot is not None:
            jobs = jobs.where(PlanJob.snapshot_id == snapshot)
        found = page(unit, jobs, cursor=paging.cursor, limit=paging.limit, newest_first=True)
        return Listed[PlanStatus].model_validate(listed(found, lambda row: status_of(request, job_of(unit, row))))
