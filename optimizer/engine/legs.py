"""The coach legs and service ways that each demand may use, with the windows that each leg must keep.

A demand may go by one direct coach, or by one service with a feeder before it and a last mile after it where its own
sites are not the service's stops, or, where no single run may carry it, by two coaches that meet. (Longer chains are
legal in the contract; this planner does not look at them. The bound does.)
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Set
from typing import TypeAlias

import numpy as np

from optimizer.bound.roads import shortest_roads
from optimizer.clock import DAY_MINUTES
from optimizer.engine.layout import DEMAND, FOREVER, OPTION, TASK, Array
from optimizer.engine.relays import Seekers, meetings, needs_two
from optimizer.engine.ways import Ways, all_ways, meeting_rows
from optimizer.problem import RISKS, Problem
from optimizer.rules.drive import drive_rules, minutes_with_breaks

_ALL_OPTIONS, _LEAST_OPTIONS, _MOST_OPTIONS = 60000, 12, 60
FULL_COACH = 0.85
_TURNS = 2
_A_DAY = 4
"""Options of a demand that limits count for each pair of dates: room may be left on one of them only."""
FULL_FEEDER = 0.6

WantedWays: TypeAlias = Mapping[int, Set[tuple[int, int, int]]]
"""By demand, (service, board stop, alight stop) that have to be among its options however dear; numbers from 0."""
NO_WAYS: WantedWays = {}


class LegBuilder:
    """Builds the tables of demands, tasks and options; all times relative to the horizon's first midnight."""

    def __init__(
        self, problem: Problem, km: Array, minutes: Array, services: Array, limited: Array, wanted: WantedWays
    ) -> None:
        self.problem, self.km, self.minutes, self.services = problem, km, minutes, services
        self.wanted = wanted
        self.origin = problem.first_minute
        self.site = {s.site_id: i for i, s in enumerate(problem.sites)}
        self.employer = {e.employer_id: i for i, e in enumerate(problem.employers)}
        self._tasks: list[tuple[float, ...]] = []
        self._options: list[tuple[float, ...]] = []
        self._known: dict[tuple[float, ...], int] = {}
        self.demands = np.zeros(len(problem.demands), dtype=DEMAND)
        self._rates, self._drive = self._coach_rates(), drive_rules(problem.settings)
        a_demand = _ALL_OPTIONS // max(1, len(problem.demands))
        self._most_options = max(_LEAST_OPTIONS, min(_MOST_OPTIONS, a_demand))
        most = self._most_driving()
        for number in range(len(problem.demands)):
            self._demand(number, bool(limited[number]))
        self._far = self.minutes[self.demands["pickup"], self.demands["workplace"]] > most
        self._least = shortest_roads(problem).minutes if problem.links and self._far.any() else minutes
        met = meetings(problem, minutes, self._least, most, self._seekers())
        self.services = np.concatenate([services, meeting_rows(services, met)])
        ways = all_ways(problem, self.services, met)
        for number in range(len(problem.demands)):
            self._direct(number, most)
            self._by_service(number, ways, most)
        self.tasks = np.array(self._tasks, dtype=TASK) if self._tasks else np.zeros(0, dtype=TASK)
        self.options = np.array(self._options, dtype=OPTION) if self._options else np.zeros(0, dtype=OPTION)

    def _most_driving(self) -> float:
        settings = self.problem.settings
        return math.floor(settings.driving_max_drivers) * settings.driving_driver_min

    def _demand(self, number: int, limited: bool) -> None:
        demand, row, problem = self.problem.demands[number], self.demands[number], self.problem
        row["pickup"], row["workplace"] = self.site[demand.pickup_id], self.site[demand.workplace_id]
        row["headcount"], row["splittable"] = demand.headcount, demand.splittable
        row["least"] = min(demand.min_group, demand.headcount) if demand.splittable else demand.headcount
        region = problem.region.get(problem.site[demand.pickup_id].region_id or "")
        row["risk"] = RISKS.index(region.risk) if region else 0
        row["employer"] = self.employer[demand.employer_id]
        row["nights"], row["limited"] = demand.quarantine_nights, limited
        row["penalty"] = problem.priority(demand) * problem.settings.objective_unserved
        row["reference"] = self._coach_price(int(row["pickup"]), int(row["workplace"]), FULL_COACH)
        row["direct"] = -1

    def _ready(self, number: int) -> int:
        """The first minute at which a demand's workers may leave (contract, rule 2)."""
        demand = self.problem.demands[number]
        region = self.problem.region.get(self.problem.site[demand.pickup_id].region_id or "")
        opens = region.open_from * DAY_MINUTES if region and region.open_from is not None else demand.ready
        return max(demand.ready, opens, self.origin) - self.origin

    def _due(self, number: int) -> tuple[int, int]:
        demand = self.problem.demands[number]
        start = -FOREVER if demand.due_from is None else demand.due_from - self.origin
        return start, min(demand.due, self.problem.last_minute) - self.origin

    def _seekers(self) -> Seekers:
        """The demands that no single run may carry from end to end."""
        far = np.flatnonzero(self._far)
        rows, hour = self.demands[far], self.problem.settings.objective_hour
        due = np.array([self._due(int(d)) for d in far], dtype=np.int64).reshape(len(far), 2)
        km = self.problem.settings.road_speed_kmh / 60
        per_km, per_empty_km, _ = self._rates
        return Seekers(
            pickup=rows["pickup"],
            workplace=rows["workplace"],
            heads=rows["headcount"],
            limited=rows["limited"].astype(bool),
            ready=np.array([self._ready(int(d)) for d in far], dtype=np.int64),
            due_from=due[:, 0],
            due=due[:, 1],
            per_minute=hour / 60,
            per_driven=km * (per_km + per_empty_km) / FULL_COACH,
        )

    def _direct(self, number: int, most: float) -> None:
        row, settings = self.demands[number], self.problem.settings
        pickup, workplace = int(row["pickup"]), int(row["workplace"])
        ready, (due_from, due) = self._ready(number), self._due(number)
        minutes = int(self.minutes[pickup, workplace])
        if pickup == workplace or not self.problem.fleet or ready + minutes > due or minutes > most:
            return
        if settings.journey_max_legs is not None and settings.journey_max_legs < 1:
            return
        ride = min(_or_inf(settings.coach_max_ride_min), _or_inf(settings.journey_max_min))
        row["direct"] = self._task(number, pickup, workplace, (ready, FOREVER), (due_from, due), (1, 1), 0, ride)

    def _task(
        self,
        number: int,
        origin: int,
        goal: int,
        leave: tuple[int, int],
        reach: tuple[int, int],
        ends: tuple[int, int],
        offset: int,
        max_ride: float,
    ) -> int:
        task = (number, origin, goal, *leave, *reach, *ends, offset, max_ride)
        known = self._known.get(task)
        if known is None:
            known = self._known[task] = len(self._tasks)
            self._tasks.append(task)
        return known

    def _by_service(self, number: int, ways: Ways, most: float) -> None:
        row, settings = self.demands[number], self.problem.settings
        row["first_option"] = len(self._options)
        if not len(ways.service):
            return
        pickup, workplace = int(row["pickup"]), int(row["workplace"])
        ready, (due_from, due) = self._ready(number), self._due(number)
        checkin = self.problem.sites[pickup].checkin_min
        at_home, at_work = ways.board_site == pickup, ways.alight_site == workplace
        to_board, to_work = self.minutes[pickup, ways.board_site], self.minutes[ways.alight_site, workplace]
        earliest_ready = math.ceil(self.problem.demands[number].ready - self.origin + checkin - 1e-6)
        can_board = np.where(
            at_home,
            (ways.leaves >= max(ready, earliest_ready)),
            (ready + to_board <= ways.board_by) & (to_board <= most) & (ways.change_on == 1),
        )
        can_reach = np.where(
            at_work,
            (ways.reaches <= due) & (ways.reaches >= due_from),
            (ways.ready_at + to_work <= due) & (to_work <= most) & (ways.change_off == 1),
        )
        by_two = ~at_home & ~at_work & self._far[number]
        by_two &= needs_two(self._least, pickup, ways.board_site, workplace, most)
        ok = can_board & can_reach & (by_two | (ways.relay == 0))
        if settings.journey_max_legs is not None:
            ok &= 3 - at_home.astype(np.int64) - at_work - ways.relay <= settings.journey_max_legs
        if not self.problem.fleet:
            ok &= at_home & at_work
        seats = self.services["seats"][ways.service, int(row["risk"])]
        ok &= seats > 0
        if not ok.any():
            return
        chosen = np.flatnonzero(ok)
        estimate = self._way_price(ways, chosen, pickup, workplace)
        order = np.lexsort((ways.alight[chosen], ways.board[chosen], ways.service[chosen], estimate))
        ranked = order[_in_turns(ways.service[chosen[order]], _TURNS)]
        if row["limited"]:
            days = self._days(ways, chosen[ranked], pickup, workplace)
            ranked = ranked[_in_turns(days[:, 0] * (days.max() + 1) + days[:, 1], _A_DAY)]
        most, keys = self._most_options, self.wanted.get(number, frozenset())
        rest = ranked[most:] if keys else ranked[:0]
        for at in [*ranked[:most], *(at for at in rest if ways.key(int(chosen[at])) in keys)]:
            self._option(number, ways, int(chosen[at]), float(estimate[at]))
        row["options"] = len(self._options) - int(row["first_option"])

    def _days(self, ways: Ways, chosen: Array, pickup: int, workplace: int) -> Array:
        """Dates, shape (ways, 2), on which journeys over ways leave and arrive that waste no time, breaks included."""
        rules, board, alight = self._drive, ways.board_site[chosen], ways.alight_site[chosen]
        before = minutes_with_breaks(rules, self.minutes[pickup, board])
        after = minutes_with_breaks(rules, self.minutes[alight, workplace])
        leaves = np.where(board == pickup, ways.leaves[chosen], ways.board_by[chosen] - before)
        reaches = np.where(alight == workplace, ways.reaches[chosen], ways.ready_at[chosen] + after)
        days: Array = np.stack([leaves, reaches], axis=1) // DAY_MINUTES
        return days

    def _option(self, number: int, ways: Ways, way: int, estimate: float) -> None:
        row, settings = self.demands[number], self.problem.settings
        pickup, workplace = int(row["pickup"]), int(row["workplace"])
        board_site, alight_site = int(ways.board_site[way]), int(ways.alight_site[way])
        leaves, reaches = int(ways.leaves[way]), int(ways.reaches[way])
        ready, (due_from, due) = self._ready(number), self._due(number)
        before, after = self._budgets(way, ways, pickup, workplace)
        ride = _or_inf(settings.coach_max_ride_min)
        feeder = last_mile = -1
        if board_site != pickup:
            window = (max(ready, leaves - before), FOREVER)
            reach = (int(ways.wait_from[way]), int(ways.board_by[way]))
            feeder = self._task(number, pickup, board_site, window, reach, (1, 0), leaves, ride)
        if alight_site != workplace:
            window = (int(ways.ready_at[way]), int(ways.wait_to[way]))
            reach = (due_from, min(due, reaches + after))
            last_mile = self._task(number, alight_site, workplace, window, reach, (0, 1), -reaches, ride)
        self._options.append(
            (
                number,
                int(ways.service[way]),
                int(ways.board[way]),
                int(ways.alight[way]),
                feeder,
                last_mile,
                leaves,
                reaches,
                estimate,
                estimate - float(ways.price[way]),
                leaves // DAY_MINUTES,
                reaches // DAY_MINUTES,
            )
        )

    def _budgets(self, way: int, ways: Ways, pickup: int, workplace: int) -> tuple[int, int]:
        """Most minutes before the service leaves and after it reaches its stop, so that journey.max_min holds."""
        longest = self.problem.settings.journey_max_min
        if longest is None:
            return FOREVER, FOREVER
        slack = math.floor(longest + 1e-6) - int(ways.reaches[way] - ways.leaves[way])
        at_home, at_work = ways.board_site[way] == pickup, ways.alight_site[way] == workplace
        wait_on = int(ways.leaves[way] - ways.board_by[way])
        wait_off = int(ways.ready_at[way] - ways.reaches[way])
        least_before = 0 if at_home else int(self.minutes[pickup, ways.board_site[way]]) + wait_on
        least_after = 0 if at_work else int(self.minutes[ways.alight_site[way], workplace]) + wait_off
        spare = slack - least_before - least_after
        if at_home or at_work:
            return least_before + spare, least_after + spare
        weight = (least_before + 60) / (least_before + least_after + 120)
        return least_before + math.floor(spare * weight), least_after + spare - math.floor(spare * weight)

    def _coach_rates(self) -> tuple[float, float, float]:
        """Per seat of the cheapest type at this scenario's usual caps: money per loaded km, empty km and day."""
        best = (0.0, 0.0, 0.0)
        price = math.inf
        for kind in self.problem.vehicle_types:
            seats = kind.seats - kind.reserved
            empty = kind.cost_km if kind.cost_km_empty is None else kind.cost_km_empty
            rates = (kind.cost_km / seats, empty / seats, (kind.cost_day + kind.cost_driver_day) / seats)
            total = 300 * (rates[0] + rates[1]) + rates[2]
            if total < price:
                price, best = total, rates
        return best

    def _coach_price(self, origin: int, goal: int, fill: float) -> float:
        """About what a worker pays for a coach from origin to goal that goes home empty, worker-hours included."""
        return float(self._coach_prices(np.array([origin]), np.array([goal]), fill)[0])

    def _coach_prices(self, origins: Array, goals: Array, fill: float) -> Array:
        per_km, per_empty_km, per_day = self._rates
        minutes = self.minutes[origins, goals].astype(np.float64)
        days = np.maximum(1.0, 2 * minutes / self.problem.settings.driving_driver_min)
        money = (self.km[origins, goals] * (per_km + per_empty_km) + per_day * days) / fill / self._usual_share()
        hours: Array = money + self.problem.settings.objective_hour / 60 * minutes * 1.1
        return hours

    def _usual_share(self) -> float:
        shares = [cap.share for cap in self.problem.caps if cap.mode == "coach" and cap.risk is None]
        return max(0.5, min(shares, default=1.0))

    def _way_price(self, ways: Ways, chosen: Array, pickup: int, workplace: int) -> Array:
        board, alight = ways.board_site[chosen], ways.alight_site[chosen]
        before = np.where(board == pickup, 0.0, self._coach_prices(np.full_like(board, pickup), board, FULL_FEEDER))
        after = np.where(
            alight == workplace, 0.0, self._coach_prices(alight, np.full_like(alight, workplace), FULL_FEEDER)
        )
        ride = ways.reaches[chosen] - ways.leaves[chosen]
        price: Array = before + after + ways.price[chosen] + self.problem.settings.objective_hour / 60 * (ride + 60)
        return price


def _in_turns(kinds: Array, turns: int) -> Array:
    """Places of the first of each kind, then of the second ones, for so many turns, then of all others in order."""
    return np.argsort(np.minimum(_earlier(kinds), turns), kind="stable")


def _earlier(kinds: Array) -> Array:
    """How many of its kind come before each place."""
    order = np.argsort(kinds, kind="stable")
    ranked = kinds[order]
    earlier = np.empty(len(kinds), dtype=np.int64)
    earlier[order] = np.arange(len(kinds)) - np.searchsorted(ranked, ranked)
    return earlier


def _or_inf(value: float | None) -> float:
    return math.inf if value is None else value
