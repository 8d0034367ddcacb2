"""The calls' jobs, kept in the database; workers in other processes make the plans."""

from __future__ import annotations

from dataclasses import fields
from typing import get_args

from api.http.cross import Repeatable
from api.http.jobs import Job, Origin
from api.planning import Judged
from api.service.actor import SYSTEM, Actor
from api.service.plans.orders import Order, accept, ahead_of, ask_stop
from api.service.plans.states import WITH_PLAN
from api.service.plans.stored import Shelf, stored_certificate
from api.service.plans.tables import PlanJob, PlanProgress, PlanStart, StoredPlan
from api.service.store import Database, Unit
from optimizer.certificate import Certificate
from optimizer.result import Progress, StopReason


class StoredJobs:
    """``Jobs`` over a database. At most ``most_waiting`` wait for their turn."""

    def __init__(self, database: Database, *, most_waiting: int) -> None:
        self._database, self._most_waiting = database, most_waiting
        self._shelf = Shelf()

    def submit(self, order: Order, actor: Actor, *, at_once: bool = False, repeatable: Repeatable | None = None) -> Job:
        """Takes an order. Raises BusyError, ConflictError, NotFoundError, DeniedError."""

        def take() -> str:
            return accept(unit, order, most_waiting=self._most_waiting, at_once=at_once).id

        with self._database.write(actor) as unit:
            job_id = take() if repeatable is None else repeatable.once(unit, take)
            return job_of(unit, unit.session.get_one(PlanJob, job_id))

    def known(self, actor: Actor, repeatable: Repeatable) -> Job | None:
        """The job that the same request was answered with before; None: it comes for the first time.

        Raises ConflictError.
        """
        with self._database.read(actor) as unit:
            job_id = repeatable.known(unit)
            row = None if job_id is None else unit.session.get(PlanJob, job_id)
            return None if row is None else job_of(unit, row)

    def get(self, job_id: str) -> Job | None:
        """The job as it is now; None: there is none of that id, or it is kept no longer."""
        with self._database.read(SYSTEM) as unit:
            row = unit.session.get(PlanJob, job_id)
            return None if row is None or row.deleted_at is not None else job_of(unit, row)

    def plan(self, job_id: str) -> Judged:
        """The plan of a finished job, judged again. Raises NotFoundError."""
        with self._database.read(SYSTEM) as unit:
            return self._shelf.plan(unit, job_id)

    def certificate(self, job_id: str) -> Certificate | None:
        """What proves the bound of a finished job's plan; None where it is not kept. Raises NotFoundError."""
        with self._database.read(SYSTEM) as unit:
            return stored_certificate(unit, job_id)

    def stop(self, job_id: str, actor: Actor) -> Job | None:
        """Asks the search to end with the best plan so far. Nothing happens to a job that has ended."""
        with self._database.write(actor) as unit:
            row = unit.session.get(PlanJob, job_id)
            if row is None:
                return None
            ask_stop(unit, row)
            unit.session.flush()
            return job_of(unit, row)


def job_of(unit: Unit, row: PlanJob) -> Job:
    """A row of the table as the calls see it."""
    told = unit.session.get_one(PlanProgress, row.id)
    progress, reason = _progress(told), None
    if row.state in WITH_PLAN:
        plan = unit.session.get_one(StoredPlan, row.id)
        stated, reason = plan.statement, _reason(plan.extra.get("stop_reason"))
        progress = Progress(
            seconds=stated["wall_seconds"],
            objective=stated["objective"],
            bound=stated["bound"],
            phase="reasons" if progress is None else progress.phase,
        )
    return Job(
        id=row.id,
        stage=row.state,
        scenario=row.scenario_name,
        planning_seconds=row.seconds,
        created=row.created_at,
        seed=row.seed,
        snapshot_id=row.snapshot_id,
        started=row.started_at,
        ended=row.ended_at,
        stop_asked=row.stop_asked_at is not None,
        stop_reason=reason,
        ahead=ahead_of(unit, row),
        moment=told.moment,
        progress=progress,
        error=row.error,
        start=_origin(unit.session.get(PlanStart, row.id)),
    )


def _origin(row: PlanStart | None) -> Origin | None:
    if row is None:
        return None
    return Origin(**{field.name: getattr(row, field.name) for field in fields(Origin)})


def _progress(told: PlanProgress) -> Progress | None:
    if told.seconds is None or told.phase is None:
        return None
    return Progress(seconds=told.seconds, objective=told.objective, bound=told.bound, phase=told.phase)


def _reason(said: object) -> StopReason | None:
    return next((reason for reason in get_args(StopReason) if reason == said), None)
