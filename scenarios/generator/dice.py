"""Seeded chance with plain Python values, so that no NumPy scalar gets into a record."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

import numpy as np

T = TypeVar("T")


class Dice:
    """A NumPy generator behind a few questions. Same key, same questions: same answers."""

    def __init__(self, *key: int) -> None:
        self._rng = np.random.default_rng(key)

    def chance(self, share: float) -> bool:
        """True in ``share`` of the cases."""
        return bool(self._rng.random() < share)

    def whole(self, least: int, most: int) -> int:
        """A whole number from ``least`` to ``most``, both included."""
        return int(self._rng.integers(least, most + 1))

    def number(self, least: float, most: float, digits: int = 2) -> float:
        """A number from ``least`` to ``most``, rounded."""
        return round(float(self._rng.uniform(least, most)), digits)

    def pick(self, options: Sequence[T]) -> T:
        """One of the options."""
        return options[int(self._rng.integers(len(options)))]

    def weighted(self, options: Sequence[T], weights: Sequence[float]) -> T:
        """One of the options, as likely as its weight among all."""
        return options[self.index(weights)]

    def index(self, weights: Sequence[float]) -> int:
        """The place of one of the weights, as likely as it is heavy."""
        total = np.cumsum(np.asarray(weights, dtype=float))
        return int(np.searchsorted(total, self._rng.random() * total[-1], side="right"))

    def several(self, options: Sequence[T], count: int) -> list[T]:
        """``count`` different options, at most all, in the order drawn."""
        drawn = self._rng.choice(len(options), size=min(count, len(options)), replace=False)
        return [options[int(i)] for i in drawn]

    def some(self, options: Sequence[T], weights: Sequence[float], count: int) -> list[T]:
        """``count`` different options drawn by weight, at most all, in the order drawn."""
        shares = np.asarray(weights, dtype=float) / float(sum(weights))
        count = min(count, int(np.count_nonzero(shares)))
        return [options[int(i)] for i in self._rng.choice(len(options), size=count, replace=False, p=shares)]
