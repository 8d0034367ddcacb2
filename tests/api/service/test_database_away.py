"""The database goes away, is locked or full: calls say so and when to come again, and all is well once it is back."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import httpx
import pytest
from sqlalchemy import event, func, select

from api.http.problems import MEDIA_TYPE
from api.service.accounts.tables import Employer
from api.service.actor import SYSTEM
from api.service.plans.tables import PlanWorker
from api.service.store import Database, UnavailableError, new_id
from tests.api.service.over_http import OverHttp, app_for_tests, running
from tests.api.service.postgres import Server, running_server

NAME = {"name": "Engines"}


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """A PostgreSQL of these tests' own, since it is stopped."""
    with running_server() as there:
        Database.open(there.url).close()
        yield there


@pytest.fixture
def served(server: Server, tmp_path: Path) -> Iterator[OverHttp]:
    app = app_for_tests(server.url, tmp_path, metrics_open=True)
    with running(app) as client, closing(Database.open(server.url)) as opened:
        service = OverHttp(app=app, database=opened, anonymous=client)
        with closing(service):
            yield service


def _told_to_come_again(answer: httpx.Response, *words: str) -> None:
    assert answer.status_code == 503, answer.text
    assert answer.headers["content-type"] == MEDIA_TYPE
    assert answer.json()["type"] == "urn:fangang:problem:not-ready"
    assert int(answer.headers["retry-after"]) >= 1
    for word in (*words, "Maybe"):
        assert word in answer.json()["detail"]


def _gone_for_a_moment(server: Server) -> None:
    try:
        server.stop()
    finally:
        server.start()


def _alive(service: OverHttp) -> None:
    with service.database.write(SYSTEM) as unit:
        unit.add(PlanWorker(id=new_id(), host="h", pid=1, slots=1, hands=0, started_at=unit.now, seen_at=unit.now))


def _employers(database: Database) -> int:
    with database.read(SYSTEM) as unit:
        return unit.session.scalar(select(func.count()).select_from(Employer)) or 0


def test_a_service_outlives_its_postgresql(served: OverHttp, server: Server) -> None:
    planner = served.signed_in("planner")
    made = planner.post("/api/v1/employers", json=NAME)
    address = f"/api/v1/employers/{made.json()['id']}"
    order = {"Idempotency-Key": "order-0001"}
    server.stop()
    try:
        for answer in (
            planner.get("/api/v1/employers"),
            planner.get(address),
            planner.post("/api/v1/employers", json=NAME, headers=order),
            planner.patch(address, json=NAME, headers={"If-Match": "*"}),
            served.anonymous.post("/api/v1/session", json={"login": "x", "password": "y"}),
            served.anonymous.get("/api/v1/ready"),
        ):
            _told_to_come_again(answer, "The database does not answer")
        assert served.anonymous.get("/api/v1/health").status_code == 200
        assert "fangang_database_up 0.0" in served.anonymous.get("/metrics").text
    finally:
        server.start()
    assert planner.get(address).json()["name"] == "Engines"
    before = _employers(served.database)
    for _ in range(2):
        assert planner.post("/api/v1/employers", json=NAME, headers=order).status_code == 201
    assert _employers(served.database) == before + 1
    _alive(served)
    assert served.anonymous.get("/api/v1/ready").json() == {"status": "ready"}


def test_a_change_in_the_middle_is_rolled_back(served: OverHttp, server: Server) -> None:
    def change() -> None:
        with served.database.write(SYSTEM) as unit:
            unit.add(Employer(name="Engines"))
            unit.session.flush()
            _gone_for_a_moment(server)

    def read() -> None:
        with served.database.read(SYSTEM) as unit:
            unit.session.scalars(select(Employer)).all()
            _gone_for_a_moment(server)
            unit.session.scalars(select(Employer.name)).all()

    before = _employers(served.database)
    for do in (change, read):
        with pytest.raises(UnavailableError, match="does not answer"):
            do()
        assert _employers(served.database) == before


def test_many_calls_while_it_goes_and_comes(served: OverHttp, server: Server) -> None:
    """Whatever the moment is: an answer that was asked for, or to come again; and what was told as made is there."""
    planner = served.signed_in("planner")
    over, told, failed = threading.Event(), list[str](), list[str]()

    def ask() -> None:
        with httpx.Client(base_url=planner.base_url, headers=planner.headers, timeout=60) as client:
            while not over.is_set():
                answer = client.post("/api/v1/employers", json=NAME)
                if answer.status_code == 201:
                    told.append(answer.json()["id"])
                elif answer.status_code != 503 or "retry-after" not in answer.headers:
                    failed.append(answer.text)

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    try:
        for _ in range(2):
            time.sleep(0.3)
            server.stop()
            time.sleep(0.2)
            server.start()
        known = len(told)
        until = time.monotonic() + 30
        while len(told) < known + 20 and time.monotonic() < until:
            time.sleep(0.05)
    finally:
        over.set()
        for thread in threads:
            thread.join()
    assert failed == []
    assert len(told) >= known + 20, "it does not recover"
    with served.database.read(SYSTEM) as unit:
        there = set(unit.session.scalars(select(Employer.id)))
    assert set(told) <= there


def test_who_follows_a_plan_goes_on_following(served: OverHttp, server: Server) -> None:
    """The stream waits for the database; its end is told when the plan is called off afterwards."""
    planner = served.signed_in("planner")
    plan = planner.post("/api/v1/cases/jinan-k4016/plans", params={"seconds": 1}).json()
    address = f"/api/v1/plans/{plan['id']}"
    with planner.stream("GET", f"{address}/events") as answer:
        names = (line.removeprefix("event: ") for line in answer.iter_lines() if line.startswith("event: "))
        assert next(names) == "progress"
        server.stop()
        try:
            _told_to_come_again(planner.get(address))
            time.sleep(0.5)
        finally:
            server.start()
        assert planner.post(f"{address}/stop").status_code == 200
        assert next(name for name in names if name != "progress") == "end"


@pytest.fixture
def on_sqlite(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[OverHttp]:
    """A service on SQLite that waits but shortly for its turn to write."""
    monkeypatch.setattr("api.service.store.database._SQLITE_WAIT_MS", 200)
    url = f"sqlite:///{tmp_path / 'service.db'}"
    app = app_for_tests(url, tmp_path)
    with running(app) as client, closing(Database.open(url)) as opened:
        service = OverHttp(app=app, database=opened, anonymous=client)
        with closing(service):
            yield service


def test_a_locked_file_is_told_and_reading_goes_on(on_sqlite: OverHttp) -> None:
    planner = on_sqlite.signed_in("planner")
    with closing(sqlite3.connect(str(on_sqlite.database.engine.url.database), isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        _told_to_come_again(planner.post("/api/v1/employers", json=NAME), "Too many changes at once")
        assert planner.get("/api/v1/employers").json()["items"] == []
    assert planner.post("/api/v1/employers", json=NAME).status_code == 201


def test_a_full_disk_is_told_and_nothing_is_half_written(on_sqlite: OverHttp) -> None:
    """The file may not grow any more, as if the disk had no room: SQLite's own word for both is the same."""
    planner = on_sqlite.signed_in("planner")
    engine = on_sqlite.app.state.context.database.engine

    def no_room(connection: sqlite3.Connection, _: object) -> None:
        connection.execute("PRAGMA max_page_count = 1").close()  # SQLite takes the present size where that is larger

    event.listen(engine, "connect", no_room)
    engine.dispose()
    answers = []
    while not answers or answers[-1].status_code == 201:
        answers.append(planner.post("/api/v1/employers", json={"name": "E" * 200}))
    _told_to_come_again(answers[-1], "disk is full", "nothing was changed")
    assert planner.get("/api/v1/employers").status_code == 200
    event.remove(engine, "connect", no_room)
    engine.dispose()
    assert planner.post("/api/v1/employers", json=NAME).status_code == 201
    assert _employers(on_sqlite.database) == len(answers)


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with (
        closing(Database.open(f"sqlite:///{tmp_path / 'gone' / 'service.db'}", migrate=False)) as database,
        pytest.raises(UnavailableError, match="cannot be read or written"),
        database.read(SYSTEM) as unit,
    ):
        unit.session.scalars(select(Employer)).all()
