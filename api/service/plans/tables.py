"""The tables of plans: what was ordered and how far it is, the plans, and the workers that make them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from api.service.plans.states import JOB_STATES, JobState
from api.service.store import ID_LENGTH, Base, Stamped

NAME_LENGTH = 200
ERROR_LENGTH = 4000
PLAN_ID_LENGTH = 64


class PlanScenario(Stamped, Base):
    """A scenario that came with an order, once for each content; ``document`` is its JSON, compressed."""

    __tablename__ = "plan_scenarios"

    sha256: Mapped[str] = mapped_column(String(64), unique=True)
    name: Mapped[str] = mapped_column(String(NAME_LENGTH))
    document: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)


class PlanJob(Stamped, Base):
    """A plan that is wanted, and what became of it. This row is the truth; what executes it follows.

    ``attempts`` counts how often a worker has begun it; ``worker_id`` is the one that has it now. Together they are the
    key of every write about a running job: who lost the job changes nothing any more.
    """

    __tablename__ = "plan_jobs"
    __table_args__ = (
        CheckConstraint(f"state IN ({', '.join(map(repr, JOB_STATES))})", name="state"),
        CheckConstraint("(snapshot_id IS NULL) <> (scenario_id IS NULL)", name="one_scenario"),
        Index(None, "state", "id"),
    )

    snapshot_id: Mapped[str | None] = mapped_column(ForeignKey("snapshots.id"), index=True)
    scenario_id: Mapped[str | None] = mapped_column(ForeignKey("plan_scenarios.id"), index=True)
    scenario_name: Mapped[str] = mapped_column(String(NAME_LENGTH))
    seconds: Mapped[float]
    seed: Mapped[int]
    iterations: Mapped[int | None]
    not_before: Mapped[datetime | None]

    state: Mapped[JobState] = mapped_column(String(20))
    stop_asked_at: Mapped[datetime | None]
    started_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    attempts: Mapped[int]
    worker_id: Mapped[str | None] = mapped_column(String(ID_LENGTH))
    error: Mapped[str | None] = mapped_column(Text)


class PlanProgress(Base):
    """How far a running job is; ``moment`` rises with every change that people may see, and never falls."""

    __tablename__ = "plan_progress"

    job_id: Mapped[str] = mapped_column(ForeignKey("plan_jobs.id", ondelete="CASCADE"), primary_key=True)
    moment: Mapped[int]
    seconds: Mapped[float | None]
    objective: Mapped[float | None]
    bound: Mapped[float | None]
    phase: Mapped[str | None] = mapped_column(String(60))


class PlanStart(Stamped, Base):
    """The plan that a job goes on from, as it was when the job was ordered; its id is the job's.

    The tables are a copy, so that every attempt begins with the same plan, whatever became of the one with ``plan_id``.
    ``pins``: ids of ``runs`` and ``itineraries``. What still holds (``objective`` in money, ``workers``) and what does
    not (``dropped`` itineraries with so many workers) is told by the worker that has looked first.
    """

    __tablename__ = "plan_starts"

    id: Mapped[str] = mapped_column(ForeignKey("plan_jobs.id"), primary_key=True)
    plan_id: Mapped[str] = mapped_column(String(PLAN_ID_LENGTH))
    pin_all: Mapped[bool]
    pinned_runs: Mapped[int]
    pinned_itineraries: Mapped[int]
    pins: Mapped[dict[str, Any]] = mapped_column(JSON, deferred=True)
    tables: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    objective: Mapped[float | None]
    workers: Mapped[int | None]
    dropped: Mapped[int | None]
    dropped_workers: Mapped[int | None]


class StoredPlan(Stamped, Base):
    """A plan that the checker has passed; it never changes. Its id is its job's, so a job has at most one.

    ``certificate``: the prices that prove its bound, for an audit; None where they are not known, as of older plans.
    """

    __tablename__ = "plans"

    id: Mapped[str] = mapped_column(ForeignKey("plan_jobs.id"), primary_key=True)
    snapshot_id: Mapped[str | None] = mapped_column(ForeignKey("snapshots.id"), index=True)
    sha256: Mapped[str] = mapped_column(String(64))
    statement: Mapped[dict[str, Any]] = mapped_column(JSON)
    extra: Mapped[dict[str, Any]] = mapped_column(JSON)
    tables: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    certificate: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)


class PlanWorker(Base):
    """A worker process, from its start to its end; a lock that ends with the process says whether it lives."""

    __tablename__ = "plan_workers"

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    host: Mapped[str] = mapped_column(String(NAME_LENGTH))
    pid: Mapped[int]
    slots: Mapped[int]
    hands: Mapped[int]
    started_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    ended_at: Mapped[datetime | None] = mapped_column(index=True)


class PlanPart(Base):
    """A part of a large plan on its way to another machine and back; gone as soon as its result was read.

    ``state``: open, taken, done. ``release`` names who may do it: workers of the same version with the same master key.
    A part whose ``until`` has passed is worth nothing any more. ``work`` and ``result`` are sealed.
    """

    __tablename__ = "plan_parts"
    __table_args__ = (Index(None, "state", "id"),)

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    asked_by: Mapped[str] = mapped_column(String(ID_LENGTH), index=True)
    taken_by: Mapped[str | None] = mapped_column(String(ID_LENGTH))
    release: Mapped[str] = mapped_column(String(100))
    state: Mapped[str] = mapped_column(String(10))
    until: Mapped[datetime]
    work: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    result: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
