"""Who fills the limits that keep a demand's workers from travelling (contract, rule 8)."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from optimizer.engine.layout import EVERY_DAY, MARGIN_DAYS, Array
from optimizer.engine.moves import Board


@dataclass(slots=True)
class Rivals:
    """The itineraries that compete with a demand for places under its limits."""

    board: Board
    rng: np.random.Generator
    _sharing: dict[int, Array] = field(init=False, default_factory=dict)

    def choose(self, d: int) -> Array:
        """Some itineraries that fill a limit on a day on which demand d could use it, more of those with spare days."""
        state, inst = self.board.state, self.board.inst
        members = np.zeros(len(state.itineraries), dtype=bool)
        kind = int(self.rng.integers(3))
        limits = inst.limit_of[inst.limit_from[kind, d] : inst.limit_from[kind, d + 1]]
        first, last = self.board.windows.first_day[d], self.board.windows.last_day[d]
        tight = [
            (int(limit), day)
            for limit in limits
            for day in range(first, last + 1)
            if inst.limit_day[limit] in (EVERY_DAY, day)
            and inst.limit_value[limit] - state.used[limit, day + MARGIN_DAYS] < max(1, min(5, state.left[d]))
        ]
        if not tight:
            return members
        limit, day = tight[int(self.rng.integers(len(tight)))]
        sharing = self._members_of(limit)
        travelling = np.flatnonzero((state.itineraries["heads"] > 0) & sharing[state.itineraries["demand"]])
        counted = [i for i in travelling.tolist() if self._uses(i, kind, day)]
        if not counted:
            return members
        spare = self.board.windows.spare_days[state.itineraries["demand"][counted]] + 0.1
        order = np.argsort(self.rng.exponential(1.0, len(counted)) / spare, kind="stable")
        members[np.array(counted)[order[: int(self.rng.integers(1, 6))]]] = True
        return members

    def _uses(self, i: int, kind: int, day: int) -> bool:
        """Whether an itinerary counts on a day: leaving (kind 0), arriving (1) or in quarantine (2)."""
        row = self.board.state.itineraries[i]
        runs, options = self.board.state.runs, self.board.inst.options
        if kind == 0:
            if row["first_run"] < 0:
                return bool(options[row["option"]]["leaves"] // 1440 == day)
            run = runs[row["first_run"]]
            p = int(np.flatnonzero(run["itinerary"][: run["parcels"]] == i)[0])
            return bool(run["depart"][run["board"][p]] // 1440 == day)
        last = row["last_run"] if row["option"] >= 0 else row["first_run"]
        if last < 0:
            arrives = int(options[row["option"]]["reaches"]) // 1440
        else:
            run = runs[last]
            p = int(np.flatnonzero(run["itinerary"][: run["parcels"]] == i)[0])
            arrives = int(run["arrive"][run["alight"][p]]) // 1440
        nights = int(self.board.inst.demands[row["demand"]]["nights"]) if kind == 2 else 1
        return arrives <= day < arrives + nights

    def _members_of(self, limit: int) -> Array:
        """Whether a limit counts each demand, shape (demands,)."""
        if limit not in self._sharing:
            inst = self.board.inst
            found = np.zeros(len(inst.demands), dtype=bool)
            for kind in range(3):
                at = np.flatnonzero(inst.limit_of == limit)
                found[
                    np.searchsorted(inst.limit_from[kind], at, side="right")[
                        (at >= inst.limit_from[kind, 0]) & (at < inst.limit_from[kind, -1])
                    ]
                    - 1
                ] = True
            self._sharing[limit] = found
        return self._sharing[limit]
