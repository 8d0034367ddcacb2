"""Which escort has which run of a plan in hand."""

from __future__ import annotations

from typing import NoReturn

from sqlalchemy import select

from api.service.accounts.tables import Account, EscortRun
from api.service.policy import find, require, visible
from api.service.publishing.tables import PublishedRun
from api.service.store import InvalidError, Page, Unit, page
from scenarios import FileFault


def assign(unit: Unit, *, account_id: str, plan_id: str, run_id: str) -> EscortRun:
    """The escort has a published run in hand from now on; twice is as good as once. Raises InvalidError."""
    require(unit.actor, "create", "escort_runs")
    account = unit.session.get(Account, account_id)
    if account is None or account.deleted_at is not None or account.role != "escort":
        _refuse("account_id", account_id, "the account of an escort")
    published = select(PublishedRun.id).where(PublishedRun.plan_id == plan_id, PublishedRun.run_id == run_id)
    if unit.session.scalar(published.limit(1)) is None:
        _refuse("run_id", run_id, "a run of that plan, published")
    there = select(EscortRun).where(
        EscortRun.account_id == account_id,
        EscortRun.plan_id == plan_id,
        EscortRun.run_id == run_id,
        EscortRun.deleted_at.is_(None),
    )
    return unit.session.scalar(there) or unit.add(EscortRun(account_id=account_id, plan_id=plan_id, run_id=run_id))


def listed(unit: Unit, *, plan_id: str | None = None, cursor: str | None = None, limit: int = 100) -> Page[EscortRun]:
    """Who has which run in hand, of one plan if given."""
    require(unit.actor, "list", "escort_runs")
    wanted = select(EscortRun).where(visible(unit.actor, EscortRun), EscortRun.deleted_at.is_(None))
    if plan_id is not None:
        wanted = wanted.where(EscortRun.plan_id == plan_id)
    return page(unit, wanted, cursor=cursor, limit=limit)


def release(unit: Unit, row_id: str, version: int | None = None) -> None:
    """The escort does not have the run in hand any more. Raises NotFoundError and StaleError."""
    unit.delete(unit.expect(find(unit, EscortRun, row_id, what="run of an escort", action="delete"), version))


def _refuse(column: str, value: str, expected: str) -> NoReturn:
    fault = FileFault(place="body", column=column, value=value, expected=expected)
    raise InvalidError("This run cannot be given to that account.", [fault])
