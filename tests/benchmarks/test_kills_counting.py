"""The count after the kills finds what it is there for: rows that are missing, there twice, or in halves."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from api.service.actor import Actor
from api.service.people.naming import add_worker
from api.service.people.vault import Vault
from api.service.publishing.publish import prepare, publish
from api.service.requests.filing import file_request, submit
from api.service.requests.form import Form, From, Where
from api.service.store import Database, Unit, new_id, once
from benchmarks.kills.acknowledged import Acknowledged, Filed, Said
from benchmarks.kills.counting import faults
from optimizer.plan import Plan
from tests.api.service.published import World, first_plan, second_plan, stored, world
from tests.api.service.workers_for_tests import resident_id

PLANNER = Actor(role="planner", account_id=new_id())
FORM = Form(
    site=Where(name="历下区"),
    contact="李伟",
    phone="13800005678",
    remarks="as acknowledged",
    ready="2020-03-10 06:00",
    due="2020-03-10 20:00",
    origins=[From(place=Where(name="兴文县"), headcount=30)],
)


@dataclass(frozen=True, kw_only=True)
class Kept:
    """A database in which nothing is wrong, with what clients were told of it."""

    file: Path
    vault: Vault
    told: Acknowledged
    request_id: str

    def faults(self, file: Path | None = None) -> list[str]:
        with closing(Database.open(f"sqlite:///{file or self.file}", migrate=False)) as database:
            return list(faults(database, self.vault, self.told))


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Kept:
    folder = tmp_path_factory.mktemp("kills")
    told, vault = Acknowledged(), Vault.open("", folder)
    with closing(Database.open(f"sqlite:///{folder / 'kept.db'}")) as database:
        there = replace(world(database), planner=PLANNER)
        request_id = submitted(there, vault, told)
        for number, plan in enumerate((first_plan(), second_plan())):
            put_in_force(there, told, plan, number)
    return Kept(file=folder / "kept.db", vault=vault, told=told, request_id=request_id)


def submitted(there: World, vault: Vault, told: Acknowledged) -> str:
    """A submitted request with a named worker."""
    employer_id = there.employers["E"]

    def create(unit: Unit) -> str:
        return file_request(unit, vault, there.campaign_id, FORM, employer_id=employer_id).id

    def name(unit: Unit, request_id: str) -> str:
        given = {"name": "王小明", "id_number": resident_id(1), "phone": "13800005678"}
        return add_worker(unit, vault, request_id, given).row.id

    with there.database.write(PLANNER) as unit:
        request_id = once(unit, "kills-request-1", b"1", lambda: create(unit))
        told.workers["kills-worker-1"] = once(unit, "kills-worker-1", b"2", lambda: name(unit, request_id))
    with there.database.write(PLANNER) as unit:
        request = submit(unit, vault, request_id, None)
        unit.session.flush()
        said = Said(remarks="as acknowledged", heads=(30,))
        filed = Filed(request_id=request_id, said=said, version=request.version)
    filed.steps["submitted"] += 1
    told.requests["kills-request-1"] = filed
    return request_id


def put_in_force(there: World, told: Acknowledged, plan: Plan, number: int) -> None:
    """A job with its plan, published."""
    order, publication = f"kills-plan-{number}", f"kills-publication-{number}"
    with there.database.write(PLANNER) as unit:
        plan_id = once(unit, order, b"3", lambda: stored(unit, there.snapshot_id, there.here(plan)))
    with there.database.read(PLANNER) as unit:
        prepared = prepare(unit, there.campaign_id, plan_id)
    with there.database.write(PLANNER) as unit:
        made = once(unit, publication, b"4", lambda: publish(unit, prepared).id)
    told.plans[order], told.publications[publication] = plan_id, (made, plan_id)


def test_where_nothing_is_wrong_it_finds_nothing(kept: Kept) -> None:
    assert kept.faults() == []


_TWICE = "INSERT INTO {0} SELECT {1} FROM {0} {2}"
_OF_REQUEST = "WHERE id = '{request}'"
_FIRST = "WHERE superseded_at IS NOT NULL"


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ("DELETE FROM requests WHERE id = '{request}'", "the request {request} that was answered is missing"),
        ("DELETE FROM requests WHERE id = '{request}'", "the log has made it, and it is missing from requests"),
        (f"twice requests {_OF_REQUEST}", "a request under no key"),
        ("UPDATE requests SET remarks = '' WHERE id = '{request}'", "answered as Said(remarks='as acknowledged'"),
        ("UPDATE requests SET remarks = '' WHERE id = '{request}'", "of requests: the log tells otherwise of remarks"),
        ("UPDATE requests SET version = 1 WHERE id = '{request}'", "it is 1"),
        ("UPDATE requests SET state = 'draft' WHERE id = '{request}'", "its history ends with submitted"),
        ("DELETE FROM request_events WHERE request_id = '{request}' AND after = 'submitted'", "submitted 1 times by"),
        ("DELETE FROM request_events WHERE request_id = '{request}'", "its history does not begin with the draft"),
        ("DELETE FROM request_origins WHERE request_id = '{request}'", "half a request, it has the origins []"),
        ("UPDATE request_origins SET headcount = 7 WHERE request_id = '{request}'", "heads=(7,)"),
        ("DELETE FROM worker_keys WHERE kind = 'contact'", "half a request, its contact"),
        ("DELETE FROM worker_keys WHERE kind = 'worker'", "half a named worker"),
        ("DELETE FROM workers", "that was answered is missing"),
        ("DELETE FROM idempotency_keys WHERE key = 'kills-worker-1'", "a worker under no key"),
        ("UPDATE snapshots SET sha256 = 'other'", "the snapshot is not what its hash says"),
        ("DELETE FROM plan_progress", "half a job"),
        ("UPDATE plan_jobs SET state = 'running'", "still running"),
        (f"twice publications {_FIRST}", "published 2 times"),
        (f"twice publications {_FIRST}", "a publication under no key"),
        ("UPDATE publications SET superseded_at = NULL", "2 publications are in force"),
        (f"UPDATE publications SET superseded_at = created_at {_FIRST}", "which does not say so"),
        ("DELETE FROM publications WHERE superseded_at IS NULL", "superseded by nothing"),
        ("DELETE FROM journeys WHERE served = 8", "its journeys are not those of the demands"),
        ("UPDATE journeys SET changes = '[]' WHERE served = 8", "have changed, and [] are told so"),
        ("UPDATE journeys SET itineraries = '[]' WHERE served = 8", "half a demand"),
        ("DELETE FROM runs WHERE run_id = 'X5'", "its runs are not those of its plan's runs ['X5']"),
        ("DELETE FROM seat_plans WHERE run_id = 'X5'", "its seat plans are not those"),
        ("DELETE FROM seatings WHERE run_id = 'X5'", "its seats are not those"),
        ("DELETE FROM handovers WHERE run_id = 'X5'", "half a publication, "),
        ("UPDATE request_origins SET state = 'checked' WHERE state = 'planned'", "checked, where "),
        ("DELETE FROM audit_log WHERE table_name = 'publications' AND action = 'create'", "made 0 times by the log"),
        ("DELETE FROM audit_log WHERE table_name = 'requests' AND action = 'change'", "entries in the log"),
    ],
)
def test_what_is_wrong_is_told(change: str, told: str, kept: Kept, tmp_path: Path) -> None:
    file = tmp_path / "changed.db"
    shutil.copy(kept.file, file)
    with closing(sqlite3.connect(file)) as connection:
        for kind, name in connection.execute("SELECT type, name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            connection.execute(f"DROP {kind} {name}")
        connection.execute("DROP INDEX uq_publications_current")
        assert connection.execute(_statement(connection, change, kept)).rowcount
        connection.commit()
    wanted = told.format(request=kept.request_id)
    assert [fault for fault in kept.faults(file) if wanted in fault]


def _statement(connection: sqlite3.Connection, change: str, kept: Kept) -> str:
    """``twice TABLE WHERE …`` copies rows under other ids."""
    plain = change.format(request=kept.request_id)
    if not plain.startswith("twice "):
        return plain
    _, table, where = plain.split(" ", 2)
    names = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
    return _TWICE.format(table, ", ".join("'a' || substr(id, 2)" if name == "id" else name for name in names), where)
