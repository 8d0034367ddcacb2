"""``fangang backup``, ``restore`` and ``audit-log`` on the database of the settings."""

from __future__ import annotations

import csv
import io
import json
from contextlib import closing
from pathlib import Path

import pytest
from typer.testing import CliRunner
from typer.testing import Result as Ended

from api.cli import app
from api.service.accounts.tables import Employer
from api.service.actor import SYSTEM
from api.service.store import Database


def fangang(*words: object) -> Ended:
    return CliRunner().invoke(app, [str(word) for word in words])


@pytest.fixture
def _service(database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The settings of a service that has one employer."""
    monkeypatch.setenv("FANGANG_DATABASE_URL", database_url)
    monkeypatch.setenv("FANGANG_DATA", str(tmp_path))
    with closing(Database.open(database_url)) as database, database.write(SYSTEM) as unit:
        unit.add(Employer(name="海尔"))


@pytest.mark.usefixtures("_service")
def test_a_backup_is_proved_and_restored(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    backup, keys = tmp_path / "b", tmp_path / "k"
    made = fangang("backup", backup, "--keys", keys, "--verify")
    assert made.exit_code == 0, made.output
    assert "Verified" in made.stdout
    refused = fangang("restore", backup)
    assert (refused.exit_code, "has rows already" in refused.stderr) == (2, True)
    monkeypatch.setenv("FANGANG_DATABASE_URL", f"sqlite:///{tmp_path / 'new.db'}")
    restored = fangang("restore", backup, "--keys", keys)
    assert restored.exit_code == 0, restored.output
    entries = [json.loads(line) for line in fangang("audit-log").stdout.splitlines()]
    assert [entry["action"] for entry in entries] == ["create", "restore"]


@pytest.mark.usefixtures("_service")
def test_the_log_is_written_as_lines_or_as_a_table() -> None:
    [entry] = [json.loads(line) for line in fangang("audit-log", "--table", "employers").stdout.splitlines()]
    assert entry["after"] == {"name": "海尔"}
    [row] = csv.DictReader(io.StringIO(fangang("audit-log", "--csv").stdout))
    assert json.loads(row["after"]) == entry["after"]
    assert fangang("audit-log", "--since", "2999-01-01").stdout == ""


def test_a_database_that_is_not_there_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FANGANG_DATA", str(tmp_path))
    monkeypatch.setenv("FANGANG_DATABASE_URL", "postgresql://somebody:planted@127.0.0.1:1/none")
    ended = fangang("audit-log")
    assert ended.exit_code == 2
    assert "does not answer" in ended.stderr
    assert "planted" not in ended.output
