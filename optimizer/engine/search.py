"""Ruin and recreate over whole plans: take some itineraries out, carry their workers again, keep what is better.

Simulated annealing decides what is kept; the ruins follow what belongs together: demands that are near in space and
time, outings that meet, services that may be opened or closed, workers who are still left.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np

from optimizer.engine.choosing import NO_SERVICE
from optimizer.engine.iteration import Habits
from optimizer.engine.journal import copy_state, restore_state
from optimizer.engine.layout import Array
from optimizer.engine.modechoice import Assignment
from optimizer.engine.moves import Board, BrokenStepError, Taste
from optimizer.engine.ruins import LARGE, RuinSize
from optimizer.engine.steps import seed

_WILD_SHARE, _WILD_DEMANDS = 0.5, 8
"""Which part of the steps is wild, of each kind, where a problem has few demands; the fewer, the more."""
_CIRCULATING_DEMANDS = 40
_HOT, _COLD = 0.1, 0.004
"""Temperatures: the first as a share of an itinerary's mean price, the last as a share of the first."""


@dataclass(slots=True)
class Pace:
    """How far a search is: ``share`` runs from 0 to 1, ``over`` tells when to end. Asked once an iteration."""

    share: Callable[[int], float]
    over: Callable[[int], bool]


@dataclass(slots=True)
class Search:
    """A search on one board; ``best`` is the least objective seen. ``disorder`` shakes the order of construction."""

    board: Board
    seed: int
    on_better: Callable[[float], None] | None = None
    disorder: float = 0.0
    ruin_size: RuinSize = LARGE
    rng: np.random.Generator = field(init=False)
    current: float = field(init=False)
    best: float = field(init=False)
    iterations: int = field(init=False, default=0)
    _kept: tuple[Array, ...] = field(init=False)
    _reference: Array = field(init=False)
    _habits: Habits = field(init=False)

    def __post_init__(self) -> None:
        self.rng = np.random.default_rng(self.seed)
        seed(self.seed)
        self._reference = self.board.inst.demands["reference"].astype(np.float64)
        self.current = self.best = self.board.objective()
        self._kept = copy_state(self.board.state)
        few = max(1, len(self.board.penalty))
        circulating, wild = min(1.0, _CIRCULATING_DEMANDS / few), _WILD_SHARE * min(1.0, _WILD_DEMANDS / few)
        self._habits = Habits(self.ruin_size, circulating, wild)

    def construct(self, assigned: Sequence[Assignment], over: Callable[[], bool]) -> None:
        """Carries workers from an empty plan: as assigned, those with few days to choose from first; then the rest."""
        # Which process has done which job before must not show.
        seed(int(self.rng.integers(1 << 31)))
        for a in sorted(assigned, key=self._construction_order):
            if over():
                break
            taste = Taste(self._price(a.demand), only=a.option, days=(a.leaves_day, a.arrives_day))
            self._carry(a.demand, min(a.heads, int(self.board.state.left[a.demand])), taste, over)
        self.fill(over)

    def _construction_order(self, a: Assignment) -> tuple[int, int, float, int]:
        worth = self.board.penalty[a.demand] * a.heads * (1 + self.rng.random() * self.disorder)
        return int(a.option == NO_SERVICE), int(self.board.windows.spare_days[a.demand]), -worth, a.demand

    def fill(self, over: Callable[[], bool]) -> None:
        """Carries whoever is left and worth it: those with few days to choose from first, then the dearest to leave."""
        left = np.flatnonzero(self.board.state.left)
        worth = self.board.inst.demands["penalty"][left] * self.board.inst.demands["headcount"][left]
        for d in left[np.lexsort((left, -worth, self.board.windows.spare_days[left]))]:
            if over():
                break
            self._carry(int(d), int(self.board.state.left[d]), Taste(self._price(int(d))), over)
        self.note()

    def _price(self, d: int) -> float:
        return min(float(self._reference[d]), self.board.penalty[d])

    def _carry(self, d: int, want: int, taste: Taste, over: Callable[[], bool]) -> None:
        """Carries up to ``want`` workers in as many groups as it takes, each a step of its own."""
        while want > 0 and not over():
            self.board.begin()
            try:
                got = self.board.place(d, want, taste)
            except BrokenStepError:
                got = 0
            self.board.settle(accept=got > 0)
            if got <= 0:
                return
            want -= got

    def note(self) -> None:
        """Takes the plan on the board for the current one, and for the best where it is."""
        self.current = self.board.objective()
        if self.current < self.best - 1e-9:
            self.best = self.current
            self._kept = copy_state(self.board.state)
            if self.on_better:
                self.on_better(self.best)

    def start_over(self, empty: tuple[Array, ...]) -> None:
        """Puts an empty plan on the board for another construction; the best plan stays known."""
        restore_state(self.board.state, empty)
        self.current = self.board.objective()

    def restore_best(self) -> None:
        """Puts the best plan back on the board."""
        if self.current > self.best + 1e-9:
            restore_state(self.board.state, self._kept)
            self.current = self.best

    def mean_price(self) -> float:
        """Money and hours per itinerary of the plan on the board: the measure of what a step may cost.

        Where nobody travels, what a demand costs that stays.
        """
        travelling = len(self.board.travelling())
        if not travelling:
            return max(1.0, self.current / max(1, len(self.board.penalty)))
        penalties = float(self.board.state.left @ self.board.inst.demands["penalty"])
        return max(1.0, (self.current - penalties) / travelling)

    def improve(self, pace: Pace, mean: float) -> None:
        """Ruins and recreates until ``pace`` is over; the last plan is on the board then, not the best one met.

        ``mean``: what temperatures are reckoned from, such as ``mean_price()``.
        """
        start = self.iterations
        hot = mean * _HOT
        while not pace.over(self.iterations - start):
            share = pace.share(self.iterations - start)
            temperature = hot * _COLD ** min(1.0, share)
            self.iterations += 1
            value = self.board.iterate(self._habits)
            accept = value < self.current - temperature * math.log(max(1e-12, self.rng.random())) - 1e-12
            self.board.settle(accept=accept)
            if accept:
                self.current = value

    def polish(self, step: int, reach: int, over: Callable[[], bool]) -> None:
        """Retimes every outing in fine steps and offers it to every fleet row."""
        for o in np.flatnonzero(self.board.state.outings["runs"][:-3] > 0):
            if over():
                break
            if self.board.state.outings[o]["runs"] == 0:
                continue  # It was joined with another meanwhile; its slot is free.
            self.board.begin()
            self.board.polish(int(o), step, reach)
            self.board.settle(accept=True)
        self.note()
