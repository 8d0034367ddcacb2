"""Which coach makes which outing: per fleet row the fewest coaches, each taking the next outing when it is back."""

from __future__ import annotations

import heapq
from collections.abc import Sequence
from dataclasses import dataclass

from optimizer.problem import Problem


@dataclass(frozen=True, slots=True)
class Away:
    """A coach of a fleet row away from ``leaves`` to ``returns``. ``order`` tells outings at one time apart.

    ``vehicle_id``: the coach's name where it has one already, else empty.
    """

    row: int
    leaves: int
    returns: int
    order: tuple[int, ...]
    vehicle_id: str = ""


def name_coaches(problem: Problem, outings: Sequence[Away]) -> list[str]:
    """The vehicle of each outing. A coach with a known outing keeps that one's name, of two names the first."""
    coaches: list[list[int]] = []
    by_row: dict[int, list[int]] = {}
    for number, outing in enumerate(outings):
        by_row.setdefault(outing.row, []).append(number)
    for row in sorted(by_row):
        coaches += _coaches_of_row(outings, by_row[row])
    known = {outing.vehicle_id for outing in outings}
    given: set[str] = set()
    used: dict[tuple[str, str], int] = {}
    names = [""] * len(outings)
    for coach in coaches:
        own = [outings[number].vehicle_id for number in coach if outings[number].vehicle_id not in given]
        name = next(filter(None, own), "")
        fleet = problem.fleet[outings[coach[0]].row]
        home = fleet.depot_id, fleet.type_id
        while not name:
            used[home] = used.get(home, 0) + 1
            made = f"{fleet.depot_id}/{fleet.type_id}/{used[home]}"
            name = "" if made in known else made
        given.add(name)
        for number in coach:
            names[number] = name
    return names


def _coaches_of_row(outings: Sequence[Away], numbers: Sequence[int]) -> list[list[int]]:
    coaches: list[list[int]] = []
    back: list[tuple[int, int]] = []
    for number in sorted(numbers, key=lambda n: (outings[n].leaves, outings[n].returns, outings[n].order)):
        if back and back[0][0] <= outings[number].leaves:
            _, coach = heapq.heappop(back)
        else:
            coach = len(coaches)
            coaches.append([])
        coaches[coach].append(number)
        heapq.heappush(back, (outings[number].returns, coach))
    return coaches
