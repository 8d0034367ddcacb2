"""Which runs may follow one another in an outing, and which of these pairs no other pair dominates."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from tests.oracle.elements import Element, dates
from tests.oracle.world import EPS, Flags, World

Floats = npt.NDArray[np.float64]


class Follow:
    """For a list of elements: ``feasible[a, b]`` when b may follow a, ``needed[a, b]`` when also worth it as a pair."""

    def __init__(self, world: World, elements: list[Element]) -> None:
        self.world = world
        self.elements = elements
        first = np.array([e.first for e in elements], dtype=np.float64)
        begin = np.array([e.begin for e in elements], dtype=np.float64)
        last = np.array([e.last for e in elements], dtype=np.float64)
        end = np.array([e.arrival[-1] + world.problem.site[e.sequence.sites[-1]].dwell_min for e in elements])
        between = self._between()
        self.feasible: Flags = (first + end)[:, None] + between <= (last + begin)[None, :] + EPS
        later, earlier = self._dominators()
        better_end = np.array([min((first[k] + end[k] for k in ks), default=np.inf) for ks in later])
        better_begin = np.array([max((first[k] + begin[k] for k in ks), default=-np.inf) for ks in earlier])
        spoiled = better_end[:, None] + between <= (last + begin)[None, :] + EPS
        spoiled |= better_begin[None, :] + EPS >= (first + end)[:, None] + between
        self.needed: Flags = self.feasible & ~spoiled

    def _between(self) -> Floats:
        """Empty drive and turnaround from the end of each run to the start of each."""
        ends = [e.sequence.sites[-1] for e in self.elements]
        starts = [e.sequence.sites[0] for e in self.elements]
        froms, tos = sorted(set(ends)), sorted(set(starts))
        table = np.array([[self.world.empty(a, b) for b in tos] for a in froms], dtype=np.float64)
        rows = np.array([froms.index(a) for a in ends])
        columns = np.array([tos.index(b) for b in starts])
        result: Floats = table[rows[:, None], columns[None, :]] + self.world.settings.coach_turnaround_min
        return result

    def _dominators(self) -> tuple[list[list[int]], list[list[int]]]:
        """For each pinned run: others of its sequence, as good for every ride, that begin later; that end earlier."""
        later: list[list[int]] = [[] for _ in self.elements]
        earlier: list[list[int]] = [[] for _ in self.elements]
        families: dict[tuple[str, ...], list[int]] = {}
        for i, e in enumerate(self.elements):
            if e.pinned:
                families.setdefault(e.sequence.sites, []).append(i)
        for family in families.values():
            for i in family:
                for k in family:
                    a, b = self.elements[i], self.elements[k]
                    if i != k and self._as_good(b, a):
                        if b.first + b.begin > a.first + a.begin:
                            later[i].append(k)
                        if b.first + b.end < a.first + a.end:
                            earlier[i].append(k)
        return later, earlier

    def _as_good(self, better: Element, than: Element) -> bool:
        if not set(than.core) <= set(better.rides):
            return False
        for r in than.core:
            on, off = better.first + better.departure[r.board], better.first + better.arrival[r.alight]
            on_than, off_than = than.first + than.departure[r.board], than.first + than.arrival[r.alight]
            match r.task.kind:
                case "direct":
                    good = off - on <= off_than - on_than
                case "feed":
                    good = on >= on_than
                case "last":
                    good = off <= off_than
                case _:
                    good = (on, off) == (on_than, off_than)
            if not good:
                return False
        return not self.world.needs_dates or dates(better, than.core) == dates(than, than.core)
