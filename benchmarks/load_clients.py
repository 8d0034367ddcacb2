"""Signed-in clients and what they ask: employers, planners and carriers, in the proportions of a working day."""

from __future__ import annotations

import asyncio
import random
import ssl
import time
from collections import defaultdict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, TypeAlias

import httpx

from benchmarks.load_world import PASSWORD, LoadWorld

_SIGN_INS_AT_ONCE = 4
_KEPT_SECONDS = 8.0
"""A connection at rest is closed before the service does it, as browsers' are."""


@dataclass(slots=True)
class Person:
    """One signed-in client, with connections of its own. ``drafts``, ``problems``: id and ETag of its own rows."""

    http: httpx.AsyncClient
    login: str
    drafts: list[tuple[str, str]] = field(default_factory=list)
    problems: list[tuple[str, str]] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)
    runs: list[str] = field(default_factory=list)
    cursors: dict[str, str | None] = field(default_factory=dict)
    days: int = 0

    async def get(self, path: str, **params: Any) -> httpx.Response:
        return _good(await self.http.get(path, params=params))

    async def page(self, path: str, **params: Any) -> httpx.Response:
        """The next page of a list, after the last one the first."""
        cursor = self.cursors.get(path)
        answer = await self.get(path, **params, **({"cursor": cursor} if cursor else {}))
        self.cursors[path] = answer.json()["next"]
        return answer

    async def change(self, method: str, path: str, body: Any, *, tag: str | None = None, key: str = "") -> Any:
        headers = {"If-Match": tag} if tag else {"Idempotency-Key": key}
        return _good(await self.http.request(method, path, json=body, headers=headers))


Call: TypeAlias = Callable[["Crowd", Person], Awaitable[Any]]


@dataclass(slots=True)
class Crowd:
    """All clients by role, and the dice that choose among them."""

    world: LoadWorld
    dice: random.Random
    people: dict[str, list[Person]] = field(default_factory=lambda: defaultdict(list))
    job: str = ""

    async def sign_in(self, base: str, counts: dict[str, int]) -> list[float]:
        """Signs in so many of each role; the seconds of each."""
        logins = {"employer": self.world.employers, "planner": self.world.planners, "carrier": self.world.carriers}
        trust, turn = ssl.create_default_context(), asyncio.Semaphore(_SIGN_INS_AT_ONCE)

        async def enter(role: str, login: str) -> float:
            limits = httpx.Limits(keepalive_expiry=_KEPT_SECONDS)
            http = httpx.AsyncClient(base_url=base, timeout=30, verify=trust, limits=limits)
            async with turn:
                begun = time.perf_counter()
                answer = _good(await http.post("/session", json={"login": login, "password": PASSWORD}))
                taken = time.perf_counter() - begun
            http.headers["X-CSRF-Token"] = answer.json()["csrf"]
            self.people[role].append(Person(http, login))
            return taken

        chosen = [(role, login) for role, count in counts.items() for login in self.dice.sample(logins[role], count)]
        return list(await asyncio.gather(*(enter(role, login) for role, login in chosen)))

    async def leave(self) -> None:
        """Ends every connection."""
        for person in (person for people in self.people.values() for person in people):
            await person.http.aclose()

    def key(self) -> str:
        return f"load-{self.dice.getrandbits(80):020x}"


def _good(answer: httpx.Response) -> httpx.Response:
    if answer.is_error:
        raise httpx.HTTPStatusError(
            f"{answer.status_code} {answer.text[:300]}", request=answer.request, response=answer
        )
    return answer


async def _own_requests(crowd: Crowd, person: Person) -> None:
    answer = await person.get("/requests", campaign_id=crowd.world.campaign_id)
    person.requests = [row["id"] for row in answer.json()["items"]]


async def _own_request(crowd: Crowd, person: Person) -> None:
    if person.requests:
        await person.get(f"/requests/{crowd.dice.choice(person.requests)}")
    else:
        await _own_requests(crowd, person)


async def _journeys(crowd: Crowd, person: Person) -> None:
    await person.get(f"/publications/{crowd.world.publication_id}/journeys")


async def _publication(crowd: Crowd, person: Person) -> None:
    await person.get(f"/campaigns/{crowd.world.campaign_id}/publication")


async def _session(_: Crowd, person: Person) -> None:
    await person.get("/session")


async def _own_problems(_: Crowd, person: Person) -> None:
    await person.get("/problems")


async def _request_pages(crowd: Crowd, person: Person) -> None:
    await person.page("/requests", campaign_id=crowd.world.campaign_id, limit=50)


async def _waiting_pages(crowd: Crowd, person: Person) -> None:
    await person.get("/requests", campaign_id=crowd.world.campaign_id, state="submitted", limit=50)


async def _journey_pages(crowd: Crowd, person: Person) -> None:
    await person.page(f"/publications/{crowd.world.publication_id}/journeys", limit=50)


async def _ledger_pages(crowd: Crowd, person: Person) -> None:
    await person.page("/problems", campaign_id=crowd.world.campaign_id, limit=50)


async def _ledger_counts(crowd: Crowd, person: Person) -> None:
    await person.get("/problems/counts", by="district", campaign_id=crowd.world.campaign_id)


async def _campaign(crowd: Crowd, person: Person) -> None:
    await person.get(f"/campaigns/{crowd.world.campaign_id}")


async def _job(crowd: Crowd, person: Person) -> None:
    await person.get(f"/plans/{crowd.job}")


async def _duties(crowd: Crowd, person: Person) -> None:
    answer = await person.page(f"/publications/{crowd.world.publication_id}/runs")
    person.runs = [row["id"] for row in answer.json()["items"]]


async def _duty(crowd: Crowd, person: Person) -> None:
    if person.runs:
        await person.get(f"/runs/{crowd.dice.choice(person.runs)}")
    else:
        await _duties(crowd, person)


async def _offers(crowd: Crowd, person: Person) -> None:
    await person.get(f"/campaigns/{crowd.world.campaign_id}/offers")


async def figures(crowd: Crowd, person: Person) -> None:
    """What a dashboard shows."""
    await person.get(f"/campaigns/{crowd.world.campaign_id}/figures", day="2020-03-12")


async def _file(crowd: Crowd, person: Person) -> None:
    body = {
        "campaign_id": crowd.world.campaign_id, "site": {"name": "历下区", "city": "济南"}, "contact": "李伟",
        "phone": "13800005678", "ready": "2020-03-08 08:00", "due": "2020-03-12 20:00",
        "origins": [{"place": {"name": "兴文县"}, "headcount": crowd.dice.randint(2, 40)}],
    }  # fmt: skip
    answer = await person.change("POST", "/requests", body, key=crowd.key())
    person.drafts.append((answer.json()["id"], answer.headers["ETag"]))


async def _change(crowd: Crowd, person: Person) -> None:
    if not person.drafts:
        await _file(crowd, person)
        return
    row, tag = person.drafts.pop()
    body = {"remarks": crowd.key(), "origins": [{"place": {"name": "兴文县"}, "headcount": crowd.dice.randint(2, 40)}]}
    body["origins"][0] |= {"ready": "2020-03-08 08:00", "due": "2020-03-12 20:00"}  # type: ignore[index]
    answer = await person.change("PATCH", f"/requests/{row}", body, tag=tag)
    person.drafts.append((row, answer.headers["ETag"]))


async def _submit(crowd: Crowd, person: Person) -> None:
    if not person.drafts:
        await _file(crowd, person)
        return
    row, tag = person.drafts.pop()
    await person.change("POST", f"/requests/{row}/steps", {"to": "submitted"}, tag=tag)


async def _raise(crowd: Crowd, person: Person) -> None:
    body = {"title": "No pass for the coach", "text": "It is asked for.", "campaign_id": crowd.world.campaign_id}
    answer = await person.change("POST", "/problems", body, key=crowd.key())
    bureau = crowd.dice.choice(crowd.people["planner"])
    bureau.problems.append((answer.json()["id"], answer.headers["ETag"]))


async def _gather(crowd: Crowd, person: Person) -> None:
    if not person.problems:
        await _raise(crowd, crowd.dice.choice(crowd.people["employer"]))
        return
    row, tag = person.problems.pop()
    await person.change("POST", f"/problems/{row}/state", {"state": "gathered", "note": "seen"}, tag=tag)


async def _report(crowd: Crowd, person: Person) -> None:
    person.days += 1
    day = date(2020, 3, 10) + timedelta(days=person.days)
    body = {"day": day.isoformat(), "staff": 100, "away": 40, "returned": 20, "on_post": 70, "reopened": True}
    await person.change("POST", f"/campaigns/{crowd.world.campaign_id}/daily-reports", body, key=crowd.key())


READS: tuple[tuple[float, str, str, Call], ...] = (
    (16, "employer", "own requests", _own_requests),
    (16, "employer", "own request", _own_request),
    (18, "employer", "own journeys", _journeys),
    (6, "employer", "current publication", _publication),
    (4, "employer", "own problems", _own_problems),
    (6, "employer", "who is signed in", _session),
    (6, "planner", "requests by page", _request_pages),
    (5, "planner", "requests that wait", _waiting_pages),
    (3, "planner", "journeys by page", _journey_pages),
    (3, "planner", "ledger by page", _ledger_pages),
    (2, "planner", "ledger counted", _ledger_counts),
    (3, "planner", "campaign", _campaign),
    (3, "planner", "how far the plan is", _job),
    (5, "carrier", "duties by page", _duties),
    (3, "carrier", "one duty", _duty),
    (1, "carrier", "offers", _offers),
)
"""Weight, role, name and call. Figures come apart, at the pace of a dashboard."""

WRITES: tuple[tuple[float, str, str, Call], ...] = (
    (25, "employer", "file a request", _file),
    (30, "employer", "change a request", _change),
    (15, "employer", "submit a request", _submit),
    (12, "employer", "raise a problem", _raise),
    (8, "planner", "gather a problem", _gather),
    (10, "employer", "report a day", _report),
)
