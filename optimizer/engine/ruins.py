"""What to take out of a plan before workers are carried anew: what belongs together, or stands in somebody's way."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from optimizer.engine.layout import Array
from optimizer.engine.moves import Board
from optimizer.engine.rivals import Rivals
from optimizer.engine.strings import mark_strings

_NEIGHBOURS = 12
_KM_PER_MINUTE = 0.7
_MOST_RIDING = 1500
_MOST_RUNS = 3
_STRINGS_MEAN, _LONGEST_STRING, _STRINGS_LOOK = 10, 10, 60


@dataclass(frozen=True, slots=True)
class RuinSize:
    """The most demands and outings that one ruin begins with."""

    demands: int
    outings: int


LARGE, SMALL = RuinSize(demands=14, outings=3), RuinSize(demands=4, outings=1)
"""Large ruins end at better plans; small ones get further where each demand's turn comes only a few times."""


@dataclass(slots=True)
class Ruins:
    """Ruins of the plan on a board; each returns the demands to carry anew.

    To be called within an open step; a ruin may raise BrokenStepError, after which the step must be undone.
    """

    board: Board
    rng: np.random.Generator
    rivals: Rivals
    size: RuinSize = LARGE

    def pick_demand(self) -> int:
        left = np.flatnonzero(self.board.state.left)
        if len(left) and self.rng.random() < 0.3:
            return int(self.rng.choice(left))
        return int(self.rng.integers(len(self.board.state.left)))

    def neighbours(self, d: int, count: int) -> Array:
        """Demands near a demand in both sites and time, itself first."""
        inst = self.board.inst
        demands = inst.demands
        pickup, workplace = demands["pickup"], demands["workplace"]
        away = inst.km[pickup[d], pickup] + inst.km[workplace[d], workplace]
        leaves = self.board.windows.leaves
        gap = np.abs(leaves - leaves[d]) * _KM_PER_MINUTE * self.rng.random()
        score = (away + gap + 1.0) * self.rng.uniform(0.4, 1.6, len(demands))
        score[d] = -1.0
        count = min(count, len(demands))
        chosen = np.argpartition(score, count - 1)[:count]
        ordered: Array = chosen[np.argsort(score[chosen], kind="stable")]
        return ordered

    def _size(self) -> int:
        most = min(self.size.demands, 2 + len(self.board.state.left) // 6)
        return int(self.rng.integers(1, most + 1))

    def near(self, d: int) -> list[int]:
        touched: Array = self.neighbours(d, self._size())
        self._take_out(self._theirs(touched))
        return [int(x) for x in touched]

    def strings(self, d: int) -> list[int]:
        """Takes neighbours in a run out together, from several runs near a demand (``strings.py``)."""
        state = self.board.state
        if not len(self.board.travelling()):
            return self.near(d)
        near = self.neighbours(d, min(len(state.left), _STRINGS_LOOK))
        longest = min(_LONGEST_STRING, max(1.0, state.runs["parcels"][state.runs["outing"] >= 0].mean()))
        strings = int(self.rng.integers(1, int(4 * _STRINGS_MEAN / (1 + longest)) + 1))
        touched = self._take_out(mark_strings(self.board.handles[1], near, longest, strings))
        touched |= {int(x) for x in near[: int(self.rng.integers(1, 5))] if state.left[x] > 0}
        return sorted(touched)

    def outings(self) -> list[int]:
        """Takes everybody out of an outing and of a few that serve demands near its own."""
        state = self.board.state
        travelling = self.board.travelling()
        if not len(travelling):
            return self.near(self.pick_demand())
        chosen = int(self.rng.choice(travelling))
        near = self.neighbours(int(state.itineraries[chosen]["demand"]), _NEIGHBOURS)
        members = np.zeros(len(state.itineraries), dtype=bool)
        wanted = int(self.rng.integers(1, self.size.outings + 1))
        theirs = np.flatnonzero(self._theirs(near) & (state.itineraries["heads"] > 0))
        for i in [chosen, *theirs]:
            row = state.itineraries[int(i)]
            mine = [int(r) for r in (row["first_run"], row["last_run"]) if r >= 0]
            if not mine:
                continue
            self._mark_riders(members, int(state.runs[mine[int(self.rng.integers(len(mine)))]]["outing"]))
            wanted -= 1
            if wanted <= 0:
                break
        touched = self._take_out(members)
        touched |= {int(x) for x in near[: int(self.rng.integers(1, 5))] if state.left[x] > 0}
        return sorted(touched)

    def _mark_riders(self, members: Array, outing: int) -> None:
        """Marks the riders of an outing, or of a few runs in a row where it has many: a shuttle's whole day is no
        neighbourhood."""
        state = self.board.state
        out = state.outings[outing]
        count = int(out["runs"])
        most = min(count, _MOST_RUNS)
        first = int(self.rng.integers(0, count - most + 1))
        for r in out["run"][first : first + most]:
            run = state.runs[r]
            members[run["itinerary"][: run["parcels"]]] = True

    def blockers(self) -> list[int]:
        """A demand with workers left, first in the list, and those who use what it needs: coaches near, limits."""
        state, inst = self.board.state, self.board.inst
        d = int(self.rng.choice(np.flatnonzero(state.left)))
        members = np.zeros(len(state.itineraries), dtype=bool)
        if inst.demands[d]["limited"] and self.rng.random() < 0.5:
            members |= self.rivals.choose(d)
        else:
            ends = inst.demands[d]["pickup"], inst.demands[d]["workplace"]
            active = np.flatnonzero(state.outings["runs"][:-3] > 0)
            depots = inst.rows["depot"][state.outings["row"][active]]
            away = np.minimum(inst.km[depots, ends[0]], inst.km[ends[1], depots]) + 5.0
            order = np.argsort(away * self.rng.exponential(1.0, len(away)), kind="stable")
            for o in active[order[: int(self.rng.integers(1, 4))]]:
                self._mark_riders(members, int(o))
        members |= state.itineraries["demand"] == d
        touched = self._take_out(members)
        return [d, *sorted(touched - {d})]

    def choose_service(self) -> tuple[int, int]:
        s = int(self.rng.integers(self.board.inst.services.shape[0]))
        if self.board.state.boarded[s] and self.rng.random() < 0.5:
            return -1, s
        return s, -1

    def service(self, s: int) -> list[int]:
        """Takes out who rides a service, or who could ride it, up to a few dozen demands."""
        board = self.board
        options = board.inst.options
        state = board.state
        riders: Array = np.unique(
            state.itineraries["demand"][
                (state.itineraries["heads"] > 0)
                & (state.itineraries["option"] >= 0)
                & (options["service"][np.maximum(state.itineraries["option"], 0)] == s)
            ]
        )
        could = np.unique(options["demand"][options["service"] == s])
        waiting = could[state.left[could] > 0]
        extra = self.rng.permutation(could)[: int(self.rng.integers(4, 31))]
        touched = np.unique(np.concatenate([self.rng.permutation(riders)[:60], waiting[:30], extra]))
        self._take_out(self._theirs(touched))
        return [int(x) for x in touched]

    def _theirs(self, demands: Array) -> Array:
        """Which slots of itineraries belong to some demands."""
        wanted = np.zeros(len(self.board.state.left), dtype=bool)
        wanted[demands] = True
        theirs: Array = wanted[self.board.state.itineraries["demand"]]
        return theirs

    def _take_out(self, chosen: Array) -> set[int]:
        riding = np.flatnonzero(chosen & (self.board.state.itineraries["heads"] > 0))
        return self.board.remove(riding[:_MOST_RIDING])
