"""A backup is one moment of a live service, holds nothing personal in clear, and proves itself by being restored."""

from __future__ import annotations

import json
import stat
import threading
import zipfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from sqlalchemy import func, select

from api.service.accounts.tables import Account, Employer, SignedSession
from api.service.actor import SYSTEM, Actor
from api.service.people.sealing import SealError, new_key
from api.service.people.tables import WorkerKey
from api.service.people.vault import Vault
from api.service.plans import turns
from api.service.plans.presence import presence_at
from api.service.plans.tables import PlanJob, PlanProgress, PlanScenario, PlanWorker
from api.service.record import back_up, prove, restore
from api.service.record.backup import PASSING, tables_of_backup
from api.service.store import ConflictError, Database, InvalidError, new_id, once
from api.service.store.every_table import every_table
from api.service.store.tables import AuditEntry, IdempotencyKey

NAME, PHONE, CONTACT, LOGIN = "王芳芳", "13800138000", "李建国先生", "zhang.san@dalian.example"


@pytest.fixture
def vault() -> Vault:
    return Vault((new_key(),))


@pytest.fixture
def filled(database: Database, vault: Vault) -> Database:
    """An employer with a contact, an account, a named worker's key, a session, an answer to a request."""
    with database.write(Actor(role="administrator", account_id=new_id())) as unit:
        employer = unit.add(Employer(name="海尔", district="崂山区", contact=CONTACT, phone=PHONE))
        unit.session.flush()
        account = unit.add(
            Account(login=LOGIN, name=NAME, role="employer", employer_id=employer.id, password_hash="$argon2id$x")
        )
        unit.session.flush()
        unit.add(
            SignedSession(
                id=new_id(),
                account_id=account.id,
                token_hash=b"h" * 32,
                created_at=unit.now,
                seen_at=unit.now,
                expires_at=unit.now,
                agent="browser",
            )
        )
        holder, key = new_id(), new_key()
        wrapped, master = vault.wrap_named(holder, key)
        unit.add(WorkerKey(holder_id=holder, kind="worker", campaign_id=new_id(), wrapped=wrapped, master=master))
        once(unit, "a-key-of-mine", b"f", lambda: {"id": employer.id})
    return database


def _count(database: Database, table: type) -> int:
    with database.read(SYSTEM) as unit:
        return unit.session.scalar(select(func.count()).select_from(table)) or 0


def test_it_restores_into_either_kind(filled: Database, vault: Vault, tmp_path: Path, empty_url: str) -> None:
    path, keys = tmp_path / "service.backup", tmp_path / "service.keys"
    written = back_up(filled, vault, path, keys=keys)
    assert written.keys == {"worker_keys": 1}
    with closing(Database.open(empty_url, migrate=False)) as other:
        restored = restore(other, vault, path, keys=keys)
        assert restored == {**written.tables, **written.keys}
        with filled.read(SYSTEM) as a, other.read(SYSTEM) as b:
            for table in (Employer, Account, WorkerKey, IdempotencyKey):
                before, after = (unit.session.execute(select(table.__table__)).all() for unit in (a, b))
                assert len(before) == 1
                assert before == after
        assert _count(other, SignedSession) == 0
        with other.write(SYSTEM) as unit:
            unit.add(Employer(name="after the restore"))  # the log goes on behind the restored entries
        with other.read(SYSTEM) as unit:
            actions = list(unit.session.scalars(select(AuditEntry.action).order_by(AuditEntry.number)))
        assert actions == ["create", "create", "restore", "create"]


def test_nothing_personal_is_in_the_archive_in_clear(filled: Database, vault: Vault, tmp_path: Path) -> None:
    path, keys = tmp_path / "service.backup", tmp_path / "service.keys"
    back_up(filled, vault, path, keys=keys)
    with zipfile.ZipFile(path) as archive:
        everything = b"".join(archive.read(name) for name in archive.namelist()).decode()
        assert "worker_keys.jsonl" not in archive.namelist()
    for planted in (NAME, PHONE, CONTACT, LOGIN):
        assert planted not in everything
        assert json.dumps(planted) not in everything
    assert "海尔" in everything
    for file in (path, keys):
        assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_person_whose_key_was_destroyed_is_forgotten_by_older_backups(
    filled: Database, vault: Vault, tmp_path: Path
) -> None:
    """The archive of Monday with the keys of Friday: what was sealed under the lost key stays closed."""
    monday, keys_of_monday, keys_of_friday = (tmp_path / name for name in ("mon", "mon.keys", "fri.keys"))
    back_up(filled, vault, monday, keys=keys_of_monday)
    with filled.write(SYSTEM) as unit:
        unit.session.delete(unit.session.scalars(select(WorkerKey)).one())
    back_up(filled, vault, tmp_path / "fri", keys=keys_of_friday)
    assert prove(vault, monday, keys=keys_of_monday)["worker_keys"] == 1
    assert prove(vault, monday, keys=keys_of_friday)["worker_keys"] == 0


@contextmanager
def _writing(database: Database) -> Iterator[list[int]]:
    """Writers that add an employer and its account in one transaction, as long as the block lasts."""
    stop = threading.Event()
    written = [0, 0]

    def write(who: int) -> None:
        while not stop.is_set():
            with database.write(SYSTEM) as unit:
                employer = unit.add(Employer(name=f"E{who}"))
                unit.session.flush()
                unit.add(Account(login=new_id(), name="x", role="employer", employer_id=employer.id))
            written[who] += 1

    threads = [threading.Thread(target=write, args=(who,)) for who in range(2)]
    for thread in threads:
        thread.start()
    try:
        yield written
    finally:
        stop.set()
        for thread in threads:
            thread.join()


def test_it_is_one_moment_while_writers_write(database: Database, vault: Vault, tmp_path: Path) -> None:
    with _writing(database) as written:
        while min(written) < 5:
            threading.Event().wait(0.01)
        for n in range(3):
            path = tmp_path / f"{n}.backup"
            before = sum(written)
            tables = back_up(database, vault, path).tables
            assert before <= tables["employers"] == tables["accounts"]
            assert tables["audit_log"] == 2 * tables["employers"] + n
            assert prove(vault, path) == tables
        assert sum(written) > before


def test_a_job_that_was_running_is_taken_over_after_a_restore(
    database: Database, vault: Vault, tmp_path: Path, empty_url: str
) -> None:
    with database.write(SYSTEM) as unit:
        worker = PlanWorker(id=new_id(), host="h", pid=1, slots=1, hands=0, started_at=unit.now, seen_at=unit.now)
        scenario = PlanScenario(sha256="0" * 64, name="s", document=b"d")
        unit.add(worker)
        unit.add(scenario)
        unit.session.flush()
        job = PlanJob(scenario_id=scenario.id, scenario_name="s", seconds=5, seed=0, state="running", attempts=1)
        job.worker_id = worker.id
        unit.add(job)
        unit.session.flush()
        unit.add(PlanProgress(job_id=job.id, moment=1))
    back_up(database, vault, tmp_path / "b")
    with closing(Database.open(empty_url, migrate=False)) as other:
        restore(other, vault, tmp_path / "b")
        with other.write(SYSTEM) as unit:
            [gone] = turns.others(unit, new_id())
            assert presence_at(other).gone(gone)
            turns.retire(unit, gone)
            unit.session.flush()
            assert turns.take_over(unit) == [job.id]
            assert unit.session.get_one(PlanJob, job.id).state == "queued"


def test_a_database_with_rows_is_not_restored_into(filled: Database, vault: Vault, tmp_path: Path) -> None:
    path = tmp_path / "service.backup"
    back_up(filled, vault, path)
    with pytest.raises(ConflictError, match="has rows already"):
        restore(filled, vault, path)
    assert _count(filled, Employer) == 1


def test_a_changed_archive_is_refused_and_nothing_of_it_stays(
    filled: Database, vault: Vault, tmp_path: Path, empty_url: str
) -> None:
    path, changed = tmp_path / "service.backup", tmp_path / "changed"
    back_up(filled, vault, path)
    with zipfile.ZipFile(path) as good, zipfile.ZipFile(changed, "w") as bad:
        for name in good.namelist():
            bad.writestr(name, good.read(name).replace("海尔".encode(), "海信".encode()))
    with closing(Database.open(empty_url, migrate=False)) as other:
        with pytest.raises(InvalidError, match=r"has \d rows that are not the \d of the backup"):
            restore(other, vault, changed)
        assert _count(other, Account) == 0
        assert restore(other, vault, path)["employers"] == 1


def test_another_master_key_opens_nothing(filled: Database, vault: Vault, tmp_path: Path) -> None:
    path = tmp_path / "service.backup"
    back_up(filled, vault, path)
    with pytest.raises(SealError, match="was wrapped by the master key"):
        prove(Vault((new_key(),)), path)


@pytest.mark.parametrize("what", ["none", "text", "cut"])
def test_what_is_no_backup_is_told(what: str, filled: Database, vault: Vault, tmp_path: Path) -> None:
    path = tmp_path / "some.backup"
    if what == "text":
        path.write_text("no zip")
    if what == "cut":
        back_up(filled, vault, path)
        path.write_bytes(path.read_bytes()[:-100])
    with pytest.raises(InvalidError, match="cannot be read" if what == "none" else "expected a backup of fangang"):
        prove(vault, path)


def test_a_failed_backup_leaves_the_old_file(filled: Database, tmp_path: Path) -> None:
    class Broken(Vault):
        def wrap_named(self, holder_id: str, key: bytes) -> tuple[bytes, str]:
            raise OSError("no space left")

    path = tmp_path / "service.backup"
    path.write_text("yesterday's")
    with pytest.raises(OSError, match="no space left"):
        back_up(filled, Broken((new_key(),)), path)
    assert path.read_text() == "yesterday's"
    assert [file.name for file in tmp_path.glob("*.part")] == []


def test_every_table_is_in_the_archive_or_left_out_by_name() -> None:
    names = {table.name for table in every_table().sorted_tables}
    kept, secret = tables_of_backup()
    assert names >= PASSING
    assert {table.name for table in (*kept, *secret)} == names - PASSING
    assert [table.name for table in secret] == ["worker_keys"]
