"""The tables of the code are those of the migrations, on both databases, however the service is started."""

from __future__ import annotations

import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import CheckConstraint, inspect, text

from api.service.actor import SYSTEM
from api.service.store import Database, new_id
from api.service.store.every_table import every_table
from api.service.store.migrating import REVISIONS_TABLE, UnknownRevisionError, newest_revision

ROOT = Path(__file__).parents[4]
_OPEN = "import sys; from api.service.store import Database; Database.open(sys.argv[1]).close()"


def test_tables_and_migrations_are_the_same(database: Database) -> None:
    """Where this fails: ``python -m api.service.store.new_revision "What and why"`` writes the migration."""
    with database.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), every_table()) == []


def test_rules_of_rows_are_the_same(database: Database) -> None:
    """What a comparison by Alembic leaves out."""
    there = inspect(database.engine)
    for table in every_table().sorted_tables:
        wanted = {str(one.name) for one in table.constraints if isinstance(one, CheckConstraint)}
        found = {str(one["name"]) for one in there.get_check_constraints(table.name)}
        assert found == wanted, table.name


def test_processes_that_start_together_make_the_tables_once(empty_url: str) -> None:
    starting = [
        subprocess.Popen([sys.executable, "-c", _OPEN, empty_url], cwd=ROOT, stderr=subprocess.PIPE) for _ in range(2)
    ]
    told = [process.communicate(timeout=120)[1].decode() for process in starting]
    assert [process.returncode for process in starting] == [0, 0], told
    with closing(Database.open(empty_url, migrate=False)) as database:
        assert database.is_current()
        with database.engine.connect() as connection:
            assert connection.scalar(text(f"SELECT count(*) FROM {REVISIONS_TABLE}")) == 1


def test_an_upgrade_keeps_the_rows(empty_url: str) -> None:
    with closing(Database.open(empty_url, migrate=False)) as database:
        assert database.revision() is None
        database.upgrade("0001")
        assert not database.is_current()
        with database.write(SYSTEM) as unit:
            unit.note("before", "audit_log", new_id())
        database.upgrade()
        assert database.revision() == newest_revision()
        with database.engine.connect() as connection:
            assert connection.scalar(text("SELECT action FROM audit_log")) == "before"


def test_tables_of_a_newer_version_are_left_alone(database: Database) -> None:
    with database.transaction() as connection:
        connection.execute(text(f"UPDATE {REVISIONS_TABLE} SET version_num = 'of tomorrow'"))
    with pytest.raises(UnknownRevisionError, match="newer version, of tomorrow"):
        database.upgrade()
    assert not database.is_current()


@pytest.mark.parametrize(
    ("table", "columns"),
    [
        ("daily_reports", "campaign_id"),
        ("daily_reports", "campaign_id employer_id"),
        ("journeys", "publication_id"),
        ("journeys", "publication_id employer_id"),
        ("problems", "campaign_id"),
        ("problems", "campaign_id employer_id"),
        ("problems", "campaign_id state"),
        ("requests", "campaign_id"),
        ("requests", "campaign_id state"),
        ("requests", "employer_id campaign_id"),
        ("runs", "publication_id"),
        ("runs", "publication_id carrier_id"),
    ],
)
def test_a_page_of_a_long_list_is_read_in_its_order(tmp_path: Path, table: str, columns: str) -> None:
    """Neither all rows of a campaign are sorted for it, nor are those of others passed over."""
    where = " AND ".join(f"{column} = 'x'" for column in columns.split())
    asked = f"EXPLAIN QUERY PLAN SELECT * FROM {table} WHERE deleted_at IS NULL AND {where} ORDER BY id LIMIT 51"
    with (
        closing(Database.open(f"sqlite:///{tmp_path / 'service.db'}")) as database,
        database.engine.connect() as connection,
    ):
        steps = [row[3] for row in connection.exec_driver_sql(asked)]
    assert len(steps) == 1, steps
    assert f" INDEX ix_{table}_{columns.replace(' ', '_')}_id " in steps[0]
