"""What the child processes of a solve do: search, help with a search, bound. Each tells its parent through a pipe.

What is costly to load is loaded in the child, and as late as it is needed.
"""

from __future__ import annotations

import os
import time
from multiprocessing.connection import Connection
from multiprocessing.synchronize import Event

from optimizer.children import cores, settle_in
from optimizer.engine.division import DIVIDED_FROM, SAME_WIDTH
from optimizer.engine.far import Far
from optimizer.problem import Problem
from optimizer.result import Bound, Options

_BOUND_NICENESS = 3
"""On a machine's only core the search goes first, and the bound has a third of it."""


def run_worker(pipe: Connection, stop: Event) -> None:
    """Body of a worker's process: does jobs for the engine."""
    settle_in()
    from optimizer.engine.workers import serve

    serve(pipe, stop)


def run_engine(
    pipe: Connection,
    stop: Event,
    problem: Problem,
    options: Options,
    deadlines: tuple[float, float],
    crew: list[Connection],
    far: Far | None,
) -> None:
    """Body of the engine's process: sends ("phase", objective, name), ("plan", Exported), ("done", …), ("tried", …).

    ``deadlines``: of the search, and of what would have to change for those left behind; no clock with iterations.
    """
    settle_in()
    from optimizer.engine.planner import Planner
    from optimizer.engine.workers import Workers

    planner = Planner(
        problem,
        options,
        deadline=deadlines[0],
        on_phase=lambda objective, phase: pipe.send(("phase", objective, phase)),
        on_plan=lambda exported: pipe.send(("plan", exported)),
        should_stop=stop.is_set,
        workshop=Workers(
            crew,
            stop.is_set,
            fixed_width=None if options.iterations is None else SAME_WIDTH,
            far=far,
            helping=len(problem.demands) < DIVIDED_FROM,
        ),
    )
    exported, reason, iterations = planner.run()
    pipe.send(("plan", exported))
    pipe.send(("phase", exported.objective, "reasons"))
    if not exported.left:
        pipe.send(("done", exported, reason, iterations, ()))
        pipe.close()
        return
    # What explains who is left takes a while to load: a plan that serves all is not to wait for it, nor is a search.
    from optimizer.counterfactual import MOST_TRIALS, cheapest_changes
    from optimizer.reasons import explain

    unserved = explain(problem, exported.plan, exported.left)
    pipe.send(("done", exported, reason, iterations, unserved))

    def over(trials: int) -> bool:
        late = trials >= MOST_TRIALS if options.iterations is not None else time.time() >= deadlines[1]
        return late or stop.is_set()

    for row, change in cheapest_changes(problem, exported.plan, unserved, over):
        pipe.send(("tried", row, change))
    pipe.close()


def run_bound(pipe: Connection, stop: Event, problem: Problem, deadline: float | None) -> None:
    """Body of the bound's process, which begins at a word of its parent: sends ("bound", Bound), then ("worth", …)."""
    settle_in()
    try:
        pipe.recv()
    except EOFError:
        return
    if cores() == 1 and hasattr(os, "nice"):
        os.nice(_BOUND_NICENESS)
    from optimizer.bound import lower_bound

    seconds = None if deadline is None else max(0.0, deadline - time.time())

    def send(bound: Bound) -> None:
        pipe.send(("bound", bound))

    bound = lower_bound(problem, seconds=seconds, should_stop=stop.is_set, on_better=send)
    send(bound)
    from optimizer.counterfactual import worth_by_duals

    pipe.send(("worth", worth_by_duals(problem, bound)))
    pipe.close()
