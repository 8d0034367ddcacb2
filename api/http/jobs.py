"""Plans that are being made or were made, as the calls see them: behind this interface stands the database."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol, TypeAlias

from api.http.cross import Repeatable
from api.planning import Judged
from api.service.actor import Actor
from api.service.plans.orders import Order
from api.service.plans.states import JobState
from optimizer.certificate import Certificate
from optimizer.result import Progress, StopReason

State: TypeAlias = Literal["waiting", "running", "finished", "cancelled", "failed"]
ENDED = frozenset({"finished", "cancelled", "failed"})
STATES: Mapping[JobState, State] = {
    "queued": "waiting", "running": "running", "done": "finished", "stopped": "finished",
    "cancelled": "cancelled", "failed": "failed",
}  # fmt: skip
"""By stage the word that the calls had before there were stages, and keep."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """The earlier plan that a job goes on from: how much of it is pinned, what still holds and what does not.

    The last four are None until a worker has looked.
    """

    plan_id: str
    pin_all: bool
    pinned_runs: int
    pinned_itineraries: int
    objective: float | None
    workers: int | None
    dropped: int | None
    dropped_workers: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """A moment of a job. Once it is done or stopped there is a plan, in which the checker has found no broken rule.

    ``started`` and ``ended`` are those of the search. ``ahead`` counts the jobs before a waiting one; ``error`` says
    what a failed one failed of. A cancelled job was stopped before it began. ``moment`` rises with everything that
    changes. ``snapshot_id``: it plans a campaign, so only the bureau may read it.
    """

    id: str
    stage: JobState
    scenario: str
    planning_seconds: float
    created: datetime
    seed: int = 0
    snapshot_id: str | None = None
    started: datetime | None = None
    ended: datetime | None = None
    stop_asked: bool = False
    stop_reason: StopReason | None = None
    ahead: int = 0
    moment: int = 0
    progress: Progress | None = None
    error: str | None = None
    start: Origin | None = None

    @property
    def state(self) -> State:
        """The stage in the calls' earlier word: whether a search was stopped is in ``stop_reason``."""
        return STATES[self.stage]

    @property
    def over(self) -> bool:
        """Nothing of it will change any more."""
        return self.state in ENDED


class Jobs(Protocol):
    """A store of plans. The id of an uploaded scenario's plan says only that who has it may read the plan."""

    def submit(self, order: Order, actor: Actor, *, at_once: bool = False, repeatable: Repeatable | None = None) -> Job:
        """Takes an order, the same ``repeatable`` one once only.

        Raises BusyError, with ``at_once`` also where it would have to wait; ConflictError; for a snapshot
        NotFoundError and DeniedError.
        """

    def known(self, actor: Actor, repeatable: Repeatable) -> Job | None:
        """The job that the same request was answered with before; None: it comes for the first time.

        Raises ConflictError.
        """

    def get(self, job_id: str) -> Job | None:
        """The job as it is now; None: there is none of that id, or it is kept no longer."""

    def plan(self, job_id: str) -> Judged:
        """The plan of a finished job. Raises NotFoundError."""

    def certificate(self, job_id: str) -> Certificate | None:
        """What proves the bound of a finished job's plan; None where it is not kept. Raises NotFoundError."""

    def stop(self, job_id: str, actor: Actor) -> Job | None:
        """Asks the search to end with the best plan so far. Nothing happens to a job that has ended."""
