"""A solve as its users see it: engine and bound in child processes, so that a crash in native code stays there.

The parent passes progress on, asks the children to stop, keeps the best plan that came, and has every worker left
behind explained.
"""

from __future__ import annotations

import multiprocessing
import time
from collections import Counter
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from multiprocessing.connection import wait

from optimizer.bodies import run_bound, run_engine, run_worker
from optimizer.children import Child, cores
from optimizer.clock import Day
from optimizer.engine.division import DIVIDED_FROM, SAME_WIDTH, SIDE_BY_SIDE_FROM
from optimizer.engine.exported import Exported
from optimizer.engine.far import Far
from optimizer.plan import Change, Plan, Unserved
from optimizer.problem import Problem
from optimizer.result import Bound, OnProgress, Options, Progress, Result, ShouldStop, StopReason, Worth
from optimizer.start import Start

_POLL_SECONDS = 0.1
_LAST_WORDS_SECONDS = 30.0
_BOUND_SHARE = 0.85
_RESERVE_SHARE = 0.02
_RESERVE_SECONDS = 0.3
_CLOSING_SHARE, _MOST_CLOSING_SECONDS = 0.02, 1.0
_MOST_WORKERS = 8
NO_BOUND = Bound(value=0.0, source="trivial: no cost is negative", drops=("every rule",))


def solve(
    problem: Problem,
    options: Options,
    *,
    on_progress: OnProgress | None = None,
    should_stop: ShouldStop | None = None,
    far: Far | None = None,
) -> Result:
    """Plans a problem, from nothing or from ``options.start``; the plan is not checked yet.

    ``on_progress`` is called from this process as often as there is news, ``should_stop`` several times a second; once
    it is true the best plan so far comes back. A crashed engine gives its last plan, with stop_reason ``crashed``.
    ``far``: workers elsewhere who help with a large problem; their pipes are the engine's from then on.
    """
    return _Solve(problem, options, on_progress, should_stop, far).run()


@dataclass(slots=True)
class _Solve:
    problem: Problem
    options: Options
    on_progress: OnProgress | None
    should_stop: ShouldStop | None
    far: Far | None = None
    started: float = field(init=False, default_factory=time.time)
    phase: str = field(init=False, default="starting")
    objective: float | None = field(init=False, default=None)
    bound: Bound | None = field(init=False, default=None)
    best: Exported | None = field(init=False, default=None)
    explained: tuple[Unserved, ...] | None = field(init=False, default=None)
    changes: list[Change] = field(init=False, default_factory=list)
    worth: tuple[Worth, ...] = field(init=False, default=())
    reason: StopReason = field(init=False, default="crashed")
    iterations: int = field(init=False, default=0)
    trace: list[Progress] = field(init=False, default_factory=list)

    def run(self) -> Result:
        context = multiprocessing.get_context("spawn")
        deadline = self.started + self.options.seconds * (1 - _RESERVE_SHARE) - _RESERVE_SECONDS
        closing = min(_MOST_CLOSING_SECONDS, 0.1 + _CLOSING_SHARE * self.options.seconds)
        last = self.started + self.options.seconds - closing
        children: list[Child] = []
        try:
            stop = context.Event()
            crew = [Child.start(context, run_worker, stop, both_ways=True) for _ in range(self._crew_size())]
            children += crew
            pipes = [worker.pipe for worker in crew]
            deadlines = (deadline, last)
            engine = Child.start(context, run_engine, stop, self.problem, self.options, deadlines, pipes, self.far)
            children.append(engine)
            for pipe in pipes if self.far is None else [*pipes, *self.far.pipes]:
                # Only the engine holds them from here on: when it is gone, its workers read the end of their pipes.
                pipe.close()
            until = None if self.options.iterations is not None else self.started + _BOUND_SHARE * self.options.seconds
            bound = Child.start(context, run_bound, context.Event(), self.problem, until, both_ways=True)
            children.append(bound)
            self._listen(engine, bound)
        finally:
            for child in children:
                child.end()
        return self._result()

    def _crew_size(self) -> int:
        most = workers(self.problem)
        return most if self.options.iterations is None else min(most, SAME_WIDTH)

    def _listen(self, engine: Child, bound: Child) -> None:
        asked = begun = False
        until: float | None = None
        while not engine.done or (not bound.done and (until is None or (self.bound is None and time.time() < until))):
            if not asked and self.should_stop is not None and self.should_stop():
                asked = True
                engine.stop.set()
                bound.stop.set()
            if not begun and self._bound_may_begin(engine):
                begun = True
                with suppress(OSError):  # It is gone already: its pipe says so below.
                    bound.pipe.send("begin")
            elif not begun and asked:
                bound.done = True  # Who wants an end is not to wait for what has not begun.
            open_children = [child for child in (engine, bound) if not child.done]
            for pipe in wait([child.pipe for child in open_children], timeout=_POLL_SECONDS):
                child = next(c for c in open_children if c.pipe is pipe)
                self._hear(child)
            planned = engine.done or self.explained is not None
            if planned and until is None and not bound.done and (asked or self.options.iterations is None):
                bound.stop.set()
                until = time.time() + min(_LAST_WORDS_SECONDS, 0.05 * self.options.seconds + 1.0)
                if not asked:
                    until = min(until, self.started + self.options.seconds)

    def _bound_may_begin(self, engine: Child) -> bool:
        """Where cores are few or the problem is large it would slow down the first plan, which comes first."""
        beside = cores() > 1 and len(self.problem.demands) < DIVIDED_FROM
        return beside or engine.done or self.best is not None

    def _hear(self, child: Child) -> None:
        try:
            kind, *news = child.pipe.recv()
        except (EOFError, OSError):
            child.done = True
            return
        if kind == "phase":
            self.objective, self.phase = news[0] if news[0] is not None else self.objective, news[1]
        elif kind == "plan":
            self.best = news[0]
            self.objective = self.best.objective if self.best else None
        elif kind == "bound":
            self.bound = news[0]
        elif kind == "done":
            self.best, self.reason, self.iterations, self.explained = news
            self.objective = self.best.objective if self.best else None
        elif kind == "tried":
            self._learn(*news)
        elif kind == "worth":
            self.worth = news[0]
        self._tell()

    def _learn(self, row: Unserved, change: Change | None) -> None:
        """A reason as trials show it, and what would bring these workers."""
        rows = self.explained or ()
        self.explained = tuple(row if known.demand_id == row.demand_id else known for known in rows)
        if change is not None:
            self.changes.append(change)

    def _tell(self) -> None:
        value = None if self.bound is None else self.bound.value
        progress = Progress(seconds=time.time() - self.started, objective=self.objective, bound=value, phase=self.phase)
        last = self.trace[-1] if self.trace else None
        if last is None or (last.objective, last.bound, last.phase) != (self.objective, value, self.phase):
            self.trace.append(progress)
        if self.on_progress is not None:
            self.on_progress(progress)

    def _result(self) -> Result:
        best = self.best if self.best is not None else _without_a_search(self.problem, self.options.start)
        unserved = self.explained
        if unserved is None:
            unserved = tuple(_unexplained(demand, heads) for demand, heads in sorted(best.left.items()))
        bound = self.bound or NO_BOUND
        reason: StopReason = self.reason
        if best.objective and (best.objective - bound.value) / best.objective <= 1e-6:
            reason = "optimal"
        return Result(
            plan=replace(best.plan, unserved=unserved, changes=self._changes_in_order()),
            objective=best.objective,
            money=best.money,
            worker_hours=best.worker_hours,
            bound=bound,
            stop_reason=reason,
            seed=self.options.seed,
            iterations=self.iterations,
            wall_seconds=time.time() - self.started,
            trace=tuple(self.trace),
            worth=(*self.worth, *worth_of_coaches(self.changes)),
        )

    def _changes_in_order(self) -> tuple[Change, ...]:
        place = {d.demand_id: i for i, d in enumerate(self.problem.demands)}
        return tuple(sorted(self.changes, key=lambda change: place[change.demand_id]))


def worth_of_coaches(changes: Iterable[Change]) -> tuple[Worth, ...]:
    """Coaches of a fleet, for which the bound has no prices: each its share of the most that such a change saves."""
    best: dict[tuple[str, Day | None], float] = {}
    for change in changes:
        if change.kind == "coach" and change.gain > 0:
            key = change.subject, change.date
            best[key] = max(best.get(key, 0.0), change.gain / change.amount)
    return tuple(
        Worth(kind="coach", subject=subject, date=date, money=money, source="counterfactual")
        for (subject, date), money in sorted(best.items(), key=lambda item: -item[1])
    )


def nobody_travels(problem: Problem) -> Exported:
    """The plan that is always valid: everybody stays."""
    penalty = sum(problem.priority(d) * d.headcount for d in problem.demands) * problem.settings.objective_unserved
    return Exported(Plan(), {d.demand_id: d.headcount for d in problem.demands}, 0.0, 0.0, penalty)


def _without_a_search(problem: Problem, start: Start | None) -> Exported:
    """The plan that is there before any search: the one to start from, else that nobody travels."""
    if start is None:
        return nobody_travels(problem)
    left = Counter({demand.demand_id: demand.headcount for demand in problem.demands})
    for rider in start.plan.riders:
        left[rider.demand_id] -= rider.headcount if rider.leg == 1 else 0
    return Exported(start.plan, dict(+left), start.money, start.worker_hours, start.objective)


def _unexplained(demand_id: str, heads: int) -> Unserved:
    return Unserved(
        demand_id=demand_id,
        headcount=heads,
        reason="not_found_in_time",
        proven=False,
        detail="The search ended before a way for them was found. Maybe give it more time.",
    )


def workers(problem: Problem) -> int:
    """How many processes work for the engine's: one a core on parts; on islands, where it works too, one less."""
    if len(problem.demands) < SIDE_BY_SIDE_FROM:
        return 0
    most = min(cores(), _MOST_WORKERS) if cores() > 1 else 0
    return most if len(problem.demands) >= DIVIDED_FROM else max(0, most - 1)
