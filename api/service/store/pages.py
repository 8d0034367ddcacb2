"""Lists in pages: a cursor is the last row's id, so a page stays right while rows come and go."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import Select

from api.service.store.errors import InvalidError
from api.service.store.ids import ID_PATTERN
from api.service.store.unit import Unit

T = TypeVar("T")
MOST_ITEMS = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Page(Generic[T]):
    """Some rows, and the cursor of the next ones; None: there are no more."""

    items: Sequence[T]
    next: str | None


def page(unit: Unit, rows: Select[T], *, cursor: str | None, limit: int, newest_first: bool = False) -> Page[T]:
    """The rows after ``cursor`` in order of their id, which is the order of creation. Raises InvalidError.

    ``rows`` selects one Stamped class, without an order. ``limit`` is 1 … 500.
    """
    if cursor is not None and re.fullmatch(ID_PATTERN, cursor) is None:
        raise InvalidError(f"The cursor {cursor!r} is none of this list. Maybe take it from the page before.")
    kind: Any = rows.column_descriptions[0]["entity"]
    if cursor is not None:
        rows = rows.where(kind.id < cursor if newest_first else kind.id > cursor)
    limit = min(max(limit, 1), MOST_ITEMS)
    ordered = rows.order_by(kind.id.desc() if newest_first else kind.id).limit(limit + 1)
    found = list(unit.session.scalars(ordered))
    more = len(found) > limit
    return Page(items=found[:limit], next=_id(found[limit - 1]) if more else None)


def _id(row: Any) -> str:
    return str(row.id)
