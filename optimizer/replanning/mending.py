"""What the checker finds in a draft, mended: a run driven anew, a unit more, or those taken out who break the rule."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import replace

from optimizer.check import Violation
from optimizer.clock import DAY_MINUTES, Day
from optimizer.problem import Demand, Limit, Problem
from optimizer.replanning.draft import Draft
from optimizer.replanning.faults import Protected


class Mending:
    """Mends violations of a draft; each call takes something out, or changes what can be changed once only."""

    def __init__(self, problem: Problem, draft: Draft, protected: Protected) -> None:
        self.problem, self.draft, self.protected = problem, draft, protected

    def mend(self, violations: Iterable[Violation]) -> None:
        """Mends each violation that still stands after those before it were mended."""
        limits: set[str] = set()
        reseated: set[str] = set()
        helpless = ""
        before = len(self.draft.dropped), len(self.draft.retimed), self._units()
        for violation in violations:
            if violation.rule == "8":
                limits.add(violation.limit_id or "")
            elif violation.rule == "5" and violation.seq is not None and violation.run_id in self.draft.runs:
                # What mends one section may mend the next: that is seen in the next round.
                if violation.run_id not in reseated:
                    self._seat_fewer(violation, violation.run_id, violation.seq)
                reseated.add(violation.run_id)
            else:
                self._mend(violation)
            helpless = helpless or _why(violation)
        for limit in self.problem.limits:
            if limit.limit_id in limits:
                self._relieve_limit(limit)
        self.protected.raise_faults()
        if before == (len(self.draft.dropped), len(self.draft.retimed), self._units()):
            # A rule that names nothing which could be taken out: then nothing of the plan can be relied on.
            self._drop(sorted(self.draft.legs), helpless)

    def _units(self) -> int:
        return sum(run.units or 0 for run in self.draft.runs.values())

    def _drop(self, names: Iterable[str], why: str) -> None:
        for name in names:
            self.protected.drop(name, why)

    def _mend(self, violation: Violation) -> None:
        why, run_id = _why(violation), violation.run_id
        if violation.itinerary_id is not None:
            self._drop([violation.itinerary_id], why)
        elif violation.demand_id is not None:
            self._drop(sorted(n for n in self.draft.legs if self.draft.demand(n) == violation.demand_id), why)
        elif run_id is not None and run_id in self.draft.runs:
            if violation.rule == "3" and run_id not in self.draft.retimed:
                self._retime(run_id, why)
            else:
                self._drop(self.draft.riders(run_id), why)
        elif violation.vehicle_id is not None:
            for vehicle_id, outing in sorted(self.draft.outings):
                if vehicle_id == violation.vehicle_id and violation.outing in (None, outing):
                    self._drop(self.draft.riders_of_outing((vehicle_id, outing)), why)

    def _retime(self, run_id: str, why: str) -> None:
        if self.draft.outing_of[run_id] in self.protected.held.outings:
            self.protected.fault_of_outing(self.draft.outing_of[run_id], why)
        else:
            self.draft.retime(run_id)

    def _seat_fewer(self, violation: Violation, run_id: str, section: int) -> None:
        """A unit more where there is one, else fewer aboard between a stop and the next, the largest groups first."""
        run, why = self.draft.runs[run_id], _why(violation)
        service = self.problem.service.get(run.service_id or "")
        units = run.units or 0
        if service is not None and units < service.max_units and run_id not in self.protected.held.services:
            self.draft.runs[run_id] = replace(run, units=units + 1)
            return
        aboard = [
            name
            for name in self.draft.riders(run_id)
            if any(leg.run_id == run_id and leg.board_seq <= section < leg.alight_seq for leg in self.draft.legs[name])
        ]
        aboard.sort(key=lambda name: (-self.draft.heads(name), name))
        self.protected.relieve(aboard, violation.amount or 1, why)

    def _relieve_limit(self, limit: Limit) -> None:
        """Fewer of those whom a limit counts on each date: the last to start, or to arrive, stay behind."""
        by_day: dict[Day, list[str]] = {}
        for name in sorted(self.draft.legs, key=self._starts, reverse=True):
            for day in self._days(limit, name):
                if limit.day is None or limit.day == day:
                    by_day.setdefault(day, []).append(name)
        for day in sorted(by_day):
            names = [name for name in by_day[day] if name in self.draft.legs]
            over = sum(self.draft.heads(name) for name in names) - limit.value
            if over > 1e-6:
                why = f"limit {limit.limit_id}: {limit.kind} at {limit.scope} is {limit.value:g}."
                self.protected.relieve(names, math.ceil(over - 1e-6), why)

    def _starts(self, name: str) -> tuple[int, str]:
        leg = self.draft.legs[name][0]
        return self.draft.stops[leg.run_id][leg.board_seq - 1].departure or 0, name

    def _days(self, limit: Limit, name: str) -> list[Day]:
        """The dates on which a limit counts a journey."""
        demand = self.problem.demand[self.draft.demand(name)]
        if limit.scope not in self._scopes(demand, limit.kind):
            return []
        if limit.kind == "depart_per_day":
            return [self._starts(name)[0] // DAY_MINUTES]
        leg = self.draft.legs[name][-1]
        day = (self.draft.stops[leg.run_id][leg.alight_seq - 1].arrival or 0) // DAY_MINUTES
        return [day] if limit.kind == "arrive_per_day" else [day + n for n in range(demand.quarantine_nights)]

    def _scopes(self, demand: Demand, kind: str) -> set[str]:
        site = self.problem.site[demand.pickup_id if kind == "depart_per_day" else demand.workplace_id]
        scopes = {site.site_id, demand.employer_id}
        region = self.problem.region.get(site.region_id or "")
        if region is not None:
            scopes |= {region.region_id, f"{region.province}/{region.city}"}
        return scopes


def _why(violation: Violation) -> str:
    """The first line of a violation's message; the second one advises whoever made the plan."""
    return violation.message.partition("\n")[0] + "."
