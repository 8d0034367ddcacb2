"""A backup proves itself: it is restored, and what then is in the database is compared with what was backed up."""

from __future__ import annotations

import tempfile
from contextlib import closing
from pathlib import Path

from api.service.people.vault import Vault
from api.service.record.archive import ArchiveReader, TableProof
from api.service.record.backup import rows_of, tables_of_backup
from api.service.record.restore import archive_key, restore
from api.service.record.rows import RowForm, added
from api.service.store import Database, InvalidError

_NOTED = "audit_log"
"""Has one row more after a restore: that it was restored."""


def prove(vault: Vault, path: Path, *, keys: Path | None = None) -> dict[str, int]:
    """Restores into a temporary database, and compares every table by count and by hash; the rows by table.

    Raises what ``restore`` raises, and InvalidError where a table differs.
    """
    with (
        tempfile.TemporaryDirectory(prefix="fangang-proof-") as folder,
        closing(Database.open(f"sqlite:///{Path(folder) / 'proof.db'}", migrate=False)) as database,
    ):
        counts = restore(database, vault, path, keys=keys)
        for file in (path, keys):
            if file is not None:
                with closing(ArchiveReader(file)) as archive:
                    _compare(database, archive, archive_key(archive, vault))
    return counts


def _compare(database: Database, archive: ArchiveReader, key: bytes) -> None:
    kept, secret = tables_of_backup()
    proofs = archive.manifest.tables
    with database.engine.connect() as connection:
        for table in (table for table in (*kept, *secret) if table.name in proofs):
            form = RowForm(table, key)
            count = total = 0
            for row in rows_of(connection, table):
                if count == proofs[table.name].rows and table.name == _NOTED:
                    break
                count, total = count + 1, added(form.mark(row), total)
            if TableProof(rows=count, marks=f"{total:064x}") != proofs[table.name]:
                raise InvalidError(
                    f"{archive.path}: restored, table {table.name} has {count} rows that are not the "
                    f"{proofs[table.name].rows} of the backup. Maybe make the backup again."
                )
