"""A row by its id, for an actor who may see it."""

from __future__ import annotations

from typing import TypeVar

from sqlalchemy import select

from api.service.policy.deciding import require, visible
from api.service.store.base import Stamped
from api.service.store.errors import NotFoundError
from api.service.store.unit import Unit

S = TypeVar("S", bound=Stamped)


def find(unit: Unit, kind: type[S], row_id: str, *, what: str, action: str = "read", lock: bool = False) -> S:
    """The row, if the actor sees it and may do ``action`` to it. ``what`` names it in the message.

    ``lock``: no other writer changes it before this unit ends, but rows that point to it may come. Raises
    NotFoundError, where the actor does not see it or it is deleted, and DeniedError, where it does but may only look.
    """
    resource = str(kind.__table__.name)  # type: ignore[attr-defined]
    wanted = select(kind).where(kind.id == row_id, kind.deleted_at.is_(None), visible(unit.actor, kind))
    # FOR UPDATE would also stop rows that point to it: who publishes holds the campaign and wants the requests, an
    # employer who names a worker holds the request and points to the campaign; each would wait for the other.
    row = unit.session.scalar(wanted.with_for_update(key_share=True) if lock else wanted)
    if row is None:
        raise NotFoundError(f"There is no {what} {row_id}. Maybe its list has the right one.")
    require(unit.actor, action, resource, row)
    return row
