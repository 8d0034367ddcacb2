"""``fangang backup`` and ``fangang restore``: the service's database in a file, and back."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from api.screen import output

_Keys = Annotated[
    Path | None,
    typer.Option("--keys", help="File of the persons' keys. Keep it apart: it alone opens the names in the backup."),
]


def backup(
    file: Annotated[Path, typer.Argument(help="The backup; an older one of that name is replaced.")],
    keys: _Keys = None,
    verify: Annotated[
        bool, typer.Option("--verify", help="Restore it into a temporary database, and compare every table.")
    ] = False,
) -> None:
    """Back up the database of a running service: one moment of it, restorable into SQLite or PostgreSQL.

    Personal fields are in it only as ciphertext. To restore it the master key is needed too.
    """
    from api.operating import operating
    from api.service.record import back_up, prove

    with operating() as here:
        vault = here.vault()
        made = back_up(here.database, vault, file, keys=keys)
        rows, tables = sum(made.tables.values()), len(made.tables)
        output().print(f"{file}: {rows} rows of {tables} tables")
        if keys is not None:
            output().print(f"{keys}: keys of {sum(made.keys.values())} persons")
        if verify:
            prove(vault, file, keys=keys)
            output().print("Verified: restored into a temporary database, every table has the same rows.")


def restore(
    file: Annotated[Path, typer.Argument(help="The backup.")],
    keys: _Keys = None,
) -> None:
    """Restore a backup into the database of the settings, which must be empty."""
    from api.operating import operating
    from api.service.record import restore as bring_back

    with operating(empty=True) as here:
        counts = bring_back(here.database, here.vault(), file, keys=keys)
    output().print(f"{file}: {sum(counts.values())} rows of {len(counts)} tables restored")
    if keys is None:
        output().print("Without --keys: workers and contacts stay closed, everything else is there.")
