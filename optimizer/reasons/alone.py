"""Why a demand cannot travel even alone with everything on offer, shown by relaxations that leave out ever fewer rules.

Each relaxation allows every journey that the contract allows and more; where it finds none, there is none:

1. coaches anywhere at any time, pure driving minutes with the least breaks, every service of the timetable with seats
   for everybody (``reach`` with ``free`` fares): region_closed, no_connection, cannot_arrive_in_time;
2. the same with coaches only on dates on which some fleet row has one, services only with units: no_vehicle;
3. the same with legs only where some type has usable seats for the smallest group on such a trip: no_seats;
4. journeys only on days on which every limit has room for the smallest group: limit_full.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from optimizer.bound.coaches import Coaches, describe_coaches
from optimizer.bound.counters import limit_room
from optimizer.bound.journeys import Fares, Found, Frame, coach_times, make_fares, make_frame, search
from optimizer.bound.limits import Days, RowsByDay, limited_sides, possible_days
from optimizer.bound.roads import close, shortest_roads
from optimizer.bound.timetable import make_timetable
from optimizer.bound.windows import Demands, next_open, tabulate_demands
from optimizer.clock import DAY_MINUTES
from optimizer.problem import Problem

Floats = npt.NDArray[np.float64]
Wholes = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Alone:
    """What holds for demands alone. ``code`` per demand of the problem, blank where all relaxations let it through.

    ``frame``, ``fares``, ``found``: the last and narrowest relaxation, with the cheapest journeys; ``coach``: whether
    coaches are there on the demand's dates; ``sides``: the limits that count the demands looked at, by day.
    """

    code: list[str]
    earliest: Floats
    frame: Frame
    coaches: Coaches
    fares: Fares
    found: Found
    days: Days
    coach: Flags
    sides: dict[int, tuple[RowsByDay, RowsByDay]]


def judge_alone(problem: Problem, rows: Wholes) -> Alone:
    """Looks at the demands ``rows`` alone."""
    roads = shortest_roads(problem)
    demands = tabulate_demands(problem)
    code = [""] * len(demands.pickup)
    wide = _only(make_frame(problem, demands, make_timetable(problem, keep="all"), roads), rows)
    if not _coaches_may_stop(problem):
        wide = without_coaches(wide)
    earliest = reach(wide)
    late = rows[~np.isfinite(earliest[rows])]
    for d, reason in zip(late, _why_late(problem, wide, late), strict=True):
        code[d] = reason
    coach = coach_there(problem, demands)
    offered = _only(make_frame(problem, demands, make_timetable(problem, keep="offered"), roads), rows)
    there = np.where(coach, reach(offered), reach(without_coaches(offered)))
    _mark(code, rows[~np.isfinite(there[rows])], "no_vehicle")

    frame = make_frame(problem, demands, make_timetable(problem), roads)
    coaches = describe_coaches(problem, demands)
    fares = make_fares(frame, coaches, np.zeros(len(problem.sites)))
    found = _with_seats(frame, coaches, fares, coach)
    seated = np.isfinite(fares.coach) & coach | np.isfinite(found.earliest)
    _mark(code, rows[~seated[rows]], "no_seats")
    days = possible_days(frame, found)
    open_rows = np.array([d for d in rows if not code[d]], dtype=np.int64)
    sides = dict(zip(map(int, open_rows), limited_sides(problem, days, open_rows), strict=True))
    for d, (departs, arrives) in sides.items():
        if _shut(problem, departs, int(demands.group[d])) or _shut(problem, arrives, int(demands.group[d])):
            code[d] = "limit_full"
    return Alone(code, earliest, frame, coaches, fares, found, days, coach, sides)


def _mark(code: list[str], rows: Wholes, reason: str) -> None:
    for d in rows:
        code[d] = code[d] or reason


def _only(frame: Frame, rows: Wholes) -> Frame:
    """The frame, searched for these demands only."""
    return replace(frame, single=np.intersect1d(frame.single, rows), many=np.intersect1d(frame.many, rows))


def reach(frame: Frame) -> Floats:
    """Earliest final arrival of each demand by any relaxed journey, seats and money aside; infinite where none."""
    coach = frame.demands.leave + coach_times(frame)
    nobody = np.zeros(len(coach), dtype=np.int64)
    found = search(frame, nobody, _free(frame), np.zeros(len(frame.timetable.site)))
    earliest: Floats = np.maximum(np.minimum(coach, found.earliest), frame.demands.arrive_from)
    return np.where(np.isfinite(np.minimum(coach, found.earliest)), earliest, np.inf)


def _free(frame: Frame) -> Fares:
    minutes = frame.minutes
    return Fares(
        np.full(len(frame.demands.pickup), np.inf),
        np.zeros((1, *minutes.feed.shape)),
        np.zeros((1, *minutes.last.shape)),
        np.zeros((1, *minutes.between.shape)),
        np.full((2, len(frame.demands.pickup)), np.inf),
    )


def without_coaches(frame: Frame) -> Frame:
    """The frame when no coach runs: services from the pickup's own stop to the workplace's."""
    minutes = frame.minutes
    same_halt = np.eye(len(frame.timetable.halts), dtype=np.bool_)
    return replace(
        frame,
        minutes=replace(
            minutes,
            direct=np.full_like(minutes.direct, np.inf),
            relay=np.full_like(minutes.relay, np.inf),
            feed=np.where(frame.same_start, 0.0, np.inf),
            last=np.where(frame.same_end, 0.0, np.inf),
            between=np.where(same_halt, 0.0, np.inf),
        ),
    )


def _with_seats(frame: Frame, coaches: Coaches, fares: Fares, coach: Flags) -> Found:
    """The cheapest journeys with usable seats; demands without coaches on their dates by services alone."""
    price = np.zeros(len(frame.timetable.site))
    if coach.all():
        return search(frame, coaches.of_demand, fares, price)
    bare = replace(fares, coach=np.where(coach, fares.coach, np.inf))
    riding = search(_only(frame, np.flatnonzero(coach)), coaches.of_demand, bare, price)
    walking = search(_only(without_coaches(frame), np.flatnonzero(~coach)), coaches.of_demand, bare, price)
    return Found(
        np.where(coach, riding.cost, walking.cost),
        np.where(coach[:, None], riding.trail, walking.trail),
        np.where(coach, riding.earliest, walking.earliest),
        np.where(coach, riding.latest, walking.latest),
        riding.usage + walking.usage,
        np.where(coach, riding.left_on, walking.left_on),
        np.where(coach, riding.came_on, walking.came_on),
    )


def _coaches_may_stop(problem: Problem) -> bool:
    """Whether a coach run may have anybody board and alight at all (contract, rule 5)."""
    settings = problem.settings
    employers = math.inf if settings.mixing_employers is None else settings.mixing_employers
    return min(settings.coach_max_pickups, settings.coach_max_dropoffs, employers) >= 1


def coach_there(problem: Problem, demands: Demands) -> Flags:
    """Per demand whether some fleet row has a coach on one of its dates that may carry anybody."""
    first, last = demands.leave // DAY_MINUTES, demands.arrive // DAY_MINUTES
    there = np.zeros(len(first), dtype=np.bool_)
    spans = {(row.from_day, row.to_day) for row in problem.fleet if row.count != 0 and _coaches_may_stop(problem)}
    for start, end in spans:
        there |= (start is None or start <= last) & (end is None or end >= first)
    return there


def _why_late(problem: Problem, frame: Frame, rows: Wholes) -> list[str]:
    """For demands that no relaxed journey brings in time: region_closed, no_connection or cannot_arrive_in_time."""
    demands = frame.demands
    unlocked = demands.leave.copy()
    for d in rows:
        pickup = problem.site[problem.demands[d].pickup_id]
        unlocked[d] = next_open(pickup, max(problem.demands[d].ready, problem.first_minute))
    if_open = reach(replace(_only(frame, rows), demands=replace(demands, leave=unlocked)))
    connected = _connected(frame)
    reasons = []
    for d in rows:
        closed = unlocked[d] < demands.leave[d] and (np.isfinite(if_open[d]) or demands.leave[d] > demands.arrive[d])
        if closed:
            reasons.append("region_closed")
        else:
            reasons.append("cannot_arrive_in_time" if connected[d] else "no_connection")
    return reasons


def _connected(frame: Frame) -> Flags:
    """Per demand whether any chain of legs joins pickup and workplace, whatever the clock says."""
    minutes, network, timetable = frame.minutes, frame.network, frame.timetable
    by_coach: Flags = np.isfinite(np.minimum(minutes.direct, minutes.relay))
    once = np.full(minutes.between.shape, np.inf)
    for s in range(len(timetable.service)):
        halts = timetable.site[timetable.first[s] : timetable.first[s + 1]]
        for i, halt in enumerate(halts[:-1]):
            once[halt, halts[i + 1 :]] = 0.0
    chain = np.minimum(once, np.where(np.isfinite(minutes.between), 0.0, np.inf))
    close(chain)
    start, end = np.isfinite(minutes.feed).astype(np.float32), np.isfinite(minutes.last).astype(np.float32)
    one = start @ np.isfinite(once).astype(np.float32) @ end > 0
    any_number = start @ np.isfinite(chain).astype(np.float32) @ end > 0
    connected = by_coach.copy()
    connected[frame.single] |= one[network.origin[frame.single], network.end[frame.single]]
    connected[frame.many] |= any_number[network.origin[frame.many], network.end[frame.many]]
    return connected


def _shut(problem: Problem, side: RowsByDay, group: int) -> bool:
    """Whether on every possible day some limit has less room than the smallest group."""
    return bool(side) and all(any(limit_room(problem.limits[i]) < group for i, _ in day) for day in side)
