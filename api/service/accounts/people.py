"""Accounts as an administrator keeps them, and one's own."""

from __future__ import annotations

from sqlalchemy import select

from api.service.accounts import sessions, throttle
from api.service.accounts.actors import ROLES
from api.service.accounts.door import Door
from api.service.accounts.passwords import check_password
from api.service.accounts.tables import Account, ApiKey, Carrier, Employer
from api.service.actor import Actor
from api.service.policy import find, require, visible
from api.service.store import ConflictError, InvalidError, Page, Unit, page
from scenarios import FileFault

WHAT = "account"


def listed(unit: Unit, *, role: str | None = None, cursor: str | None = None, limit: int = 100) -> Page[Account]:
    """The accounts, those of one role if given."""
    require(unit.actor, "list", "accounts")
    wanted = select(Account).where(visible(unit.actor, Account), Account.deleted_at.is_(None))
    if role is not None:
        wanted = wanted.where(Account.role == role)
    return page(unit, wanted, cursor=cursor, limit=limit)


def change(
    unit: Unit,
    account_id: str,
    *,
    version: int | None,
    name: str | None = None,
    role: str | None = None,
    disabled: bool | None = None,
) -> Account:
    """Another name, another role within the bureau, in or out. Whoever is put out has no session left.

    Raises NotFoundError, StaleError, InvalidError, and ConflictError where no administrator would remain.
    """
    account = unit.expect(find(unit, Account, account_id, what=WHAT, action="change", lock=True), version)
    if name is not None:
        account.name = name
    if role is not None and role != account.role:
        check_parties(unit, role, account.employer_id, account.carrier_id)
        _keep_one_administrator(unit, account)
        account.role = role
    if disabled is not None and disabled != (account.disabled_at is not None):
        if disabled:
            _keep_one_administrator(unit, account)
            sessions.end_all(unit, account.id)
        account.disabled_at = unit.now if disabled else None
    unit.session.flush()
    return account


def delete(unit: Unit, account_id: str, version: int | None) -> None:
    """The account is gone: it cannot sign in, its sessions and keys end. Raises as ``change``."""
    account = unit.expect(find(unit, Account, account_id, what=WHAT, action="delete", lock=True), version)
    _keep_one_administrator(unit, account)
    revoke(unit, account.id)
    account.oidc_subject = None
    unit.delete(account)


def revoke(unit: Unit, account_id: str) -> tuple[int, int]:
    """Ends all sessions and keys of the account; returns how many of each."""
    account = find(unit, Account, account_id, what=WHAT, action="revoke")
    keys = unit.session.scalars(
        select(ApiKey).where(ApiKey.account_id == account.id, ApiKey.deleted_at.is_(None))
    ).all()
    for key in keys:
        unit.delete(key)
    return sessions.end_all(unit, account.id), len(keys)


def change_password(door: Door, actor: Actor, *, current: str, new: str, session_id: str | None) -> None:
    """One's own password; every other session ends. Wrong ones are counted as at the door.

    Raises InvalidError where ``current`` is not the password, TooOftenError, NotFoundError.
    """
    with door.database.write(actor) as unit:
        account = find(unit, Account, actor.account_id or "", what=WHAT, action="password")
        login, known = account.login, account.password_hash
        who = throttle.subject("account", login)
        throttle.take(unit, who, door.rules.by_account)
    check_password(new, login=login)
    if not door.passwords.matches(current, known):
        fault = FileFault(place="body", column="current", expected="your password as it is now")
        raise InvalidError("The password was not changed.", [fault])
    hashed = door.passwords.hash(new)
    with door.database.write(actor) as unit:
        account = find(unit, Account, actor.account_id or "", what=WHAT, action="password", lock=True)
        if account.password_hash != known:
            raise ConflictError("The password was changed in the same moment. Maybe sign in anew.")
        account.password_hash = hashed
        throttle.forget(unit, who)
        sessions.end_all(unit, account.id, but=session_id)


def check_parties(unit: Unit, role: str, employer_id: str | None, carrier_id: str | None) -> None:
    """Raises InvalidError where the role is none, or an employer's or carrier's account has no party or another one."""
    faults = []
    if role not in ROLES:
        faults.append(FileFault(place="body", column="role", value=role, expected=f"one of {', '.join(ROLES)}"))
    for wanted, column, value, kind in (
        ("employer", "employer_id", employer_id, Employer),
        ("carrier", "carrier_id", carrier_id, Carrier),
    ):
        if (role == wanted) != (value is not None):
            expected = f"the id of the {wanted}, for the role {wanted} and no other"
            faults.append(FileFault(place="body", column=column, value=value, expected=expected))
        elif value is not None and not _is_there(unit, kind, value):
            faults.append(FileFault(place="body", column=column, value=value, expected=f"the id of a known {wanted}"))
    if faults:
        raise InvalidError("This role cannot be given.", faults)


def _is_there(unit: Unit, kind: type[Employer] | type[Carrier], row_id: str) -> bool:
    return unit.session.scalar(select(kind.id).where(kind.id == row_id, kind.deleted_at.is_(None))) is not None


def _keep_one_administrator(unit: Unit, account: Account) -> None:
    """Locks the administrators, so that two cannot put each other out at the same time."""
    if account.role != "administrator":
        return
    wanted = select(Account.id).where(
        Account.role == "administrator", Account.deleted_at.is_(None), Account.disabled_at.is_(None)
    )
    if set(unit.session.scalars(wanted.order_by(Account.id).with_for_update())) <= {account.id}:
        raise ConflictError("This is the last administrator. Maybe make somebody else one first.")
