"""What every call needs: limits, jobs, the reader of scenarios; and a plan by its id."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, TypeAlias

from fastapi import Depends, Path, Query, Request

from api.http.jobs import Job, Jobs
from api.http.problems import HttpError
from api.http.samples import SAMPLES, sample
from api.http.settings import Settings
from api.http.upload import Reader
from api.planning import Judged
from api.service.accounts.door import Door
from api.service.accounts.provider import Provider
from api.service.store import Database
from scenarios.words import Lang

PREFIX = "/api/v1"
ID_PATTERN = "^[A-Za-z0-9_-]{1,64}$"

PlanId: TypeAlias = Annotated[str, Path(description="The plan's id", pattern=ID_PATTERN, examples=[SAMPLES[0]])]
LangQuery: TypeAlias = Annotated[Lang, Query(description="Language of what people read", examples=["en"])]


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """One service's own things."""

    settings: Settings
    jobs: Jobs
    reader: Reader
    database: Database
    door: Door
    provider: Provider | None = None

    def job(self, plan_id: str) -> Job:
        """The job, or a sample plan. Raises HttpError 404."""
        job = self.jobs.get(plan_id) or sample(plan_id)
        if job is None:
            detail = f"There is no plan {plan_id}. Maybe it is kept no longer: only the latest are."
            raise HttpError(404, detail)
        return job


def context(request: Request) -> Context:
    """The context of the app that has the request."""
    found: Context = request.app.state.context
    return found


Here: TypeAlias = Annotated[Context, Depends(context)]


def finished(plan_id: PlanId, here: Here) -> Judged:
    """The checked plan. Raises HttpError: 404, or 409 where there is none yet or never will be."""
    job = here.job(plan_id)
    if job.judged is not None:
        return job.judged
    if job.state == "failed":
        raise HttpError(409, f"Plan {plan_id} failed: {job.error}")
    if job.state == "cancelled":
        raise HttpError(409, f"Plan {plan_id} was stopped before its search began, so there is none.")
    raise HttpError(409, f"Plan {plan_id} is {job.state}. Maybe wait for its end.", headers={"Retry-After": "1"})


Finished: TypeAlias = Annotated[Judged, Depends(finished)]
