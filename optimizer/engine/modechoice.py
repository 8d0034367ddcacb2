"""Which demands go by coach, which by which service: an integer program before any route is known.

Coaches are whole numbers per bundle (one pickup, one city of workplaces, one day), units of services whole numbers too;
feeders and last miles enter by an estimated price a head. Routes, times and pooling are the improvement's business.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import timedelta

import numpy as np
from ortools.math_opt.python import mathopt

from optimizer.clock import DAY_MINUTES
from optimizer.engine.layout import EVERY_DAY, Array, Instance
from optimizer.engine.moves import NO_SERVICE, Board
from optimizer.rules.drive import drive

_MOST_WHOLE_BUNDLES = 600
_GAP = 0.003
_NODES = 3000
_FILL = 0.9
_EVERY = 30


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
        self.model = mathopt.Model(name="mode choice")
        self.cost: list[mathopt.LinearExpression | mathopt.LinearTerm] = []
        self.by_option: dict[int, mathopt.Variable] = {}
        self.by_day: dict[tuple[int, int, int], mathopt.Variable] = {}
        self._counted: dict[tuple[int, int], list[mathopt.Variable]] = {}
        self._chosen = chosen
        self._workers()
        self._services()
        self._bundles()
        self._limits()
        self.model.minimize(mathopt.fast_sum(self.cost))

    def _workers(self) -> None:
        for d in self._chosen:
            row = self.inst.demands[d]
            heads = float(row["headcount"])
            ways: list[mathopt.Variable] = []
            for x in range(int(row["first_option"]), int(row["first_option"] + row["options"])):
                if not math.isfinite(self.inst.options[x]["legs_price"]):
                    continue
                rider = self.model.add_variable(lb=0.0, ub=heads)
                self.by_option[x] = rider
                seat = float(self.inst.services[int(self.inst.options[x]["service"])]["cost_seat"])
                self.cost.append((float(self.inst.options[x]["legs_price"]) + seat) * rider)
                ways.append(rider)
            for leaves_day, arrives_day in self._days(int(d)):
                rider = self.model.add_variable(lb=0.0, ub=heads)
                self.by_day[int(d), leaves_day, arrives_day] = rider
                ways.append(rider)
            left = self.model.add_variable(lb=0.0, ub=heads)
            self.cost.append(float(row["penalty"]) * left)
            self.model.add_linear_constraint(mathopt.fast_sum(ways) + left == heads)

    def _days(self, d: int) -> list[tuple[int, int]]:
        """Days on which a direct coach may leave and arrive; one pair for a demand that no limit counts."""
        row = self.inst.demands[d]
        if row["direct"] < 0:
            return []
        task = self.inst.tasks[int(row["direct"])]
        origin, goal = int(task["origin"]), int(task["goal"])
        minutes = int(self.inst.minutes[origin, goal])
        first, last = max(0, int(task["leave_from"])), int(min(task["reach_to"], self.inst.rules.end))
        pairs: list[tuple[int, int]] = []
        for start in range(first, last - minutes + 1, _EVERY):
            arrival, _ = drive(self.inst.drive, start, 0, minutes)
            pair = start // DAY_MINUTES, arrival // DAY_MINUTES
            if pair in pairs or not task["reach_from"] <= arrival <= last:
                continue
            if self._open(origin, start) and self._open(goal, arrival) and arrival - start <= task["max_ride"]:
                pairs.append(pair)
        return pairs if row["limited"] else pairs[:1]

    def _open(self, site: int, t: int) -> bool:
        length = int(self.inst.open_length[site])
        return length == 0 or (t - int(self.inst.open_from[site])) % DAY_MINUTES < length

    def _services(self) -> None:
        riders: dict[int, dict[int, list[tuple[mathopt.Variable, float]]]] = {}
        for x, rider in self.by_option.items():
            way = self.inst.options[x]
            s = int(way["service"])
            seats = float(self.inst.services[s]["seats"][int(self.inst.demands[int(way["demand"])]["risk"])])
            for section in range(int(way["board"]), int(way["alight"])):
                riders.setdefault(s, {}).setdefault(section, []).append((rider, 1.0 / max(1.0, seats)))
        for s, sections in sorted(riders.items()):
            row = self.inst.services[s]
            units = self.model.add_variable(lb=0.0, ub=float(row["max_units"]), is_integer=True)
            used = self.model.add_variable(lb=0.0, ub=1.0, is_integer=True)
            self.cost.append(float(row["cost_unit"]) * units + float(row["cost_fixed"]) * used)
            self.model.add_linear_constraint(units <= float(row["max_units"]) * used)
            self.model.add_linear_constraint(units >= float(row["min_units"]) * used)
            for terms in sections.values():
                need = mathopt.fast_sum([weight * rider for rider, weight in terms])
                self.model.add_linear_constraint(need <= units)

    def _bundles(self) -> None:
        bundles: dict[tuple[int, int, int, int], list[tuple[int, mathopt.Variable]]] = {}
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
                    rider.upper_bound = 0.0
                continue
            coaches = self.model.add_variable(lb=0.0, ub=math.inf, is_integer=whole)
            self.cost.append(price * coaches)
            self.model.add_linear_constraint(
                mathopt.fast_sum([rider for _, rider in members]) <= seats * (1.0 if whole else _FILL) * coaches
            )
            for d, rider in members:
                minutes = float(self.inst.minutes[pickup, int(self.inst.demands[d]["workplace"])])
                self.cost.append(minutes * 1.1 * self.inst.rules.per_minute * rider)

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
        for x, rider in self.by_option.items():
            way = self.inst.options[x]
            self._count(int(way["demand"]), int(way["first_day"]), int(way["last_day"]), rider)
        for (d, leaves_day, arrives_day), rider in self.by_day.items():
            self._count(d, leaves_day, arrives_day, rider)
        for (limit, _), riders in sorted(self._counted.items()):
            room = float(self.inst.limit_value[limit])
            self.model.add_linear_constraint(mathopt.fast_sum(riders) <= room)

    def _count(self, d: int, leaves: int, reaches: int, rider: mathopt.Variable) -> None:
        nights = int(self.inst.demands[d]["nights"])
        for kind, days in ((0, [leaves]), (1, [reaches]), (2, list(range(reaches, reaches + nights)))):
            numbers = self.inst.limit_of[int(self.inst.limit_from[kind, d]) : int(self.inst.limit_from[kind, d + 1])]
            for limit in numbers:
                dated = int(self.inst.limit_day[limit])
                for day in days:
                    if dated in (day, EVERY_DAY):
                        self._counted.setdefault((int(limit), day), []).append(rider)

    def solve(self, seconds: float | None) -> list[Assignment]:
        parameters = mathopt.SolveParameters(
            relative_gap_tolerance=_GAP,
            node_limit=_NODES,
            time_limit=None if seconds is None else timedelta(seconds=max(0.5, seconds)),
        )
        result = mathopt.solve(self.model, mathopt.SolverType.HIGHS, params=parameters)
        if not result.has_primal_feasible_solution():
            return []
        values = result.variable_values()
        found: list[Assignment] = []
        for d in self._chosen:
            found += self._whole_heads(int(d), values)
        return found

    def _whole_heads(self, d: int, values: dict[mathopt.Variable, float]) -> list[Assignment]:
        """A demand's heads by option, rounded so that they add up; unsplittable ones go where most of them went."""
        row = self.inst.demands[d]
        first, count = int(row["first_option"]), int(row["options"])
        shares = [
            ((x, int(self.inst.options[x]["first_day"]), int(self.inst.options[x]["last_day"])), values[rider])
            for x in range(first, first + count)
            if (rider := self.by_option.get(x)) is not None
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


def _round_to_whole(shares: Array) -> Array:
    """Whole numbers near the shares with their sum rounded to the nearest, the largest remainders rounded up first."""
    floor = np.floor(shares + 1e-6)
    missing = round(float(shares.sum())) - int(floor.sum())
    for at in np.argsort(floor - shares, kind="stable")[: max(0, missing)]:
        floor[at] += 1
    return floor.astype(np.int64)
