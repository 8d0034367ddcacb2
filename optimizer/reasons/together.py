"""Why demands that could travel alone stay in a plan with everybody: worth less than it costs, or others use it up.

Proven are two of these. worth_less_than_cost: the hours of the shortest relaxed journey and the least seat fare, which
nobody can share, already cost more than leaving. limit_full: more workers than a limit lets pass on a span of days have
no other days, and the plan leaves no more of them than that forces.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import replace
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from optimizer.bound.counters import Row, limit_room
from optimizer.bound.journeys import Fares, coach_times, search
from optimizer.bound.limits import RowsByDay, limited_sides
from optimizer.bound.minutes import minute_price
from optimizer.clock import DAY_MINUTES
from optimizer.problem import Problem, Service
from optimizer.reasons.alone import Alone
from optimizer.reasons.usage import Usage

Floats = npt.NDArray[np.float64]
Wholes = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]


class Reason(NamedTuple):
    """A code of the contract, whether it is proven, and what holds the workers back.

    ``rows``: the limits and days that are full; ``money``: what it costs at least to bring one worker; ``services``:
    ids of those that others fill or have bought up.
    """

    code: str
    proven: bool
    rows: tuple[Row, ...] = ()
    money: float | None = None
    services: tuple[str, ...] = ()


def judge_together(
    problem: Problem, alone: Alone, usage: Usage, left: Mapping[int, int], rows: Wholes
) -> dict[int, Reason]:
    """Reasons of the demands ``rows``, none of which is held back alone. ``left``: workers left behind by demand."""
    dear, seems_dear = own_cost(alone), own_coach_cost(problem, alone, left)
    penalty = alone.frame.demands.penalty
    forced = forced_by_limits(problem, alone, left)
    out = {}
    for d in map(int, rows):
        group = min(int(alone.frame.demands.group[d]), left[d])
        full = _full_limits(problem, usage, alone.sides[d], group)
        if dear[d] > penalty[d] * (1 + 1e-9):
            out[d] = Reason("worth_less_than_cost", True, money=float(dear[d]))
        elif seems_dear.get(d, 0.0) > penalty[d]:
            out[d] = Reason("worth_less_than_cost", False, money=seems_dear[d])
        elif d in forced:
            out[d] = Reason("limit_full", True, _rows_of(alone.sides[d], forced[d]))
        elif full:
            out[d] = Reason("limit_full", False, full)
        elif not _free_coach(problem, alone, usage, d) and not _free_unit(problem, alone, usage, d):
            bought_up = _last_service(problem, alone, d)
            out[d] = Reason("no_vehicle", False, services=() if bought_up is None else (bought_up.service_id,))
        elif not _coach_possible(alone, d) and (filled := _filled_services(problem, alone, usage, d, group)):
            out[d] = Reason("no_seats", False, services=filled)
        else:
            out[d] = Reason("not_found_in_time", False)
    return out


def own_cost(alone: Alone) -> Floats:
    """Per demand the least money a worker costs that nobody shares, hours and seat fares; infinite if unreachable."""
    frame = alone.frame
    minutes = np.where(alone.coach, coach_times(frame), np.inf)
    rides = np.isfinite(minutes)
    free = Fares(
        np.where(rides, frame.per_minute * np.where(rides, minutes, 0.0), np.inf),
        np.zeros_like(alone.fares.feed),
        np.zeros_like(alone.fares.last),
        np.zeros_like(alone.fares.between),
        np.zeros_like(alone.fares.alone),
    )
    endless = replace(frame, demands=replace(frame.demands, penalty=np.full(len(alone.coach), np.inf)))
    return search(endless, alone.coaches.of_demand, free, np.zeros(len(frame.timetable.site))).cost


def own_coach_cost(problem: Problem, alone: Alone, left: Mapping[int, int]) -> dict[int, float]:
    """For those who can only go by one coach straight: money per worker of coaches of their own, there and back."""
    frame, demands = alone.frame, alone.frame.demands
    own = {row.type_id for row in problem.fleet if row.count != 0}
    kinds = [(kind, minute_price(problem, kind)) for kind in problem.vehicle_types if kind.type_id in own]
    out = {}
    for d, count in left.items():
        minutes = frame.minutes.direct[d]
        if np.isfinite(alone.found.earliest[d]) or not np.isfinite(minutes) or not np.isfinite(alone.fares.coach[d]):
            continue
        a, b = demands.pickup[d], demands.workplace[d]
        km, driving = frame.roads.km[a, b], float(frame.roads.minutes[a, b])
        best = math.inf
        for kind, by_minute in kinds:
            trips = -(-count // (kind.seats - kind.reserved))
            empty = kind.cost_km if kind.cost_km_empty is None else kind.cost_km_empty
            back = 2 * driving * by_minute
            best = min(best, trips * ((kind.cost_km + empty) * km + max(back, kind.cost_day + kind.cost_driver_day)))
        out[d] = best / count + frame.per_minute * minutes
    return out


def forced_by_limits(problem: Problem, alone: Alone, left: Mapping[int, int]) -> dict[int, int]:
    """Demands left of which a limit forces as many to stay as the plan leaves, and that limit.

    For each limit and span of its days: the workers who can be counted on no other day, less what passes on these.
    """
    if not problem.limits:
        return {}
    everyone = np.arange(len(problem.demands))
    spans: dict[int, list[tuple[int, int, int]]] = defaultdict(list)
    for d, sides in zip(everyone, limited_sides(problem, alone.days, everyone), strict=True):
        if not alone.code[d]:
            for side in sides:
                for limit, first, last in _spans(side):
                    spans[limit].append((first, last, int(d)))
    forced: dict[int, int] = {}
    for limit, members in sorted(spans.items()):
        for member in _forced_members(problem, limit, members, left):
            forced.setdefault(member, limit)
    return forced


def _spans(side: RowsByDay) -> list[tuple[int, int, int]]:
    """Per limit that counts the worker on every possible day (by one row a day): its first and last such day.

    Beds count several nights; the nights that every arrival has in common make a span of one night.
    """
    if not side:
        return []
    out = []
    for limit in {i for i, _ in side[0]}:
        nights = [{night for i, night in day if i == limit} for day in side]
        if not all(nights):
            continue
        common = set.intersection(*nights)
        if common:
            out += [(limit, night, night) for night in common]
        elif all(len(day) == 1 for day in nights):
            out.append((limit, min(min(day) for day in nights), max(max(day) for day in nights)))
    return out


def _forced_members(
    problem: Problem, limit: int, members: list[tuple[int, int, int]], left: Mapping[int, int]
) -> set[int]:
    headcount = [problem.demands[d].headcount for _, _, d in members]
    room = limit_room(problem.limits[limit])
    first, last = (np.array([m[k] for m in members]) for k in (0, 1))
    heads, stay = np.array(headcount), np.array([left.get(d, 0) for _, _, d in members])
    dated = problem.limits[limit].day is not None
    out: set[int] = set()
    for start in np.unique(first):
        for end in np.unique(last[last >= start]):
            inside = (first >= start) & (last <= end)
            passing = room if dated else room * int(end - start + 1)
            must_stay = int(heads[inside].sum()) - passing
            if must_stay > 0 and int(stay[inside].sum()) <= must_stay:
                out |= {members[k][2] for k in np.flatnonzero(inside & (stay > 0))}
    return out


def _rows_of(sides: tuple[RowsByDay, RowsByDay], limit: int) -> tuple[Row, ...]:
    return tuple(row for side in sides for day in side for row in day if row[0] == limit)


def _full_limits(problem: Problem, usage: Usage, sides: tuple[RowsByDay, RowsByDay], group: int) -> tuple[Row, ...]:
    """For every possible day a limit that the plan's workers fill up for the group; none where some day has room."""

    def full(row: Row) -> bool:
        return usage.limits[row] + group > limit_room(problem.limits[row[0]])

    for side in sides:
        blocking = [next((row for row in day if full(row)), None) for day in side]
        rows = tuple(row for row in blocking if row is not None)
        if rows and len(rows) == len(blocking):
            return rows
    return ()


def _coach_possible(alone: Alone, d: int) -> bool:
    return bool(np.isfinite(alone.fares.coach[d]) and alone.coach[d])


def _free_coach(problem: Problem, alone: Alone, usage: Usage, d: int) -> bool:
    """Whether the coaches of its dates stand idle in the demand's window for as long as the way takes."""
    demands, minutes = alone.frame.demands, alone.frame.minutes
    start, end = int(demands.leave[d]), int(demands.arrive[d])
    fleets: Counter[tuple[str, str]] = Counter()
    for row in problem.fleet:
        if row.from_day is not None and row.from_day > end // DAY_MINUTES:
            continue
        if row.to_day is not None and row.to_day < start // DAY_MINUTES:
            continue
        if row.count is None:
            return True
        fleets[row.depot_id, row.type_id] += row.count
    way = min(float(minutes.direct[d]), float(end - start))
    for fleet, count in fleets.items():
        outings = [span for spans in usage.coaches.get(fleet, {}).values() for span in spans]
        busy = sum(max(0, min(end, back) - max(start, out)) for out, back in outings)
        if count and count * (end - start) - busy >= way:
            return True
    return False


def _free_unit(problem: Problem, alone: Alone, usage: Usage, d: int) -> bool:
    """Whether the service of the cheapest relaxed journey has room or another unit to buy."""
    service = _last_service(problem, alone, d)
    return service is not None and usage.units.get(service.service_id, 0) < service.max_units


def _last_service(problem: Problem, alone: Alone, d: int) -> Service | None:
    """The last service of the cheapest relaxed journey, None where that has none."""
    board = int(alone.found.trail[d, 0])
    if board < 0:
        return None
    return problem.services[int(alone.frame.timetable.service[alone.frame.service_of[board]])]


def _filled_services(problem: Problem, alone: Alone, usage: Usage, d: int, group: int) -> tuple[str, ...]:
    """The services of the cheapest relaxed journey that with all their units have no seats left for the group."""
    timetable, trail = alone.frame.timetable, alone.found.trail[d]
    filled = []
    for k in range(0, len(trail) - 1, 2):
        if trail[k] < 0:
            break
        s = int(alone.frame.service_of[trail[k]])
        service = problem.services[int(timetable.service[s])]
        seats = service.max_units / timetable.need[s, alone.frame.demands.risk[d]]
        sections = range(int(trail[k] - timetable.first[s]), int(trail[k + 1] - timetable.first[s]))
        if any(usage.aboard[service.service_id, section] + group > seats for section in sections):
            filled.append(service.service_id)
    return tuple(filled)
