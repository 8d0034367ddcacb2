"""Jobs change hands in transactions: whoever has lost one writes nothing more, so each ends once."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from api.service.actor import SYSTEM
from api.service.plans import turns
from api.service.plans.orders import ahead_of, ask_stop
from api.service.plans.pruning import prune
from api.service.plans.stored import Shelf, stored_plan
from api.service.plans.tables import PlanJob, PlanProgress, PlanScenario, PlanWorker, StoredPlan
from api.service.plans.turns import Turn
from api.service.store import BusyError, Database, NotFoundError, new_id
from optimizer.result import Progress
from tests.api.service.plans.conftest import Ordered, judged
from tests.known import known_plan, known_problem

Row = Callable[[str], PlanJob]


def claimed(database: Database, worker_id: str) -> str | None:
    with database.write(SYSTEM) as unit:
        job = turns.claim(unit, worker_id)
        return None if job is None else job.id


def begun(database: Database, job_id: str, worker_id: str, most: int = 3) -> Turn | None:
    with database.write(SYSTEM) as unit:
        return turns.begin(unit, job_id, worker_id, most_attempts=most)


def taken_over(database: Database, gone_id: str) -> list[str]:
    """What comes back when a worker is gone; the others live."""
    with database.write(SYSTEM) as unit:
        turns.retire(unit, gone_id)
        unit.session.flush()
        return turns.take_over(unit)


def enlisted(database: Database) -> str:
    now = datetime.now(UTC)
    with database.write(SYSTEM) as unit:
        row = PlanWorker(id=new_id(), host="h", pid=1, slots=1, hands=0, started_at=now, seen_at=now)
        return unit.add(row).id


def stored(database: Database, turn: Turn) -> bool:
    with database.write(SYSTEM) as unit:
        return turns.store(unit, turn, judged())


def moment(database: Database, job_id: str) -> int:
    with database.read(SYSTEM) as unit:
        return unit.session.get_one(PlanProgress, job_id).moment


def test_a_job_goes_from_the_queue_to_its_stored_plan(database: Database, ordered: Ordered, row: Row) -> None:
    job_id, me = ordered(), new_id()
    assert row(job_id).state == "queued"
    assert claimed(database, me) == job_id
    assert (row(job_id).state, row(job_id).worker_id) == ("running", me)
    turn = begun(database, job_id, me)
    assert turn == Turn(job_id=job_id, worker_id=me, attempt=1)
    before = moment(database, job_id)
    with database.write(SYSTEM) as unit:
        assert turns.report(unit, turn, Progress(seconds=1.0, objective=9.0, bound=3.0, phase="improvement"))
    assert moment(database, job_id) > before
    assert stored(database, turn)
    ended = row(job_id)
    assert (ended.state, ended.worker_id, ended.error) == ("done", None, None)
    assert ended.ended_at is not None
    with database.read(SYSTEM) as unit:
        found = stored_plan(unit, job_id)
        assert (found.plan, found.problem) == (known_plan(), known_problem())
        assert (found.statement, found.stop_reason, found.extra) == (
            judged().statement,
            "time",
            {"bound_drops": [], "stop_reason": "time", "iterations": 5},
        )
        assert found.report.valid


def test_a_plan_is_stored_once_whoever_comes_late(database: Database, ordered: Ordered, row: Row) -> None:
    job_id, slow, quick = ordered(), enlisted(database), enlisted(database)
    claimed(database, slow)
    first = begun(database, job_id, slow)
    assert first is not None
    assert taken_over(database, slow) == [job_id]
    assert claimed(database, quick) == job_id
    second = begun(database, job_id, quick)
    assert second is not None
    assert not stored(database, first), "the job was taken over"
    with database.write(SYSTEM) as unit:
        assert not turns.report(unit, first, Progress(seconds=1, objective=1, bound=1, phase="late"))
        assert not turns.fail(unit, first, "late")
        assert not turns.give_back(unit, first)
    assert stored(database, second)
    assert not stored(database, second)
    assert (row(job_id).state, row(job_id).attempts) == ("done", 2)
    with database.read(SYSTEM) as unit:
        assert unit.session.scalar(select(func.count()).select_from(StoredPlan)) == 1


def test_a_claim_that_comes_after_its_worker_s_end_is_taken_over_too(
    database: Database, ordered: Ordered, row: Row
) -> None:
    job_id, gone, alive = ordered(), enlisted(database), enlisted(database)
    assert taken_over(database, gone) == []
    assert claimed(database, gone) == job_id, "it was on its way when the worker was killed"
    assert taken_over(database, gone) == [job_id]
    assert claimed(database, alive) == job_id
    assert taken_over(database, gone) == []
    assert row(job_id).state == "running"


def test_the_same_worker_in_an_older_attempt_has_lost_too(database: Database, ordered: Ordered) -> None:
    job_id, me = ordered(), new_id()
    claimed(database, me)
    first, second = begun(database, job_id, me), begun(database, job_id, me)
    assert first is not None
    assert second is not None
    assert not stored(database, first)
    assert stored(database, second)


def test_what_ends_every_worker_fails_with_what_to_do(database: Database, ordered: Ordered, row: Row) -> None:
    job_id = ordered()
    for attempt in (1, 2):
        worker = enlisted(database)
        claimed(database, worker)
        turn = begun(database, job_id, worker, most=2)
        assert turn is not None
        assert turn.attempt == attempt
        taken_over(database, worker)
    claimed(database, last := new_id())
    assert begun(database, job_id, last, most=2) is None
    failed = row(job_id)
    assert failed.state == "failed"
    assert failed.error is not None
    assert "ended 2 times" in failed.error
    assert "Maybe the machine has too little memory" in failed.error


def test_a_job_given_back_was_not_tried(database: Database, ordered: Ordered, row: Row) -> None:
    job_id, me = ordered(), new_id()
    later = ordered()
    claimed(database, me)
    turn = begun(database, job_id, me)
    assert turn is not None
    with database.write(SYSTEM) as unit:
        assert turns.give_back(unit, turn)
    assert (row(job_id).state, row(job_id).attempts) == ("queued", 0)
    assert claimed(database, me) == job_id, "it keeps its place before others"
    assert claimed(database, me) == later
    assert claimed(database, me) is None


def test_jobs_wait_in_their_order_and_until_their_time(database: Database, ordered: Ordered, row: Row) -> None:
    night = ordered(not_before=datetime.now(UTC) + timedelta(hours=9))
    first, second = ordered(), ordered()
    with database.read(SYSTEM) as unit:
        assert [ahead_of(unit, row(job_id)) for job_id in (first, second)] == [0, 1]
    me = new_id()
    assert [claimed(database, me) for _ in range(3)] == [first, second, None]
    assert row(night).state == "queued"


def test_no_more_wait_than_may(database: Database, ordered: Ordered) -> None:
    ordered(most_waiting=1)
    with pytest.raises(BusyError, match=r"1 jobs are waiting already\. Maybe"):
        ordered(most_waiting=1)


def test_at_once_needs_a_worker_with_room(database: Database, ordered: Ordered) -> None:
    with pytest.raises(BusyError, match="No worker is ready"):
        ordered(at_once=True)
    enlisted(database)
    ordered(at_once=True)
    with pytest.raises(BusyError, match="1 plans are being made already"):
        ordered(at_once=True)


def test_stopping_cancels_what_waits_and_asks_what_runs(database: Database, ordered: Ordered, row: Row) -> None:
    running, waiting = ordered(), ordered()
    claimed(database, me := new_id())
    for job_id in (running, waiting, running):
        with database.write(SYSTEM) as unit:
            ask_stop(unit, unit.session.get_one(PlanJob, job_id))
    assert row(waiting).state == "cancelled"
    assert row(running).state == "running"
    with database.read(SYSTEM) as unit:
        assert turns.wishes(unit, me) == {running: row(running).stop_asked_at}
    turn = begun(database, running, me)
    assert turn is not None
    with database.write(SYSTEM) as unit:
        assert turns.store(unit, turn, judged("stopped"))
    assert row(running).state == "stopped"
    with database.write(SYSTEM) as unit:
        ask_stop(unit, unit.session.get_one(PlanJob, running))
    assert row(running).state == "stopped"


def test_the_same_scenario_in_the_same_moment_is_kept_once(database: Database, ordered: Ordered) -> None:
    with ThreadPoolExecutor() as clients:
        jobs = list(clients.map(lambda _: ordered(), range(6)))
    with database.read(SYSTEM) as unit:
        assert len(set(jobs)) == 6
        assert unit.session.scalar(select(func.count()).select_from(PlanScenario)) == 1


def test_an_uploaded_scenario_is_kept_once_and_goes_with_its_last_plan(database: Database, ordered: Ordered) -> None:
    jobs, me = [ordered(), ordered()], new_id()
    for job_id in jobs:
        claimed(database, me)
        turn = begun(database, job_id, me)
        assert turn is not None
        stored(database, turn)
    with database.read(SYSTEM) as unit:
        assert unit.session.scalar(select(func.count()).select_from(PlanScenario)) == 1
    shelf = Shelf(most=1)
    for kept, left in ((1, jobs[1:]), (0, [])):
        with database.write(SYSTEM) as unit:
            prune(unit, kept=kept)
        with database.read(SYSTEM) as unit:
            assert list(unit.session.scalars(select(StoredPlan.id))) == left
            assert unit.session.scalar(select(func.count()).select_from(PlanScenario)) == len(left)
    with database.read(SYSTEM) as unit, pytest.raises(NotFoundError):
        shelf.plan(unit, jobs[0])
