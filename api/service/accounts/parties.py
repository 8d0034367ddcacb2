"""Employers and carriers: the parties that accounts act for."""

from __future__ import annotations

from typing import TypeVar

from sqlalchemy import select

from api.service.accounts.tables import Account, Carrier, Employer
from api.service.policy import find, require, visible
from api.service.store import ConflictError, Page, Unit, page

P = TypeVar("P", Employer, Carrier)


def create(unit: Unit, kind: type[P], **values: str | None) -> P:
    """A new employer or carrier."""
    require(unit.actor, "create", kind.__tablename__)
    return unit.add(kind(**values))


def listed(
    unit: Unit,
    kind: type[P],
    *,
    begins: str | None = None,
    district: str | None = None,
    cursor: str | None = None,
    limit: int = 100,
) -> Page[P]:
    """The ones that the actor may see; ``begins``: whose name begins so; ``district``: employers of it."""
    require(unit.actor, "list", kind.__tablename__)
    wanted = select(kind).where(visible(unit.actor, kind), kind.deleted_at.is_(None))
    if begins:
        wanted = wanted.where(kind.name.startswith(begins, autoescape=True))
    if district and kind is Employer:
        wanted = wanted.where(Employer.district == district)
    return page(unit, wanted, cursor=cursor, limit=limit)


def read(unit: Unit, kind: type[P], row_id: str) -> P:
    """One of them. Raises NotFoundError."""
    return find(unit, kind, row_id, what=_what(kind))


def change(unit: Unit, kind: type[P], row_id: str, *, version: int | None, values: dict[str, str | None]) -> P:
    """New values for some columns. Raises NotFoundError, DeniedError, StaleError."""
    row = unit.expect(find(unit, kind, row_id, what=_what(kind), action="change", lock=True), version)
    for column, value in values.items():
        setattr(row, column, value)
    unit.session.flush()
    return row


def delete(unit: Unit, kind: type[P], row_id: str, *, version: int | None) -> None:
    """It is gone from the lists. Raises as ``change``, and ConflictError while somebody has an account for it."""
    row = unit.expect(find(unit, kind, row_id, what=_what(kind), action="delete", lock=True), version)
    theirs = Account.employer_id if kind is Employer else Account.carrier_id
    if unit.session.scalar(select(Account.id).where(theirs == row.id, Account.deleted_at.is_(None)).limit(1)):
        raise ConflictError(f"The {_what(kind)} {row.id} has accounts. Maybe delete these first.")
    unit.delete(row)


def _what(kind: type[Employer] | type[Carrier]) -> str:
    return "employer" if kind is Employer else "carrier"
