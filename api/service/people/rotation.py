"""A new master key: every person's key wrapped under it, while the service goes on."""

from __future__ import annotations

from api.service.actor import SYSTEM
from api.service.people.keys import wrap_anew
from api.service.people.tables import WorkerKey
from api.service.people.vault import Vault
from api.service.store import Database


def rotate(database: Database, vault: Vault) -> int:
    """Wraps every key under a new master key, or under the first one of the settings; how many. Raises SealError."""
    if vault.file is not None:
        vault.add_newest()
    with database.write(SYSTEM) as unit:
        count = wrap_anew(unit, vault)
        unit.note("rotate", WorkerKey.__tablename__, vault.newest, after={"keys": count})
    return count
