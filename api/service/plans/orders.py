"""Ordering a plan, and asking for its end: what people do with jobs."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Select, func, or_, select
from sqlalchemy.exc import IntegrityError

from api.service.campaigns.tables import Campaign, Snapshot
from api.service.plans.packing import pack_problem
from api.service.plans.starts import Beginning, keep
from api.service.plans.states import OPEN
from api.service.plans.tables import NAME_LENGTH, PlanJob, PlanProgress, PlanScenario, PlanWorker
from api.service.policy import find, require
from api.service.store import BusyError, Unit
from optimizer.problem import Problem
from scenarios import digest

LIVING = timedelta(seconds=20)
"""A worker that was seen within this time counts for what can be begun at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """A scenario as it is kept: ``document`` is packed, ``sha256`` that of its canonical form."""

    name: str
    sha256: str
    document: bytes


def upload_of(problem: Problem) -> Upload:
    """Packs a scenario; to be done before the transaction, for a large one takes a moment."""
    return Upload(name=problem.settings.name, sha256=digest(problem), document=pack_problem(problem))


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """A plan that is wanted: of which scenario or snapshot (one of them), with how much time, where chance begins.

    ``seconds`` of planning; ``iterations`` end it without a clock, so that the plan is the same every time.
    ``not_before``: the job waits until then. ``begins``: the earlier plan that the search goes on from.
    """

    upload: Upload | None = None
    snapshot_id: str | None = None
    seconds: float
    seed: int = 0
    iterations: int | None = None
    not_before: datetime | None = None
    begins: Beginning | None = None


def accept(unit: Unit, order: Order, *, most_waiting: int, at_once: bool = False) -> PlanJob:
    """Takes an order as a job that waits for its turn. Raises BusyError; NotFoundError and DeniedError for a snapshot.

    With ``at_once`` it is refused where it would have to wait for another one.
    """
    if order.snapshot_id is not None:
        require(unit.actor, "create", "plan_jobs")
    _refuse_too_many(unit, most_waiting, at_once)
    name, scenario_id = _scenario(unit, order)
    job = PlanJob(
        snapshot_id=order.snapshot_id,
        scenario_id=scenario_id,
        scenario_name=name[:NAME_LENGTH],
        seconds=order.seconds,
        seed=order.seed,
        iterations=order.iterations,
        not_before=order.not_before,
        state="queued",
        attempts=0,
    )
    unit.add(job)
    unit.session.flush()
    unit.add(PlanProgress(job_id=job.id, moment=0))
    if order.begins is not None:
        keep(unit, job.id, order.begins)
    return job


def ask_stop(unit: Unit, job: PlanJob) -> None:
    """Asks the search to end with the best plan so far; a job that waits is cancelled. One that has ended stays so."""
    unit.session.refresh(job, with_for_update=True)
    if job.state not in OPEN or job.stop_asked_at is not None:
        return
    job.stop_asked_at = unit.now
    if job.state == "queued":
        job.state, job.ended_at = "cancelled", unit.now
    advance(unit, job.id)


def ahead_of(unit: Unit, job: PlanJob) -> int:
    """How many jobs are before a waiting one."""
    if job.state != "queued":
        return 0
    return unit.session.scalar(_waiting(unit).where(PlanJob.id < job.id)) or 0


def advance(unit: Unit, job_id: str) -> None:
    """Tells those who follow the job that something has changed."""
    progress = unit.session.get_one(PlanProgress, job_id, with_for_update=True, populate_existing=True)
    progress.moment += 1


def _scenario(unit: Unit, order: Order) -> tuple[str, str | None]:
    """The scenario's name, and the row that keeps it where it is not a snapshot."""
    if order.snapshot_id is not None:
        snapshot = find(unit, Snapshot, order.snapshot_id, what="snapshot")
        campaign = unit.session.get_one(Campaign, snapshot.campaign_id)
        return campaign.name, None
    upload = order.upload
    assert upload is not None, "an order has a scenario or a snapshot"
    known = _kept(unit, upload)
    if known is None:
        row = PlanScenario(sha256=upload.sha256, name=upload.name[:NAME_LENGTH], document=upload.document)
        # Another order may bring the same scenario in the same moment.
        with suppress(IntegrityError), unit.session.begin_nested():
            unit.add(row)
        known = _kept(unit, upload)
    return upload.name, known


def _kept(unit: Unit, upload: Upload) -> str | None:
    """The row that has the scenario; it stays while this unit lasts."""
    same = select(PlanScenario.id).where(PlanScenario.sha256 == upload.sha256)
    return unit.session.scalar(same.with_for_update(read=True, key_share=True))


def _refuse_too_many(unit: Unit, most_waiting: int, at_once: bool) -> None:
    waiting = unit.session.scalar(_waiting(unit)) or 0
    if at_once:
        running = unit.session.scalar(_count().where(PlanJob.state == "running")) or 0
        living = select(func.sum(PlanWorker.slots)).where(
            PlanWorker.ended_at.is_(None), PlanWorker.seen_at > unit.now - LIVING
        )
        slots = unit.session.scalar(living) or 0
        if slots == 0:
            raise BusyError("No worker is ready to plan. Maybe it is just starting: try again in a minute.")
        if running + waiting >= slots:
            raise BusyError(
                f"{running + waiting} plans are being made already. Maybe send it as a job, which waits its turn."
            )
    elif waiting >= most_waiting:
        raise BusyError(f"{waiting} jobs are waiting already. Maybe try again later.")


def _count() -> Select[int]:
    return select(func.count()).select_from(PlanJob).where(PlanJob.deleted_at.is_(None))


def _waiting(unit: Unit) -> Select[int]:
    return _count().where(PlanJob.state == "queued", or_(PlanJob.not_before.is_(None), PlanJob.not_before <= unit.now))
