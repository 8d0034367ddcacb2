"""What a coach may carry workers for: the whole way, to or from a service, to or from another coach at a hub."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from optimizer.clock import Minute
from optimizer.problem import Demand
from tests.oracle.world import COACH_CHANGE_MIN, World, whole

TaskKind = Literal["direct", "feed", "last", "out", "in"]


@dataclass(frozen=True, slots=True)
class Call:
    """A ride on one service: boards at stop ``board``, alights at stop ``alight``, counted from 0."""

    service_id: str
    board: int
    alight: int


@dataclass(frozen=True, slots=True)
class Trunk:
    """One service, or two in a row: calls, where and when it is boarded and left."""

    calls: tuple[Call, ...]
    origin: str
    departure: Minute
    goal: str
    arrival: Minute


@dataclass(frozen=True, slots=True)
class Task:
    """Workers of one demand from one site to another in a coach. ``trunk``: index of the trunk met, or -1."""

    demand: Demand
    kind: TaskKind
    origin: str
    goal: str
    trunk: int = -1


def trunks_of(world: World, in_a_row: int = 2) -> list[Trunk]:
    """Every ride on one service and, unless ``in_a_row`` is 1, every pair of rides that connect at a hub."""
    singles = [t for s in world.problem.services if s.max_units for t in _rides(world, s.service_id)]
    if in_a_row < 2:
        return singles
    pairs = [
        Trunk((*a.calls, *b.calls), a.origin, a.departure, b.goal, b.arrival)
        for a in singles
        for b in singles
        if a.goal == b.origin and world.is_hub(a.goal) and _connects(world, a, b)
    ]
    return singles + pairs


def _rides(world: World, service_id: str) -> list[Trunk]:
    calls = world.problem.stops_of[service_id]
    rides = []
    for i, on in enumerate(calls):
        for j, off in enumerate(calls[i + 1 :], i + 1):
            departure = on.arrival if on.departure is None else on.departure
            arrival = off.departure if off.arrival is None else off.arrival
            if departure is not None and arrival is not None:
                rides.append(Trunk((Call(service_id, i, j),), on.site_id, departure, off.site_id, arrival))
    return rides


def _connects(world: World, first: Trunk, then: Trunk) -> bool:
    hub = world.problem.site[first.goal]
    wait = then.departure - first.arrival
    most = world.settings.transfer_max_wait_min
    return wait >= whole(hub.exit_min + hub.checkin_min) and (most is None or wait <= most)


def latest_feed(world: World, trunk: Trunk) -> Minute:
    """The last minute for a coach to arrive at the trunk's first hub."""
    return trunk.departure - whole(world.problem.site[trunk.origin].checkin_min)


def first_onward(world: World, trunk: Trunk) -> Minute:
    """The first minute for a coach to leave the trunk's last hub."""
    return trunk.arrival + whole(world.problem.site[trunk.goal].exit_min)


def boards_at_home(world: World, demand: Demand, trunk: Trunk) -> bool:
    """Whether the demand's own pickup is where the trunk is boarded, in time."""
    at = np.array([trunk.departure])
    return (
        demand.pickup_id == trunk.origin
        and trunk.departure >= world.earliest(demand)
        and trunk.departure >= demand.ready + whole(world.problem.site[trunk.origin].checkin_min)
        and bool(world.is_open(trunk.origin, at)[0])
    )


def ends_at_work(world: World, demand: Demand, trunk: Trunk) -> bool:
    """Whether the trunk ends at the demand's workplace, in time."""
    at = np.array([trunk.arrival])
    return (
        demand.workplace_id == trunk.goal
        and trunk.arrival <= demand.due
        and (demand.due_from is None or trunk.arrival >= demand.due_from)
        and bool(world.is_open(trunk.goal, at)[0])
    )


def tasks_of(world: World, trunks: list[Trunk], relays: bool) -> list[Task]:
    """Every coach task of every demand that the clock does not rule out at first sight."""
    tasks: list[Task] = []
    legs = world.settings.journey_max_legs
    for d in world.problem.demands:
        tasks.append(Task(d, "direct", d.pickup_id, d.workplace_id))
        for k, trunk in enumerate(trunks):
            home, work = boards_at_home(world, d, trunk), ends_at_work(world, d, trunk)
            feed = trunk.origin != d.pickup_id and world.is_hub(trunk.origin)
            feed = feed and latest_feed(world, trunk) >= world.earliest(d)
            last = trunk.goal != d.workplace_id and world.is_hub(trunk.goal) and first_onward(world, trunk) <= d.due
            if feed and (last or work) and _few(legs, len(trunk.calls) + 1 + (not work)):
                tasks.append(Task(d, "feed", d.pickup_id, trunk.origin, k))
            if last and (feed or home) and _few(legs, len(trunk.calls) + 1 + (not home)):
                tasks.append(Task(d, "last", trunk.goal, d.workplace_id, k))
        if relays and _few(legs, 2):
            tasks += _relay_tasks(world, d)
    return tasks


def _few(most: float | None, legs: int) -> bool:
    return most is None or legs <= most


def _relay_tasks(world: World, d: Demand) -> list[Task]:
    tasks = []
    for site in world.problem.sites:
        hub = site.site_id
        if not world.is_hub(hub) or hub in (d.pickup_id, d.workplace_id):
            continue
        least = world.minutes(d.pickup_id, hub) + COACH_CHANGE_MIN + world.minutes(hub, d.workplace_id)
        if world.earliest(d) + least <= d.due:
            tasks += [Task(d, "out", d.pickup_id, hub), Task(d, "in", hub, d.workplace_id)]
    return tasks
