"""Prices from the journeys that a search has met: a linear program over these says what is scarce (Dantzig, Wolfe)."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from optimizer.bound.prices import Market, Priced, Prices
from optimizer.linear_model import LinearModel

Floats = npt.NDArray[np.float64]


class Master:
    """Every journey met: what it costs without prices, the units of sections that it takes, the rows that count it."""

    def __init__(self, market: Market) -> None:
        self.market = market
        sides = market.calendar.leaving, market.calendar.arriving
        self._counting = [_by_cell(side.cells, side.rows) for side in sides]
        self._met: set[tuple[int, bytes]] = set()
        self._journeys: list[tuple[int, float, list[tuple[int, float]], list[int]]] = []

    def add(self, priced: Priced) -> int:
        """Takes in the journeys found under these prices; returns how many were new."""
        found, before = priced.found, len(self._journeys)
        penalty = self.market.frame.demands.penalty
        for d in np.flatnonzero(found.left_on >= 0):
            key = found.trail[d].tobytes() + bytes((int(found.left_on[d]) % 256, int(found.came_on[d]) % 256))
            if (int(d), key) in self._met or found.cost[d] >= penalty[d]:
                continue
            self._met.add((int(d), key))
            units, rows = self._units(int(d), priced), self._rows(int(d), priced)
            paid = sum(priced.price.section[k] * need for k, need in units) + sum(priced.price.row[k] for k in rows)
            self._journeys.append((int(d), float(found.cost[d] - paid), units, rows))
        return len(self._journeys) - before

    def prices(self) -> tuple[Prices, float] | None:
        """Prices under which no mix of these journeys is cheaper than the cheapest, and what that costs."""
        demands, t, calendar = self.market.frame.demands, self.market.frame.timetable, self.market.calendar
        model = LinearModel()
        who: list[list[tuple[int, float]]] = [[] for _ in demands.headcount]
        section: list[list[tuple[int, float]]] = [[] for _ in t.site]
        counted: list[list[tuple[int, float]]] = [[] for _ in calendar.rows]
        for d, money, units, rows in self._journeys:
            column = model.column(cost=money)
            who[d].append((column, 1.0))
            for k, need in units:
                section[k].append((column, need))
            for k in rows:
                counted[k].append((column, 1.0))
        for d, terms in enumerate(who):
            terms.append((model.column(cost=float(demands.penalty[d])), 1.0))
        for s in range(len(t.service)):
            most = float(t.most[s])
            units = model.column(upper=most, cost=float(t.unit[s]) + float(t.fixed[s]) / max(most, 1.0))
            for k in range(int(t.first[s]), int(t.first[s + 1])):
                section[k].append((units, -1.0))
        for terms in section:
            model.row(terms, most=0.0)
        for terms, room in zip(counted, calendar.room, strict=True):
            model.row(terms, most=float(room))
        for terms, heads in zip(who, demands.headcount, strict=True):
            model.row(terms, least=float(heads), most=float(heads))
        solved = model.prices()
        if solved is None:
            return None
        dual = np.maximum(-np.array(solved[0][: len(section) + len(counted)]), 0.0)
        return Prices(dual[: len(section)], dual[len(section) :]), solved[1]

    def _units(self, d: int, priced: Priced) -> list[tuple[int, float]]:
        frame, trail = self.market.frame, priced.found.trail[d]
        risk, least = frame.demands.risk[d], frame.least_need[d]
        units: dict[int, float] = {}
        for k in range(0, len(trail) - 1, 2):
            if trail[k] < 0:
                break
            need = float(max(frame.timetable.need[frame.service_of[trail[k]], risk], least))
            for section in range(int(trail[k]), int(trail[k + 1])):
                units[section] = units.get(section, 0.0) + need
        return list(units.items())

    def _rows(self, d: int, priced: Priced) -> list[int]:
        calendar, rows = self.market.calendar, set[int]()
        sides = (calendar.leaving, priced.found.left_on), (calendar.arriving, priced.found.came_on)
        for counting, (side, day) in zip(self._counting, sides, strict=True):
            rows.update(counting.get(int(side.group[d]) * calendar.days + int(day[d]) - calendar.first, ()))
        return sorted(rows)


def _by_cell(cells: npt.NDArray[np.int64], rows: npt.NDArray[np.int64]) -> dict[int, list[int]]:
    table: dict[int, list[int]] = {}
    for cell, row in zip(cells.tolist(), rows.tolist(), strict=True):
        table.setdefault(cell, []).append(row)
    return table
