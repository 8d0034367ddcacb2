"""Persons' keys in the table ``worker_keys``: made, opened, wrapped anew, destroyed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal, TypeAlias, TypeVar

from sqlalchemy import delete, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from api.service.people.sealing import new_key
from api.service.people.tables import WorkerKey
from api.service.people.vault import Vault
from api.service.store import Unit

Kind: TypeAlias = Literal["worker", "contact", "campaign"]

T = TypeVar("T")

AT_ONCE = 500
"""Ids in one statement: below what any database takes."""

_table = WorkerKey.__table__


def make_key(unit: Unit, vault: Vault, holder_id: str, kind: Kind, *, campaign_id: str) -> bytes:
    """A new key for the holder, kept wrapped."""
    key = new_key()
    unit.session.connection().execute(
        insert(WorkerKey), [key_row(vault, holder_id, key, kind=kind, campaign_id=campaign_id)]
    )
    return key


def key_row(
    vault: Vault,
    holder_id: str,
    key: bytes,
    *,
    kind: Kind,
    campaign_id: str,
    request_id: str | None = None,
    digest: bytes | None = None,
) -> dict[str, Any]:
    """The row of a key, for many at once."""
    wrapped, master = vault.wrap_named(holder_id, key)
    return {
        "holder_id": holder_id,
        "kind": kind,
        "campaign_id": campaign_id,
        "request_id": request_id,
        "wrapped": wrapped,
        "master": master,
        "digest": digest,
    }


def key_of(unit: Unit, vault: Vault, holder_id: str) -> bytes | None:
    """The holder's key; None where there is none, or no longer. Raises SealError."""
    return keys_of(unit, vault, [holder_id]).get(holder_id)


def keys_of(unit: Unit, vault: Vault, holder_ids: Iterable[str]) -> Mapping[str, bytes]:
    """The keys that are there, by holder. Raises SealError."""
    found: dict[str, bytes] = {}
    for ids in batches(holder_ids):
        chosen = select(WorkerKey.holder_id, WorkerKey.wrapped, WorkerKey.master).where(WorkerKey.holder_id.in_(ids))
        for holder_id, wrapped, master in unit.session.execute(chosen):
            found[holder_id] = vault.unwrap(holder_id, wrapped, master)
    return found


def campaign_key(unit: Unit, vault: Vault, campaign_id: str) -> bytes:
    """The key under which documents of a campaign's workers are hashed; made when first wanted.

    Where two units want it at the same time, the second waits for the first and takes its key.
    """
    found = key_of(unit, vault, campaign_id)
    if found is not None:
        return found
    row = key_row(vault, campaign_id, new_key(), kind="campaign", campaign_id=campaign_id)
    dialect: Any = sqlite if unit.session.get_bind().dialect.name == "sqlite" else postgresql
    unit.session.connection().execute(dialect.insert(_table).values(row).on_conflict_do_nothing())
    made = key_of(unit, vault, campaign_id)
    if made is None:
        raise LookupError(f"The key of campaign {campaign_id} went as it was made. Maybe try again.")
    return made


def destroy(unit: Unit, holder_ids: Iterable[str]) -> int:
    """Destroys keys for good; how many. Whatever was sealed under them stays shut, wherever a copy of it is."""
    wipe_what_is_deleted(unit)
    count = 0
    for ids in batches(holder_ids):
        gone = unit.session.connection().execute(delete(WorkerKey).where(WorkerKey.holder_id.in_(ids)))
        count += gone.rowcount
    return count


def wipe_what_is_deleted(unit: Unit) -> None:
    """SQLite leaves deleted rows readable in its file unless it is told; PostgreSQL until ``retention.scrub``."""
    connection = unit.session.connection()
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("PRAGMA secure_delete=ON").close()


def wrap_anew(unit: Unit, vault: Vault) -> int:
    """Wraps every key that an older master key wrapped under the newest one; how many. Raises SealError."""
    newest, count = vault.newest, 0
    old = select(WorkerKey.holder_id, WorkerKey.wrapped, WorkerKey.master).where(WorkerKey.master != newest)
    while rows := unit.session.execute(old.limit(AT_ONCE)).all():
        for holder_id, wrapped, master in rows:
            again, by = vault.wrap_named(holder_id, vault.unwrap(holder_id, wrapped, master))
            unit.session.connection().execute(
                update(WorkerKey).where(WorkerKey.holder_id == holder_id).values(wrapped=again, master=by)
            )
        count += len(rows)
    return count


def batches(ids: Iterable[T]) -> Iterable[Sequence[T]]:
    """Ids, or what else rows are looked for by, in pieces that fit into a statement."""
    rest = list(ids)
    return (rest[at : at + AT_ONCE] for at in range(0, len(rest), AT_ONCE))
