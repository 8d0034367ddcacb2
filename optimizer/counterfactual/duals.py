"""Dual prices of the bound's relaxation: what a unit's section may ask, and what a place under a limit is worth.

The one door between the bound and what is told of its prices: whatever relaxation the bound uses, two things of it are
asked here, prices of service sections and prices of limits by day, both at least 0.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, cast

import numpy as np
import numpy.typing as npt
from ortools.linear_solver.python import model_builder

from optimizer.bound.coaches import describe_coaches
from optimizer.bound.limits import Row, Side, limit_room, limited_sides, possible_days
from optimizer.bound.lower import Relaxation, frame_of, improve
from optimizer.bound.timetable import Timetable
from optimizer.problem import Problem

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Duals:
    """``price``: money per unit and section, by the stop that the section leaves; ``rows``: per worker and limit's day.

    The relaxation gives way by at most so much for one more of each: any prices prove a bound, these do so still.
    """

    timetable: Timetable
    price: Floats
    rows: Mapping[Row, float]


def find_duals(problem: Problem, stop: Callable[[], bool]) -> Duals:
    """Solves the relaxation with all that days and drivers cost paid by the minute. ``stop`` ends the improvement."""
    frame = frame_of(problem)
    relaxation = improve(frame, describe_coaches(problem, frame.demands, days=1.0), stop)
    return Duals(frame.timetable, relaxation.priced.price, _limit_prices(problem, relaxation))


def _limit_prices(problem: Problem, relaxation: Relaxation) -> dict[Row, float]:
    """Duals of the transport problem of those whom the limits force to stay (``docs/bound.md``), rows above 0 only.

    Least Σ extra x stay, where who does not stay leaves on one of the days and arrives on one, within every limit.
    """
    if not problem.limits:
        return {}
    demands, found = relaxation.frame.demands, relaxation.priced.found
    extra = np.maximum(demands.penalty - found.cost, 0.0)
    concerned = np.flatnonzero(extra > 0)
    sides = limited_sides(problem, possible_days(relaxation.frame, found), concerned)
    groups: dict[tuple[Side, Side], list[int]] = defaultdict(list)
    for d, pair in zip(concerned, sides, strict=True):
        groups[pair].append(int(d))
    model = model_builder.Model()  # type: ignore[no-untyped-call]
    used: dict[Row, list[model_builder.Variable]] = defaultdict(list)
    objective = []
    for pair, members in sorted(groups.items()):
        held = [side for side in pair if side and all(side)]
        if not held:
            continue
        stay = [model.new_num_var(0.0, float(demands.headcount[d]), "") for d in members]
        objective += [variable * float(extra[d]) for variable, d in zip(stay, members, strict=True)]
        everyone = float(demands.headcount[members].sum())
        for side in held:
            go = []
            for rows in sorted(set(side)):
                go.append(model.new_num_var(0.0, everyone, ""))
                for row in rows:
                    used[row].append(go[-1])
            model.add(model_builder.LinearExpr.sum(go + stay) >= everyone)
    caps = {
        row: model.add(model_builder.LinearExpr.sum(variables) <= float(limit_room(problem.limits[row[0]])))
        for row, variables in sorted(used.items())
    }
    model.minimize(model_builder.LinearExpr.sum(objective))
    solver = model_builder.Solver("GLOP")
    if not caps or solver.solve(model) != model_builder.SolveStatus.OPTIMAL:
        return {}
    # The model's types allow a whole series of constraints, too; these are single ones.
    prices = {row: -float(solver.dual_value(cast(Any, cap))) for row, cap in caps.items()}
    return {row: price for row, price in prices.items() if price > 0}
