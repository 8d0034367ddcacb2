"""To which row of the fleet each coach of a plan belongs (contract, rule 6)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from optimizer.clock import DAY_MINUTES, Day
from optimizer.plan import Outing
from optimizer.problem import FleetRow, Problem

Home = tuple[str, str]


def rows_of_coaches(problem: Problem, outings: Mapping[str, Sequence[Outing]]) -> dict[str, int | None]:
    """The number of the fleet row of each vehicle, None where no row has a coach for it.

    ``outings``: those of each vehicle; where there are too few coaches the first vehicles get them.
    """
    rows: dict[Home, list[int]] = {}
    for number, row in enumerate(problem.fleet):
        rows.setdefault((row.depot_id, row.type_id), []).append(number)
    matching = _Matching(problem.fleet)
    for vehicle_id, own in outings.items():
        first = min(outing.leaves for outing in own) // DAY_MINUTES
        last = max(outing.returns for outing in own) // DAY_MINUTES
        home = rows.get((own[0].depot_id, own[0].type_id), [])
        matching.fitting[vehicle_id] = [number for number in home if _covers(problem.fleet[number], first, last)]
        matching.place(vehicle_id, set())
    return {vehicle_id: matching.row_of.get(vehicle_id) for vehicle_id in outings}


def _covers(row: FleetRow, first: Day, last: Day) -> bool:
    return (row.from_day is None or row.from_day <= first) and (row.to_day is None or last <= row.to_day)


@dataclass(slots=True)
class _Matching:
    """Coaches to rows; a coach gives way to another where it has a place in a further row."""

    fleet: Sequence[FleetRow]
    fitting: dict[str, list[int]] = field(default_factory=dict)
    row_of: dict[str, int] = field(default_factory=dict)
    members: dict[int, list[str]] = field(default_factory=dict)

    def place(self, vehicle_id: str, tried: set[int]) -> bool:
        for number in self.fitting[vehicle_id]:
            if number in tried:
                continue
            tried.add(number)
            there = self.members.setdefault(number, [])
            count = self.fleet[number].count
            if count is None or len(there) < count:
                self._enter(vehicle_id, number)
                return True
            for other in there:
                if len(self.fitting[other]) > 1 and self.place(other, tried):
                    there.remove(other)
                    self._enter(vehicle_id, number)
                    return True
        return False

    def _enter(self, vehicle_id: str, number: int) -> None:
        self.members[number].append(vehicle_id)
        self.row_of[vehicle_id] = number
