"""Writes a migration for what has changed: ``python -m api.service.store.new_revision "What and why"``."""

from __future__ import annotations

import sys
import tempfile
from contextlib import closing
from pathlib import Path

from alembic import command
from alembic.script import Script

from api.service.store import Database
from api.service.store.migrating import CONNECTION, alone, config


def new_revision(message: str) -> str:
    """Compares the tables of the code with those of all migrations, and writes the difference; the file's path."""
    with tempfile.TemporaryDirectory() as folder, closing(Database.open(f"sqlite:///{Path(folder) / 'x.db'}")) as made:
        settings = config()
        with alone(made.engine) as connection:
            settings.attributes[CONNECTION] = connection
            written = command.revision(settings, message, autogenerate=True)
    assert isinstance(written, Script)
    return written.path


if __name__ == "__main__":
    print(new_revision(" ".join(sys.argv[1:])))
