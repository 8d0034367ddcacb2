"""What both databases can keep, looked at before it is written: SQLite would take what PostgreSQL refuses."""

from __future__ import annotations

from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import BigInteger, Integer, String, inspect
from sqlalchemy.orm import Mapper, Session, UOWTransaction

from api.service.store.errors import UnfitError

_BITS, _BIG_BITS = 31, 63


class _Room(NamedTuple):
    """What one attribute has room for: letters of a text (None: any number), or bits of a number."""

    attribute: str
    column: str
    letters: int | None
    bits: int | None


def refuse_unfit(session: Session, _: UOWTransaction, __: object) -> None:
    """Raises UnfitError for the first value of a new or changed row that its column has no room for."""
    for row in (*session.new, *session.dirty):
        state: Any = inspect(row)
        for room in _rooms(state.mapper):
            value = state.dict.get(room.attribute)
            if value is not None:
                _look_at(room, value)


@cache
def _rooms(mapper: Mapper[Any]) -> tuple[_Room, ...]:
    found = []
    for attribute in mapper.column_attrs:
        column: Any = attribute.columns[0]
        name = f"{column.table.name}.{column.name}"
        if isinstance(column.type, String):
            found.append(_Room(attribute.key, name, column.type.length, None))
        elif isinstance(column.type, Integer):
            bits = _BIG_BITS if isinstance(column.type, BigInteger) else _BITS
            found.append(_Room(attribute.key, name, None, bits))
    return tuple(found)


def _look_at(room: _Room, value: object) -> None:
    if isinstance(value, str):
        if "\0" in value or not _is_unicode(value):
            raise UnfitError(
                f"{room.column}: expected text without the character 0 and halves of others. Maybe type it anew."
            )
        if room.letters is not None and len(value) > room.letters:
            raise UnfitError(f"{room.column}: {len(value)} letters, expected at most {room.letters}. Maybe shorten it.")
    elif isinstance(value, int) and room.bits is not None and not -(2**room.bits) <= value < 2**room.bits:
        raise UnfitError(f"{room.column}: {value} is beyond what a whole number may be there. Maybe correct it.")


def _is_unicode(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
