"""Workers that are not this machine's, seen through pipes. It imports nothing heavy: the parent makes it."""

from __future__ import annotations

from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.sharedctypes import Synchronized


@dataclass(slots=True)
class Far:
    """``pipes``: the engine's ends, each for one job at a time; the first ``ready`` of them have somebody behind them.

    Into a pipe go a job's seconds, then the job, both pickled; out of it comes a ``Done``, or None where the job was
    lost on its way, in about these seconds whatever happens. Whoever holds the other ends knows how jobs travel.
    """

    pipes: list[Connection]
    ready: Synchronized[int]
