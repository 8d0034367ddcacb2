"""Units of work: all or nothing, stamped, in the log, safe against lost changes."""

from __future__ import annotations

import os
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import func, select, text, update
from sqlalchemy.exc import DBAPIError

from api.service.accounts.tables import Account, ApiKey, Employer
from api.service.actor import NOBODY, Actor
from api.service.people.tables import Worker
from api.service.store import (
    MASK,
    ConflictError,
    Database,
    InvalidError,
    NotFoundError,
    StaleError,
    UnavailableError,
    Unit,
    new_id,
    once,
    page,
)
from api.service.store.tables import AuditEntry

PLANNER = Actor(role="planner", account_id=new_id())


def _employer(database: Database, name: str = "Haier") -> str:
    with database.write(PLANNER) as unit:
        return unit.add(Employer(name=name, contact="Wang Fang", phone="13800138000")).id


def _log(database: Database, row_id: str) -> list[AuditEntry]:
    with database.read(PLANNER) as unit:
        wanted = select(AuditEntry).where(AuditEntry.row_id == row_id).order_by(AuditEntry.number)
        return list(unit.session.scalars(wanted))


def test_ids_sort_by_creation_and_are_26_letters() -> None:
    ids = [new_id() for _ in range(2000)]
    assert ids == sorted(ids)
    assert len(set(ids)) == 2000
    assert {len(one) for one in ids} == {26}


@pytest.mark.skipif(os.name == "nt", reason="permissions of POSIX")
def test_nobody_else_on_the_machine_reads_the_file(tmp_path: Path) -> None:
    there = tmp_path / "data" / "fangang.db"
    with closing(Database.open(f"sqlite:///{there}")) as database, database.read(NOBODY):
        modes = {path.stat().st_mode & 0o777 for path in there.parent.iterdir()}
    assert (there.parent.stat().st_mode & 0o777, modes) == (0o700, {0o600})


def test_a_row_says_who_when_and_which_version(database: Database) -> None:
    before = datetime.now(UTC)
    row_id = _employer(database)
    with database.write(PLANNER) as unit:
        unit.get(Employer, row_id, what="employer").name = "Hisense"
    with database.read(NOBODY) as unit:
        row = unit.get(Employer, row_id, what="employer")
        assert (row.name, row.version, row.created_by) == ("Hisense", 2, PLANNER.account_id)
        assert before <= row.created_at < row.changed_at <= datetime.now(UTC)


def test_every_change_is_in_the_log_and_nothing_personal_in_clear(database: Database) -> None:
    row_id = _employer(database)
    with database.write(PLANNER) as unit:
        row = unit.get(Employer, row_id, what="employer")
        row.name, row.phone = "Hisense", "13900139000"
    with database.write(PLANNER) as unit:
        unit.delete(unit.get(Employer, row_id, what="employer"))
    created, changed, deleted = _log(database, row_id)
    assert (created.action, created.before, created.after) == (
        "create",
        None,
        {"name": "Haier", "contact": MASK, "phone": MASK},
    )
    assert (changed.before, changed.after) == (
        {"name": "Haier", "phone": MASK},
        {"name": "Hisense", "phone": MASK},
    )
    assert deleted.action == "delete"
    assert deleted.after is not None
    assert set(deleted.after) == {"deleted_at"}
    assert {entry.account_id for entry in (created, changed, deleted)} == {PLANNER.account_id}
    assert {entry.table_name for entry in (created, changed, deleted)} == {"employers"}


def test_secrets_are_never_in_the_log_and_sealed_fields_are_as_they_lie_in_the_table(database: Database) -> None:
    with database.write(PLANNER) as unit:
        account = unit.add(Account(login="a@b", name="A", role="planner", password_hash="$argon2id$planted"))
        unit.session.flush()
        unit.add(ApiKey(account_id=account.id, name="k", role="planner", begins="f", token_hash=b"planted-hash"))
    with database.read(PLANNER) as unit:
        told = str([(entry.before, entry.after) for entry in unit.session.scalars(select(AuditEntry))])
    assert "planted" not in told
    assert told.count(MASK) == 4  # login, name and the hashes of password and key
    assert Worker.__table__.c.sealed.info == {"personal": True}


def test_an_error_leaves_nothing_behind(database: Database) -> None:
    def fail(unit: Unit) -> None:
        unit.add(Employer(name="Nobody"))
        unit.session.flush()
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError), database.write(PLANNER) as unit:
        fail(unit)
    with database.read(PLANNER) as unit:
        assert unit.session.scalar(select(func.count()).select_from(Employer)) == 0
        assert unit.session.scalar(select(func.count()).select_from(AuditEntry)) == 0


def test_of_two_changes_to_the_same_version_the_second_is_refused(database: Database) -> None:
    row_id = _employer(database)
    with database.write(PLANNER) as unit:
        unit.get(Employer, row_id, what="employer").name = "First"
    with pytest.raises(StaleError, match="version 2, you have 1"), database.write(PLANNER) as unit:
        unit.expect(unit.get(Employer, row_id, what="employer"), 1)


def test_of_two_changes_at_the_same_moment_one_is_refused_or_waits(database: Database) -> None:
    row_id = _employer(database)
    both_have_read = threading.Barrier(2, timeout=1)
    outcomes: list[str] = []

    def change(name: str) -> None:
        try:
            with database.write(PLANNER) as unit:
                row = unit.get(Employer, row_id, what="employer")
                with suppress(threading.BrokenBarrierError):  # on SQLite writers come one after the other
                    both_have_read.wait()
                row.name = f"{row.name}+{name}"
            outcomes.append(name)
        except StaleError:
            outcomes.append("stale")

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(change, ("a", "b")))
    with database.read(PLANNER) as unit:
        name = unit.get(Employer, row_id, what="employer").name
    done = [outcome for outcome in outcomes if outcome != "stale"]
    assert done
    assert name == "+".join(["Haier", *done])


def test_of_two_who_wait_for_each_other_one_is_told_to_come_again(database: Database) -> None:
    if database.is_sqlite:
        pytest.skip("writers come one after the other")
    rows = [_employer(database), _employer(database)]
    both_hold_one = threading.Barrier(2, timeout=10)

    def change(order: list[str]) -> str:
        try:
            with database.write(PLANNER) as unit:
                for row_id in order:
                    unit.session.get_one(Employer, row_id, with_for_update=True)
                    if row_id == order[0]:
                        both_hold_one.wait()
        except UnavailableError:
            return "busy"
        return "done"

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(change, (rows, rows[::-1]))) == ["busy", "done"]


def test_a_broken_rule_of_the_database_is_a_conflict_that_tells_no_values(database: Database) -> None:
    with database.write(PLANNER) as unit:
        unit.add(Account(login="wang@haier", name="A", role="planner"))
    with pytest.raises(ConflictError) as told, database.write(PLANNER) as unit:
        unit.add(Account(login="wang@haier", name="B", role="planner"))
    assert "wang" not in str(told.value)


def test_a_row_that_is_deleted_is_not_there(database: Database) -> None:
    row_id = _employer(database)
    with database.write(PLANNER) as unit:
        unit.delete(unit.get(Employer, row_id, what="employer"))
    with database.read(PLANNER) as unit:
        with pytest.raises(NotFoundError, match=f"no employer {row_id}"):
            unit.get(Employer, row_id, what="employer")
        assert unit.get(Employer, row_id, what="employer", deleted=True).deleted_at is not None


def test_a_unit_that_reads_changes_nothing(database: Database) -> None:
    row_id = _employer(database)
    with pytest.raises(RuntimeError, match=r"should be Database\.write"), database.read(PLANNER) as unit:
        unit.get(Employer, row_id, what="employer").name = "X"
    with pytest.raises(RuntimeError, match=r"should be Database\.write"), database.read(PLANNER) as unit:
        unit.session.add(Employer(name="Y"))


def test_a_reader_sees_one_state_while_others_write(database: Database) -> None:
    row_id = _employer(database)
    with database.read(PLANNER) as unit:
        assert unit.get(Employer, row_id, what="employer").name == "Haier"
        _employer(database, "Second")
        assert unit.session.scalar(select(func.count()).select_from(Employer)) == 1


def test_no_statement_goes_past_the_log(database: Database) -> None:
    with pytest.raises(RuntimeError, match="past the audit log"), database.write(PLANNER) as unit:
        unit.session.execute(update(Employer).values(name="X"))


def test_many_rows_at_once_are_noted_by_hand(database: Database) -> None:
    row_id = _employer(database)
    with database.write(PLANNER) as unit:
        unit.session.execute(update(Employer).values(name="X"), execution_options={"audited": True})
        unit.note("rename", "employers", row_id, after={"count": 1})
    assert [entry.action for entry in _log(database, row_id)] == ["create", "rename"]


@pytest.mark.parametrize(
    "statement", ["UPDATE audit_log SET role = 'x'", "DELETE FROM audit_log", "TRUNCATE TABLE audit_log"]
)
def test_the_database_refuses_to_change_the_log(database: Database, statement: str) -> None:
    row_id = _employer(database)
    with pytest.raises(DBAPIError) as told, database.engine.begin() as connection:
        connection.execute(text(statement))
    if not (database.is_sqlite and "TRUNCATE" in statement):  # which SQLite does not know at all
        assert "only added to" in str(told.value)
    assert len(_log(database, row_id)) == 1


def test_pages_show_every_row_once_while_rows_come(database: Database) -> None:
    ids = [_employer(database, f"E{n}") for n in range(7)]
    seen: list[str] = []
    cursor = None
    while True:
        with database.read(PLANNER) as unit:
            found = page(unit, select(Employer), cursor=cursor, limit=3)
        seen += [row.id for row in found.items]
        if found.next is None:
            break
        cursor = found.next
        if len(seen) == 3:
            ids.append(_employer(database, "late"))
    assert seen == ids
    with database.read(PLANNER) as unit:
        newest = page(unit, select(Employer), cursor=None, limit=2, newest_first=True)
        assert [row.id for row in newest.items] == ids[:-3:-1]
        with pytest.raises(InvalidError, match="none of this list"):
            page(unit, select(Employer), cursor="' OR 1=1", limit=2)


def _make(unit: Unit, name: str) -> dict[str, str]:
    return {"id": unit.add(Employer(name=name)).id}


def test_a_request_that_comes_again_gets_the_first_answer(database: Database) -> None:
    answers = []
    for _ in range(3):
        with database.write(PLANNER) as unit:
            answers.append(once(unit, "key-1", b"same", lambda: _make(unit, "Once")))
    assert answers[0] == answers[1] == answers[2]
    with pytest.raises(ConflictError, match="used for another request"), database.write(PLANNER) as unit:
        once(unit, "key-1", b"other", lambda: _make(unit, "Twice"))
    with database.write(Actor(role="planner", account_id=new_id())) as unit:
        assert once(unit, "key-1", b"other", lambda: _make(unit, "Another account")) != answers[0]
    with database.read(PLANNER) as unit:
        assert unit.session.scalar(select(func.count()).select_from(Employer)) == 2


def test_a_failed_request_may_be_sent_again_under_its_key(database: Database) -> None:
    with pytest.raises(ConflictError), database.write(PLANNER) as unit:
        once(unit, "key-2", b"same", _refuse)
    with database.write(PLANNER) as unit:
        assert once(unit, "key-2", b"same", lambda: _make(unit, "Now"))["id"]


def _refuse() -> dict[str, str]:
    raise ConflictError("Not now. Maybe later.")


def test_the_same_request_many_times_at_once_is_done_once(database: Database) -> None:
    def send(_: int) -> str:
        with database.write(PLANNER) as unit:
            return once(unit, "key-3", b"same", lambda: _make(unit, "Once"))["id"]

    with ThreadPoolExecutor(6) as pool:
        ids = set(pool.map(send, range(12)))
    assert len(ids) == 1
    with database.read(PLANNER) as unit:
        assert list(unit.session.scalars(select(Employer.id))) == list(ids)
