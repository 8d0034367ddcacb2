"""Orders for a plan that is known by heart, and processes that do nothing but be a worker."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from api.planning import Judged
from api.service.actor import SYSTEM
from api.service.plans.orders import Order, accept, upload_of
from api.service.plans.tables import PlanJob
from api.service.store import Database
from optimizer.check import check
from optimizer.result import StopReason
from tests.known import known_plan, known_problem, known_statement

Ordered = Callable[..., str]


@pytest.fixture
def ordered(database: Database) -> Ordered:
    """``ordered(seconds=…)`` takes an order and gives the job's id."""

    def order(*, most_waiting: int = 100, at_once: bool = False, **given: object) -> str:
        wanted = replace(Order(upload=upload_of(known_problem()), seconds=2.0), **given)
        with database.write(SYSTEM) as unit:
            return accept(unit, wanted, most_waiting=most_waiting, at_once=at_once).id

    return order


@pytest.fixture
def row(database: Database) -> Callable[[str], PlanJob]:
    """``row(job_id)``: the job as it stands in the table."""

    def read(job_id: str) -> PlanJob:
        with database.read(SYSTEM) as unit:
            return unit.session.get_one(PlanJob, job_id)

    return read


def judged(stop_reason: StopReason = "time") -> Judged:
    """The known plan, checked."""
    problem, plan, statement = known_problem(), known_plan(), known_statement()
    return Judged(
        problem=problem,
        plan=plan,
        statement=statement,
        report=check(problem, plan, statement),
        stop_reason=stop_reason,
        extra={"bound_drops": [], "stop_reason": stop_reason, "iterations": 5},
    )
