"""A kind of change that serves when there is enough of it, and how the least of it is found."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from optimizer.clock import Day
from optimizer.counterfactual.trial import Served
from optimizer.counterfactual.world import World


@dataclass(frozen=True, slots=True, kw_only=True)
class Remedy:
    """A change that was tried out: what it is, the world with it, the plan that serves there, and its words.

    ``words`` begin its sentence, which ends with the money. The fields are those of ``optimizer.plan.Change``.
    """

    kind: str
    subject: str
    date: Day | None
    amount: float
    world: World
    served: Served
    words: str


@dataclass(frozen=True, slots=True)
class Option:
    """``served``: with as much of the change as there could be; ``settle``: the least of it that serves."""

    served: Served
    settle: Callable[[], Remedy | None]

    @classmethod
    def settled(cls, remedy: Remedy) -> Option:
        """A change of which there is no more or less."""
        return cls(remedy.served, lambda: remedy)
