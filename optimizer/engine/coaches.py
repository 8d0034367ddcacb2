"""Which coach makes which outing: per fleet row the fewest coaches, each taking the next outing when it is back."""

from __future__ import annotations

import heapq
from collections.abc import Mapping, Sequence
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
    """The outings of each coach of a row: any coach that is back may take the next, so those with a name keep it."""
    in_order = sorted(numbers, key=lambda n: (outings[n].leaves, outings[n].returns, outings[n].order))
    coaches: list[list[int]] = []
    back: list[tuple[int, int]] = []
    named: dict[int, str] = {}
    for number in in_order:
        outing = outings[number]
        coach = _free_coach(back, outing, named)
        if coach is None:
            coach = len(coaches)
            coaches.append([])
        coaches[coach].append(number)
        heapq.heappush(back, (outing.returns, coach))
        if outing.vehicle_id:
            named.setdefault(coach, outing.vehicle_id)
    return coaches


def _free_coach(back: list[tuple[int, int]], outing: Away, named: Mapping[int, str]) -> int | None:
    """Takes a coach that is back out of the heap: the outing's own by name, else one without a name, else the first."""
    if not back or back[0][0] > outing.leaves:
        return None
    if not named:
        return heapq.heappop(back)[1]
    ready = [entry for entry in back if entry[0] <= outing.leaves]
    entry = min(ready, key=lambda entry: (named.get(entry[1], "") != outing.vehicle_id, entry[1] in named, entry))
    back.remove(entry)
    heapq.heapify(back)
    return entry[1]
