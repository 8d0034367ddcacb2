"""One transaction of one actor."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy.orm import Session

from api.service.actor import Actor
from api.service.store.base import Base, Stamped
from api.service.store.errors import NotFoundError, StaleError

R = TypeVar("R", bound=Base)
S = TypeVar("S", bound=Stamped)


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """A transaction: everything in it happens, or nothing. ``now`` is its one time, aware, in UTC."""

    session: Session
    actor: Actor
    now: datetime

    def add(self, row: R) -> R:
        """Writes the row at the next flush, stamped and with an entry in the audit log; returns it."""
        self.session.add(row)
        return row

    def get(self, kind: type[R], row_id: str, *, what: str, deleted: bool = False) -> R:
        """The row of that id, not a deleted one. ``what`` names it in the message. Raises NotFoundError."""
        row = self.session.get(kind, row_id)
        if row is None or (not deleted and getattr(row, "deleted_at", None) is not None):
            raise NotFoundError(f"There is no {what} {row_id}. Maybe its list has the right one.")
        return row

    def delete(self, row: Stamped) -> None:
        """Marks the row as deleted; it stays in the table and in the log."""
        row.deleted_at = self.now

    def expect(self, row: S, version: int | None) -> S:
        """The row, if nobody has changed it since ``version`` (None: whatever it is). Raises StaleError."""
        if version is not None and row.version != version:
            raise StaleError(
                f"Somebody has changed {row.id} since: version {row.version}, you have {version}. "
                f"Maybe read it again, and repeat the change."
            )
        return row

    def note(
        self,
        action: str,
        table: str,
        row_id: str,
        *,
        before: dict[str, Any] | None = None,
        after: dict[str, Any] | None = None,
    ) -> None:
        """An entry in the audit log for what no single row shows: many rows at once, an export, a refused sign-in.

        ``before`` and ``after`` must hold nothing personal.
        """
        from api.service.store.audit import write_entry  # noqa: PLC0415 - audit needs the unit

        write_entry(self, action, table, row_id, before, after)
