"""A backup brought back into an empty database, of the same kind or the other."""

from __future__ import annotations

import base64
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import JSON, Connection, Integer, MetaData, Table, exists, insert, select, text

from api.service.actor import SYSTEM
from api.service.people.vault import Vault
from api.service.record.archive import ArchiveReader, TableProof
from api.service.record.rows import RowForm, added
from api.service.store import ConflictError, Database, InvalidError, new_id
from api.service.store.migrating import REVISIONS_TABLE, knows

T = TypeVar("T")
_AT_A_TIME = 100


def restore(database: Database, vault: Vault, path: Path, *, keys: Path | None = None) -> dict[str, int]:
    """Brings the backup, and the persons' keys if given, into a database without rows; the rows by table.

    A backup of an older version is brought to this one's tables. It is all or nothing, and noted in the audit log.
    Raises ConflictError where the database has rows, InvalidError where a file is none or broken, SealError where the
    master key is another one.
    """
    with ExitStack() as files:
        archives = [files.enter_context(closing(ArchiveReader(one))) for one in (path, keys) if one is not None]
        revision = archives[0].manifest.revision
        refuse_filled(database)
        refuse_newer(database, revision, path)
        database.upgrade(revision)
        counts: dict[str, int] = {}
        with database.transaction() as connection:
            tables = _tables(connection)
            for archive in archives:
                counts |= _fill(connection, archive, vault, tables)
            _continue_numbers(connection, tables)
    database.upgrade()
    with database.write(SYSTEM) as unit:
        unit.note("restore", "audit_log", new_id(), after={"rows": sum(counts.values()), "keys": keys is not None})
    return counts


def refuse_filled(database: Database) -> None:
    """Raises ConflictError for a database with any row."""
    with database.engine.connect() as connection:
        for table in _tables(connection):
            if connection.scalar(select(exists(select(1).select_from(table)))):
                raise ConflictError(
                    f"The database has rows already, in {table.name}; a backup is restored into an empty one. "
                    f"Maybe set FANGANG_DATABASE_URL to a new one."
                )


def refuse_newer(database: Database, revision: str, path: Path) -> None:
    """Raises InvalidError for a backup that this version, or this database, is too old or too new for."""
    if not knows(revision):
        raise InvalidError(f"{path}: made by a newer version, {revision}. Maybe install that version first.")
    current = database.revision()
    if current not in (None, revision):
        raise ConflictError(
            f"The database has empty tables of version {current}, the backup is of {revision}. "
            f"Maybe restore into a database without tables."
        )


def archive_key(archive: ArchiveReader, vault: Vault) -> bytes:
    """The key of the archive's marks and seals. Raises SealError."""
    manifest = archive.manifest
    return vault.unwrap(manifest.id, base64.b64decode(manifest.wrapped), manifest.master)


def _tables(connection: Connection) -> list[Table]:
    """The tables that are there, each after the ones that it points to."""
    there = MetaData()
    there.reflect(connection)
    for table in there.tables.values():
        for column in table.columns:
            if isinstance(column.type, JSON):
                column.type = JSON(none_as_null=True)
    return [table for table in there.sorted_tables if table.name != REVISIONS_TABLE]


def _fill(connection: Connection, archive: ArchiveReader, vault: Vault, tables: Sequence[Table]) -> dict[str, int]:
    proofs, key = archive.manifest.tables, archive_key(archive, vault)
    if connection.dialect.name == "sqlite":
        connection.execute(text("PRAGMA defer_foreign_keys = ON"))
    for table in tables:
        if table.name in proofs:
            _fill_table(connection, archive, RowForm(table, key), proofs[table.name])
    return {name: proof.rows for name, proof in proofs.items()}


def _fill_table(connection: Connection, archive: ArchiveReader, form: RowForm, proof: TableProof) -> None:
    count = total = 0
    for rows in _batches(form.read(line) for line in archive.lines(form.table.name)):
        connection.execute(insert(form.table), rows)
        count += len(rows)
        for row in rows:
            total = added(form.mark(row), total)
    if (count, f"{total:064x}") != (proof.rows, proof.marks):
        raise InvalidError(
            f"{archive.path}: table {form.table.name} has {count} rows that are not the {proof.rows} of the backup. "
            f"Maybe the file was changed."
        )


def _continue_numbers(connection: Connection, tables: Sequence[Table]) -> None:
    """PostgreSQL's counters know nothing of rows that came with their numbers."""
    if connection.dialect.name != "postgresql":
        return
    for table in tables:
        for column in table.primary_key.columns:
            if isinstance(column.type, Integer) and column.server_default is not None:
                connection.execute(
                    text(
                        f"SELECT setval(pg_get_serial_sequence('{table.name}', '{column.name}'), "
                        f"(SELECT coalesce(max({column.name}), 0) + 1 FROM {table.name}), false)"
                    )
                )


def _batches(rows: Iterator[T]) -> Iterator[list[Any]]:
    while batch := list(islice(rows, _AT_A_TIME)):
        yield batch
