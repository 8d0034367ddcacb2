"""When a difference between two plans means something.

Two plans of the SAME scenario: each figure is a fact about its plan, recomputed by the checker, and so is their
difference; it is exact, whatever the gaps are. (What the gaps say is how much cheaper than both a third plan could be:
no plan of the scenario costs less than the higher of the two bounds.)

Plans of DIFFERENT scenarios are compared to learn what the scenarios do: what does the cap cost, who gains? Then a
plan stands for the best plan of its scenario, and that one is known only up to the gap: its objective lies in
[bound, objective]. So

- objective: A's scenario is cheaper than B's, proven, only where the intervals do not overlap: objective(A) < bound(B).
  The difference of the best objectives lies from bound(B) - objective(A) to objective(B) - bound(A). A plan that the
  checker finds valid in the other scenario too (as under a looser cap) counts there as well: each interval ends at the
  lowest objective of the plans that are valid in its scenario.
- a figure that the objective prices (money, worker-hours, workers served or left): a better search may still move it by
  what the gap would pay for. With slack = objective - bound, a difference is told apart only when it is larger than
  (slack(A) + slack(B)) / price. The price of money is 1, of an hour ``objective.hour``, of a worker
  ``objective.unserved`` times the least priority. The same for a region's or an employer's part, for the whole slack
  may lie in it.
- a figure without a price of its own (workers by mode, runs, vehicles, load factor, kilometres): uncertain by the same
  share as the objective without the penalty of those who must stay behind (the net gap, see ``Figures``), so told apart
  only when the difference is larger than net gap(A) x value(A) + net gap(B) x value(B).
- what may cost nothing to change (on which day and how late workers arrive): told apart only where both plans are
  optimal.

The first rule is a proof. The others are a caution, not a proof: they take the slack to go into one figure, all else
equal, while a better plan might also trade one figure for another.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from optimizer.problem import Problem
from scenarios.comparison.model import Crossing, Delta, Optimum
from scenarios.figures import Figures

_ROUNDING = 1e-6
"""What the contract forgives, relative; below it values are the same."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Certainty:
    """How sure differences between two plans are. ``exact``: of one scenario. ``slack``: of both plans together.

    ``reached``: the lowest objectives of the plans at hand that are valid in the first and in the other scenario;
    ``bounds`` are the stated ones, but never above these.
    """

    exact: bool
    priced_alike: bool
    same_currency: bool
    slack: float
    net_gaps: tuple[float, float]
    hour_price: float
    worker_price: float
    bounds: tuple[float, float]
    reached: tuple[float, float]

    def fact(self, first: float, other: float) -> Delta:
        """Of what is known exactly in any scenario: what is asked for, a stated bound."""
        return self._delta(first, other, allowed=0.0)

    def money(self, first: float, other: float, per: tuple[float, float] = (1.0, 1.0)) -> Delta:
        """Of money; ``per`` the heads that it is divided by already."""
        if not self.same_currency:
            return _incomparable(first, other)
        return self._delta(first, other, allowed=_over(self.slack, min(per)))

    def hours(self, first: float, other: float, per: tuple[float, float] = (1.0, 1.0)) -> Delta:
        """Of worker-hours; ``per`` the heads that they are divided by already."""
        return self._delta(first, other, allowed=_over(self.slack, self.hour_price * min(per)))

    def workers(self, first: float, other: float) -> Delta:
        """Of heads that are served or left."""
        return self._delta(first, other, allowed=_over(self.slack, self.worker_price))

    def unpriced(self, first: float, other: float) -> Delta:
        """Of what has no price of its own."""
        return self._delta(first, other, allowed=self.net_gaps[0] * abs(first) + self.net_gaps[1] * abs(other))

    def free(self, first: float, other: float) -> Delta:
        """Of what may cost nothing to change, like the day of a journey."""
        return self._delta(first, other, allowed=math.inf if self.slack > _ROUNDING * max(self.bounds) else 0.0)

    def objective(self, first: float, other: float) -> Delta:
        """Of the objectives themselves: different where the intervals from bound to objective do not overlap."""
        if not (self.priced_alike and self.same_currency):
            return _incomparable(first, other)
        delta = self.fact(first, other)
        apart = self.reached[0] < self.bounds[1] if other > first else self.reached[1] < self.bounds[0]
        if delta.verdict == "same" or self.exact or apart:
            return delta
        return Delta(value=delta.value, verdict="indistinct")

    def bound(self, first: float, other: float) -> Delta:
        """Of the bounds as they are stated."""
        comparable = self.priced_alike and self.same_currency
        return self.fact(first, other) if comparable else _incomparable(first, other)

    def optimum(self) -> Optimum | None:
        """Where the difference of the best objectives lies."""
        if self.exact or not (self.priced_alike and self.same_currency):
            return None
        return Optimum(least=self.bounds[1] - self.reached[0], most=self.reached[1] - self.bounds[0])

    def _delta(self, first: float, other: float, *, allowed: float) -> Delta:
        value = other - first
        if abs(value) <= _ROUNDING * max(1.0, abs(first), abs(other)):
            return Delta(value=0.0, verdict="same")
        told_apart = self.exact or abs(value) > allowed
        return Delta(value=value, verdict="differs" if told_apart else "indistinct")


def certainty(first: tuple[Problem, Figures], other: tuple[Problem, Figures], crossing: Crossing | None) -> Certainty:
    """How sure differences between two plans are; ``crossing`` is None where they are of one scenario."""
    problems, found = (first[0], other[0]), (first[1], other[1])
    crossed = (None, None) if crossing is None else (crossing.other_in_first, crossing.first_in_other)
    reached = _reached(found[0], crossed[0]), _reached(found[1], crossed[1])
    return Certainty(
        exact=crossing is None,
        priced_alike=crossing is None or _priced_alike(*problems),
        same_currency=problems[0].settings.currency == problems[1].settings.currency,
        slack=sum(max(0.0, stated.objective - stated.bound) for stated in found),
        net_gaps=(found[0].net_gap, found[1].net_gap),
        hour_price=min(problem.settings.objective_hour for problem in problems),
        worker_price=min(map(_worker_price, problems)),
        bounds=(min(found[0].bound, reached[0]), min(found[1].bound, reached[1])),
        reached=reached,
    )


def _reached(stated: Figures, crossed: float | None) -> float:
    return stated.objective if crossed is None else min(stated.objective, crossed)


def _priced_alike(first: Problem, other: Problem) -> bool:
    """Whether an hour and a worker of a demand that both have are worth the same in both."""
    if (first.settings.objective_hour, first.settings.objective_unserved) != (
        other.settings.objective_hour,
        other.settings.objective_unserved,
    ):
        return False
    shared = ((demand, other.demand.get(demand.demand_id)) for demand in first.demands)
    return all(there is None or first.priority(here) == other.priority(there) for here, there in shared)


def _worker_price(problem: Problem) -> float:
    least = min((problem.priority(demand) for demand in problem.demands), default=1.0)
    return least * problem.settings.objective_unserved


def _over(slack: float, price: float) -> float:
    """What the slack pays for; of what costs nothing, any amount."""
    return slack / price if price > 0 else math.inf


def _incomparable(first: float, other: float) -> Delta:
    return Delta(value=other - first, verdict="incomparable")
