"""Readiness, figures for Prometheus, the audit log over HTTP, and what the log of a running service says."""

from __future__ import annotations

import csv
import io
import json
import logging
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import event, select
from sqlalchemy.exc import OperationalError

from api.http.logs import formatter
from api.http.problems import MEDIA_TYPE
from api.service.accounts.tables import Employer
from api.service.actor import SYSTEM
from api.service.plans.tables import PlanWorker
from api.service.store import MASK, Database, new_id
from api.service.store.tables import AuditEntry
from tests.api.service.over_http import OverHttp, app_for_tests, running

NAME, PHONE, DOCUMENT = "王芳芳", "13800138000", "37020219900101002X"


def _worker(database: Database, *, seconds_ago: float) -> None:
    with database.write(SYSTEM) as unit:
        seen = unit.now - timedelta(seconds=seconds_ago)
        unit.add(PlanWorker(id=new_id(), host="h", pid=1, slots=1, hands=0, started_at=seen, seen_at=seen))


def test_the_service_is_ready_once_a_worker_lives(over_http: OverHttp) -> None:
    client = over_http.anonymous
    assert client.get("/api/v1/health").json()["status"] == "ok"
    waiting = client.get("/api/v1/ready")
    assert waiting.status_code == 503
    assert waiting.headers["content-type"] == MEDIA_TYPE
    assert "No worker" in waiting.json()["detail"]
    _worker(over_http.database, seconds_ago=3600)
    assert client.get("/api/v1/ready").status_code == 503
    _worker(over_http.database, seconds_ago=0)
    assert client.get("/api/v1/ready").json() == {"status": "ready"}


def test_a_database_that_is_gone_is_told_and_health_stays(database_url: str, tmp_path: Path) -> None:
    app = app_for_tests(database_url, tmp_path)
    with running(app) as client:
        _break(app.state.context.database)
        answer = client.get("/api/v1/ready")
        assert answer.status_code == 503
        assert "database does not answer" in answer.json()["detail"]
        assert client.get("/api/v1/health").status_code == 200


def _break(database: Database) -> None:
    """From now on no connection can be made."""

    def refuse(*_: object) -> None:
        raise OperationalError("connect", {}, ConnectionError("refused"))

    event.listen(database.engine, "do_connect", refuse)
    database.engine.dispose()


def test_metrics_are_for_those_who_may_read_them(over_http: OverHttp) -> None:
    assert over_http.anonymous.get("/metrics").status_code == 401
    assert over_http.signed_in("employer").get("/metrics").status_code == 403
    _worker(over_http.database, seconds_ago=0)
    over_http.anonymous.get("/api/v1/health")
    text = over_http.signed_in("planner").get("/metrics").text
    assert "fangang_database_up 1.0" in text
    assert "fangang_workers 1.0" in text
    assert 'fangang_plan_jobs{state="queued"} 0.0' in text
    assert 'handler="/api/v1/health"' in text


def test_metrics_may_be_opened(database_url: str, tmp_path: Path) -> None:
    with running(app_for_tests(database_url, tmp_path, metrics_open=True)) as client:
        assert "fangang_database_up" in client.get("/metrics").text


def test_the_audit_log_is_read_by_page_and_taken_along(over_http: OverHttp) -> None:
    admin = over_http.signed_in("administrator")
    made = [admin.post("/api/v1/employers", json={"name": f"=E{n}", "contact": NAME, "phone": PHONE}) for n in range(3)]
    assert {answer.status_code for answer in made} == {201}
    seen, after = [], 0
    while after is not None:
        page = admin.get("/api/v1/audit-log", params={"table": "employers", "limit": 2, "after": after}).json()
        seen += page["items"]
        after = page["next"]
    assert [entry["row_id"] for entry in seen] == [answer.json()["id"] for answer in made]
    assert {entry["account_id"] for entry in seen} == {admin.headers["x-account"]}
    assert seen[0]["after"] == {"name": "=E0", "contact": MASK, "phone": MASK}

    exported = admin.get("/api/v1/audit-log/export", params={"table": "employers"})
    assert [json.loads(line) for line in exported.text.splitlines()] == seen
    table = admin.get("/api/v1/audit-log/export", params={"format": "csv"})
    rows = list(csv.DictReader(io.StringIO(table.text)))
    assert [row["row_id"] for row in rows if row["table_name"] == "employers"] == [entry["row_id"] for entry in seen]
    for text in (exported.text, table.text):
        assert NAME not in text
        assert PHONE not in text


def test_the_audit_log_is_for_administrators(over_http: OverHttp) -> None:
    for path in ("/api/v1/audit-log", "/api/v1/audit-log/export"):
        assert over_http.anonymous.get(path).status_code == 401
        for role in ("planner", "reader", "employer", "carrier"):
            assert over_http.signed_in(role).get(path).status_code == 403


def test_a_history_by_time(over_http: OverHttp) -> None:
    admin = over_http.signed_in("administrator")
    admin.post("/api/v1/employers", json={"name": "E"})
    with over_http.database.read(SYSTEM) as unit:
        at = unit.session.scalars(select(AuditEntry.at).where(AuditEntry.table_name == "employers")).one()
    moment = {"since": at.isoformat(), "until": (at + timedelta(microseconds=1)).isoformat()}
    assert len(admin.get("/api/v1/audit-log", params={**moment, "table": "employers"}).json()["items"]) == 1
    assert admin.get("/api/v1/audit-log", params={"since": moment["until"]}).json()["items"] == []


def test_a_running_service_logs_nothing_personal(over_http: OverHttp, caplog: pytest.LogCaptureFixture) -> None:
    """Also not where it fails: every line of a whole service, with planted people."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(formatter(as_json=True))
    logging.getLogger().addHandler(handler)
    caplog.set_level(logging.DEBUG)
    try:
        admin = over_http.signed_in("administrator")
        body = {"name": NAME, "contact": NAME, "phone": PHONE}
        created = admin.post("/api/v1/employers", json=body)
        admin.get("/api/v1/employers", params={"name": NAME})
        admin.post("/api/v1/employers", json={"name": NAME, "phone": {"no": PHONE}})
        over_http.anonymous.post("/api/v1/session", json={"login": f"{PHONE}@x.example", "password": DOCUMENT})
        over_http.anonymous.get(f"/api/v1/{DOCUMENT}?q={PHONE}")
        _add_failing(over_http, NAME)
        assert over_http.anonymous.get("/fails").status_code == 500
    finally:
        logging.getLogger().removeHandler(handler)
    text = stream.getvalue()
    for planted in (NAME, PHONE, DOCUMENT, json.dumps(NAME)[1:-1]):
        assert planted not in text
    events = [json.loads(line) for line in text.splitlines()]
    posted = [e for e in events if e.get("route") == "/api/v1/employers" and e["method"] == "POST"]
    assert [e["status"] for e in posted] == [201, 422]
    assert {e["account"] for e in posted} == {admin.headers["x-account"]}
    assert created.headers["x-request-id"] == posted[0]["request"]
    [fault] = [e for e in events if e["event"] == "fault"]
    assert fault["error"] == ["ConflictError", "IntegrityError"] or fault["error"][0] == "ValueError"


def _add_failing(over_http: OverHttp, name: str) -> None:
    @over_http.app.get("/fails")
    def fails() -> None:
        with closing(Database.open(str(over_http.database.engine.url), migrate=False)):
            raise ValueError(f"the phone of {name} is {PHONE}")


def test_a_changed_row_needs_its_version(over_http: OverHttp) -> None:
    admin = over_http.signed_in("administrator")
    made = admin.post("/api/v1/employers", json={"name": "E"})
    path, tag = f"/api/v1/employers/{made.json()['id']}", made.headers["etag"]
    assert tag == '"1"'
    assert admin.patch(path, json={"name": "F"}).status_code == 428
    assert admin.patch(path, json={"name": "F"}, headers={"If-Match": "nonsense"}).status_code == 412
    changed = admin.patch(path, json={"name": "F"}, headers={"If-Match": tag})
    assert (changed.status_code, changed.headers["etag"]) == (200, '"2"')
    stale = admin.patch(path, json={"name": "G"}, headers={"If-Match": tag})
    assert (stale.status_code, stale.json()["type"]) == (412, "urn:fangang:problem:stale")
    assert admin.patch(path, json={"name": "H"}, headers={"If-Match": "*"}).json()["name"] == "H"


def test_a_create_that_comes_twice_is_done_once(over_http: OverHttp) -> None:
    admin = over_http.signed_in("administrator")
    once = {"Idempotency-Key": "order-0001"}
    first, second = (admin.post("/api/v1/employers", json={"name": "E"}, headers=once) for _ in range(2))
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json()["id"] == second.json()["id"]
    other = admin.post("/api/v1/employers", json={"name": "F"}, headers=once)
    assert (other.status_code, other.json()["status"]) == (409, 409)
    with over_http.database.read(SYSTEM) as unit:
        assert len(unit.session.scalars(select(Employer)).all()) == 1
