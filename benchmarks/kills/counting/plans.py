"""Every job ended once, with the plan that was checked; every snapshot and scenario is the one that its hash says."""

from __future__ import annotations

import hashlib
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator

from sqlalchemy import select

from api.service.campaigns.tables import Snapshot
from api.service.plans.packing import unpack_problem
from api.service.plans.states import OPEN, WITH_PLAN
from api.service.plans.stored import stored_plan
from api.service.plans.tables import PlanJob, PlanProgress, PlanScenario, StoredPlan
from api.service.store import Unit
from api.service.store.tables import AuditEntry
from scenarios import digest


def faults_of_plans(unit: Unit) -> Iterator[str]:
    """Jobs, plans, snapshots and scenarios."""
    yield from _of_jobs(unit)
    for plan_id in unit.session.scalars(select(StoredPlan.id).order_by(StoredPlan.id)).all():
        row, judged = unit.session.get_one(StoredPlan, plan_id), stored_plan(unit, plan_id)
        if not judged.report.valid or digest(judged.problem) != row.sha256:
            yield f"{plan_id}: the stored plan is not what was checked"
    for scenario in unit.session.scalars(select(PlanScenario)):
        if digest(unpack_problem(scenario.document)) != scenario.sha256:
            yield f"{scenario.id}: half a scenario"
    for snapshot in unit.session.scalars(select(Snapshot)):
        if (_hash(snapshot.content), _hash(snapshot.sources)) != (snapshot.sha256, snapshot.sources_sha256):
            yield f"{snapshot.id}: the snapshot is not what its hash says"


def _of_jobs(unit: Unit) -> Iterator[str]:
    plans = set(unit.session.scalars(select(StoredPlan.id)))
    told = set(unit.session.scalars(select(PlanProgress.job_id)))
    ends = _ends(unit.session.scalars(select(AuditEntry).where(AuditEntry.table_name == "plan_jobs")))
    entries = select(AuditEntry.row_id).where(AuditEntry.table_name == "plans")
    stored = Counter(unit.session.scalars(entries))
    for job in unit.session.scalars(select(PlanJob)):
        if job.state in OPEN:
            yield f"{job.id}: still {job.state}"
        elif ends[job.id] != 1:
            yield f"{job.id}: ended {ends[job.id]} times"
        if (job.state in WITH_PLAN) != (job.id in plans) or stored[job.id] != (job.state in WITH_PLAN):
            yield f"{job.id}: {job.state}, with {stored[job.id]} plans stored"
        if job.state == "failed":
            yield f"{job.id}: failed, {job.error}"
        if job.id not in told:
            yield f"{job.id}: half a job, its progress is missing"


def _ends(entries: Iterable[AuditEntry]) -> Counter[str]:
    """By job: how often the log says that it ended."""
    found: Counter[str] = Counter()
    for entry in entries:
        if (entry.after or {}).get("state") in ("done", "stopped", "cancelled", "failed"):
            found[entry.row_id] += 1
    return found


def _hash(packed: bytes) -> str:
    return hashlib.sha256(zlib.decompress(packed)).hexdigest()
