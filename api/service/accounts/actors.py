"""The actor that an account acts as."""

from __future__ import annotations

from typing import cast

from sqlalchemy import ColumnElement, and_, select

from api.service.accounts.tables import Account, EscortRun
from api.service.actor import Actor, Role
from api.service.policy.belonging import run_name
from api.service.store import Unit

NARROWER = {
    "administrator": frozenset({"administrator", "planner", "reader"}),
    "planner": frozenset({"planner", "reader"}),
    "reader": frozenset({"reader"}),
    "employer": frozenset({"employer"}),
    "carrier": frozenset({"carrier"}),
    "escort": frozenset({"escort"}),
}
"""By the account's role: the roles that a key of it may have."""

ROLES = tuple(NARROWER)
"""The roles that an account can have."""


def may_sign_in() -> ColumnElement[bool]:
    """The accounts that are neither disabled nor deleted."""
    return and_(Account.disabled_at.is_(None), Account.deleted_at.is_(None))


def actor_of(unit: Unit, account: Account, *, role: str | None = None) -> Actor:
    """The account as an actor, in its own role or in a narrower one."""
    return Actor(
        role=cast(Role, role or account.role),
        account_id=account.id,
        employer_id=account.employer_id,
        carrier_id=account.carrier_id,
        run_ids=_runs_in_hand(unit, account.id) if account.role == "escort" else frozenset(),
    )


def _runs_in_hand(unit: Unit, account_id: str) -> frozenset[str]:
    mine = select(EscortRun.plan_id, EscortRun.run_id).where(
        EscortRun.account_id == account_id, EscortRun.deleted_at.is_(None)
    )
    return frozenset(run_name(plan, run) for plan, run in unit.session.execute(mine))
