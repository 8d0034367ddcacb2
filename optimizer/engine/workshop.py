"""Where parts are worked on: the one interface through which a search hands out work, wherever it is done."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from optimizer.engine.layout import Instance, State
from optimizer.engine.merging import PartPlan, part_plan
from optimizer.engine.moves import Board
from optimizer.engine.ruins import SMALL, RuinSize
from optimizer.engine.search import Pace, Search
from optimizer.engine.windows import Windows


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """A part to improve. It can be pickled: what it needs, whole.

    ``shares``: which stretch of the whole search's cooling, 0 to 1, the part goes through; ``mean``: money per worker
    from which temperatures are reckoned; ``seconds`` or ``iterations`` end it.
    """

    inst: Instance
    state: State
    windows: Windows
    seed: int
    mean: float
    shares: tuple[float, float]
    seconds: float
    iterations: int | None
    size: RuinSize = SMALL


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """What became of a job: the part's plan and the iterations that went into it."""

    plan: PartPlan
    iterations: int


class Workshop(Protocol):
    """Does jobs, ``width`` of them side by side, ``hands`` of them really at once."""

    @property
    def width(self) -> int: ...

    @property
    def hands(self) -> int: ...

    def work(self, jobs: Sequence[Job]) -> list[Done | None]:
        """The jobs done, in their order; None for one that was lost with its worker."""


def do(job: Job, should_stop: Callable[[], bool]) -> Done:
    """Improves a part in this process."""
    search = Search(Board(job.inst, job.state, job.windows), job.seed, ruin_size=job.size)
    begun = time.time()
    first, last = job.shares

    def passed(done: int) -> float:
        if job.iterations is not None:
            return done / max(1, job.iterations)
        return (time.time() - begun) / job.seconds

    def over(done: int) -> bool:
        return passed(done) >= 1 or should_stop()

    pace = Pace(share=lambda done: first + (last - first) * passed(done), over=over)
    search.improve(pace, job.mean)
    return Done(plan=part_plan(job.state), iterations=search.iterations)
