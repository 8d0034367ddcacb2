"""A backup of a live service: one moment of the database, in a file that restores into either kind.

Personal fields are in it only as ciphertext. Those of workers and contacts are sealed under keys that are not in it:
these go into a file of their own, so that a person whose key was destroyed is forgotten by every backup too.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Table, select

from api import __version__
from api.service.actor import SYSTEM
from api.service.people.sealing import new_key
from api.service.people.vault import Vault
from api.service.record.archive import ArchiveWriter, Manifest, TableProof
from api.service.record.rows import RowForm, added
from api.service.store import Database, new_id
from api.service.store.every_table import every_table
from api.service.store.migrating import newest_revision

PASSING = frozenset({"attempts", "plan_parts", "provider_states", "sessions"})
"""What ends with the service, such as who is signed in: a restored session would undo a signing out.

Workers are kept: the next worker sees that they are gone, and takes over the jobs that they had at that moment.
"""

_AT_A_TIME = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Backup:
    """What was written: rows by table in the archive, and in the file of keys."""

    tables: dict[str, int]
    keys: dict[str, int]


def back_up(database: Database, vault: Vault, path: Path, *, keys: Path | None = None) -> Backup:
    """Writes the database of this moment to ``path`` and its persons' keys to ``keys``, while others go on writing.

    Without ``keys`` nothing personal can be read again after a restore. It is noted in the audit log. Raises OSError.
    """
    kept, secret = tables_of_backup()
    with _snapshot(database) as connection:
        archived = _write(connection, vault, path, kept)
        if keys is not None:
            key_rows = _write(connection, vault, keys, secret)
    with database.write(SYSTEM) as unit:
        unit.note("backup", "audit_log", new_id(), after={"rows": sum(archived.values()), "keys": keys is not None})
    return Backup(tables=archived, keys=key_rows if keys is not None else {})


def tables_of_backup() -> tuple[list[Table], list[Table]]:
    """The tables of the archive and those of the file of keys, each after the ones that it points to."""
    every = [table for table in every_table().sorted_tables if table.name not in PASSING]
    return [t for t in every if not t.info.get("keys")], [t for t in every if t.info.get("keys")]


@contextmanager
def _snapshot(database: Database) -> Iterator[Connection]:
    """One state of the database for the whole backup."""
    engine = database.engine
    if not database.is_sqlite:
        engine = engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
    with engine.connect() as connection:
        yield connection


def _write(connection: Connection, vault: Vault, path: Path, tables: list[Table]) -> dict[str, int]:
    archive_id, key = new_id(), new_key()
    wrapped, master = vault.wrap_named(archive_id, key)
    writer = ArchiveWriter(path)
    try:
        proofs = {table.name: _write_table(connection, writer, RowForm(table, key)) for table in tables}
        writer.finish(
            Manifest(
                id=archive_id,
                version=__version__,
                revision=newest_revision(),
                made_at=datetime.now(UTC).isoformat(timespec="seconds"),
                master=master,
                wrapped=base64.b64encode(wrapped).decode(),
                tables=proofs,
            )
        )
    finally:
        writer.abandon()
    return {name: proof.rows for name, proof in proofs.items()}


def _write_table(connection: Connection, writer: ArchiveWriter, form: RowForm) -> TableProof:
    count = total = 0
    with writer.table(form.table.name) as lines:
        for row in rows_of(connection, form.table):
            lines.write(form.written(row) + "\n")
            count, total = count + 1, added(form.mark(row), total)
    return TableProof(rows=count, marks=f"{total:064x}")


def rows_of(connection: Connection, table: Table) -> Iterator[dict[str, Any]]:
    """Every row, a few in memory at a time."""
    query = select(table).order_by(*table.primary_key.columns)
    found = connection.execution_options(yield_per=_AT_A_TIME).execute(query)
    for row in found.mappings():
        yield dict(row)
