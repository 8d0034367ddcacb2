"""Timed runs worth having: a sequence with its clock times, free within an interval or pinned to a minute.

A run for direct rides alone keeps its value wherever it begins within an interval of equal durations and dates: it is
kept as that interval. A run that meets a service or another coach is kept at the ends of every stretch on which its
times move evenly: between them its cost is linear.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from optimizer.clock import Minute
from tests.oracle.schedules import Schedule, Scheduler, days_of
from tests.oracle.sequences import RELAY, Ride, Sequence
from tests.oracle.world import Flags, World


@dataclass(frozen=True, slots=True)
class Element:
    """A run that may begin (depart first) at any minute of ``first``..``last``; calls as minutes after that departure.

    ``rides`` are those lawful at these times; ``pinned`` when some of them connect to another vehicle.
    """

    sequence: Sequence
    first: Minute
    last: Minute
    arrival: tuple[int, ...]
    departure: tuple[int, ...]
    rides: tuple[Ride, ...]
    pinned: bool = field(compare=False)

    @property
    def core(self) -> tuple[Ride, ...]:
        """The rides by which the element is judged against others: without relays where it meets a service."""
        met = any(r.task.kind in ("feed", "last") for r in self.rides)
        return tuple(r for r in self.rides if r.task.kind not in RELAY) if met else self.rides

    def minutes(self, ride: Ride) -> int:
        """From boarding to alighting."""
        return self.arrival[ride.alight] - self.departure[ride.board]

    @property
    def begin(self) -> int:
        """When the coach must be at the first stop, after the first departure."""
        return self.arrival[0]

    @property
    def end(self) -> int:
        """When the coach is free at the last stop, after the first departure."""
        return self.departure[-1]


@dataclass(frozen=True, slots=True)
class Timetable:
    """A sequence's pinned calls for all departures, standing as short as may be: to pack runs one after another."""

    sequence: Sequence
    schedule: Schedule
    useful: Flags


def elements_of(
    world: World, scheduler: Scheduler, sequence: Sequence, grid_min: int
) -> tuple[list[Element], Timetable | None]:
    """The elements of a sequence that no other one of it dominates, and its timetable where it meets other vehicles."""
    free: dict[tuple[object, ...], Element] = {}
    pinned: dict[tuple[object, ...], Element] = {}
    timetable = None
    direct = np.array([r.task.kind == "direct" for r in sequence.rides])
    for schedule in scheduler.schedules(sequence):
        for element in _free(world, sequence, schedule, direct):
            free.setdefault((element.first, element.arrival, element.departure), element)
        useful = _touched(sequence, schedule.lawful) & schedule.lawful[~direct].any(axis=0)
        if timetable is None and useful.any():
            timetable = Timetable(sequence, schedule, useful)
        for at in _turns(world, sequence, schedule, useful, grid_min):
            element = pin(sequence, schedule, at)
            pinned.setdefault((element.first, element.arrival, element.departure), element)
    kept = _undominated_free(world, list(free.values())) + undominated(world, list(pinned.values()))
    return kept, timetable


def pin(sequence: Sequence, schedule: Schedule, at: int) -> Element:
    """The element at one departure of a schedule."""
    start = int(schedule.departure[0, at])
    rides = tuple(r for r, good in zip(sequence.rides, schedule.lawful[:, at], strict=True) if good)
    arrival, departure = schedule.arrival[:, at] - start, schedule.departure[:, at] - start
    return Element(sequence, start, start, tuple(arrival.tolist()), tuple(departure.tolist()), rides, True)


def _touched(sequence: Sequence, lawful: Flags) -> Flags:
    """Departures at which every stop is of use to a lawful ride."""
    good = np.ones(lawful.shape[1], dtype=np.bool_)
    for stop in range(len(sequence.sites)):
        here = [i for i, r in enumerate(sequence.rides) if stop in (r.board, r.alight)]
        good &= lawful[here].any(axis=0)
    return good


def _free(world: World, sequence: Sequence, schedule: Schedule, direct: Flags) -> list[Element]:
    lawful = schedule.lawful & direct[:, None]
    good = _touched(sequence, lawful)
    if not good.any():
        return []
    start = schedule.departure[0]
    signs = [schedule.arrival - start, schedule.departure - start, lawful.astype(np.int64)]
    if world.needs_dates:
        signs.append(days_of(schedule))
    sign = np.concatenate(signs)
    breaks = np.flatnonzero((sign[:, 1:] != sign[:, :-1]).any(axis=0)) + 1
    found = []
    for part in np.split(np.arange(start.size), breaks):
        at = int(part[0])
        if good[at]:
            one = pin(sequence, schedule, at)
            rides = tuple(r for r in one.rides if r.task.kind == "direct")
            last = int(start[part[-1]])
            found.append(Element(sequence, one.first, last, one.arrival, one.departure, rides, False))
    return found


def _turns(world: World, sequence: Sequence, schedule: Schedule, useful: Flags, grid_min: int) -> list[int]:
    """Where the even movement of the times or the set of lawful rides changes, both sides, and the grid.

    A run that meets other coaches only is kept at its first and last departure, of all and of the quickest.
    """
    if not useful.any():
        return []
    size = useful.size
    kinds = np.array([r.task.kind in ("feed", "last") for r in sequence.rides])
    timed = schedule.lawful[kinds].any(axis=0)
    state = schedule.lawful.astype(np.int64)
    if world.needs_dates:
        state = np.concatenate([state, days_of(schedule)])
    changes = (state[:, 1:] != state[:, :-1]).any(axis=0)
    moves = np.diff(np.concatenate([schedule.arrival, schedule.departure]), axis=1)
    turn = np.zeros(size, dtype=np.bool_)
    turn[0] = turn[-1] = True
    turn[1:] |= changes
    turn[:-1] |= changes
    if size > 2:
        turn[1:-1] |= (moves[:, 1:] != moves[:, :-1]).any(axis=0)
    if grid_min:
        turn |= schedule.departure[0] % grid_min == 0
    turn &= useful & timed
    met = useful & ~timed
    for some in (met, _shortest(schedule, met)):
        turn[np.flatnonzero(some)[[0, -1]] if some.any() else []] = True
    return [int(i) for i in np.flatnonzero(turn)]


def _shortest(schedule: Schedule, useful: Flags) -> Flags:
    span = schedule.arrival[-1] - schedule.departure[0]
    result: Flags = useful & (span == span[useful].min()) if useful.any() else useful
    return result


def _undominated_free(world: World, elements: list[Element]) -> list[Element]:
    dated = world.needs_dates

    def beats(a: Element, b: Element) -> bool:
        """For every time of b there is one of a within it, as good for every ride."""
        slack = b.end - a.end
        if slack < 0 or a.first > b.first + slack or a.last < b.last or not set(b.rides) <= set(a.rides):
            return False
        if any(a.minutes(r) > b.minutes(r) for r in b.rides):
            return False
        return not dated or dates(a, b.rides) == dates(b, b.rides)

    return _filter(elements, beats)


def dates(e: Element, rides: tuple[Ride, ...]) -> list[tuple[int, int, int]]:
    """The dates that limits and caps look at; the same all through a free element's interval where dates matter."""
    return [
        (e.first // 1440, (e.first + e.departure[r.board]) // 1440, (e.first + e.arrival[r.alight]) // 1440)
        for r in rides
    ]


def undominated(world: World, elements: list[Element]) -> list[Element]:
    """The pinned elements of one sequence within which no other one lies that serves their rides no later."""
    dated, waits = world.needs_dates, world.settings.transfer_max_wait_min is not None

    def beats(a: Element, b: Element) -> bool:
        if not (a.first >= b.first and a.first + a.end <= b.first + b.end and set(b.core) <= set(a.rides)):
            return False
        for r in b.core:
            on_a, off_a = a.first + a.departure[r.board], a.first + a.arrival[r.alight]
            on_b, off_b = b.first + b.departure[r.board], b.first + b.arrival[r.alight]
            if on_a < on_b or off_a > off_b:
                return False
            if waits and r.task.kind in ("out", "in") and (on_a, off_a) != (on_b, off_b):
                return False
        return not dated or dates(a, b.core) == dates(b, b.core)

    return _filter(elements, beats)


def _filter(elements: list[Element], beats: Callable[[Element, Element], bool]) -> list[Element]:
    kept: list[Element] = []
    for e in elements:
        if any(beats(k, e) for k in kept):
            continue
        kept = [k for k in kept if not beats(e, k)]
        kept.append(e)
    return kept
