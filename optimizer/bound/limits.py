"""Workers whom the daily limits force to stay, whatever the routes: a transport problem over days and its dual."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, cast

import numpy as np
import numpy.typing as npt
from ortools.linear_solver.python import model_builder

from optimizer.bound.journeys import Found, Frame, coach_times
from optimizer.clock import DAY_MINUTES, Day
from optimizer.problem import Demand, Limit, Problem, Site

if TYPE_CHECKING:
    from optimizer.bound.lower import Relaxation

Floats = npt.NDArray[np.float64]
Wholes = npt.NDArray[np.int64]

Row = tuple[int, Day]
"""A limit (its place in ``problem.limits``) on a day."""

Side = tuple[tuple[Row, ...], ...]
"""For each possible day of leaving (or arriving), the limits that count a worker then."""


@dataclass(frozen=True, slots=True)
class Days:
    """Per demand the first and last possible day of departure and of arrival in the relaxation."""

    depart_first: Wholes
    depart_last: Wholes
    arrive_first: Wholes
    arrive_last: Wholes


@dataclass(frozen=True, slots=True)
class Forced:
    """What the limits add to the bound, per demand whether its penalty is part of that, and the prices that show it."""

    value: float
    counted: npt.NDArray[np.bool_]
    prices: Mapping[Row, float] = field(default_factory=dict)


def forced_to_stay(problem: Problem, relaxation: Relaxation) -> Forced:
    """Least money, beyond the journeys' least costs, of those whom the limits force to stay.

    Every day's departures (arrivals, beds) of a limit are at most its value. Leaving a worker costs the penalty
    instead of the least cost of the journey. The dual prices of the transport problem are clipped to be at least 0 and
    evaluated anew, so the solver's tolerance does not matter.
    """
    cost, demands = relaxation.priced.found.cost, relaxation.frame.demands
    extra = np.maximum(demands.penalty - cost, 0.0)
    concerned = np.flatnonzero(extra > 0)
    counted = np.zeros(len(cost), dtype=np.bool_)
    if not problem.limits or not len(concerned):
        return Forced(0.0, counted)
    days = possible_days(relaxation.frame, relaxation.priced.found)
    sides = limited_sides(problem, days, concerned)
    groups: dict[tuple[Side, Side], list[int]] = defaultdict(list)
    for d, pair in zip(concerned, sides, strict=True):
        groups[pair].append(int(d))
    headcount = demands.headcount
    binding = _binding(problem, groups, headcount)
    if not binding:
        return Forced(0.0, counted)
    price = _dual_prices(problem, groups, binding, headcount, extra)
    value = -sum(price[row] * limit_room(problem.limits[row[0]]) for row in binding)
    for (departs, arrives), members in groups.items():
        least = _cheapest(departs, price) + _cheapest(arrives, price)
        value += sum(float(headcount[d]) * min(float(extra[d]), least) for d in members)
        counted[members] = least > 0
    return Forced(value, counted, price) if value > 0 else Forced(0.0, np.zeros_like(counted))


def possible_days(frame: Frame, found: Found) -> Days:
    """Days from the relaxed journeys of each demand, by coaches or with services."""
    demands = frame.demands
    least = coach_times(frame)
    earliest = np.minimum(demands.leave + least, found.earliest)
    latest = np.maximum(demands.arrive - least, found.latest)
    none = ~np.isfinite(earliest)
    earliest, latest = np.where(none, demands.arrive, earliest), np.where(none, demands.leave, latest)
    first = np.maximum(demands.arrive_from, np.ceil(earliest - 1e-6))
    return Days(
        demands.leave // DAY_MINUTES,
        (np.floor(latest + 1e-6) // DAY_MINUTES).astype(np.int64),
        (first // DAY_MINUTES).astype(np.int64),
        demands.arrive // DAY_MINUTES,
    )


def limited_sides(problem: Problem, days: Days, rows: Wholes) -> list[tuple[Side, Side]]:
    """For these demands the limits that count them, by each possible day of departure and of arrival."""
    counters = Counters(problem)
    return [
        (
            tuple(counters.departing(d, day) for day in range(days.depart_first[d], days.depart_last[d] + 1)),
            tuple(counters.arriving(d, day) for day in range(days.arrive_first[d], days.arrive_last[d] + 1)),
        )
        for d in map(int, rows)
    ]


class Counters:
    """Which limits count a worker of a demand (its place in ``problem.demands``) who departs or arrives on a day."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.by_scope: dict[tuple[str, str], list[int]] = defaultdict(list)
        for i, limit in enumerate(problem.limits):
            self.by_scope[limit.kind, limit.scope].append(i)

    def departing(self, d: int, day: Day) -> tuple[Row, ...]:
        """Rows of depart_per_day, at the pickup's site, region and city and for the employer."""
        demand = self.problem.demands[d]
        return self._on(self._counting("depart_per_day", self.problem.site[demand.pickup_id], demand), day, 1)

    def arriving(self, d: int, day: Day) -> tuple[Row, ...]:
        """Rows of arrive_per_day on the day, and of beds on each night from it on, at the workplace."""
        demand = self.problem.demands[d]
        workplace = self.problem.site[demand.workplace_id]
        nights = self._on(self._counting("beds", workplace, demand), day, demand.quarantine_nights)
        return self._on(self._counting("arrive_per_day", workplace, demand), day, 1) + nights

    def _counting(self, kind: str, site: Site, demand: Demand) -> list[int]:
        region = self.problem.region.get(site.region_id or "")
        scopes = [site.site_id, demand.employer_id]
        if region is not None:
            scopes.append(region.region_id)
            if region.city and region.province:
                scopes.append(f"{region.province}/{region.city}")
        return [i for scope in scopes for i in self.by_scope.get((kind, scope), ())]

    def _on(self, limits: list[int], day: Day, nights: int) -> tuple[Row, ...]:
        """The rows that count somebody on the days (nights) from ``day`` on; of undated limits within the horizon."""
        rows = []
        for i in limits:
            date = self.problem.limits[i].day
            if date is None:
                last = min(day + nights - 1, max(self.problem.settings.last_day, day))
                rows += [(i, night) for night in range(day, last + 1)]
            elif day <= date < day + nights:
                rows.append((i, date))
        return tuple(sorted(rows))


def limit_room(limit: Limit) -> int:
    """Whole workers that a limit lets pass a day."""
    return math.floor(min(limit.value, 1e12) + 1e-6)


def _binding(problem: Problem, groups: dict[tuple[Side, Side], list[int]], headcount: Wholes) -> set[Row]:
    """Rows that could be exceeded: the others never bind, and who has a day without any is counted nowhere."""
    rows = {row for pair in groups for side in pair for day in side for row in day}
    people = {pair: int(headcount[members].sum()) for pair, members in groups.items()}
    while True:
        load: dict[Row, int] = defaultdict(int)
        for pair, count in people.items():
            for side in pair:
                held = [[row for row in day if row in rows] for day in side]
                if held and all(held):
                    for row in {row for day in held for row in day}:
                        load[row] += count
        kept = {row for row in rows if load[row] > limit_room(problem.limits[row[0]])}
        if kept == rows:
            return rows
        rows = kept


def _cheapest(side: Side, price: dict[Row, float]) -> float:
    return min((sum(price.get(row, 0.0) for row in day) for day in side), default=0.0)


def _dual_prices(
    problem: Problem,
    groups: dict[tuple[Side, Side], list[int]],
    binding: set[Row],
    headcount: Wholes,
    extra: Floats,
) -> dict[Row, float]:
    """Solves the transport problem over days; money per worker and row, at least 0."""
    model = model_builder.Model()  # type: ignore[no-untyped-call]
    used: dict[Row, list[model_builder.Variable]] = defaultdict(list)
    objective = []
    for pair, members in groups.items():
        held = [side for side in pair if side and all(any(row in binding for row in day) for day in side)]
        if not held:
            continue
        stay = [model.new_num_var(0.0, float(headcount[d]), "") for d in members]
        objective += [variable * float(extra[d]) for variable, d in zip(stay, members, strict=True)]
        everyone = float(headcount[members].sum())
        for side in held:
            choices = {tuple(row for row in day if row in binding) for day in side}
            go = []
            for rows in sorted(choices):
                variable = model.new_num_var(0.0, everyone, "")
                go.append(variable)
                for row in rows:
                    used[row].append(variable)
            model.add(model_builder.LinearExpr.sum(go + stay) >= everyone)
    caps = {
        row: model.add(model_builder.LinearExpr.sum(variables) <= float(limit_room(problem.limits[row[0]])))
        for row, variables in sorted(used.items())
    }
    model.minimize(model_builder.LinearExpr.sum(objective))
    solver = model_builder.Solver("GLOP")
    if solver.solve(model) != model_builder.SolveStatus.OPTIMAL:
        return dict.fromkeys(binding, 0.0)
    price = dict.fromkeys(binding, 0.0)
    # The model's types allow a whole series of constraints, too; these are single ones.
    price |= {row: max(0.0, -float(solver.dual_value(cast(Any, cap)))) for row, cap in caps.items()}
    return price
