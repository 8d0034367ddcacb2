"""Which demands go by coach, which by which service: an integer program before any route is known.

Coaches are whole numbers per bundle (one pickup, one city of workplaces, one day), units of services whole numbers too;
feeders and last miles enter by an estimated price a head. Routes, times and pooling are the improvement's business.
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from functools import cache, cached_property

import numpy as np

from optimizer.engine.choosing import NO_SERVICE
from optimizer.engine.days import days_of
from optimizer.engine.layout import EVERY_DAY, Array, Instance
from optimizer.engine.moves import Board
from optimizer.linear_model import LinearModel

_MOST_WHOLE_BUNDLES = 600
_GAP = 0.003
_NODES = 3000
_FILL = 0.9


@dataclass(frozen=True, slots=True)
class Assignment:
    """Heads of a demand that go by an option, or by direct coach (option NO_SERVICE), from one day to another."""

    demand: int
    option: int
    heads: int
    leaves_day: int = -1
    arrives_day: int = -1


def choose_modes(board: Board, *, seconds: float | None) -> list[Assignment]:
    """Modes for as many workers as pay, best options first. ``seconds`` None: limited by nodes, not by a clock."""
    demands = board.inst.demands
    chosen = np.flatnonzero((demands["options"] > 0) | ((demands["limited"] > 0) & (demands["direct"] >= 0)))
    return _ModeModel(board, chosen).solve(seconds) if len(chosen) else []


class _ModeModel:
    def __init__(self, board: Board, chosen: Array) -> None:
        self.board = board
        self.inst: Instance = board.inst
        self.model = LinearModel()
        self.by_option: dict[tuple[int, int, int], int] = {}
        self.by_day: dict[tuple[int, int, int], int] = {}
        self._counted: dict[tuple[int, int], Counter[int]] = {}
        self._leg_days = cache(lambda t: days_of(board.handles[0], t).tolist())
        self._chosen = chosen
        self._workers()
        self._services()
        self._bundles()
        self._limits()

    def _workers(self) -> None:
        for d in self._chosen:
            row = self.inst.demands[d]
            heads = float(row["headcount"])
            ways: list[int] = []
            for x in range(int(row["first_option"]), int(row["first_option"] + row["options"])):
                if not math.isfinite(self.inst.options[x]["legs_price"]):
                    continue
                seat = float(self.inst.services[int(self.inst.options[x]["service"])]["cost_seat"])
                for leaves_day, arrives_day, waiting in self._option_days(x):
                    price = float(self.inst.options[x]["legs_price"]) + seat + waiting
                    rider = self.model.column(upper=heads, cost=price)
                    self.by_option[x, leaves_day, arrives_day] = rider
                    ways.append(rider)
            for leaves_day, arrives_day in self._days(int(d)):
                rider = self.model.column(upper=heads)
                self.by_day[int(d), leaves_day, arrives_day] = rider
                ways.append(rider)
            ways.append(self.model.column(upper=heads, cost=float(row["penalty"])))
            self.model.row([(way, 1.0) for way in ways], least=heads, most=heads)

    def _days(self, d: int) -> list[tuple[int, int]]:
        """Days on which a direct coach may leave and arrive; one pair for a demand that no limit counts."""
        row = self.inst.demands[d]
        if row["direct"] < 0:
            return []
        pairs = sorted((leaves, arrives) for leaves, arrives, *_ in self._leg_days(int(row["direct"])))
        return pairs if row["limited"] else pairs[:1]

    def _option_days(self, x: int) -> list[tuple[int, int, float]]:
        """Days on which a journey by an option may leave and arrive, and what a worker's wait on them costs more.

        The timed one alone where no limit counts the demand: then the day is all the same.
        """
        way = self.inst.options[x]
        timed = int(way["first_day"]), int(way["last_day"])
        if not self.inst.demands[int(way["demand"])]["limited"]:
            return [(*timed, 0.0)]
        leaving, arriving = {timed[0]: 0}, {timed[1]: 0}
        if way["feeder"] >= 0:
            rows = self._leg_days(int(way["feeder"]))
            leaving = _waits({row[0]: -row[2] for row in rows[::-1]}, timed[0])
        if way["last_mile"] >= 0:
            rows = self._leg_days(int(way["last_mile"]))
            arriving = _waits({row[1]: row[3] for row in rows}, timed[1])
        rate = self.inst.rules.per_minute
        return [(i, j, rate * (leaving[i] + arriving[j])) for i in sorted(leaving) for j in sorted(arriving)]

    def _services(self) -> None:
        riders: dict[int, dict[int, list[tuple[int, float]]]] = {}
        for (x, _, _), rider in self.by_option.items():
            way = self.inst.options[x]
            s = int(way["service"])
            seats = float(self.inst.services[s]["seats"][int(self.inst.demands[int(way["demand"])]["risk"])])
            for section in range(int(way["board"]), int(way["alight"])):
                riders.setdefault(s, {}).setdefault(section, []).append((rider, 1.0 / max(1.0, seats)))
        for s, sections in sorted(riders.items()):
            row = self.inst.services[s]
            most, least = float(row["max_units"]), float(row["min_units"])
            units = self.model.column(upper=most, cost=float(row["cost_unit"]), whole=True)
            used = self.model.column(upper=1.0, cost=float(row["cost_fixed"]), whole=True)
            self.model.row([(units, 1.0), (used, -most)], most=0.0)
            self.model.row([(units, 1.0), (used, -least)], least=0.0)
            for terms in sections.values():
                self.model.row([*terms, (units, -1.0)], most=0.0)

    def _bundles(self) -> None:
        bundles: dict[tuple[int, int, int, int], list[tuple[int, int]]] = {}
        for (d, day, _), rider in self.by_day.items():
            row = self.inst.demands[d]
            city = int(self.inst.city[int(row["workplace"])])
            bundles.setdefault((int(row["pickup"]), city, day, int(row["risk"])), []).append((d, rider))
        whole = len(bundles) <= _MOST_WHOLE_BUNDLES
        for (pickup, _, day, risk), members in sorted(bundles.items()):
            workplaces = np.array([int(self.inst.demands[d]["workplace"]) for d, _ in members])
            goal = int(workplaces[int(np.argmin(self.inst.km[pickup, workplaces]))])
            seats, price = self._cheapest_coach(pickup, goal, day, risk)
            if seats == 0:
                for _, rider in members:
                    self.model.close(rider)
                continue
            coaches = self.model.column(cost=price, whole=whole)
            fill = seats * (1.0 if whole else _FILL)
            self.model.row([*((rider, 1.0) for _, rider in members), (coaches, -fill)], most=0.0)
            for d, rider in members:
                minutes = float(self.inst.minutes[pickup, int(self.inst.demands[d]["workplace"])])
                self.model.add_cost(rider, minutes * 1.1 * self.inst.rules.per_minute)

    def _cheapest_coach(self, pickup: int, goal: int, day: int, risk: int) -> tuple[int, float]:
        """Seats and money of the coach type that is cheapest a seat from pickup to goal and back empty."""
        inst = self.inst
        trip = 2
        if inst.province[pickup] == inst.province[goal]:
            trip = int(inst.city[pickup] != inst.city[goal])
        km, minutes = float(inst.km[pickup, goal]), float(inst.minutes[pickup, goal])
        best, found = math.inf, (0, 0.0)
        for k, kind in enumerate(inst.kinds):
            seats = int(inst.coach_seats[k, trip, risk, min(day, inst.coach_seats.shape[3] - 1)])
            if seats == 0:
                continue
            drivers = max(1, math.ceil(minutes / inst.rules.driver_min))
            days = max(1, math.ceil(2 * minutes / (drivers * inst.rules.driver_min)))
            money = km * (kind["cost_km"] + kind["cost_km_empty"]) + days * kind["cost_day"]
            money += days * drivers * kind["cost_driver_day"]
            if money / seats < best:
                best, found = money / seats, (seats, float(money))
        return found

    def _limits(self) -> None:
        for (x, leaves_day, arrives_day), rider in self.by_option.items():
            self._count(int(self.inst.options[x]["demand"]), leaves_day, arrives_day, rider)
        for (d, leaves_day, arrives_day), rider in self.by_day.items():
            self._count(d, leaves_day, arrives_day, rider)
        for (limit, _), riders in sorted(self._counted.items()):
            room = float(self.inst.limit_value[limit])
            self.model.row([(rider, float(times)) for rider, times in riders.items()], most=room)

    def _count(self, d: int, leaves: int, reaches: int, rider: int) -> None:
        nights = int(self.inst.demands[d]["nights"])
        for kind, days in ((0, [leaves]), (1, [reaches]), (2, list(range(reaches, reaches + nights)))):
            numbers = self.inst.limit_of[int(self.inst.limit_from[kind, d]) : int(self.inst.limit_from[kind, d + 1])]
            for limit in numbers:
                dated = int(self.inst.limit_day[limit])
                for day in days:
                    if dated in (day, EVERY_DAY):
                        self._counted.setdefault((int(limit), day), Counter())[rider] += 1

    def solve(self, seconds: float | None) -> list[Assignment]:
        values = self.model.solve(gap=_GAP, nodes=_NODES, seconds=seconds)
        if values is None:
            return []
        found: list[Assignment] = []
        for d in self._chosen:
            found += self._whole_heads(int(d), values)
        return found

    @cached_property
    def _days_by_option(self) -> dict[int, list[tuple[int, int]]]:
        found: dict[int, list[tuple[int, int]]] = {}
        for x, leaves_day, arrives_day in self.by_option:
            found.setdefault(x, []).append((leaves_day, arrives_day))
        return found

    def _whole_heads(self, d: int, values: list[float]) -> list[Assignment]:
        """A demand's heads by option, rounded so that they add up; unsplittable ones go where most of them went."""
        row = self.inst.demands[d]
        first, count = int(row["first_option"]), int(row["options"])
        shares = [
            ((x, *days), values[self.by_option[x, *days]])
            for x in range(first, first + count)
            for days in self._days_by_option.get(x, ())
        ]
        shares += [
            ((NO_SERVICE, *days), values[self.by_day[d, *days]]) for days in self._days(d) if (d, *days) in self.by_day
        ]
        if not shares:
            return []
        if not row["splittable"]:
            way, most = max(shares, key=lambda share: share[1])
            option, leaves_day, arrives_day = way
            whole = Assignment(d, option, int(row["headcount"]), leaves_day, arrives_day)
            return [whole] if most >= row["headcount"] / 2 else []
        heads = _round_to_whole(np.array([share for _, share in shares]))
        return [
            Assignment(d, option, int(n), leaves_day, arrives_day)
            for ((option, leaves_day, arrives_day), _), n in zip(shares, heads, strict=True)
            if n >= row["least"]
        ]


def _waits(moments: dict[int, int], usual: int) -> dict[int, int]:
    """Minutes more than on the usual day that each day costs, 0 for fewer; the usual day is always among them."""
    least = moments.get(usual, min(moments.values(), default=0))
    return {usual: 0} | {day: max(0, moment - least) for day, moment in moments.items()}


def _round_to_whole(shares: Array) -> Array:
    """Whole numbers near the shares with their sum rounded to the nearest, the largest remainders rounded up first."""
    floor = np.floor(shares + 1e-6)
    missing = round(float(shares.sum())) - int(floor.sum())
    for at in np.argsort(floor - shares, kind="stable")[: max(0, missing)]:
        floor[at] += 1
    return floor.astype(np.int64)
