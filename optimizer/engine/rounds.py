"""Improvement of a large plan in rounds: it is divided into parts, these are improved side by side, and put back.

In a round every demand is in one part. Parts are worked on in waves as wide as the workshop; each wave is cut from the
plan as it stands. Within a wave a service belongs to one part, and what is free under a limit is shared out.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from optimizer.engine.clock import Clock
from optimizer.engine.division import PART_SIZE, ROUNDS
from optimizer.engine.layout import Array
from optimizer.engine.merging import merge
from optimizer.engine.part_tables import Part
from optimizer.engine.partition import Share, divide
from optimizer.engine.parts import cut_part
from optimizer.engine.search import Search
from optimizer.engine.workshop import Done, Job, Workshop

_LEAST_SECONDS = 0.12
_MOST_SECONDS = 2.0


@dataclass(slots=True)
class Rounds:
    """Rounds of improvement on the board of a search."""

    search: Search
    workshop: Workshop
    clock: Clock
    on_wave: Callable[[], None]
    part_size: int = PART_SIZE
    done: int = field(init=False, default=0)
    _mean: float = field(init=False)

    def run(self) -> None:
        """Improves until the clock is over; the best plan is on the board then."""
        self._mean = self.search.mean_price()
        while not self.clock.over(self.done):
            self._round()
        self.search.restore_best()

    def _round(self) -> None:
        board, rng = self.search.board, self.search.rng
        parts = divide(board, self.part_size, rng)
        size = len(board.inst.demands)
        width = self.workshop.width
        for first in range(0, len(parts), width):
            if self.clock.over(self.done):
                return
            self._wave(parts[first : first + width], size)

    def _wave(self, wave: list[Share], size: int) -> None:
        board = self.search.board
        owners = self._owners(wave)
        cuts = [cut_part(board, share, owners == p, 1 / len(wave)) for p, share in enumerate(wave)]
        share = sum(len(share.demands) for share in wave) / size / ROUNDS
        parts = [cut for cut in cuts if cut is not None]
        if not parts:
            self.done += 1
            return
        jobs = [self._job(part, share) for part in parts]
        for part, done in zip(parts, self.workshop.work(jobs), strict=True):
            if done is not None:
                self._put_back(part, done)
        self.search.note()
        self.on_wave()

    def _job(self, part: Part, share: float) -> Job:
        now = self.clock.share(self.done)
        iterations = self.clock.iterations
        seconds = share * self.clock.span
        left = self.clock.deadline - time.time()
        return Job(
            inst=part.inst,
            state=part.state,
            windows=part.windows,
            seed=int(self.search.rng.integers(1 << 31)),
            mean=self._mean,
            shares=(now, min(1.0, now + share)),
            seconds=max(0.01, min(left, max(_LEAST_SECONDS, min(_MOST_SECONDS, seconds)))),
            iterations=None if iterations is None else max(1, round(iterations * share / self.workshop.width)),
        )

    def _put_back(self, part: Part, done: Done) -> None:
        self.done += done.iterations
        self.search.iterations += done.iterations
        merge(self.search.board, part, done.plan)

    def _owners(self, wave: list[Share]) -> Array:
        """Which part of a wave has each service: mostly the one whose workers ride it most, shape (services,)."""
        inst, state = self.search.board.inst, self.search.board.state
        services = len(inst.services)
        if len(wave) == 1 or not services:
            return np.zeros(services, dtype=np.int64)
        label = np.full(len(inst.demands), -1, dtype=np.int64)
        for p, share in enumerate(wave):
            label[share.demands] = p
        riding = np.flatnonzero((state.itineraries["heads"] > 0) & (state.itineraries["option"] >= 0))
        rows = state.itineraries[riding]
        part, service = label[rows["demand"]], inst.options["service"][rows["option"]]
        weight = self.search.rng.random((services, len(wave)))
        np.add.at(weight, (service[part >= 0], part[part >= 0]), rows["heads"][part >= 0])
        owners: Array = (weight * self.search.rng.uniform(0.5, 1.0, weight.shape)).argmax(axis=1)
        return owners
