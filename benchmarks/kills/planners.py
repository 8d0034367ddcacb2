"""Planners of the bureau: they check requests, take snapshots, have them planned, and publish the plans."""

from __future__ import annotations

from api.client.errors import NotNowError, StaleError
from api.client.models.publications import PublicationAnswer, PublicationBody
from api.client.models.requests import StepBody
from api.client.models.shared import PlanStatus
from api.client.models.snapshots import SnapshotAnswer, SnapshotBody
from benchmarks.kills.callers import SignedIn
from benchmarks.kills.orders import ENDED, PLAN_SECONDS

_LOOK_SECONDS = 0.5
_SHARE_RETURNED = 0.1


class PlannerClient(SignedIn):
    """One planner of a campaign; several may publish at the same time."""

    _last = ""

    def work(self) -> None:
        """From the requests that came in to the next publication."""
        self.pause(_LOOK_SECONDS)
        self.check()
        snapshot = self.snapshot()
        if snapshot is None or snapshot.id == self._last:
            return
        self._last = snapshot.id
        job_id = self.order(snapshot.id).id
        while (state := self.surely(lambda: self.client.plans.read_status(job_id)).state) not in ENDED:
            self.pause(_LOOK_SECONDS)
            self.check()
        if state == "finished":
            self.publish(job_id)

    def check(self) -> None:
        """Checks what was submitted, and returns some of it."""
        requests = self.client.requests
        for line in self.surely(lambda: list(requests.list_requests(campaign_id=self._campaign_id, state="submitted"))):
            back = self.dice.random() < _SHARE_RETURNED
            body = StepBody(to="returned", note="Whose site is it?") if back else StepBody(to="checked")
            try:
                self.surely(lambda: requests.take_step(line.id, body, version=line.version))  # noqa: B023
            except (StaleError, NotNowError):
                continue  # changed, withdrawn, or ours already and the answer lost: the next look tells

    def snapshot(self) -> SnapshotAnswer | None:
        """The campaign as it is now; None where nothing is to be planned."""
        key, body = self.key("snapshot"), SnapshotBody()

        def create() -> SnapshotAnswer:
            return self.client.snapshots.create_snapshot(self._campaign_id, body, key=key)

        try:
            answer = self.surely(create)
        except NotNowError:
            return None
        self.told.snapshots[key] = answer.id
        self.once_more(key, answer, create, lambda whole: whole)
        return answer

    def order(self, snapshot_id: str) -> PlanStatus:
        """A plan of the snapshot."""
        key = self.key("plan")

        def create() -> PlanStatus:
            return self.client.plan_orders.plan_snapshot(snapshot_id, seconds=PLAN_SECONDS, key=key)

        answer = self.surely(create)
        self.told.plans[key] = answer.id
        self.once_more(key, answer, create, lambda job: job.id)
        return answer

    def publish(self, plan_id: str) -> None:
        """Publishes the plan, and again where another one was published in the same moment."""
        key, body = self.key("publication"), PublicationBody(plan_id=plan_id)

        def create() -> PublicationAnswer:
            return self.client.publications.create_publication(self._campaign_id, body, key=key)

        self.told.publishing.set()
        while True:
            try:
                answer = self.surely(create)
                break
            except StaleError:
                continue
        self.told.publishing.clear()
        self.told.publications[key] = answer.id, plan_id
        self.once_more(key, answer, create, lambda made: (made.id, made.plan_id, made.supersedes_id, made.totals))
