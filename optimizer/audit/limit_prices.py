"""What a certificate's prices of limits ask of a worker who departs on one day and arrives on another (step 6)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from optimizer.certificate import Certificate
from optimizer.clock import Day
from optimizer.problem import Demand, Problem, Site


class LimitPrices:
    """The prices of places under limits as a worker of a demand meets them (step 6)."""

    def __init__(self, problem: Problem, certificate: Certificate) -> None:
        self.problem = problem
        limit = {row.limit_id: row for row in self.problem.limits}
        self._price: dict[tuple[str, str], dict[Day, float]] = defaultdict(lambda: defaultdict(float))
        for row in certificate.limits:
            known = limit.get(row.limit_id)
            if known is not None:
                self._price[known.kind, known.scope][row.date] += row.money

    def departing(self, demand: Demand, day: Day) -> float:
        """What all limits ask of a worker who departs on a day."""
        return self._asked("depart_per_day", self.problem.site[demand.pickup_id], demand, range(day, day + 1))

    def arriving(self, demand: Demand, day: Day) -> float:
        """What all limits ask of a worker who arrives on a day, for the nights of quarantine too."""
        workplace = self.problem.site[demand.workplace_id]
        nights = self._asked("beds", workplace, demand, range(day, day + demand.quarantine_nights))
        return nights + self._asked("arrive_per_day", workplace, demand, range(day, day + 1))

    def _asked(self, kind: str, site: Site, demand: Demand, days: Iterable[Day]) -> float:
        scopes = {site.site_id, demand.employer_id}
        region = self.problem.region.get(site.region_id or "")
        if region is not None:
            scopes |= {region.region_id, f"{region.province}/{region.city}"}
        tables = [self._price[kind, scope] for scope in sorted(scopes) if (kind, scope) in self._price]
        return sum(table.get(day, 0.0) for table in tables for day in days)
