"""Prices from the journeys that a search has met: a linear program over these says what is scarce (Dantzig, Wolfe)."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from optimizer.bound.prices import Market, Priced, Prices, evaluate
from optimizer.linear_model import LinearModel

Wholes = npt.NDArray[np.int64]
Terms = list[tuple[int, float]]

_ROUNDS, _ROUNDS_OF_ALL = 60, 150_000
_CLOSE = 1e-5
_PULL, _HARDER = 0.4, 1.3
"""How far prices move from the best ones to those of the program, and how that grows where they are no better."""


class Journey(NamedTuple):
    """``money`` that a worker pays without prices, his ``units`` by section, and the ``rows`` that count him."""

    demand: int
    money: float
    units: Terms
    rows: list[int]


def settle(market: Market, start: Priced, stop: Callable[[], bool]) -> Priced:
    """Prices near the best there are: from round to round between the best so far and those of the program.

    Ends where the program over the journeys met proves that none can be better by more than a hundred-thousandth, after
    some rounds, the fewer the more demands, or at a stop.
    """
    best = here = start
    rounds = min(_ROUNDS, _ROUNDS_OF_ALL // len(market.frame.demands.headcount))
    if stop() or not rounds or not (len(start.price.section) or len(start.price.row)):
        return best
    master, pull = Master(market), _PULL
    master.add(evaluate(market, Prices(np.zeros_like(start.price.section), np.zeros_like(start.price.row))))
    for _ in range(rounds):
        master.add(here)
        solved = None if stop() else master.prices()
        if solved is None or solved[1] - best.value <= _CLOSE * abs(best.value):
            break
        here = evaluate(market, _between(best.price, solved[0], pull))
        if here.value > best.value:
            best, pull = here, _PULL
        else:
            pull = min(1.0, pull * _HARDER)
    return best


def _between(here: Prices, there: Prices, part: float) -> Prices:
    return Prices(here.section + part * (there.section - here.section), here.row + part * (there.row - here.row))


class Master:
    """Every journey met, and the cheapest mix of them that services and limits have room for."""

    def __init__(self, market: Market) -> None:
        self.market = market
        sides = market.calendar.leaving, market.calendar.arriving
        self._counting = [_by_cell(side.cells, side.rows) for side in sides]
        self._met: set[tuple[int, bytes, int, int]] = set()
        self._journeys: list[Journey] = []

    def add(self, priced: Priced) -> None:
        """Takes in the journeys found under these prices."""
        found, penalty = priced.found, self.market.frame.demands.penalty
        for d in np.flatnonzero((found.left_on >= 0) & (found.cost < penalty)).tolist():
            key = d, found.trail[d].tobytes(), int(found.left_on[d]), int(found.came_on[d])
            if key in self._met:
                continue
            self._met.add(key)
            units, rows = self._units(d, found.trail[d]), self._rows(d, priced)
            paid = sum(priced.price.section[k] * need for k, need in units) + sum(priced.price.row[k] for k in rows)
            self._journeys.append(Journey(d, float(found.cost[d] - paid), units, rows))

    def prices(self) -> tuple[Prices, float] | None:
        """Prices under which no mix of these journeys is cheaper than the cheapest, and what that costs."""
        demands, t, calendar = self.market.frame.demands, self.market.frame.timetable, self.market.calendar
        model = LinearModel()
        riders: list[Terms] = [[(model.column(cost=float(penalty)), 1.0)] for penalty in demands.penalty]
        aboard: list[Terms] = [[] for _ in t.site]
        counted: list[Terms] = [[] for _ in calendar.rows]
        for journey in self._journeys:
            column = model.column(cost=journey.money)
            riders[journey.demand].append((column, 1.0))
            for section, need in journey.units:
                aboard[section].append((column, need))
            for row in journey.rows:
                counted[row].append((column, 1.0))
        for s in range(len(t.service)):
            # Between no unit and all of them the cost's lower envelope is a straight line.
            most = float(t.most[s])
            bought = model.column(upper=most, cost=float(t.unit[s]) + float(t.fixed[s]) / max(most, 1.0))
            for section in range(int(t.first[s]), int(t.first[s + 1])):
                aboard[section].append((bought, -1.0))
        for terms in aboard:
            model.row(terms, most=0.0)
        for terms, room in zip(counted, calendar.room, strict=True):
            model.row(terms, most=float(room))
        for terms, heads in zip(riders, demands.headcount, strict=True):
            model.row(terms, least=float(heads), most=float(heads))
        solved = model.prices()
        if solved is None:
            return None
        dual = np.maximum(-np.array(solved[0][: len(aboard) + len(counted)]), 0.0)
        return Prices(dual[: len(aboard)], dual[len(aboard) :]), solved[1]

    def _units(self, d: int, trail: Wholes) -> Terms:
        frame, units = self.market.frame, dict[int, float]()
        for board, alight in trail.reshape(-1, 2).tolist():
            if board < 0:
                break
            need = max(frame.timetable.need[frame.service_of[board], frame.demands.risk[d]], frame.least_need[d])
            for section in range(board, alight):
                units[section] = units.get(section, 0.0) + float(need)
        return list(units.items())

    def _rows(self, d: int, priced: Priced) -> list[int]:
        calendar, rows = self.market.calendar, set[int]()
        sides = (calendar.leaving, priced.found.left_on), (calendar.arriving, priced.found.came_on)
        for counting, (side, day) in zip(self._counting, sides, strict=True):
            rows.update(counting.get(int(side.group[d]) * calendar.days + int(day[d]) - calendar.first, ()))
        return sorted(rows)


def _by_cell(cells: Wholes, rows: Wholes) -> dict[int, list[int]]:
    table: dict[int, list[int]] = {}
    for cell, row in zip(cells.tolist(), rows.tolist(), strict=True):
        table.setdefault(cell, []).append(row)
    return table
