"""A request that comes again gets the answer of the first one, and nothing happens twice."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.dialects import postgresql, sqlite

from api.service.store.errors import ConflictError
from api.service.store.tables import IdempotencyKey
from api.service.store.unit import Unit

T = TypeVar("T")
LONGEST_KEY = 200


def once(unit: Unit, key: str | None, fingerprint: bytes, do: Callable[[], T]) -> T:
    """What ``do`` returns (a JSON value); under the same key of the same account it is done only once.

    ``fingerprint`` is a hash of the whole request. Without a key it is always done. Where two come at the same time,
    the second waits for the first. The answer is kept for some days, so it holds ids and states, nothing personal.
    Raises ConflictError where the key was used for another request.
    """
    if key is None:
        return do()
    table = IdempotencyKey.__table__
    dialect = sqlite if unit.session.get_bind().dialect.name == "sqlite" else postgresql
    taken = dialect.insert(table).values(owner=_owner(unit), key=key, fingerprint=fingerprint, created_at=unit.now)
    connection = unit.session.connection()
    first = connection.execute(taken.on_conflict_do_nothing().returning(IdempotencyKey.key)).first() is not None
    mine = _mine(unit, key)
    if first:
        answer = do()
        unit.session.flush()
        connection.execute(update(table).where(mine).values(answer=answer))  # type: ignore[arg-type]
        return answer
    return cast(T, known(unit, key, fingerprint))


def known(unit: Unit, key: str | None, fingerprint: bytes) -> Any | None:
    """The answer that a request got when it came before; None: it did not, or has no key.

    For a create that has much to prepare, which might no longer be possible. Raises ConflictError as ``once``.
    """
    row = unit.session.execute(
        select(IdempotencyKey.fingerprint, IdempotencyKey.answer).where(_mine(unit, key))
    ).one_or_none()
    if row is None:
        return None
    if row.fingerprint != fingerprint:
        raise ConflictError(f"The key {key!r} was used for another request. Maybe take a new key.")
    return row.answer


def _mine(unit: Unit, key: str | None) -> ColumnElement[bool]:
    """The row of the actor's key."""
    return (IdempotencyKey.owner == _owner(unit)) & (IdempotencyKey.key == key)


def _owner(unit: Unit) -> str:
    return unit.actor.account_id or ""
