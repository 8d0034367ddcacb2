"""A plan by its id, for whoever may read it.

A plan of an uploaded scenario may be read by who has its id, which nobody can guess. A plan of a campaign is the
bureau's: for anybody else it does not exist.
"""

from __future__ import annotations

from typing import Annotated, TypeAlias

from fastapi import Depends, Request

from api.http.context import Context, Here, PlanId
from api.http.jobs import Job
from api.http.problems import HttpError
from api.http.samples import sample
from api.http.signed_in import whoever
from api.planning import Judged
from api.service.policy import may


def job_for(request: Request, here: Context, plan_id: str, action: str = "read") -> Job:
    """The job, or a sample's. Raises HttpError 404."""
    found = sample(plan_id)
    job = found.job if found is not None else here.jobs.get(plan_id)
    if job is None or (job.snapshot_id is not None and not may(whoever(request, here), action, "plan_jobs")):
        detail = f"There is no plan {plan_id}. Maybe it is kept no longer: only the latest are."
        raise HttpError(404, detail)
    return job


def plan_for(request: Request, here: Context, plan_id: str) -> Judged:
    """The checked plan. Raises HttpError: 404, or 409 where there is none yet or never will be."""
    job = job_for(request, here, plan_id)
    if job.state == "finished":
        found = sample(plan_id)
        return found.judged if found is not None else here.jobs.plan(plan_id)
    if job.state == "failed":
        raise HttpError(409, f"Plan {plan_id} failed: {job.error}")
    if job.state == "cancelled":
        raise HttpError(409, f"Plan {plan_id} was stopped before its search began, so there is none.")
    raise HttpError(409, f"Plan {plan_id} is {job.state}. Maybe wait for its end.", headers={"Retry-After": "1"})


def _finished(request: Request, plan_id: PlanId, here: Here) -> Judged:
    return plan_for(request, here, plan_id)


Finished: TypeAlias = Annotated[Judged, Depends(_finished)]
"""The plan of the path, finished."""
