"""A change tried out: the small problem is planned, without any clock, and the plan judged by the checker."""

from __future__ import annotations

import itertools
import math
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from optimizer.check import check
from optimizer.counterfactual.residual import Residual
from optimizer.counterfactual.world import World
from optimizer.engine.planner import Planner
from optimizer.plan import Plan
from optimizer.problem import Problem, ProblemError
from optimizer.result import Options

ITERATIONS = 6
"""Of each trial: a few demands of one group are all but planned by construction."""
LAST_ITERATIONS = 60
"""Of the plan whose money is told."""
_MOST_STEPS = 3_000
"""How often a trial may ask whether it is over: about once a group that it places, and once an iteration."""


@dataclass(frozen=True, slots=True)
class Served:
    """A valid plan that serves everybody of a small problem: its money, and its objective, hours included."""

    plan: Plan
    money: float
    objective: float


class OutOfTrialsError(Exception):
    """No further trial is allowed."""


@dataclass(slots=True)
class Trials:
    """Tries changes for ``heads`` workers of a demand beside a plan; ``over``: no further trial, raises OutOfTrials."""

    residual: Residual
    over: Callable[[], bool]
    heads: int = 0
    done: int = field(default=0)

    def serve(self, world: World, iterations: int = ITERATIONS) -> Served | None:
        """Serves everybody in a world, None where that was not found."""
        if self.over():
            raise OutOfTrialsError
        try:
            small = self.residual.small_problem(world, self.heads)
            return plan_whole(small, iterations, self.over)
        except ProblemError:
            return None
        finally:
            self.done += 1

    def least(
        self, make: Callable[[int], World], most: int, shown: Served, needs: Callable[[Served], int] | None = None
    ) -> tuple[int, Served]:
        """The least amount from 1 to ``most`` that serves, when ``shown`` does at ``most`` and nothing does at 0.

        ``needs``: the amount that would do for a plan, which makes the search shorter. One less was tried and did not
        serve.
        """
        low, high = 0, most
        while high - low > 1:
            middle = (low + high) // 2 if needs is None or needs(shown) >= high else max(low + 1, needs(shown))
            found = self.serve(make(middle))
            if found is None:
                low = middle
            else:
                high, shown = middle, found
        return high, shown


def plan_whole(small: Problem, iterations: int, over: Callable[[], bool]) -> Served | None:
    """Plans a small problem; None unless everybody is served by a plan that the checker finds valid.

    It is given up where ``over`` says so, and where it takes too many steps: nobody orders hundreds of coaches at once.
    """
    if small.settings.first_day > small.settings.last_day:
        return None
    asked = itertools.count()
    planner = Planner(
        small,
        Options(iterations=iterations),
        deadline=math.inf,
        on_phase=lambda _objective, _phase: None,
        on_plan=lambda _plan: None,
        should_stop=lambda: next(asked) > _MOST_STEPS or over(),
    )
    exported, _, _ = planner.run()
    if exported.left:
        return None
    report = check(small, exported.plan)
    if not report.valid:
        return None
    return Served(exported.plan, report.totals.money, report.totals.objective)


def coaches_used(plan: Plan) -> dict[tuple[str, str], int]:
    """How many coaches of each (depot, type) a plan uses."""
    return dict(Counter(fleet for fleet, _ in {((o.depot_id, o.type_id), o.vehicle_id) for o in plan.outings}))
