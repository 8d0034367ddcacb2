"""The audit log: who changed which row, when, from what to what; written in the transaction of the change itself."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import insert, inspect
from sqlalchemy.orm import ColumnProperty, Mapper, ORMExecuteState, Session, UOWTransaction

from api.service.store.base import Stamped
from api.service.store.tables import AuditEntry
from api.service.store.unit import Unit

UNIT = "unit"
"""Where a session's ``info`` has its unit."""

AUDITED = "audited"
"""Execution option of a statement over many rows whose caller has noted it in the log."""

MASK = "•••"
_LONGEST_TEXT = 2000
_LONGEST_DOCUMENT = 20_000
_STAMPS = frozenset({"id", "created_at", "created_by", "changed_at", "version"})
"""What the entry says itself."""


def before_flush(session: Session, _: UOWTransaction, __: object) -> None:
    """Stamps every new and changed row and writes its entry."""
    unit: Unit = session.info[UNIT]
    entries: list[dict[str, Any]] = []
    for row in session.new:
        if isinstance(row, Stamped):
            row.created_at = row.changed_at = unit.now
            row.created_by = unit.actor.account_id
            entries += _entry(unit, row, "create", None, as_logged(row))
    for row in session.dirty:
        if isinstance(row, Stamped) and session.is_modified(row):
            row.changed_at = unit.now
            before, after = _difference(row)
            deleted = before.get("deleted_at", 1) is None and after.get("deleted_at") is not None
            entries += _entry(unit, row, "delete" if deleted else "change", before, after)
    for row in session.deleted:
        if isinstance(row, Stamped):
            entries += _entry(unit, row, "remove", as_logged(row), None)
    if entries:
        session.connection().execute(insert(AuditEntry), entries)


def refuse_flush(session: Session, _: UOWTransaction, __: object) -> None:
    """For units that read. Raises RuntimeError where something was changed."""
    refuse_changes(session)


def refuse_changes(session: Session) -> None:
    """Raises RuntimeError where something was changed: it would be lost without a word."""
    changed = [*session.new, *session.deleted, *(row for row in session.dirty if session.is_modified(row))]
    if changed:
        raise RuntimeError(f"A unit that reads has changed {changed[0]!r}. Maybe it should be Database.write.")


def refuse_unseen(state: ORMExecuteState) -> None:
    """Statements over many rows pass by the log, so they have to say that they were noted. Raises RuntimeError."""
    if not (state.is_insert or state.is_update or state.is_delete) or state.execution_options.get(AUDITED):
        return
    mapper = state.bind_mapper
    if mapper is not None and issubclass(mapper.class_, Stamped) and mapper.class_.__audited__:
        raise RuntimeError(
            f"A statement changes rows of {mapper.class_.__name__} past the audit log. "
            f"Maybe change the rows one by one, or note it and set the option {AUDITED}."
        )


def as_logged(row: Stamped) -> dict[str, Any]:
    """Every column that has a value, as an entry of the log tells it."""
    found: dict[str, Any] = {}
    for attribute in _mapper(row).column_attrs:
        value = getattr(row, attribute.key)
        if attribute.key not in _STAMPS and value is not None:
            found[attribute.key] = _told(attribute, value)
    return found


def write_entry(
    unit: Unit, action: str, table: str, row_id: str, before: dict[str, Any] | None, after: dict[str, Any] | None
) -> None:
    """Adds one entry by hand."""
    unit.session.connection().execute(
        insert(AuditEntry), [_values(unit, action, table, row_id, _plain(before), _plain(after))]
    )


def _entry(
    unit: Unit, row: Stamped, action: str, before: dict[str, Any] | None, after: dict[str, Any] | None
) -> list[dict[str, Any]]:
    if not row.__audited__:
        return []
    table = row.__tablename__
    return [_values(unit, action, table, row.id, before, after)]


def _values(
    unit: Unit, action: str, table: str, row_id: str, before: dict[str, Any] | None, after: dict[str, Any] | None
) -> dict[str, Any]:
    return {
        "at": unit.now,
        "account_id": unit.actor.account_id,
        "role": unit.actor.role,
        "action": action,
        "table_name": table,
        "row_id": row_id,
        "before": before,
        "after": after,
    }


def _mapper(row: object) -> Mapper[Any]:
    found: Mapper[Any] = inspect(row).mapper
    return found


def _difference(row: Stamped) -> tuple[dict[str, Any], dict[str, Any]]:
    """The changed columns, before and after."""
    before: dict[str, Any] = {}
    after: dict[str, Any] = {}
    state = inspect(row)
    for attribute in _mapper(row).column_attrs:
        history = state.attrs[attribute.key].history
        if attribute.key in _STAMPS or not history.has_changes():
            continue
        before[attribute.key] = _told(attribute, history.deleted[0] if history.deleted else None)
        after[attribute.key] = _told(attribute, history.added[0] if history.added else None)
    return before, after


def _told(attribute: ColumnProperty[Any], value: Any) -> Any:
    """A value as the log may hold it: secrets never, personal ones only sealed."""
    if value is None:
        return None
    about: Mapping[Any, Any] = attribute.columns[0].info
    if about.get("secret"):
        return MASK
    if about.get("personal"):
        return {"sealed": base64.b64encode(value).decode()} if isinstance(value, bytes) else MASK
    return _brief(_plain(value))


def _brief(plain: Any) -> Any:
    """A long document by its hash."""
    if isinstance(plain, dict | list) and len(text := json.dumps(plain, ensure_ascii=False)) > _LONGEST_DOCUMENT:
        return {"letters": len(text), "sha256": hashlib.sha256(text.encode()).hexdigest()}
    return plain


def _plain(value: Any) -> Any:
    """A value as JSON; long ones by their hash, since the row itself has them."""
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, bytes):
        return {"bytes": len(value), "sha256": hashlib.sha256(value).hexdigest()}
    if isinstance(value, str) and len(value) > _LONGEST_TEXT:
        return {"letters": len(value), "sha256": hashlib.sha256(value.encode()).hexdigest()}
    if isinstance(value, Mapping):
        return {str(key): _plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(inner) for inner in value]
    return value
