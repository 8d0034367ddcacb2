"""Every departure of a sequence at once: when it calls where, and which rides are then lawful."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

import numpy as np

from optimizer.clock import DAY_MINUTES, Minute
from tests.oracle.sequences import Ride, Sequence
from tests.oracle.tasks import Trunk, first_onward, latest_feed
from tests.oracle.world import Flags, Minutes, World


@dataclass(frozen=True, slots=True)
class Schedule:
    """One way to stand at the stops: arrival and departure as stop x first departure, lawful as ride x first departure.

    The last stop's departure is its arrival plus dwell.
    """

    arrival: Minutes
    departure: Minutes
    lawful: Flags


class Scheduler:
    """Makes the schedules of a sequence."""

    def __init__(self, world: World, trunks: list[Trunk]) -> None:
        self.world = world
        self.trunks = trunks

    def schedules(self, sequence: Sequence) -> Iterator[Schedule]:
        """For each way to stand: as short as may be, as long as a break, or (at one stop) until a window opens."""
        starts = self._starts(sequence)
        if not starts.size:
            return
        inner = range(1, len(sequence.sites) - 1)
        stands = [self._stands(sequence.sites[k]) for k in inner]
        waits: list[tuple[int, Minute] | None] = [None]
        waits += [(k, until) for k in inner for until in self._targets(sequence, k)]
        for choice in product(*stands):
            for wait in waits:
                yield self._schedule(sequence, starts, choice, wait)

    def _starts(self, sequence: Sequence) -> Minutes:
        problem = self.world.problem
        rides = [r for r in sequence.rides if r.board == 0]
        opens = min(self._leaves_from(r) for r in rides)
        closes = max(r.task.demand.due for r in sequence.rides)
        first = max(opens, problem.first_minute + self.world.dwell(sequence.sites[0]))
        return np.arange(first, min(closes, problem.last_minute) - sum(sequence.minutes) + 1, dtype=np.int64)

    def _leaves_from(self, ride: Ride) -> Minute:
        if ride.task.kind == "last":
            return first_onward(self.world, self.trunks[ride.task.trunk])
        return self.world.earliest(ride.task.demand)

    def _stands(self, site: str) -> tuple[int, ...]:
        dwell = self.world.dwell(site)
        rest = math.ceil(self.world.settings.driving_break_min)
        return (dwell,) if rest <= dwell else (dwell, rest)

    def _targets(self, sequence: Sequence, stop: int) -> list[Minute]:
        """Clock times until which waiting at a stop may pay: its own riders come, or the next stop's window opens."""
        own = {self._leaves_from(r) for r in sequence.rides if r.board == stop}
        arrivals = {at for r in sequence.rides if r.alight == stop + 1 for at in self._opens(r)}
        begin, end = self.world.problem.first_minute, self.world.problem.last_minute
        every = np.arange(begin, end + 1, dtype=np.int64)
        there, _ = self.world.drive(every, np.zeros_like(every), sequence.minutes[stop])
        for at in arrivals:
            hits = np.flatnonzero(there >= at)
            if hits.size:
                own.add(int(every[hits[0]]))
        return sorted(own)

    def _opens(self, ride: Ride) -> list[Minute]:
        task, most = ride.task, self.world.settings.transfer_max_wait_min
        if task.kind == "feed":
            return [] if most is None else [math.ceil(self.trunks[task.trunk].departure - most)]
        if task.kind == "out" or task.demand.due_from is None:
            return []
        return [task.demand.due_from]

    def _schedule(
        self, sequence: Sequence, starts: Minutes, stands: tuple[int, ...], wait: tuple[int, Minute] | None
    ) -> Schedule:
        world, last = self.world, len(sequence.sites) - 1
        rest = world.settings.driving_break_min
        arrivals, departures = [starts - world.dwell(sequence.sites[0])], [starts]
        at, driven = starts, np.zeros_like(starts)
        for k in range(1, last + 1):
            at, driven = world.drive(at, driven, sequence.minutes[k - 1])
            arrivals.append(at)
            stand = world.dwell(sequence.sites[k]) if k == last else stands[k - 1]
            leave = at + stand
            if wait is not None and wait[0] == k:
                leave = np.maximum(leave, wait[1])
            departures.append(leave)
            driven = np.where(leave - at >= rest, 0, driven)
            at = leave
        arrival, departure = np.stack(arrivals), np.stack(departures)
        inside = arrival[last] <= world.problem.last_minute
        lawful = np.stack([inside & self._lawful(r, arrival, departure) for r in sequence.rides])
        return Schedule(arrival, departure, lawful)

    def _lawful(self, ride: Ride, arrival: Minutes, departure: Minutes) -> Flags:
        """Windows, connections, ride time and stands, per departure (contract, rules 2 to 5)."""
        world, task, settings = self.world, ride.task, self.world.settings
        on, off = departure[ride.board], arrival[ride.alight]
        good = np.ones(on.shape, dtype=np.bool_)
        if settings.coach_max_ride_min is not None:
            good &= off - on <= settings.coach_max_ride_min
        if settings.coach_max_stand_min is not None:
            for k in range(ride.board + 1, ride.alight):
                good &= departure[k] - arrival[k] <= settings.coach_max_stand_min
        if task.kind in ("direct", "feed", "out"):
            good &= (on >= world.earliest(task.demand)) & world.is_open(task.origin, on)
        if task.kind in ("direct", "last", "in"):
            due_from = task.demand.due_from
            good &= (off <= task.demand.due) & world.is_open(task.goal, off)
            if due_from is not None:
                good &= off >= due_from
        if task.kind == "direct" and settings.journey_max_min is not None:
            good &= off - on <= settings.journey_max_min
        if task.kind == "feed":
            trunk = self.trunks[task.trunk]
            good &= self._waits(latest_feed(world, trunk) - off, trunk.departure - off)
        if task.kind == "last":
            good &= self._waits(on - first_onward(world, self.trunks[task.trunk]), on - self.trunks[task.trunk].arrival)
        if task.kind == "out":
            good &= off < task.demand.due
        if task.kind == "in":
            good &= on > world.earliest(task.demand)
        return good

    def _waits(self, spare: Minutes, wait: Minutes) -> Flags:
        most = self.world.settings.transfer_max_wait_min
        return (spare >= 0) if most is None else (spare >= 0) & (wait <= most)


def days_of(schedule: Schedule) -> Minutes:
    """The dates of every call, as stop x departure for arrivals, then for departures."""
    return np.concatenate([schedule.arrival, schedule.departure]) // DAY_MINUTES
