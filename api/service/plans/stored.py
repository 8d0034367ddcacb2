"""Stored plans read back, and judged again: no number about a plan is shown that the checker has not recomputed."""

from __future__ import annotations

import threading
from collections import OrderedDict

from api.planning import Judged
from api.service.campaigns.snapshots import load_problem
from api.service.plans.packing import unpack_certificate, unpack_plan, unpack_problem
from api.service.plans.tables import PlanJob, PlanScenario, StoredPlan
from api.service.store import Unit
from optimizer.certificate import Certificate
from optimizer.check import check
from optimizer.plan import Statement
from optimizer.problem import Problem


def problem_of(unit: Unit, job: PlanJob) -> Problem:
    """The problem that a job is about."""
    if job.snapshot_id is not None:
        return load_problem(unit, job.snapshot_id)
    row = unit.session.get_one(PlanScenario, job.scenario_id)
    return unpack_problem(row.document)


def stored_plan(unit: Unit, plan_id: str) -> Judged:
    """The plan with its problem and a fresh report of the checker. Raises NotFoundError."""
    row = unit.get(StoredPlan, plan_id, what="plan")
    problem = problem_of(unit, unit.session.get_one(PlanJob, plan_id))
    statement = Statement(**row.statement)
    plan = unpack_plan(row.tables)
    return Judged(
        problem=problem,
        plan=plan,
        statement=statement,
        report=check(problem, plan, statement),
        stop_reason=row.extra["stop_reason"],
        extra=row.extra,
    )


def stored_certificate(unit: Unit, plan_id: str) -> Certificate | None:
    """What proves the plan's bound; None where it is not kept. Raises NotFoundError.

    It is read by itself: a large plan's is as large as the plan, and only who takes the plan away wants it.
    """
    packed = unit.get(StoredPlan, plan_id, what="plan").certificate
    return None if packed is None else unpack_certificate(packed)


class Shelf:
    """The plans that were read last, for a plan is looked at many times and never changes. Threads may share it."""

    def __init__(self, most: int = 4) -> None:
        self._most = most
        self._lock = threading.Lock()
        self._plans: OrderedDict[str, Judged] = OrderedDict()

    def plan(self, unit: Unit, plan_id: str) -> Judged:
        """As ``stored_plan``. Raises NotFoundError."""
        with self._lock:
            if plan_id in self._plans:
                self._plans.move_to_end(plan_id)
                return self._plans[plan_id]
        judged = stored_plan(unit, plan_id)
        with self._lock:
            self._plans[plan_id] = judged
            while len(self._plans) > self._most:
                self._plans.popitem(last=False)
        return judged
