"""What limits ask of a worker who leaves or arrives on a day, and the least of it where the day may be chosen."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from optimizer.bound.counters import Counters, Row, limit_room
from optimizer.bound.spans import DayPairs, open_on
from optimizer.bound.windows import Demands
from optimizer.clock import DAY_MINUTES, Day
from optimizer.kernel import inner, kernel
from optimizer.problem import Problem

Floats = npt.NDArray[np.float64]
Wholes = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Asked:
    """Money that a worker pays under limits. ``leaving``, ``arriving``: (groups, days from ``first`` on); each demand
    has a place in the groups of either, ``leaves_as`` and ``arrives_as``. ``leave_open``, ``arrive_open``: (groups,
    days, 2), the first and the last minute of the day at which the site is open; the last before the first: none.
    ``pairs``: on which days journeys by coaches alone may be, where anything is asked."""

    first: Day
    leaves_as: Wholes
    arrives_as: Wholes
    leaving: Floats
    arriving: Floats
    leave_open: Wholes
    arrive_open: Wholes
    pairs: DayPairs | None = None


@dataclass(frozen=True, slots=True)
class Side:
    """Which rows count a worker of a group on a day, in pairs: a place in the table (groups, days) and a row's.

    ``open``: (groups, days, 2), when the group's site is open.
    """

    group: Wholes
    groups: int
    cells: Wholes
    rows: Wholes
    open: Wholes


@dataclass(frozen=True, slots=True)
class Calendar:
    """The rows of limits.csv by day that may be exceeded: ``rows`` with their ``room``, and whom they count when."""

    first: Day
    days: int
    rows: tuple[Row, ...]
    room: Floats
    leaving: Side
    arriving: Side
    pairs: DayPairs

    def asked(self, money: Floats) -> Asked:
        """The tables for such prices, one for each row."""
        return Asked(
            self.first,
            self.leaving.group,
            self.arriving.group,
            self._table(self.leaving, money),
            self._table(self.arriving, money),
            self.leaving.open,
            self.arriving.open,
            self.pairs,
        )

    def used(self, headcount: Wholes, left_on: Wholes, came_on: Wholes) -> Floats:
        """Workers whom each row counts; days of -1: they stay."""
        used = np.zeros(len(self.rows))
        for side, day in ((self.leaving, left_on), (self.arriving, came_on)):
            gone = day >= 0
            cells = side.group[gone] * self.days + day[gone] - self.first
            heads = np.bincount(cells, weights=headcount[gone], minlength=side.groups * self.days)
            used += np.bincount(side.rows, weights=heads[side.cells], minlength=len(self.rows))
        return used

    def _table(self, side: Side, money: Floats) -> Floats:
        cells = np.bincount(side.cells, weights=money[side.rows], minlength=side.groups * self.days)
        table: Floats = cells.astype(np.float64).reshape(side.groups, self.days)
        return table


def make_calendar(problem: Problem, demands: Demands, pairs: DayPairs, rows: tuple[Row, ...]) -> Calendar:
    """Who is counted by these rows, on every day on which somebody may travel."""
    counters, span = Counters(problem), _span(demands)
    starts = [(d.pickup_id, d.employer_id) for d in problem.demands]
    goals = [(d.workplace_id, d.employer_id, d.quarantine_nights) for d in problem.demands]
    place = {row: i for i, row in enumerate(rows)}
    return Calendar(
        first=span.start,
        days=len(span),
        rows=rows,
        room=np.array([limit_room(problem.limits[i]) for i, _ in rows], dtype=np.float64),
        leaving=_side(problem, starts, counters.departing, span, place),
        arriving=_side(problem, goals, counters.arriving, span, place),
        pairs=pairs,
    )


def _side(
    problem: Problem,
    keys: Sequence[tuple[str, *tuple[Hashable, ...]]],
    counting: Callable[[int, Day], tuple[Row, ...]],
    span: range,
    place: dict[Row, int],
) -> Side:
    """``keys``: per demand its site, and what else a row may look at."""
    groups: dict[tuple[str, *tuple[Hashable, ...]], int] = {}
    cells, rows = [], []
    for d, key in enumerate(keys):
        if key in groups:
            continue
        groups[key] = len(groups)
        for day in span if place else ():
            met = [place[row] for row in counting(d, day) if row in place]
            cells += [groups[key] * len(span) + day - span.start] * len(met)
            rows += met
    return Side(
        group=np.array([groups[key] for key in keys], dtype=np.int64),
        groups=len(groups),
        cells=np.array(cells, dtype=np.int64),
        rows=np.array(rows, dtype=np.int64),
        open=np.array([open_on(problem.site[key[0]], span) for key in groups], dtype=np.int64),
    )


def nothing_asked(demands: Demands) -> Asked:
    """Where no limit asks anything."""
    span, nobody = _span(demands), np.zeros(len(demands.leave), dtype=np.int64)
    free = np.zeros((1, len(span)))
    always = np.array([[(day * DAY_MINUTES, (day + 1) * DAY_MINUTES - 1) for day in span]], dtype=np.int64)
    return Asked(span.start, nobody, nobody, free, free, always, always)


def _span(demands: Demands) -> range:
    """Every day on which somebody may travel."""
    if not len(demands.leave):
        return range(1)
    last = max(int(demands.arrive.max()), int(demands.leave.max())) // DAY_MINUTES
    return range(int(demands.leave.min()) // DAY_MINUTES, last + 1)


@inner
def leave_by(
    asked: Floats, hours: Wholes, first: int, earliest: int, start: float, per_minute: float
) -> tuple[float, int]:
    """Least money of leaving by ``start``, at ``earliest`` or later, with the hours of leaving before; and the day.

    ``hours``: when the site is open, by day. Infinite and -1 where it is not open in time.
    """
    opening = earliest // DAY_MINUTES
    on = max(int(np.floor(start + 1e-6)) // DAY_MINUTES, opening)
    return _best_day(asked, hours, first, on, opening, -1, start, per_minute)


@inner
def arrive_at(
    asked: Floats, hours: Wholes, first: int, latest: int, there: float, per_minute: float
) -> tuple[float, int]:
    """Least money of arriving at ``there`` or later, up to ``latest``, with the hours of coming later; and the day."""
    closing = latest // DAY_MINUTES
    on = min(int(np.ceil(there - 1e-6)) // DAY_MINUTES, closing)
    return _best_day(asked, hours, first, on, closing, 1, there, per_minute)


@inner
def _best_day(
    asked: Floats, hours: Wholes, first: int, on: int, last: int, step: int, moment: float, per_minute: float
) -> tuple[float, int]:
    """The cheapest day from ``on`` to ``last``, with the hours between ``moment`` and the nearest open minute of it."""
    best, chosen = np.inf, -1
    for day in range(on, last + step, step):
        opens, closes = hours[day - first]
        near, far = (opens, closes) if step > 0 else (closes, opens)
        if opens > closes or step * (far - moment) < -1e-6:
            continue
        waited = per_minute * max(0.0, step * (near - moment))
        if waited >= best:
            break
        if asked[day - first] + waited < best:
            best, chosen = asked[day - first] + waited, day
    return best, chosen


@kernel
def coaches_by_day(
    money: Floats,
    first_pair: Wholes,
    out: Wholes,
    back: Wholes,
    minutes: Floats,
    first: int,
    leaves_as: Wholes,
    arrives_as: Wholes,
    leaving: Floats,
    arriving: Floats,
    per_minute: float,
    cost: Floats,
    left_on: Wholes,
    came_on: Wholes,
) -> None:
    """Lowers ``cost`` where a journey by coaches alone is cheaper, on the best days; these go to the last two.

    ``money`` (kinds of journeys, demands): by one coach, by several; pairs of days and ``minutes`` as in ``DayPairs``.
    """
    for d in range(len(cost)):
        for pair in range(first_pair[d], first_pair[d + 1]):
            asked = leaving[leaves_as[d], out[pair] - first] + arriving[arrives_as[d], back[pair] - first]
            for kind in range(len(money)):
                whole = money[kind, d] + per_minute * minutes[kind, pair] + asked
                if whole < cost[d]:
                    cost[d], left_on[d], came_on[d] = whole, out[pair], back[pair]
