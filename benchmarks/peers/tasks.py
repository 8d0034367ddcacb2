"""What a routing tool is asked to carry: groups that fit into a coach, from one site to another."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from benchmarks.building.rides import Ride
from optimizer.clock import Minute
from optimizer.problem import Demand, Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """Workers from one site to another within one window; ``parts`` are workers of one or more demands."""

    parts: tuple[tuple[str, int], ...]
    origin: str
    goal: str
    ready: Minute
    due_from: Minute | None
    due: Minute
    penalty: float

    @property
    def headcount(self) -> int:
        """All its workers."""
        return sum(heads for _, heads in self.parts)


def tasks_of(problem: Problem, *, seats: int, seed: int) -> list[Task]:
    """The scenario's demands as tasks of at most ``seats`` workers, in an order shuffled by the seed.

    Groups with the same way and window are pooled and cut into coach loads and a remainder, which is what a planner
    would do by hand; whoever may not be split, or only in large groups, is a task of its own.
    """
    pools: dict[tuple[str, str, Minute, Minute | None, Minute], list[Demand]] = defaultdict(list)
    tasks: list[Task] = []
    for demand in problem.demands:
        key = (demand.pickup_id, demand.workplace_id, demand.ready, demand.due_from, demand.due)
        if demand.splittable and demand.min_group == 1:
            pools[key].append(demand)
        else:
            tasks += _own(problem, demand, seats)
    for members in pools.values():
        tasks += [_task(problem, members[0], parts) for parts in _loads(members, seats)]
    random.Random(seed).shuffle(tasks)
    return tasks


def rides_of_task(number: int, task: Task) -> list[Ride]:
    """A task's workers as rides, one for each demand."""
    return [
        Ride(
            itinerary=f"I{number:05d}-{part}",
            demand_id=demand_id,
            headcount=heads,
            origin=task.origin,
            goal=task.goal,
            ready=task.ready,
            due_from=task.due_from,
            due=task.due,
        )
        for part, (demand_id, heads) in enumerate(task.parts, start=1)
    ]


def _own(problem: Problem, demand: Demand, seats: int) -> Iterator[Task]:
    """A demand alone: whole if it fits, else in parts of about the same size, none below its smallest group."""
    if demand.headcount <= seats:
        yield _task(problem, demand, ((demand.demand_id, demand.headcount),))
        return
    count = -(-demand.headcount // seats)
    if not demand.splittable or demand.headcount // count < demand.min_group:
        return
    for part in range(count):
        heads = demand.headcount * (part + 1) // count - demand.headcount * part // count
        yield _task(problem, demand, ((demand.demand_id, heads),))


def _loads(members: Sequence[Demand], seats: int) -> Iterator[tuple[tuple[str, int], ...]]:
    parts: list[tuple[str, int]] = []
    room = seats
    for demand in members:
        left = demand.headcount
        while left:
            taken = min(left, room)
            parts.append((demand.demand_id, taken))
            left, room = left - taken, room - taken
            if not room:
                yield tuple(parts)
                parts, room = [], seats
    if parts:
        yield tuple(parts)


def _task(problem: Problem, demand: Demand, parts: tuple[tuple[str, int], ...]) -> Task:
    worth = sum(heads * problem.priority(problem.demand[demand_id]) for demand_id, heads in parts)
    return Task(
        parts=parts,
        origin=demand.pickup_id,
        goal=demand.workplace_id,
        ready=demand.ready,
        due_from=demand.due_from,
        due=demand.due,
        penalty=worth * problem.settings.objective_unserved,
    )
