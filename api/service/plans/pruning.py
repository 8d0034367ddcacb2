"""Plans of uploaded scenarios are kept for a while only; those of a campaign's snapshots for ever."""

from __future__ import annotations

from sqlalchemy import delete, exists, select

from api.service.plans.states import OPEN
from api.service.plans.tables import PlanJob, PlanProgress, PlanScenario, PlanStart, StoredPlan
from api.service.store import Unit

_AT_ONCE = 100


def prune(unit: Unit, *, kept: int) -> int:
    """Removes the jobs of uploads that ended before the last ``kept``, and scenarios nobody needs; the jobs' count."""
    ended = (
        select(PlanJob)
        .where(PlanJob.scenario_id.is_not(None), PlanJob.state.not_in(OPEN))
        .order_by(PlanJob.ended_at.desc(), PlanJob.id.desc())
    )
    old = unit.session.scalars(ended.offset(kept).limit(_AT_ONCE)).all()
    for job in old:
        for kind in (StoredPlan, PlanStart):
            row = unit.session.get(kind, job.id)
            if row is not None:
                unit.session.delete(row)
        unit.session.execute(delete(PlanProgress).where(PlanProgress.job_id == job.id))
        unit.session.flush()
        unit.session.delete(job)
    unit.session.flush()
    if old:
        needed = exists().where(PlanJob.scenario_id == PlanScenario.id)
        unneeded = select(PlanScenario).where(~needed).limit(_AT_ONCE)
        for scenario in unit.session.scalars(unneeded.with_for_update(skip_locked=True)):
            unit.session.delete(scenario)
    return len(old)
