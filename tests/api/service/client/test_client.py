"""The client against the running service: every call, lists that go on, nothing done twice, problems told."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest
from sqlalchemy import func, select

from api.client import (
    Client,
    NotAllowedError,
    NotFoundError,
    NotNowError,
    SignInError,
    StaleError,
    UnreachableError,
    UnreadableError,
    UnusableError,
)
from api.client.models import (
    AcceptBody,
    EmployerBody,
    EmployerChange,
    InvitationBody,
    MoneyRulesBody,
    PayerRuleBody,
    PublicationBody,
    RecordBody,
    RecordsBody,
    SignatureBody,
    TokenBody,
)
from api.client_maker.__main__ import HERE, made
from api.service.accounts.tables import Employer
from api.service.actor import SYSTEM
from api.service.store import new_id
from tests.api.service.over_http import OverHttp
from tests.api.service.published import first_plan, world

Connect = Callable[..., Client]
PAGE = Path(__file__).parents[4] / "docs" / "client.md"
HEAVY = ("alembic", "dbos", "fastapi", "numba", "numpy", "optimizer", "ortools", "pandas", "scenarios", "sqlalchemy")


class Breaking(httpx.HTTPTransport):
    """Loses answers: the service has done what was asked, and the client does not know."""

    def __init__(self, *, lost: int) -> None:
        super().__init__()
        self.lost, self.sent = lost, 0

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        self.sent += 1
        answer = super().handle_request(request)
        if self.sent <= self.lost:
            answer.close()
            raise httpx.ReadError("the connection broke")
        return answer


@pytest.fixture(name="connect")
def _connect(over_http: OverHttp) -> Iterator[Connect]:
    """Clients with the key of a new account in a role."""
    clients: list[Client] = []

    def make(role: str = "planner", *, transport: httpx.BaseTransport | None = None, **party: str) -> Client:
        raw = over_http.signed_in(role, **party)
        key = raw.headers["Authorization"].removeprefix("Bearer ")
        address = str(over_http.anonymous.base_url)
        clients.append(Client(address, key=key, transport=transport, sleep=lambda seconds: None))
        return clients[-1]

    yield make
    for client in clients:
        client.close()


def count(over_http: OverHttp, name: str) -> int:
    with over_http.database.read(SYSTEM) as unit:
        return unit.session.scalar(select(func.count()).select_from(Employer).where(Employer.name == name)) or 0


def test_a_list_goes_on_from_page_to_page(connect: Connect) -> None:
    client = connect()
    wanted = [client.employers.create_employer(EmployerBody(name=f"Works {n}")).id for n in range(5)]
    pages = client.employers.list_employers(name="Works", limit=2)
    assert [row.id for row in pages] == wanted
    assert [row.id for row in pages] == wanted, "a list can be read again"
    assert [len(page.items) for page in pages.pages()] == [2, 2, 1]
    first = pages.first()
    assert [row.id for page in pages.pages(first.next) for row in page.items] == wanted[2:]


def test_an_answer_that_was_lost_makes_nothing_twice(over_http: OverHttp, connect: Connect) -> None:
    breaking = Breaking(lost=2)
    name = f"Works {new_id()}"
    made_once = connect(transport=breaking).employers.create_employer(EmployerBody(name=name))
    assert (breaking.sent, count(over_http, name)) == (3, 1)
    assert made_once.name == name


def test_a_call_without_key_or_version_is_sent_once(connect: Connect) -> None:
    breaking = Breaking(lost=1)
    with pytest.raises(UnreachableError):
        connect(transport=breaking).invitations.look_at_link(TokenBody(token="x" * 20))
    assert breaking.sent == 1


def test_nobody_answers() -> None:
    waits: list[float] = []
    with Client("http://127.0.0.1:9", sleep=waits.append) as client, pytest.raises(UnreachableError):
        client.service.health()
    assert len(waits) == 3


def test_problems_are_errors(connect: Connect) -> None:
    client = connect()
    row = client.employers.create_employer(EmployerBody(name="Works"))
    changed = client.employers.change_employer(row.id, EmployerChange(district="历下区"), version=row.version)
    assert (changed.district, changed.version) == ("历下区", 2)
    with pytest.raises(StaleError):
        client.employers.change_employer(row.id, EmployerChange(district="市中区"), version=row.version)
    with pytest.raises(NotFoundError) as missing:
        client.employers.read_employer("0" * 26)
    assert "Maybe" in missing.value.detail
    with pytest.raises(UnusableError) as unusable:
        client.employers.read_employer("short")
    assert [fault.column for fault in unusable.value.faults] == ["row_id"]
    with pytest.raises(NotAllowedError):
        connect("employer").employers.create_employer(EmployerBody(name="Other"))
    client.employers.create_employer(EmployerBody(name="One"), key="one-and-only")
    with pytest.raises(NotNowError):
        client.employers.create_employer(EmployerBody(name="Two"), key="one-and-only")


def test_nobody_is_signed_in_and_then_somebody(over_http: OverHttp, connect: Connect) -> None:
    link = connect("administrator").invitations.invite(InvitationBody(role="planner", name="Li Wei"))
    login, password = new_id(), "four words of mine"
    with Client(str(over_http.anonymous.base_url)) as client:
        with pytest.raises(SignInError):
            client.session.read_session()
        client.invitations.accept_link(
            AcceptBody(
                token=link.link.rpartition("=")[2].rpartition("/")[2].rpartition("#")[2], login=login, password=password
            )
        )
    with Client(str(over_http.anonymous.base_url)) as client:
        with pytest.raises(SignInError):
            client.begin(login, "another password")
        assert client.begin(login, password).role == "planner"
        assert client.employers.create_employer(EmployerBody(name="By session")).name == "By session"
        client.session.sign_out()
        with pytest.raises(SignInError):
            client.session.read_session()


def test_from_the_plan_to_the_figures(over_http: OverHttp, connect: Connect) -> None:
    there = world(over_http.database)
    planner, employer = connect(), connect("employer", employer_id=there.employers["G"])
    publication = planner.publications.create_publication(
        there.campaign_id, PublicationBody(plan_id=there.store(first_plan()))
    )
    (journeys,) = employer.publications.list_journeys(publication.id)
    assert [leg.departs for leg in journeys.itineraries[0].legs] == ["2020-03-10 08:00"]
    run = next(run for run in planner.publications.list_runs(publication.id) if run.run_id == "R1")
    base = {"demand_id": there.demands["N4"], "headcount": 8}
    records = [
        RecordBody(client_id="a", kind="boarded", seq=1, happened_at="2020-03-10T08:00:00+08:00", **base),
        RecordBody(client_id="b", kind="delivered", seq=2, happened_at="2020-03-10T09:40:00+08:00", **base),
    ]
    for status in ("stored", "there"):
        outcomes = planner.travel.create_records(run.id, RecordsBody(records=records)).outcomes
        assert [outcome.status for outcome in outcomes] == [status] * 2
    (handover,) = employer.travel.list_handovers(there.campaign_id)
    signed = employer.travel.create_signature(
        handover.id,
        "receiving",
        SignatureBody(signer="Li Wei", headcount=8, signed_at="2020-03-10T10:00:00+08:00"),
    )
    assert [signature.side for signature in signed.signatures] == ["receiving"]
    planner.figures.create_money_rules(
        there.campaign_id, MoneyRulesBody(rules=[PayerRuleBody(name="all", government=1)])
    )
    found = planner.figures.read_figures(there.campaign_id, day="2020-03-10")
    assert (found.total.delivered, found.total.on_time_share) == (8, 1.0)
    workbook = planner.figures.read_return_workbook(there.campaign_id, day="2020-03-10", lang="en")
    assert workbook.startswith(b"PK")


def test_progress_comes_until_the_end(connect: Connect) -> None:
    statuses = list(connect().plans.follow("example"))
    assert statuses[-1].state == "finished"


def test_the_page_s_example_runs(
    over_http: OverHttp, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    code = re.search(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    assert code is not None
    key = over_http.signed_in("planner").headers["Authorization"].removeprefix("Bearer ")
    monkeypatch.setenv("FANGANG_ADDRESS", str(over_http.anonymous.base_url))
    monkeypatch.setenv("FANGANG_KEY", key)
    exec(compile(code[1], str(PAGE), "exec"), {"__name__": "example"})
    told = capsys.readouterr().out.splitlines()
    assert told[0] == "Jinan, March preparing 2020-03-10"
    assert "Maybe" in told[1]
    assert told[-1] == "finished"


def test_the_client_knows_every_call() -> None:
    there = {path.relative_to(HERE) for folder in ("models", "rooms") for path in (HERE / folder).glob("*.py")}
    wanted = made()
    told = "Maybe run: python -m api.client_maker"
    assert there == set(wanted), told
    assert [str(p) for p, text in sorted(wanted.items()) if (HERE / p).read_text(encoding="utf-8") != text] == [], told


def test_nothing_of_the_service_is_loaded() -> None:
    code = f"import sys, api.client; print([name for name in {HEAVY!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def answering(*answers: httpx.Response) -> Client:
    """A client of a service that gives these answers in turn."""
    left = list(answers)
    return Client(
        "http://service",
        transport=httpx.MockTransport(lambda request: left.pop(0)),
        sleep=lambda seconds: None,
    )


HEALTH = b'{"status": "ok", "version": "1", "running": 0, "waiting": 0}'


def test_a_busy_service_is_asked_again() -> None:
    busy = httpx.Response(429, headers={"Retry-After": "7"}, json={"title": "busy", "status": 429, "detail": "Wait."})
    waits: list[float] = []
    left = [busy, httpx.Response(503), httpx.Response(200, content=HEALTH)]
    with Client("http://x", transport=httpx.MockTransport(lambda _: left.pop(0)), sleep=waits.append) as client:
        client.service.health()
    assert waits[0] == 7.0
    assert len(waits) == 2


def test_an_answer_that_is_none_of_the_service_s() -> None:
    with answering(httpx.Response(200, text="<html>")) as client, pytest.raises(UnreadableError):
        client.service.health()
    with answering(httpx.Response(404, text="<html>no such page")) as client, pytest.raises(NotFoundError) as caught:
        client.service.health()
    assert caught.value.detail == "<html>no such page"


def test_a_stream_that_breaks_is_taken_up_again(connect: Connect) -> None:
    """The real events, cut off after the first one as often as ``cut`` says."""
    client = connect()
    whole = client._http.get("/api/v1/plans/example/events").content
    cut = b": hello\n\nevent: progress\ndata: " + whole.partition(b"data: ")[2].partition(b"\r\n")[0] + b"\n\n"
    with answering(httpx.Response(200, content=cut), httpx.Response(200, content=whole)) as broken:
        assert [status.state for status in broken.plans.follow("example")] == ["finished", "finished"]
    empty = [httpx.Response(200, content=b"") for _ in range(4)]
    with answering(*empty) as broken, pytest.raises(UnreachableError, match="4 times"):
        list(broken.plans.follow("example"))
