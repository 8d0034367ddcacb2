"""The log has one creation of every row, and tells the state in which the row is."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Any

from sqlalchemy import select

from api.service.store import Base, Stamped, Unit
from api.service.store.audit import as_logged
from api.service.store.tables import AuditEntry

_TOGETHER = frozenset({"handovers"})
"""Their rows are noted many at once, by the publication that made them."""


def faults_of_log(unit: Unit) -> Iterator[str]:
    """Rows and entries that do not belong together, in every table that is logged row by row."""
    entries: dict[tuple[str, str], list[AuditEntry]] = defaultdict(list)
    for entry in unit.session.scalars(select(AuditEntry).order_by(AuditEntry.number)):
        entries[entry.table_name, entry.row_id].append(entry)
    for kind in logged_tables():
        name = kind.__tablename__
        rows = {row.id: row for row in unit.session.scalars(select(kind))}
        logged = {row_id for table, row_id in entries if table == name and _made(entries[table, row_id])}
        for row_id in sorted(logged - rows.keys()):
            if entries[name, row_id][-1].action != "remove":
                yield f"{row_id}: the log has made it, and it is missing from {name}"
        for row_id, row in rows.items():
            yield from _of_row(name, row, entries.get((name, row_id), []))


def logged_tables() -> list[Any]:
    """Every table whose rows are logged one by one."""
    kinds = [mapper.class_ for mapper in Base.registry.mappers]
    return [
        kind
        for kind in sorted(kinds, key=lambda kind: str(kind.__tablename__))
        if issubclass(kind, Stamped) and kind.__audited__ and kind.__tablename__ not in _TOGETHER
    ]


def _made(entries: list[AuditEntry]) -> int:
    return Counter(entry.action for entry in entries)["create"]


def _of_row(table: str, row: Any, entries: list[AuditEntry]) -> Iterator[str]:
    where = f"{row.id} of {table}"
    own = [entry for entry in entries if entry.action in ("create", "change", "delete")]
    if _made(own) != 1 or own[0].action != "create":
        yield f"{where}: made {_made(own)} times by the log"
        return
    if row.version != len(own):
        yield f"{where}: in version {row.version}, with {len(own)} entries in the log"
    told: dict[str, Any] = {}
    for entry in own:
        told |= entry.after or {}
    told = {name: value for name, value in told.items() if value is not None}
    there = as_logged(row)
    if there != told:
        names = sorted(name for name in {*there, *told} if there.get(name) != told.get(name))
        yield f"{where}: the log tells otherwise of {', '.join(names)}"
