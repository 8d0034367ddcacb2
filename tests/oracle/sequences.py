"""Which stops a coach run may call at, in which order, and which tasks it may then serve."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from tests.oracle.tasks import Task
from tests.oracle.world import World

RELAY = ("out", "in")


@dataclass(frozen=True, slots=True)
class Ride:
    """A task between two stops of a sequence, counted from 0."""

    task: Task
    board: int
    alight: int


@dataclass(frozen=True, slots=True)
class Sequence:
    """The stops of a run in order, every one of use to some ride."""

    sites: tuple[str, ...]
    rides: tuple[Ride, ...]
    minutes: tuple[int, ...]
    km: float
    drivers: int
    trip: str


def sequences_of(world: World, tasks: list[Task], max_stops: int) -> list[Sequence]:
    """Every sequence of up to ``max_stops`` different sites; relays only at the first or last of three at most."""
    found = []
    for sites in _orders(tasks, max_stops):
        sequence = _sequence(world, tasks, sites)
        if sequence is not None:
            found.append(sequence)
    return found


def _orders(tasks: list[Task], max_stops: int) -> Iterator[tuple[str, ...]]:
    starts = sorted({t.origin for t in tasks})
    sites = sorted({t.origin for t in tasks} | {t.goal for t in tasks})
    front: list[tuple[str, ...]] = [(s,) for s in starts]
    for _ in range(max_stops - 1):
        front = [(*path, s) for path in front for s in sites if s not in path]
        yield from front


def _sequence(world: World, tasks: list[Task], sites: tuple[str, ...]) -> Sequence | None:
    place = {site: i for i, site in enumerate(sites)}
    rides = tuple(
        Ride(t, place[t.origin], place[t.goal])
        for t in tasks
        if t.origin in place
        and t.goal in place
        and place[t.origin] < place[t.goal]
        and (t.kind not in RELAY or (len(sites) <= 3 and place[_hub(t)] in (0, len(sites) - 1)))
    )
    if len({i for r in rides for i in (r.board, r.alight)}) < len(sites):
        return None
    minutes = tuple(world.minutes(a, b) for a, b in pairwise(sites))
    drivers = math.ceil(sum(minutes) / world.settings.driving_driver_min - 1e-9)
    if drivers > world.settings.driving_max_drivers:
        return None
    km = sum(world.km(a, b) for a, b in pairwise(sites))
    return Sequence(sites, rides, minutes, km, drivers, world.trip(sites))


def _hub(relay: Task) -> str:
    return relay.goal if relay.kind == "out" else relay.origin
