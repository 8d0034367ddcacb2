"""Improvement of a small problem: several plans are cooled side by side, each of them whole."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from optimizer.engine.clock import Clock
from optimizer.engine.journal import copy_state, restore_state
from optimizer.engine.layout import Array
from optimizer.engine.merging import merge
from optimizer.engine.part_tables import Part
from optimizer.engine.partition import Share
from optimizer.engine.parts import cut_part
from optimizer.engine.search import Search
from optimizer.engine.workshop import Job, Workshop

Kept: TypeAlias = tuple[Array, ...]
"""A plan as ``copy_state`` keeps it."""

_MOST_SECONDS = 2.0
_STRETCHES = 4
"""In how many stretches a plan is cooled where no clock runs."""


@dataclass(slots=True)
class Islands:
    """Plans of one problem, improved by a workshop; the search's board is where they come and go."""

    search: Search
    workshop: Workshop
    clock: Clock
    on_wave: Callable[[], None]

    @property
    def width(self) -> int:
        """How many plans are cooled at once: the same on every machine where no clock runs."""
        return self.workshop.hands if self.clock.iterations is None else self.workshop.width

    def cool(self, plans: Sequence[Kept], until: float) -> None:
        """Cools plans from hot to cold until a share of the clock is over; the search notes the best that it meets."""
        first = self.clock.share(self.search.iterations)
        means = [self._mean(plan) for plan in plans]
        while not self.clock.over(self.search.iterations) and self.clock.share(self.search.iterations) < until - 1e-9:
            now = self.clock.share(self.search.iterations)
            step = self._step(until - first, until - now)
            shares = ((now - first) / (until - first), (now + step - first) / (until - first))
            jobs = self._jobs(plans, means, shares, step)
            if not jobs:
                return
            plans = self._stretch(plans, jobs)
            self.on_wave()

    def _step(self, whole: float, left: float) -> float:
        if self.clock.iterations is not None:
            return min(left, whole / _STRETCHES)
        return min(left, _MOST_SECONDS / max(_MOST_SECONDS, self.clock.span))

    def _mean(self, plan: Kept) -> float:
        restore_state(self.search.board.state, plan)
        self.search.current = self.search.board.objective()
        return self.search.mean_price()

    def _jobs(
        self, plans: Sequence[Kept], means: Sequence[float], shares: tuple[float, float], step: float
    ) -> list[tuple[Part, Job]]:
        """A stretch of cooling for each plan; none where nothing of a plan can be changed."""
        jobs = []
        for plan, mean in zip(plans, means, strict=True):
            restore_state(self.search.board.state, plan)
            part = self._whole()
            if part is None:
                return []
            jobs.append((part, self._job(part, mean, shares, step, len(plans))))
        return jobs

    def _whole(self) -> Part | None:
        board = self.search.board
        outings = np.flatnonzero(board.state.outings["runs"][: len(board.state.free_outings)] > 0)
        everything = Share(outings=outings, demands=np.arange(len(board.inst.demands)))
        return cut_part(board, everything, np.ones(len(board.inst.services), dtype=bool), 1.0)

    def _job(self, part: Part, mean: float, shares: tuple[float, float], step: float, plans: int) -> Job:
        clock = self.clock
        seconds = step * clock.span if clock.iterations is None else 0.0
        return Job(
            inst=part.inst,
            state=part.state,
            windows=part.windows,
            seed=int(self.search.rng.integers(1 << 31)),
            mean=mean,
            shares=shares,
            seconds=max(0.01, min(seconds, clock.deadline - time.time())),
            iterations=None if clock.iterations is None else max(1, round(clock.iterations * step / plans)),
            size=self.search.ruin_size,
        )

    def _stretch(self, plans: Sequence[Kept], jobs: Sequence[tuple[Part, Job]]) -> list[Kept]:
        """What became of the plans by their jobs, done side by side as far as the workshop is wide."""
        found = []
        done = self.workshop.work([job for _, job in jobs])
        for plan, (part, _), island in zip(plans, jobs, done, strict=True):
            restore_state(self.search.board.state, plan)
            if island is not None:
                self.search.iterations += island.iterations
                merge(self.search.board, part, island.plan)
            self.search.note()
            found.append(copy_state(self.search.board.state))
        return found
