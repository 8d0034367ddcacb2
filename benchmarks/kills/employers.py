"""Employers: they file requests, change them, send them in, name workers, and withdraw some."""

from __future__ import annotations

from typing import Literal

from api.client.errors import NotNowError, StaleError
from api.client.models.requests import (
    OriginBody,
    RequestAnswer,
    RequestBody,
    RequestChange,
    RequestPlaceBody,
    StepBody,
)
from api.client.models.workers import WorkerAnswer, WorkerBody
from benchmarks.kills.acknowledged import Filed, Said
from benchmarks.kills.callers import SignedIn
from benchmarks.kills.world import CONTACT, DUE, PHONE, PICKUPS, READY, SITE
from tests.api.service.workers_for_tests import resident_id

_MOST_OPEN = 4
_MOST_NAMED = 3
_FEWEST_HEADS, _MOST_HEADS = 4, 25
_PAUSE_SECONDS = 0.6
_EDITABLE = ("draft", "submitted", "returned", "checked")


class EmployerClient(SignedIn):
    """One employer with some requests at any time; ``open`` are those that it has not withdrawn."""

    _named = 0

    def begin(self) -> None:
        """A session, with nothing filed yet."""
        super().begin()
        self.open: list[Filed] = []

    def work(self) -> None:
        """One thing that an employer does."""
        self.pause(self.dice.uniform(0.05, _PAUSE_SECONDS))
        if len(self.open) < _MOST_OPEN and self.dice.random() < 0.4:
            self.file()
        elif self.open:
            self._go_on(self.dice.choice(self.open))

    def file(self) -> Filed:
        """A new request of one or two origins."""
        key, said = self.key("request"), self._saying(self.dice.choice((1, 1, 2)))
        body = RequestBody(
            campaign_id=self._campaign_id,
            site=RequestPlaceBody(name=SITE),
            contact=CONTACT,
            phone=PHONE,
            ready=READY,
            due=DUE,
            remarks=said.remarks,
            origins=[
                OriginBody(place=RequestPlaceBody(name=name), headcount=heads)
                for name, heads in zip(self.dice.sample(PICKUPS, len(said.heads)), said.heads, strict=True)
            ],
        )

        def create() -> RequestAnswer:
            return self.client.requests.create_request(body, key=key)

        answer = self.surely(create)
        filed = Filed(request_id=answer.id, said=said, version=answer.version)
        self.told.requests[key] = filed
        self.open.append(filed)
        self.once_more(key, answer, create, lambda whole: whole)
        return filed

    def edit(self, filed: Filed, there: RequestAnswer) -> None:
        """Other remarks and other heads, in one call; ``there`` is the request as it was read."""
        said = self._saying(len(there.origins))
        filed.doubtful = said
        while there.state in _EDITABLE:
            try:
                answer = self.surely(lambda at=there: self._change(at, said))  # type: ignore[misc]
            except (StaleError, NotNowError):
                # By somebody else, or by ourselves: the answer to the first attempt was lost.
                there = self.read(filed)
                if saying(there) != said:
                    continue
                answer = there
            filed.said, filed.version = said, answer.version
            self.told.change()
            break
        filed.doubtful = None

    def step(self, filed: Filed, there: RequestAnswer, to: Literal["submitted", "withdrawn"]) -> None:
        """Submitted or withdrawn; left alone where somebody else was faster."""
        body = StepBody(to=to, note="The workers come by themselves" if to == "withdrawn" else "")
        while to in there.steps:
            try:
                answer = self.surely(
                    lambda at=there: self.client.requests.take_step(  # type: ignore[misc]
                        filed.request_id, body, version=at.version
                    )
                )
            except (StaleError, NotNowError):
                there = self.read(filed)
                if to in there.steps:
                    continue
                answer = there
            filed.steps[to] += 1
            filed.version = answer.version
            break
        if to == "withdrawn" and filed.steps[to]:
            self.open.remove(filed)

    def name(self, filed: Filed) -> None:
        """One worker more, by name."""
        self._named += 1
        number = self._number * 1000 + self._named % 1000
        body = WorkerBody(
            name="王小明",
            id_number=resident_id(number),
            phone="13800005678",
            health_kind="certificate",
            health_issuer="兴文县人民医院",
            health_issued="2020-03-01",
            health_valid_days="30",
        )
        key = self.key("worker")

        def create() -> WorkerAnswer:
            return self.client.workers.create_worker(filed.request_id, body, key=key)

        try:
            answer = self.surely(create)
        except NotNowError:
            return
        self.told.workers[key] = answer.id
        filed.workers.append(answer.id)
        self.once_more(key, answer, create, lambda whole: whole)

    def read(self, filed: Filed) -> RequestAnswer:
        """The request as it is."""
        return self.surely(lambda: self.client.requests.read_request(filed.request_id))

    def _go_on(self, filed: Filed) -> None:
        there, chance = self.read(filed), self.dice.random()
        if "submitted" in there.steps and chance < 0.5:
            self.step(filed, there, "submitted")
        elif there.state in _EDITABLE and chance < 0.75:
            self.edit(filed, there)
        elif len(filed.workers) < _MOST_NAMED and chance < 0.9:
            self.name(filed)
        elif len(self.open) >= _MOST_OPEN:
            self.step(filed, there, "withdrawn")

    def _change(self, there: RequestAnswer, said: Said) -> RequestAnswer:
        origins = [
            OriginBody(
                id=origin.id, place=RequestPlaceBody(name=origin.place.name), headcount=heads, ready=READY, due=DUE
            )
            for origin, heads in zip(there.origins, said.heads, strict=True)
        ]
        change = RequestChange(remarks=said.remarks, origins=origins)
        return self.client.requests.change_request(there.id, change, version=there.version)

    def _saying(self, origins: int) -> Said:
        heads = tuple(self.dice.randint(_FEWEST_HEADS, _MOST_HEADS) for _ in range(origins))
        return Said(remarks=f"{self.dice.getrandbits(64):016x}", heads=heads)


def saying(there: RequestAnswer) -> Said:
    """What a request says as it was read."""
    return Said(remarks=there.remarks, heads=tuple(origin.headcount or 0 for origin in there.origins))
