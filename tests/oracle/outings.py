"""Outings of one row of the fleet: one run, or several packed against one another, each with its exact money."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from optimizer.clock import DAY_MINUTES, Minute
from optimizer.problem import FleetRow, VehicleType
from tests.oracle.chains import Follow
from tests.oracle.elements import Element
from tests.oracle.packing import PACKED_STOPS
from tests.oracle.world import EPS, World, whole


@dataclass(frozen=True, slots=True)
class Column:
    """One outing: elements by index and the first departure of each; money in the currency.

    ``early``: minutes for which the coach waits at its first stop before it need be there.
    """

    row: int
    runs: tuple[int, ...]
    starts: tuple[Minute, ...]
    leaves: Minute
    returns: Minute
    days: int
    drivers: int
    km_loaded: float
    km_empty: float
    money: float
    early: int = 0


class Outings:
    """Makes the columns of one row of the fleet from the elements."""

    def __init__(self, world: World, row_index: int, elements: list[Element]) -> None:
        self.world = world
        self.row_index = row_index
        self.row: FleetRow = world.problem.fleet[row_index]
        self.kind: VehicleType = world.problem.vehicle_type[self.row.type_id]
        self.elements = elements
        self.usable = [i for i, e in enumerate(elements) if self._may_run(e)]

    def _may_run(self, e: Element) -> bool:
        if not self.world.settings.coach_home_end:
            return True
        ends = (e.sequence.sites[0], e.sequence.sites[-1])
        return self.world.city(self.row.depot_id) in {self.world.city(s) for s in ends}

    def columns(self, runs: tuple[int, ...], starts: tuple[Minute, ...]) -> list[Column]:
        """The outing of these runs at these times, and longer ones that begin with a wait where fewer drivers then do.

        None where the fleet, the horizon or the drivers forbid it.
        """
        world, settings, elements = self.world, self.world.settings, [self.elements[i] for i in runs]
        hops = [self.row.depot_id]
        for e in elements:
            hops += [e.sequence.sites[0], e.sequence.sites[-1]]
        hops.append(self.row.depot_id)
        empties = list(zip(hops[::2], hops[1::2], strict=True))
        last = elements[-1]
        dwell = world.problem.site[last.sequence.sites[-1]].dwell_min
        first = starts[0] + elements[0].begin
        leaves = first - world.empty(*empties[0])
        returns = whole(starts[-1] + last.arrival[-1] + dwell + world.empty(*empties[-1]))
        driving = sum(sum(e.sequence.minutes) for e in elements) + sum(world.minutes(*hop) for hop in empties)
        km = sum(e.sequence.km for e in elements), sum(world.km(*hop) for hop in empties)
        least = max(e.sequence.drivers for e in elements)
        shifts = max(1.0, (returns - leaves) / DAY_MINUTES)
        drivers = max(least, math.ceil(driving / (shifts * settings.driving_driver_min) - 1e-9))
        found: list[Column] = []
        for fewer in range(drivers, least - 1, -1):
            needed = math.ceil(driving * DAY_MINUTES / (fewer * settings.driving_driver_min) - EPS) if fewer else 0
            early = 0 if fewer == drivers else max(0, needed - (returns - leaves))
            if fewer > settings.driving_max_drivers or first - early < world.problem.first_minute:
                continue
            column = self._priced(runs, starts, (leaves - early, returns), fewer, km, early)
            if column is not None and all(column.money < c.money - 1e-9 for c in found):
                found.append(column)
        return found

    def _priced(
        self,
        runs: tuple[int, ...],
        starts: tuple[Minute, ...],
        out: tuple[Minute, Minute],
        drivers: int,
        km: tuple[float, float],
        early: int,
    ) -> Column | None:
        if not self._may_be_out(*out):
            return None
        days = out[1] // DAY_MINUTES - out[0] // DAY_MINUTES + 1
        empty_rate = self.kind.cost_km if self.kind.cost_km_empty is None else self.kind.cost_km_empty
        money = days * self.kind.cost_day + km[0] * self.kind.cost_km + km[1] * empty_rate
        money += days * drivers * self.kind.cost_driver_day
        return Column(self.row_index, runs, starts, *out, days, drivers, *km, money, early)

    def _may_be_out(self, leaves: Minute, returns: Minute) -> bool:
        problem, row = self.world.problem, self.row
        if leaves < problem.first_minute - DAY_MINUTES or returns > problem.last_minute + DAY_MINUTES:
            return False
        if row.from_day is not None and leaves // DAY_MINUTES < row.from_day:
            return False
        return row.to_day is None or returns // DAY_MINUTES <= row.to_day

    def singles(self) -> list[Column]:
        """One run each: at both ends of every stretch with the same dates of leaving and returning."""
        return [c for i in self.usable for at in self._starts(i) for c in self.columns((i,), (at,))]

    def _starts(self, i: int) -> list[Minute]:
        e = self.elements[i]
        sites = e.sequence.sites
        before = e.begin - self.world.empty(self.row.depot_id, sites[0])
        after = e.end + self.world.empty(sites[-1], self.row.depot_id)
        cuts = {e.first, e.last}
        for shift in (before, after):
            midnight = -(-(e.first + shift) // DAY_MINUTES) * DAY_MINUTES
            while midnight - shift <= e.last:
                cuts |= {at for at in (midnight - shift, midnight - shift - 1) if e.first <= at <= e.last}
                midnight += DAY_MINUTES
        return sorted(cuts)

    def chains(self, max_runs: int, singles: list[Column], most: int) -> tuple[list[Column], int, bool]:
        """Outings of two runs or more, each of up to three stops; how many runs at most; whether all pairs fitted.

        Three runs and more, up to ``max_runs``, only while there are no more than a quarter of ``most`` such chains.
        Left out, without loss, is a chain whose parts the same coach can run as outings of their own for no more.
        """
        money_of = {(c.runs[0], c.starts[0]): c for c in singles if not c.early}
        short = [i for i in self.usable if _may_chain(self.elements[i])]
        if not short:
            return [], max_runs, True
        follow = Follow(self.world, [self.elements[i] for i in short])
        front: list[tuple[int, ...]] = [(short[a], short[b]) for a, b in np.argwhere(follow.needed).tolist()]
        then = {short[a]: [short[b] for b in np.flatnonzero(row)] for a, row in enumerate(follow.feasible)}
        found: dict[tuple[object, ...], Column] = {}
        for runs in range(2, max_runs + 1):
            longer = []
            for chain in front:
                columns = [c for starts in self._packings(chain) for c in self.columns(chain, starts)]
                found.update({(c.runs, c.starts, c.early): c for c in columns if not self._splits(c, money_of)})
                if columns:
                    longer.append(chain)
                if len(found) > most:
                    return list(found.values()), runs, False
            if sum(len(then[chain[-1]]) for chain in longer) > most / 4:
                return list(found.values()), runs, True
            front = [(*chain, i) for chain in longer for i in then[chain[-1]]]
        return list(found.values()), max_runs, True

    def _splits(self, column: Column, singles: dict[tuple[int, Minute], Column]) -> bool:
        parts = [singles.get(key) for key in zip(column.runs, column.starts, strict=True)]
        for a, b in pairwise(parts):
            if a is None or b is None or a.returns > b.leaves:
                return False
        return sum(p.money for p in parts if p) <= column.money + 1e-9

    def _packings(self, runs: tuple[int, ...]) -> list[tuple[Minute, ...]]:
        """All as early as may be; these pushed together towards the last; all as late as may be."""
        elements = [self.elements[i] for i in runs]
        gaps = [self._gap(a, b) for a, b in pairwise(elements)]
        early = [elements[0].first]
        for gap, e in zip(gaps, elements[1:], strict=True):
            early.append(max(e.first, early[-1] + gap))
        if any(at > e.last for at, e in zip(early, elements, strict=True)):
            return []
        found = {tuple(early)}
        for last in (early[-1], elements[-1].last):
            late = [last]
            for gap, e in zip(reversed(gaps), reversed(elements[:-1]), strict=True):
                late.append(min(e.last, late[-1] - gap))
            found.add(tuple(reversed(late)))
        return sorted(found)

    def _gap(self, a: Element, b: Element) -> int:
        """From the departure of one run to the first possible departure of the next in the same outing."""
        goal, start = a.sequence.sites[-1], b.sequence.sites[0]
        dwell = self.world.problem.site[goal].dwell_min
        gap = a.arrival[-1] + dwell + self.world.empty(goal, start) + self.world.settings.coach_turnaround_min
        return math.ceil(gap - EPS) - b.begin


def _may_chain(e: Element) -> bool:
    """Runs that only meet other coaches, and those of more than three stops, are outings of their own."""
    return len(e.sequence.sites) <= PACKED_STOPS and (
        not e.pinned or any(r.task.kind in ("feed", "last") for r in e.rides)
    )
