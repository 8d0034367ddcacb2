"""On which days somebody can travel, and which limits that makes scarce: a transport problem over days and its dual."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from optimizer.bound.counters import Counters, Row, limit_room
from optimizer.bound.journeys import Found, Frame, coach_times
from optimizer.clock import DAY_MINUTES
from optimizer.linear_model import LinearModel
from optimizer.problem import Problem

Floats = npt.NDArray[np.float64]
Wholes = npt.NDArray[np.int64]

RowsByDay = tuple[tuple[Row, ...], ...]
"""For each possible day of leaving (or arriving), the limits that count a worker then."""
Groups = dict[tuple[RowsByDay, RowsByDay], list[int]]
"""Demands whom the same limits count on the same days."""


@dataclass(frozen=True, slots=True)
class Days:
    """Per demand the first and last possible day of departure and of arrival in the relaxation."""

    depart_first: Wholes
    depart_last: Wholes
    arrive_first: Wholes
    arrive_last: Wholes


def first_money(problem: Problem, frame: Frame, found: Found) -> dict[Row, float]:
    """The rows that may be exceeded and prices to begin with, money per worker: dual prices of a transport problem.

    The problem asks whom the limits force to stay, each at his penalty instead of his least cost, on possible days of
    leaving and of arriving that are chosen apart. 0 for a row that forces nobody to stay, but may make somebody's day
    dearer.
    """
    demands = frame.demands
    extra = np.maximum(demands.penalty - found.cost, 0.0)
    concerned = np.flatnonzero(extra > 0)
    if not problem.limits or not len(concerned):
        return {}
    sides = limited_sides(problem, possible_days(frame, found), concerned)
    groups: Groups = defaultdict(list)
    for d, pair in zip(concerned, sides, strict=True):
        groups[pair].append(int(d))
    able = _able(groups, demands.headcount)
    money = {row: 0.0 for row in able if able[row] > limit_room(problem.limits[row[0]])}
    binding = _binding(problem, groups, demands.headcount)
    return money | (_dual_prices(problem, groups, binding, demands.headcount, extra) if binding else {})


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


def limited_sides(problem: Problem, days: Days, rows: Wholes) -> list[tuple[RowsByDay, RowsByDay]]:
    """For these demands the limits that count them, by each possible day of departure and of arrival."""
    counters = Counters(problem)
    return [
        (
            tuple(counters.departing(d, day) for day in range(days.depart_first[d], days.depart_last[d] + 1)),
            tuple(counters.arriving(d, day) for day in range(days.arrive_first[d], days.arrive_last[d] + 1)),
        )
        for d in map(int, rows)
    ]


def _able(groups: Groups, headcount: Wholes) -> dict[Row, int]:
    """Workers whom each row may count, those included who have a day without it: that day may be dearer."""
    able: dict[Row, int] = defaultdict(int)
    for pair, members in groups.items():
        for row in {row for side in pair for day in side for row in day}:
            able[row] += int(headcount[members].sum())
    return able


def _binding(problem: Problem, groups: Groups, headcount: Wholes) -> set[Row]:
    """Rows that force somebody to stay: who has a day without any is counted nowhere, however dear that day."""
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


def _dual_prices(
    problem: Problem,
    groups: Groups,
    binding: set[Row],
    headcount: Wholes,
    extra: Floats,
) -> dict[Row, float]:
    """Solves the transport problem over days; money per worker and row, at least 0."""
    model = LinearModel()
    used: dict[Row, list[tuple[int, float]]] = defaultdict(list)
    for pair, members in groups.items():
        held = [side for side in pair if side and all(any(row in binding for row in day) for day in side)]
        if not held:
            continue
        stay = [(model.column(upper=float(headcount[d]), cost=float(extra[d])), 1.0) for d in members]
        everyone = float(headcount[members].sum())
        for side in held:
            go = []
            for rows in sorted({tuple(row for row in day if row in binding) for day in side}):
                column = model.column(upper=everyone)
                go.append((column, 1.0))
                for row in rows:
                    used[row].append((column, 1.0))
            model.row([*go, *stay], least=everyone)
    caps = {
        row: model.row(terms, most=float(limit_room(problem.limits[row[0]]))) for row, terms in sorted(used.items())
    }
    solved = model.prices()
    price = dict.fromkeys(binding, 0.0)
    return price if solved is None else price | {row: max(0.0, -solved[0][cap]) for row, cap in caps.items()}
