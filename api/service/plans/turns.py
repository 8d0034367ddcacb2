"""What workers do with jobs: claim, begin, report, store, give back. Each is one step in one transaction.

A job is claimed by a worker and begun in an attempt; who writes about it names both. Where another worker has taken the
job over in between, nothing is written and the answer says so: whatever dies when, a job ends once.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, TypeAlias

from sqlalchemy import CursorResult, or_, select, update

from api.planning import Judged
from api.service.plans.orders import advance
from api.service.plans.packing import pack_certificate, pack_plan
from api.service.plans.states import JobState
from api.service.plans.tables import ERROR_LENGTH, PlanJob, PlanProgress, PlanStart, PlanWorker, StoredPlan
from api.service.store import Unit
from optimizer.result import Progress
from scenarios import digest

Wishes: TypeAlias = dict[str, datetime | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """An attempt at a job: the key of everything that is written about it."""

    job_id: str
    worker_id: str
    attempt: int


def claim(unit: Unit, worker_id: str) -> PlanJob | None:
    """The job that has waited longest, now this worker's; None where none waits."""
    first = (
        select(PlanJob)
        .where(PlanJob.state == "queued", PlanJob.deleted_at.is_(None))
        .where(or_(PlanJob.not_before.is_(None), PlanJob.not_before <= unit.now))
        .order_by(PlanJob.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    job = unit.session.scalar(first)
    if job is None:
        return None
    job.state, job.worker_id, job.started_at = "running", worker_id, unit.now
    advance(unit, job.id)
    return job


def begin(unit: Unit, job_id: str, worker_id: str, *, most_attempts: int) -> Turn | None:
    """Counts an attempt at a claimed job; None where it is not this worker's, or has ended.

    A job that was begun ``most_attempts`` times without an end fails here: what ended its workers would end the next.
    """
    job = _held(unit, job_id, worker_id)
    if job is None:
        return None
    if job.attempts >= most_attempts:
        _end(
            unit,
            job,
            "failed",
            error=f"The processes that made this plan were ended {job.attempts} times before it was ready. "
            "Maybe the machine has too little memory for it: ask for a smaller scenario, or try it on a larger one.",
        )
        return None
    job.attempts += 1
    job.started_at = unit.now
    advance(unit, job.id)
    return Turn(job_id=job_id, worker_id=worker_id, attempt=job.attempts)


def report(unit: Unit, turn: Turn, progress: Progress) -> bool:
    """Writes how far the search is; False where the job is no longer this turn's."""
    held = select(PlanJob.id).where(
        PlanJob.id == turn.job_id,
        PlanJob.state == "running",
        PlanJob.worker_id == turn.worker_id,
        PlanJob.attempts == turn.attempt,
    )
    done: CursorResult[Any] = unit.session.connection().execute(
        update(PlanProgress.__table__)  # type: ignore[arg-type]
        .where(PlanProgress.job_id == turn.job_id, held.exists())
        .values(
            moment=PlanProgress.moment + 1,
            seconds=progress.seconds,
            objective=progress.objective,
            bound=progress.bound,
            phase=progress.phase,
        )
    )
    return done.rowcount == 1


def tell_start(unit: Unit, turn: Turn, told: Mapping[str, Any]) -> bool:
    """Writes what still holds of the plan that the job goes on from; False where the job is no longer this turn's.

    ``told``: as in ``plan.json``, see ``api.starting.start_json``.
    """
    if _of_turn(unit, turn) is None:
        return False
    row = unit.session.get_one(PlanStart, turn.job_id)
    row.objective, row.workers = told["objective"], told["workers"]
    row.dropped = len(told["dropped"])
    row.dropped_workers = sum(gone["headcount"] for gone in told["dropped"])
    advance(unit, turn.job_id)
    return True


def store(unit: Unit, turn: Turn, judged: Judged) -> bool:
    """Stores the checked plan and ends its job, both or neither; False where the job is no longer this turn's."""
    job = _of_turn(unit, turn)
    if job is None:
        return False
    assert judged.report.valid, "a plan that breaks a rule is never stored"
    unit.add(
        StoredPlan(
            id=job.id,
            snapshot_id=job.snapshot_id,
            sha256=digest(judged.problem),
            statement=asdict(judged.statement),
            extra=dict(judged.extra),
            tables=pack_plan(judged.plan),
            certificate=None if judged.certificate is None else pack_certificate(judged.certificate),
        )
    )
    _end(unit, job, "stopped" if judged.stop_reason == "stopped" else "done")
    return True


def fail(unit: Unit, turn: Turn, error: str) -> bool:
    """Ends the job without a plan; ``error`` says why and what to do. False where it is no longer this turn's."""
    job = _of_turn(unit, turn)
    if job is None:
        return False
    _end(unit, job, "failed", error=error)
    return True


def give_back(unit: Unit, turn: Turn) -> bool:
    """Puts the job back to its place in the queue, as if this attempt had not been."""
    job = _of_turn(unit, turn)
    if job is None:
        return False
    job.attempts -= 1
    _queue_again(unit, job)
    return True


def take_over(unit: Unit) -> list[str]:
    """Puts back into the queue what is running at a worker that has ended; the ids of these jobs.

    To be asked again and again: a killed worker's last claim may still reach the table after its end was noted.
    """
    living = select(PlanWorker.id).where(PlanWorker.ended_at.is_(None))
    orphaned = select(PlanJob).where(PlanJob.state == "running", PlanJob.worker_id.not_in(living))
    jobs = unit.session.scalars(orphaned.with_for_update(skip_locked=True)).all()
    for job in jobs:
        _queue_again(unit, job)
    return [job.id for job in jobs]


def seen(unit: Unit, worker_id: str, *, hands: int) -> None:
    """Notes that a worker is at work, and how many parts of others' plans it could do now."""
    worker = unit.session.get_one(PlanWorker, worker_id)
    worker.seen_at, worker.hands = unit.now, hands


def others(unit: Unit, worker_id: str) -> list[str]:
    """The workers beside this one that have not said goodbye; some of them may be gone."""
    rows = select(PlanWorker.id).where(PlanWorker.ended_at.is_(None), PlanWorker.id != worker_id)
    return list(unit.session.scalars(rows))


def retire(unit: Unit, worker_id: str) -> None:
    """Notes a worker's end."""
    worker = unit.session.get(PlanWorker, worker_id)
    if worker is not None and worker.ended_at is None:
        worker.ended_at = unit.now


def wishes(unit: Unit, worker_id: str) -> Wishes:
    """The jobs that a worker has, and since when each is asked to stop."""
    rows = select(PlanJob.id, PlanJob.stop_asked_at).where(PlanJob.state == "running", PlanJob.worker_id == worker_id)
    return {row.id: row.stop_asked_at for row in unit.session.execute(rows)}


def _held(unit: Unit, job_id: str, worker_id: str) -> PlanJob | None:
    job = unit.session.get(PlanJob, job_id, with_for_update=True, populate_existing=True)
    return job if job is not None and job.state == "running" and job.worker_id == worker_id else None


def _of_turn(unit: Unit, turn: Turn) -> PlanJob | None:
    job = _held(unit, turn.job_id, turn.worker_id)
    return job if job is not None and job.attempts == turn.attempt else None


def _end(unit: Unit, job: PlanJob, state: JobState, *, error: str | None = None) -> None:
    job.state, job.ended_at, job.worker_id = state, unit.now, None
    job.error = error if error is None else error[:ERROR_LENGTH]
    advance(unit, job.id)


def _queue_again(unit: Unit, job: PlanJob) -> None:
    job.state, job.worker_id = "queued", None
    advance(unit, job.id)
