"""Named workers in the database: written many at once, each change in the audit log; read masked."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Table, bindparam, insert, select, update
from sqlalchemy.orm import InstrumentedAttribute

from api.service.people.keys import batches, key_row, keys_of
from api.service.people.masks import GONE, masked
from api.service.people.sealing import digest, new_key, seal, unseal_fields
from api.service.people.tables import Worker, WorkerKey
from api.service.people.vault import Vault
from api.service.requests.tables import Request
from api.service.store import Unit, new_id
from api.service.store.tables import AuditEntry

_WORKERS: Table = Worker.__table__  # type: ignore[assignment]


@dataclass(frozen=True, slots=True, kw_only=True)
class NewWorker:
    """Somebody to be written: fields as ``packed``, the document's keyed hash, and a place or none."""

    plain: bytes
    digest: bytes
    origin_id: str | None = None
    place: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedWorker:
    """Somebody who is there already: the row as read, the key, the new fields as ``packed``."""

    row: Worker
    key: bytes
    plain: bytes


def document_digest(key: bytes, fields: Mapping[str, str]) -> bytes:
    """The keyed hash of a person's document, the same for the same document of one campaign."""
    return digest(key, fields.get("id_type", "resident_id"), fields["id_number"])


def add_workers(unit: Unit, vault: Vault, request: Request, people: Sequence[NewWorker]) -> list[str]:
    """Writes workers of a request with a key each, and the log's entries; their ids, in order."""
    keys: list[dict[str, Any]] = []
    rows: list[dict[str, Any]] = []
    for person in people:
        worker_id, key = new_id(), new_key()
        keys.append(
            key_row(
                vault,
                worker_id,
                key,
                kind="worker",
                campaign_id=request.campaign_id,
                request_id=request.id,
                digest=person.digest,
            )
        )
        rows.append(
            {
                "id": worker_id,
                "created_at": unit.now,
                "created_by": unit.actor.account_id,
                "changed_at": unit.now,
                "version": 1,
                "deleted_at": None,
                "campaign_id": request.campaign_id,
                "employer_id": request.employer_id,
                "request_id": request.id,
                "sealed": seal(key, worker_id, person.plain),
                "origin_id": person.origin_id,
                "place": person.place,
            }
        )
    if rows:
        connection = unit.session.connection()
        connection.execute(insert(WorkerKey), keys)
        connection.execute(insert(_WORKERS), rows)
        connection.execute(insert(AuditEntry), [_entry(unit, "create", row["id"], None, _told(row)) for row in rows])
    return [row["id"] for row in rows]


def change_workers(unit: Unit, people: Sequence[ChangedWorker]) -> None:
    """Seals new fields of workers under the keys that they have, with the log's entries."""
    changes: list[dict[str, Any]] = [
        {
            "worker_id": person.row.id,
            "seen": person.row.version,
            "sealed": seal(person.key, person.row.id, person.plain),
        }
        for person in people
    ]
    if not changes:
        return
    statement = (
        update(_WORKERS)
        .where(_WORKERS.c.id == bindparam("worker_id"), _WORKERS.c.version == bindparam("seen"))
        .values(sealed=bindparam("sealed"), changed_at=unit.now, version=_WORKERS.c.version + 1)
    )
    connection = unit.session.connection()
    connection.execute(statement, changes)
    entries = [
        _entry(unit, "change", person.row.id, _sealed(person.row.sealed), _sealed(change["sealed"]))
        for person, change in zip(people, changes, strict=True)
    ]
    connection.execute(insert(AuditEntry), entries)
    for person in people:
        unit.session.expire(person.row)


def fields_of(unit: Unit, vault: Vault, workers: Iterable[Worker]) -> dict[str, dict[str, str]]:
    """The clear fields of workers by id, for manifests, merging and masking; who is forgotten is not in it."""
    rows = {row.id: row.sealed for row in workers if row.sealed is not None}
    keys = keys_of(unit, vault, rows)
    return {worker_id: unseal_fields(key, worker_id, rows[worker_id] or b"") for worker_id, key in keys.items()}


def masked_fields(unit: Unit, vault: Vault, workers: Sequence[Worker]) -> dict[str, dict[str, str]]:
    """The fields of workers by id as every answer may show them."""
    known = fields_of(unit, vault, workers)
    return {row.id: masked(known[row.id]) if row.id in known else {"name": GONE} for row in workers}


def by_ids(unit: Unit, column: InstrumentedAttribute[Any], ids: Iterable[str]) -> list[Worker]:
    """The workers, not the deleted ones, whose ``column`` is one of ``ids``."""
    found: list[Worker] = []
    for some in batches(ids):
        found += unit.session.scalars(select(Worker).where(column.in_(some), Worker.deleted_at.is_(None)))
    return found


def _told(row: Mapping[str, Any]) -> dict[str, Any]:
    plain = {name: row[name] for name in ("campaign_id", "employer_id", "request_id", "origin_id", "place")}
    return {name: value for name, value in plain.items() if value is not None} | _sealed(row["sealed"])


def _sealed(value: bytes | None) -> dict[str, Any]:
    """As the log may hold it, see ``store.audit``."""
    return {"sealed": None if value is None else {"sealed": base64.b64encode(value).decode()}}


def _entry(
    unit: Unit, action: str, row_id: str, before: dict[str, Any] | None, after: dict[str, Any]
) -> dict[str, Any]:
    return {
        "at": unit.now,
        "account_id": unit.actor.account_id,
        "role": unit.actor.role,
        "action": action,
        "table_name": _WORKERS.name,
        "row_id": row_id,
        "before": before,
        "after": after,
    }
