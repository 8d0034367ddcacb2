"""When the time ends, nobody can read a name any more: not in the database, not in its log, not in a backup."""

from __future__ import annotations

import os
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from api.service.campaigns.campaigns import step_campaign
from api.service.people import naming
from api.service.people.retention import expire, expire_now, kept_until
from api.service.people.rotation import rotate
from api.service.people.sealing import SealError, unseal
from api.service.people.tables import Worker, WorkerKey
from api.service.people.vault import Vault
from api.service.record import back_up, restore
from api.service.requests.contact import contact_of
from api.service.requests.form import Form
from api.service.requests.roster.upload import take_roster
from api.service.requests.tables import Request
from api.service.store import Database, DeniedError
from tests.api.service.asking import Asking
from tests.api.service.workers_for_tests import resident_id, roster_csv, roster_row

PLANTED = "欧阳植名"
HEADS = ("姓名", "证件号码", "手机号码", "户籍县区")
ROW = [PLANTED, resident_id(77), "13977777777", "兴文县"]


def planted(asking: Asking) -> str:
    """A request whose only worker and whose contact are easily found where they are not sealed."""
    request_id = asking.file(contact=PLANTED, phone="13977777777")
    report = take_roster(asking.database, asking.ours, asking.vault, request_id, roster_csv([ROW], HEADS))
    assert report.added == 1
    return request_id


def traces(folder: Path) -> list[str]:
    """The files below ``folder`` that hold the planted name, number or phone, in whatever encoding is likely."""
    words = [text for word in (PLANTED, ROW[1], ROW[2]) for text in (word.encode(), word.encode("unicode_escape"))]
    found = []
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            data = path.read_bytes()
            if zipfile.is_zipfile(path):
                with zipfile.ZipFile(path) as archive:
                    data += b"".join(archive.read(name) for name in archive.namelist())
            found += [f"{path.name}: {word!r}" for word in words if word in data]
    return found


def files_of(database: Database, tmp_path: Path) -> Path:
    """Where the database's files are: its folder, or for PostgreSQL the server's."""
    if database.is_sqlite:
        return tmp_path
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("CHECKPOINT")
        return Path(str(connection.exec_driver_sql("SHOW data_directory").scalar_one()))


def end(asking: Asking) -> None:
    """The campaign's retention time has ended."""
    with asking.database.write(asking.planner) as unit:
        campaign = asking.campaign(unit)
        campaign.last_day = unit.now.date() - timedelta(days=campaign.retention_days + 1)
        campaign.first_day = campaign.last_day


def test_a_planted_name_is_nowhere_in_the_files(asking: Asking, tmp_path: Path) -> None:
    planted(asking)
    where = files_of(asking.database, tmp_path)
    if not os.access(where, os.R_OK):
        pytest.skip("the server's files are another user's")
    assert traces(where) == []


def test_a_backup_has_no_name_and_no_key_to_it(asking: Asking, tmp_path: Path) -> None:
    request_id = planted(asking)
    with asking.database.read(asking.planner) as unit:
        key = unit.session.scalars(select(WorkerKey).where(WorkerKey.kind == "worker")).one()
        sealed = unit.session.scalars(select(Worker.sealed).where(Worker.request_id == request_id)).one()
    folder = tmp_path / "backup"
    folder.mkdir()
    back_up(asking.database, asking.vault, folder / "all.zip")
    assert traces(folder) == []
    with zipfile.ZipFile(folder / "all.zip") as archive:
        assert "worker_keys.jsonl" not in archive.namelist()
    assert asking.vault.unwrap(key.holder_id, key.wrapped, key.master)
    assert sealed is not None
    with pytest.raises(SealError):
        unseal(asking.vault.unwrap(key.holder_id, key.wrapped, key.master), request_id, sealed)


def test_once_forgotten_a_restored_backup_tells_nothing(asking: Asking, tmp_path: Path) -> None:
    request_id = planted(asking)
    back_up(asking.database, asking.vault, tmp_path / "before.zip")
    end(asking)
    assert [gone.keys for gone in expire_now(asking.database)] == [3]
    restored = Database.open(f"sqlite:///{tmp_path / 'restored.db'}")
    try:
        restore(restored, asking.vault, tmp_path / "before.zip")
        with restored.read(asking.planner) as unit:
            assert unit.session.scalars(select(Worker.sealed)).one() is not None
            worker = unit.session.scalars(select(Worker)).one()
            assert naming.shown_worker(unit, asking.vault, worker.id).fields == {"name": "—"}
            assert contact_of(unit, asking.vault, unit.get(Request, request_id, what="request")) is None
    finally:
        restored.close()
    for path in tmp_path.glob("*.db*"):
        assert PLANTED.encode() not in path.read_bytes()


def test_forgetting_leaves_no_wrapped_key_in_the_files(asking: Asking, tmp_path: Path) -> None:
    planted(asking)
    with asking.database.read(asking.planner) as unit:
        wrapped = unit.session.scalars(select(WorkerKey.wrapped)).all()
    assert len(wrapped) == 3
    end(asking)
    expire_now(asking.database)
    if asking.database.is_sqlite:
        data = b"".join(path.read_bytes() for path in tmp_path.glob("service.db*"))
        assert not [key for key in wrapped if key in data]


def test_retention_ends_where_the_campaign_says(asking: Asking) -> None:
    request_id = planted(asking)
    with asking.database.write(asking.planner) as unit:
        campaign = asking.campaign(unit)
        last = unit.now.date() - timedelta(days=campaign.retention_days - 1)
        campaign.first_day, campaign.last_day = last, last
        assert kept_until(campaign) == last + timedelta(days=campaign.retention_days)
    assert expire_now(asking.database) == []
    end(asking)
    with asking.database.write(asking.planner) as unit, pytest.raises(DeniedError):
        expire(unit)
    assert len(expire_now(asking.database)) == 1
    assert expire_now(asking.database) == []
    with asking.database.read(asking.planner) as unit:
        assert unit.session.scalars(select(WorkerKey)).all() == []
        row = unit.get(Request, request_id, what="request")
        assert (row.contact, row.site_name) == (None, "历下区")
        assert unit.session.scalars(select(Worker.sealed)).all() == [None]


def test_a_campaign_closed_early_forgets_early(asking: Asking) -> None:
    with asking.database.write(asking.planner) as unit:
        campaign = asking.campaign(unit)
        campaign.last_day = unit.now.date() + timedelta(days=100)
        step_campaign(unit, campaign.id, "closed", None)
        assert kept_until(campaign) == unit.now.date() + timedelta(days=campaign.retention_days)


def test_keys_of_other_campaigns_stay(asking: Asking) -> None:
    planted(asking)
    end(asking)
    with asking.database.write(asking.planner) as unit:
        unit.add(WorkerKey(holder_id="0" * 26, kind="campaign", campaign_id="1" * 26, wrapped=b"x", master="y"))
    expire_now(asking.database)
    with asking.database.read(asking.planner) as unit:
        assert unit.session.scalars(select(WorkerKey.holder_id)).all() == ["0" * 26]


def test_a_new_master_key_opens_everybody(asking: Asking, tmp_path: Path) -> None:
    vault = Vault.open("", tmp_path / "keys")
    request_id = asking.file(form=Form())
    take_roster(asking.database, asking.ours, vault, request_id, roster_csv(map(roster_row, range(3))))
    before = vault.newest
    assert rotate(asking.database, vault) == 4
    assert vault.newest != before
    with asking.database.read(asking.planner) as unit:
        assert set(unit.session.scalars(select(WorkerKey.master))) == {vault.newest}
        shown = naming.workers_of(unit, Vault.open("", tmp_path / "keys"), request_id, cursor=None, limit=10)
        assert [worker.fields["name"] for worker in shown.items] == ["王**"] * 3
