"""Plans that are being made or were made, as the calls see them: behind this interface a database may stand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol, TypeAlias

from api.planning import Judged
from optimizer.result import Progress
from scenarios import Scenario

State: TypeAlias = Literal["waiting", "running", "finished", "cancelled", "failed"]
ENDED = frozenset({"finished", "cancelled", "failed"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """A plan that is wanted: of which scenario, in how many seconds of planning, and where chance begins."""

    scenario: Scenario
    seconds: float
    seed: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """A moment of a job. ``judged`` is there once it is finished, and then the checker has found no broken rule.

    ``started`` and ``ended`` are those of the search. ``ahead`` counts the jobs before a waiting one; ``error`` says
    what a failed one failed of. A cancelled job was stopped before it began.
    """

    id: str
    state: State
    order: Order
    created: datetime
    started: datetime | None = None
    ended: datetime | None = None
    stop_asked: bool = False
    ahead: int = 0
    progress: Progress | None = None
    judged: Judged | None = None
    error: str | None = None

    @property
    def over(self) -> bool:
        """Nothing of it will change any more."""
        return self.state in ENDED


class BusyError(Exception):
    """No further plan can be taken now; the message says why and what to do."""


class Jobs(Protocol):
    """A store that makes plans. An id says nothing to anyone but that who has it may read the plan."""

    def submit(self, order: Order, *, at_once: bool = False) -> Job:
        """Takes an order. Raises BusyError; with ``at_once`` also where it would have to wait."""

    def get(self, job_id: str) -> Job | None:
        """The job as it is now; None: there is none of that id, or it is kept no longer."""

    def stop(self, job_id: str) -> Job | None:
        """Asks the search to end with the best plan so far. Nothing happens to a job that has ended."""

    def close(self) -> None:
        """Ends every search and every process, for the service stops."""
