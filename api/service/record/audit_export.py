"""The audit log for reading: a page of it, or all of it in order as JSON lines or CSV, however long it is."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Select, select

from api.service.actor import Actor
from api.service.policy import require
from api.service.store import Database, Unit
from api.service.store.tables import AuditEntry

COLUMNS = ("number", "at", "account_id", "role", "action", "table_name", "row_id", "before", "after")
_AT_A_TIME = 500
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which entries: of a time (``since`` with, ``until`` without its end), of a table, a row or an account."""

    since: datetime | None = None
    until: datetime | None = None
    table: str | None = None
    row_id: str | None = None
    account_id: str | None = None


def entries(unit: Unit, wanted: Wanted, *, after: int, limit: int) -> Sequence[AuditEntry]:
    """The first ``limit`` entries behind the number ``after``, oldest first. Raises DeniedError."""
    require(unit.actor, "list", "audit_log")
    return list(unit.session.scalars(_query(wanted).where(AuditEntry.number > after).limit(limit)))


def as_json_lines(database: Database, actor: Actor, wanted: Wanted) -> Iterator[str]:
    """One JSON object a line, oldest first. Raises DeniedError at once."""
    require(actor, "export", "audit_log")
    return (json.dumps(told(entry), ensure_ascii=False) + "\n" for entry in _every(database, actor, wanted))


def as_csv(database: Database, actor: Actor, wanted: Wanted) -> Iterator[str]:
    """A header and a row for each entry; before and after are JSON in one cell. Raises DeniedError at once."""
    require(actor, "export", "audit_log")
    return _csv_rows(_every(database, actor, wanted))


def told(entry: AuditEntry) -> dict[str, Any]:
    """The entry's columns; the time in UTC as ISO 8601."""
    row = {column: getattr(entry, column) for column in COLUMNS}
    row["at"] = entry.at.astimezone(UTC).isoformat().replace("+00:00", "Z")
    return row


def _csv_rows(found: Iterable[AuditEntry]) -> Iterator[str]:
    yield _line(COLUMNS)
    for entry in found:
        row = told(entry)
        for column in ("before", "after"):
            row[column] = "" if row[column] is None else json.dumps(row[column], ensure_ascii=False)
        yield _line([_cell(row[column]) for column in COLUMNS])


def _line(cells: Iterable[Any]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerow(cells)
    return out.getvalue()


def _cell(value: Any) -> Any:
    """A text that a spreadsheet would take for a formula gets an apostrophe in front."""
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value


def _every(database: Database, actor: Actor, wanted: Wanted) -> Iterator[AuditEntry]:
    """In many short transactions: who reads slowly keeps no snapshot open, and entries never change."""
    last = 0
    while True:
        with database.read(actor) as unit:
            found = list(unit.session.scalars(_query(wanted).where(AuditEntry.number > last).limit(_AT_A_TIME)))
        yield from found
        if len(found) < _AT_A_TIME:
            return
        last = found[-1].number


def _query(wanted: Wanted) -> Select[AuditEntry]:
    query = select(AuditEntry).order_by(AuditEntry.number)
    if wanted.since is not None:
        query = query.where(AuditEntry.at >= wanted.since)
    if wanted.until is not None:
        query = query.where(AuditEntry.at < wanted.until)
    for column, value in (
        (AuditEntry.table_name, wanted.table),
        (AuditEntry.row_id, wanted.row_id),
        (AuditEntry.account_id, wanted.account_id),
    ):
        if value is not None:
            query = query.where(column == value)
    return query
