"""The cheapest single change for everybody left behind, those whose staying costs most first."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import NamedTuple

from optimizer.counterfactual.of_limits import cap_lifted, limit_raised
from optimizer.counterfactual.of_offers import more_coaches, more_drivers, more_units
from optimizer.counterfactual.of_times import (
    due_later,
    open_longer,
    ready_earlier,
    region_opens_earlier,
    smaller_groups,
)
from optimizer.counterfactual.option import Option, Remedy
from optimizer.counterfactual.residual import Residual
from optimizer.counterfactual.trial import LAST_ITERATIONS, OutOfTrialsError, Served, Trials
from optimizer.counterfactual.world import World
from optimizer.plan import CHANGES, Change, Plan, Unserved
from optimizer.problem import Demand, Problem
from optimizer.reasons.sentences import beside_the_plan

MOST_TRIALS = 400
"""Trials of a search without a clock, unless told otherwise."""

_Kind = Callable[[Trials, World], Iterator[Option]]
_TIMES: tuple[_Kind, ...] = (due_later, ready_earlier)
_ALL: tuple[_Kind, ...] = (
    *_TIMES,
    smaller_groups,
    limit_raised,
    more_coaches,
    more_units,
    open_longer,
    region_opens_earlier,
    cap_lifted,
    more_drivers,
)
_WHERE_PROVEN: Mapping[str, tuple[_Kind, ...]] = {
    "region_closed": (due_later, region_opens_earlier, open_longer, more_drivers),
    "no_connection": (open_longer, more_drivers),
    "cannot_arrive_in_time": (*_TIMES, open_longer, region_opens_earlier, more_drivers),
    "limit_full": (*_TIMES, smaller_groups, limit_raised, open_longer, region_opens_earlier),
}
"""What can help where the reason is proven: the relaxation that shows it holds all other changes already."""
_SHOWN_BY: tuple[tuple[str, frozenset[_Kind]], ...] = (
    ("limit_full", frozenset({limit_raised})),
    ("no_vehicle", frozenset({more_coaches, more_units})),
    ("no_seats", frozenset({cap_lifted, smaller_groups})),
)
"""What others use up when more of it serves: the contract's reasons with everybody, in its order."""
_SAME_MONEY = 1e-6


class Finding(NamedTuple):
    """A row with its reason as the trials show it, and the cheapest change, None where no change serves."""

    row: Unserved
    change: Change | None


def cheapest_changes(
    problem: Problem, plan: Plan, unserved: Iterable[Unserved], over: Callable[[int], bool] | None = None
) -> Iterator[Finding]:
    """For each row its cheapest change, as they are found, and a reason that is not proven as the trials show it.

    ``plan`` is valid and serves the others; its own unserved rows are not looked at. ``over`` is asked before and
    during every trial, with the number of trials made; once it is true the search ends. Raises KeyError for an unknown
    demand_id.
    """
    limit = over or (lambda done: done >= MOST_TRIALS)
    trials = Trials(Residual(problem, plan), lambda: limit(trials.done))
    settled: dict[Hashable, tuple[Remedy | None, str]] = {}
    behind = [(problem.demand[row.demand_id], row) for row in unserved if row.headcount > 0]
    behind.sort(key=lambda case: (-problem.priority(case[0]) * case[1].headcount, case[0].demand_id))
    for demand, row in behind:
        trials.heads = row.headcount
        key = _alike(demand, row)
        if key not in settled:
            try:
                kinds = _WHERE_PROVEN.get(row.reason if row.proven else "", _ALL)
                settled[key] = judge(trials, World(problem, demand), kinds)
            except OutOfTrialsError:
                return
        remedy, reason = settled[key]
        change = None if remedy is None else _change(problem, demand, row.headcount, remedy)
        yield Finding(_as_shown(problem, demand, row, reason, remedy), change)


def _alike(demand: Demand, row: Unserved) -> Hashable:
    """The same for rows of which one change serves as well as another, each by itself."""
    whole = 0 if demand.splittable else demand.headcount
    return replace(demand, demand_id="", headcount=1), whole, row.headcount, row.reason, row.proven


def _as_shown(problem: Problem, demand: Demand, row: Unserved, reason: str, remedy: Remedy | None) -> Unserved:
    """The row with the reason that the trials show, where it is not proven and they show another one or are surer."""
    if row.proven or not reason or (row.reason == reason and reason != "not_found_in_time"):
        return row
    each = 0.0 if remedy is None else remedy.served.objective / row.headcount
    return replace(row, reason=reason, detail=beside_the_plan(problem, demand, reason, each))


def _change(problem: Problem, demand: Demand, heads: int, remedy: Remedy) -> Change:
    money, currency = remedy.served.money, problem.settings.currency
    leaving = _leaving(problem, demand, heads)
    dear = remedy.served.objective > leaving * (1 + _SAME_MONEY)
    tail = f", with their hours more than the {leaving:,.0f} {currency} of leaving them" if dear else ""
    return Change(
        demand_id=demand.demand_id,
        headcount=heads,
        kind=remedy.kind,
        subject=demand.demand_id if remedy.subject == remedy.world.demand.demand_id else remedy.subject,
        date=remedy.date,
        amount=remedy.amount,
        money=money,
        gain=leaving - remedy.served.objective,
        sentence=f"{remedy.words}: +{money:,.0f} {currency}{tail}.",
    )


def judge(trials: Trials, world: World, kinds: tuple[_Kind, ...] = _ALL) -> tuple[Remedy | None, str]:
    """The cheapest change, and by the contract's order the reason that the trials show, blank where they show none.

    Every kind is tried with as much as there could be, then the cheapest are settled until none can be cheaper: the
    least of a change never costs less than more of it. Raises OutOfTrialsError.
    """
    as_it_is = trials.serve(world)
    if as_it_is is not None:
        remedy = _nothing_changed(trials, world, as_it_is)
        return remedy, "not_found_in_time" if remedy.kind == "time" else "worth_less_than_cost"
    options = [(kind, option) for kind in kinds for option in kind(trials, world)]
    serving = {kind for kind, _ in options}
    reason = next((code for code, shown_by in _SHOWN_BY if serving & shown_by), "")
    best: Remedy | None = None
    for _, option in sorted(options, key=lambda pair: pair[1].served.money):
        if best is not None and option.served.money > best.served.money + _SAME_MONEY:
            break
        found = option.settle()
        if found is not None and (best is None or _rank(found) < _rank(best)):
            best = found
    if best is None:
        return None, reason
    again = trials.serve(best.world, LAST_ITERATIONS)
    surer = best if again is None or again.money > best.served.money else replace(best, served=again)
    return surer, reason


def _nothing_changed(trials: Trials, world: World, served: Served) -> Remedy:
    """They could be brought beside the plan as things are: either that pays and was not found, or it does not pay."""
    problem, demand = world.problem, world.demand
    each = served.objective / trials.heads
    pays = served.objective <= _leaving(problem, demand, trials.heads) * (1 + _SAME_MONEY)
    shown = f"{each:,.0f} {problem.settings.currency}"
    return Remedy(
        kind="time" if pays else "price",
        subject=demand.demand_id,
        date=None,
        amount=0.0 if pays else each,
        world=world,
        served=served,
        words="Plan longer, nothing else has to change" if pays else f"Worth it where leaving a worker costs {shown}",
    )


def _leaving(problem: Problem, demand: Demand, heads: int) -> float:
    """What it costs to leave so many of a demand."""
    return problem.priority(demand) * problem.settings.objective_unserved * heads


def _rank(remedy: Remedy) -> tuple[float, int]:
    return round(remedy.served.money, 3), CHANGES.index(remedy.kind)
