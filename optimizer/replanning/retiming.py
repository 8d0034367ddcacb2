"""A coach's run driven anew after stops were left out of it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property

from optimizer.plan import Stop
from optimizer.problem import Problem
from optimizer.rules.drive import DriveRules, drive, drive_rules
from optimizer.rules.roads import road_matrices


class Retimer:
    """Roads and driving rules of a problem; read only once a run needs them, for they take a moment."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem

    def drive_again(self, stops: Sequence[Stop]) -> list[Stop]:
        """The stops with each arrival driven for, and the departures as they were unless that is too soon now."""
        at, minutes = self._roads
        new: list[Stop] = []
        driven = 0
        for stop, following in zip(stops, [*stops[1:], None], strict=True):
            arrival = stop.arrival
            if new:
                before = new[-1]
                assert before.departure is not None, "only the last stop has no departure"
                road = int(minutes[at[before.site_id]][at[stop.site_id]])
                arrival, driven = drive(self._rules, before.departure, driven, road)
            if arrival is None or following is None:
                new.append(replace(stop, arrival=arrival, departure=None))
                continue
            ready = arrival + math.ceil(self.problem.site[stop.site_id].dwell_min - 1e-6)
            departure = max(ready, ready if stop.departure is None else stop.departure)
            if departure - arrival >= self._rules.break_min:
                driven = 0
            new.append(replace(stop, arrival=arrival, departure=departure))
        return new

    @cached_property
    def _rules(self) -> DriveRules:
        return drive_rules(self.problem.settings)

    @cached_property
    def _roads(self) -> tuple[dict[str, int], list[list[int]]]:
        return {s.site_id: n for n, s in enumerate(self.problem.sites)}, road_matrices(self.problem)[1].tolist()
