"""``fangang expire`` and ``fangang rotate-key`` on the database of the settings."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import select
from typer.testing import CliRunner

from api.cli import app
from api.service.people.tables import WorkerKey
from api.service.people.vault import KEY_FILE, Vault
from api.service.requests.roster.upload import take_roster
from api.service.store import Database
from tests.api.service.asking import Asking, asking
from tests.api.service.workers_for_tests import roster_csv, roster_row


@pytest.fixture(name="there")
def _there(tmp_path: Path, sqlite_template: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Asking]:
    url = f"sqlite:///{tmp_path / 'service.db'}"
    (tmp_path / "service.db").write_bytes(sqlite_template.read_bytes())
    monkeypatch.setenv("FANGANG_DATABASE_URL", url)
    monkeypatch.setenv("FANGANG_DATA", str(tmp_path))
    with closing(Database.open(url)) as database:
        yield asking(database)


def masters(there: Asking) -> set[str]:
    with there.database.read(there.planner) as unit:
        return set(unit.session.scalars(select(WorkerKey.master)))


def test_a_new_key_and_then_none_at_all(there: Asking, tmp_path: Path) -> None:
    vault = Vault.open("", tmp_path)
    request_id = there.file(contact=None, phone=None)
    take_roster(there.database, there.ours, vault, request_id, roster_csv(map(roster_row, range(3))))
    before = vault.newest
    told = CliRunner().invoke(app, ["rotate-key"])
    assert told.exit_code == 0, told.output
    assert "4 keys are wrapped under the master key" in told.output
    assert masters(there) == {vault.newest} != {before}
    assert len((tmp_path / KEY_FILE).read_text(encoding="ascii").split()) == 2
    assert "No retention time has ended" not in CliRunner().invoke(app, ["expire"]).output
    assert masters(there) == set()
    assert "No retention time has ended" in CliRunner().invoke(app, ["expire"]).output


def test_a_master_key_that_is_none_is_said(there: Asking, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FANGANG_MASTER_KEY", "short")
    told = CliRunner().invoke(app, ["rotate-key"])
    assert told.exit_code == 2
    assert "FANGANG_MASTER_KEY: expected 32 bytes" in told.output
