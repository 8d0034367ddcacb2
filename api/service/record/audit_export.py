"""The audit log for reading: every entry in order, as JSON lines or CSV, however long it is."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Select, select

from api.service.policy import require
from api.service.store import Unit
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


def as_json_lines(unit: Unit, wanted: Wanted) -> Iterator[str]:
    """One JSON object a line, oldest first. Raises DeniedError."""
    require(unit.actor, "export", "audit_log")
    return (json.dumps(_told(entry), ensure_ascii=False) + "\n" for entry in _entries(unit, wanted))


def as_csv(unit: Unit, wanted: Wanted) -> Iterator[str]:
    """A header and a row for each entry; before and after are JSON in one cell. Raises DeniedError."""
    require(unit.actor, "export", "audit_log")
    return _csv_rows(unit, wanted)


def _csv_rows(unit: Unit, wanted: Wanted) -> Iterator[str]:
    yield _line(COLUMNS)
    for entry in _entries(unit, wanted):
        told = _told(entry)
        for column in ("before", "after"):
            told[column] = "" if told[column] is None else json.dumps(told[column], ensure_ascii=False)
        yield _line([_cell(told[column]) for column in COLUMNS])


def _line(cells: Any) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerow(cells)
    return out.getvalue()


def _cell(value: Any) -> Any:
    """A text that a spreadsheet would take for a formula gets an apostrophe in front."""
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value


def _told(entry: AuditEntry) -> dict[str, Any]:
    row = {column: getattr(entry, column) for column in COLUMNS}
    row["at"] = entry.at.astimezone(UTC).isoformat()
    return row


def _entries(unit: Unit, wanted: Wanted) -> Iterator[AuditEntry]:
    """By keyset: a long log is never held whole, on either database."""
    last = 0
    while True:
        rows = list(unit.session.scalars(_query(wanted).where(AuditEntry.number > last).limit(_AT_A_TIME)))
        yield from rows
        if len(rows) < _AT_A_TIME:
            return
        last = rows[-1].number
        unit.session.expunge_all()


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
