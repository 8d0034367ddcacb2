"""A new master key: every person's key wrapped under it, while the service goes on."""

from __future__ import annotations

from api.service.actor import SYSTEM
from api.service.people.keys import wrap_anew
from api.service.people.tables import WorkerKey
from api.service.people.vault import Vault
from api.service.store import Database


def rotate(database: Database, vault: Vault) -> int:
    """Wraps every key under a new master key, or under the first one of the settings; how many. Raises SealError.

    Before a key file drops its oldest key, all is wrapped under the newest one.
    """
    count = _wrapped(database, vault)
    if vault.file is not None:
        vault.add_newest()
        count = _wrapped(database, vault)
    return count


def _wrapped(database: Database, vault: Vault) -> int:
    with database.write(SYSTEM) as unit:
        count = wrap_anew(unit, vault)
        if count:
            unit.note("rotate", WorkerKey.__tablename__, vault.newest, after={"keys": count})
    return count
