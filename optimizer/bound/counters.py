"""Which rows of limits.csv count a worker on a day, and how many workers each lets pass."""

from __future__ import annotations

import math
from collections import defaultdict

from optimizer.clock import Day
from optimizer.problem import Demand, Limit, Problem, Site

Row = tuple[int, Day]
"""A limit (its place in ``problem.limits``) on a day."""


class Counters:
    """Which limits count a worker of a demand (its place in ``problem.demands``) who departs or arrives on a day."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.by_scope: dict[tuple[str, str], list[int]] = defaultdict(list)
        for i, limit in enumerate(problem.limits):
            self.by_scope[limit.kind, limit.scope].append(i)

    def departing(self, d: int, day: Day) -> tuple[Row, ...]:
        """Rows of depart_per_day, at the pickup's site, region and city and for the employer."""
        demand = self.problem.demands[d]
        return self._on(self._counting("depart_per_day", self.problem.site[demand.pickup_id], demand), day, 1)

    def arriving(self, d: int, day: Day) -> tuple[Row, ...]:
        """Rows of arrive_per_day on the day, and of beds on each night from it on, at the workplace."""
        demand = self.problem.demands[d]
        workplace = self.problem.site[demand.workplace_id]
        nights = self._on(self._counting("beds", workplace, demand), day, demand.quarantine_nights)
        return self._on(self._counting("arrive_per_day", workplace, demand), day, 1) + nights

    def _counting(self, kind: str, site: Site, demand: Demand) -> list[int]:
        region = self.problem.region.get(site.region_id or "")
        scopes = [site.site_id, demand.employer_id]
        if region is not None:
            scopes.append(region.region_id)
            if region.city and region.province:
                scopes.append(f"{region.province}/{region.city}")
        return [i for scope in scopes for i in self.by_scope.get((kind, scope), ())]

    def _on(self, limits: list[int], day: Day, nights: int) -> tuple[Row, ...]:
        """The rows that count somebody on the days (nights) from ``day`` on; of undated limits within the horizon."""
        rows = []
        for i in limits:
            date = self.problem.limits[i].day
            if date is None:
                last = min(day + nights - 1, max(self.problem.settings.last_day, day))
                rows += [(i, night) for night in range(day, last + 1)]
            elif day <= date < day + nights:
                rows.append((i, date))
        return tuple(sorted(rows))


def limit_room(limit: Limit) -> int:
    """Whole workers that a limit lets pass a day."""
    return math.floor(min(limit.value, 1e12) + 1e-6)
