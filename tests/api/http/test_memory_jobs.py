"""Jobs in memory: turns, limits, stopping, faults, and an end that leaves nothing behind."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from api.http.jobs import BusyError, Job, Order
from api.http.memory_jobs import MemoryJobs
from api.http.samples import sample
from api.planning import Judged
from optimizer.check import Violation
from optimizer.problem import Problem
from optimizer.result import OnProgress, Options, Progress, ShouldStop


class Bench:
    """A planner that works until it is told to be done, or stopped."""

    def __init__(self) -> None:
        self.done = threading.Event()
        self.begun: list[Options] = []
        self.outcome: Judged | Exception = judged()

    def __call__(
        self, problem: Problem, options: Options, *, started: float, on_progress: OnProgress, should_stop: ShouldStop
    ) -> Judged:
        self.begun.append(options)
        on_progress(Progress(seconds=0.1, objective=2.0, bound=1.0, phase="improvement"))
        while not self.done.is_set() and not should_stop():
            time.sleep(0.005)
        if isinstance(self.outcome, Exception):
            raise self.outcome
        return self.outcome


def judged() -> Judged:
    found = sample("example")
    assert found is not None
    assert found.judged is not None
    return found.judged


def order(seconds: float = 9.0) -> Order:
    found = sample("example")
    assert found is not None
    return Order(scenario=found.order.scenario, seconds=seconds, seed=3)


@pytest.fixture
def bench() -> Bench:
    return Bench()


@pytest.fixture
def jobs(bench: Bench) -> Iterator[MemoryJobs]:
    store = MemoryJobs(running=1, waiting=2, kept=2, grace=2.0, planner=bench)
    yield store
    store.close()


def until(true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 10
    while not true():
        assert time.monotonic() < deadline, "it never came true"
        time.sleep(0.005)


def at(jobs: MemoryJobs, job: Job) -> Job:
    found = jobs.get(job.id)
    assert found is not None
    return found


def test_a_job_runs_reports_and_ends_with_its_plan(jobs: MemoryJobs, bench: Bench) -> None:
    job = jobs.submit(order())
    assert job.state == "running"
    until(lambda: at(jobs, job).progress is not None)
    assert at(jobs, job).judged is None
    bench.done.set()
    until(lambda: at(jobs, job).over)
    found = at(jobs, job)
    assert (found.state, found.judged, found.error) == ("finished", bench.outcome, None)
    assert found.started is not None
    assert found.ended is not None
    assert found.started <= found.ended
    assert bench.begun[0].seed == 3
    assert 7.0 < bench.begun[0].seconds < 9.0, "time is kept back for the check"


def test_jobs_take_turns_and_no_more_are_taken_than_may_wait(jobs: MemoryJobs, bench: Bench) -> None:
    first, second, third = (jobs.submit(order()) for _ in range(3))
    assert [job.state for job in (first, second, third)] == ["running", "waiting", "waiting"]
    assert (second.ahead, third.ahead) == (0, 1)
    with pytest.raises(BusyError, match="2 jobs are waiting"):
        jobs.submit(order())
    jobs.stop(first.id)
    until(lambda: at(jobs, second).state == "running")
    assert at(jobs, third).ahead == 0
    assert len(bench.begun) == 2


def test_at_once_means_now_or_not_at_all(jobs: MemoryJobs) -> None:
    assert jobs.submit(order(), at_once=True).state == "running"
    with pytest.raises(BusyError, match="send it as a job"):
        jobs.submit(order(), at_once=True)


def test_a_waiting_job_that_is_stopped_never_begins(jobs: MemoryJobs, bench: Bench) -> None:
    jobs.submit(order())
    waiting = jobs.submit(order())
    stopped = jobs.stop(waiting.id)
    assert stopped is not None
    assert stopped.state == "cancelled"
    bench.done.set()
    until(lambda: at(jobs, waiting).over)
    assert len(bench.begun) == 1


def test_stopping_what_is_over_or_unknown_does_nothing(jobs: MemoryJobs, bench: Bench) -> None:
    bench.done.set()
    job = jobs.submit(order())
    until(lambda: at(jobs, job).over)
    before = at(jobs, job)
    assert jobs.stop(job.id) == before
    assert jobs.stop("nothing") is None


def test_the_latest_plans_are_kept_in_the_order_in_which_they_ended(jobs: MemoryJobs, bench: Bench) -> None:
    long = jobs.submit(order())
    others = [jobs.submit(order()) for _ in range(2)]
    bench.done.set()
    until(lambda: all((found := jobs.get(job.id)) is None or found.over for job in (long, *others)))
    assert jobs.get(long.id) is None
    assert all(at(jobs, job).judged is not None for job in others)


def test_a_planner_that_fails_fails_its_job_alone(jobs: MemoryJobs, bench: Bench) -> None:
    bench.outcome = RuntimeError("secret of the house")
    bench.done.set()
    job = jobs.submit(order())
    until(lambda: at(jobs, job).over)
    found = at(jobs, job)
    assert found.state == "failed"
    assert found.error is not None
    assert "secret" not in found.error
    bench.outcome = judged()
    again = jobs.submit(order())
    until(lambda: at(jobs, again).state == "finished")


def test_a_plan_that_breaks_a_rule_is_never_given_out(jobs: MemoryJobs, bench: Bench) -> None:
    good = judged()
    bench.outcome = replace(good, report=replace(good.report, violations=(Violation(rule="5", message="full"),)))
    bench.done.set()
    job = jobs.submit(order())
    until(lambda: at(jobs, job).over)
    found = at(jobs, job)
    assert (found.state, found.judged) == ("failed", None)


def test_closing_ends_all_and_takes_no_more(jobs: MemoryJobs) -> None:
    running, waiting = jobs.submit(order()), jobs.submit(order())
    jobs.close()
    assert at(jobs, running).over
    assert at(jobs, waiting).state == "cancelled"
    with pytest.raises(BusyError, match="about to stop"):
        jobs.submit(order())
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("plan ")]
