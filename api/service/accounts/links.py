"""One-time links: for the first administrator, for somebody who is invited, for a new password.

A link is good once and for a time; the database keeps its hash only.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from api.service.accounts import sessions, throttle
from api.service.accounts.door import Door
from api.service.accounts.logins import check_login
from api.service.accounts.passwords import check_password
from api.service.accounts.people import check_parties
from api.service.accounts.tables import Account, Invitation
from api.service.accounts.tokens import new_token, token_hash
from api.service.actor import NOBODY, SYSTEM
from api.service.policy import find, require, visible
from api.service.store import ConflictError, Database, NotFoundError, Page, Unit, page


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenLink:
    """What somebody who holds a good link may know: what it is for; ``login`` cannot be changed if it is given."""

    purpose: str
    name: str
    role: str
    login: str | None
    expires_at: datetime


def set_up(database: Database, lasting: timedelta) -> str | None:
    """A new link for the first administrator; None: there is one already."""
    with database.write(SYSTEM) as unit:
        if _has_administrator(unit):
            return None
        return _new(unit, lasting, purpose="set-up", name="", role="administrator")[1]


def invite(
    unit: Unit,
    lasting: timedelta,
    *,
    role: str,
    name: str,
    login: str | None = None,
    employer_id: str | None = None,
    carrier_id: str | None = None,
) -> tuple[Invitation, str]:
    """A link for somebody who gets an account in that role, and its token. Raises InvalidError."""
    require(unit.actor, "create", "invitations")
    check_parties(unit, role, employer_id, carrier_id)
    return _new(
        unit,
        lasting,
        purpose="invitation",
        name=name,
        role=role,
        login=None if login is None else check_login(login),
        employer_id=employer_id,
        carrier_id=carrier_id,
    )


def reset(unit: Unit, lasting: timedelta, *, account_id: str) -> tuple[Invitation, str]:
    """A link for a new password, and its token. Until it is used the old password stays good. Raises NotFoundError."""
    account = find(unit, Account, account_id, what="account", action="reset")
    return _new(
        unit,
        lasting,
        purpose="reset",
        name=account.name,
        role=account.role,
        login=account.login,
        employer_id=account.employer_id,
        carrier_id=account.carrier_id,
        account_id=account.id,
    )


def listed(unit: Unit, *, cursor: str | None = None, limit: int = 100) -> Page[Invitation]:
    """The links that were made, used ones too."""
    require(unit.actor, "list", "invitations")
    wanted = select(Invitation).where(visible(unit.actor, Invitation), Invitation.deleted_at.is_(None))
    return page(unit, wanted, cursor=cursor, limit=limit, newest_first=True)


def withdraw(unit: Unit, invitation_id: str, version: int | None) -> None:
    """The link is good for nothing from now on. Raises NotFoundError and StaleError."""
    unit.delete(unit.expect(find(unit, Invitation, invitation_id, what="invitation", action="delete"), version))


def look(database: Database, token: str) -> OpenLink:
    """What the link is for. Raises NotFoundError for one that is not good (any more)."""
    with database.read(NOBODY) as unit:
        row = _good(unit, token)
        return OpenLink(purpose=row.purpose, name=row.name, role=row.role, login=row.login, expires_at=row.expires_at)


def accept(door: Door, token: str, *, name: str | None, login: str | None, password: str) -> str:
    """Uses the link: makes the account, or gives it the new password. Returns the account's id.

    Raises NotFoundError, InvalidError, and ConflictError for a name that is taken; then the link stays good.
    """
    known = look(door.database, token)
    name_in = check_login(known.login or login or "")
    check_password(password, login=name_in)
    hashed = door.passwords.hash(password)
    with door.database.write(NOBODY) as unit:
        require(unit.actor, "accept", "invitations")
        row = _good(unit, token, lock=True)
        row.used_at = unit.now
        if row.account_id is not None:
            return _give_password(unit, row.account_id, hashed)
        check_free(unit, name_in)
        account = Account(
            login=name_in,
            name=(name or row.name or name_in).strip(),
            role=row.role,
            employer_id=row.employer_id,
            carrier_id=row.carrier_id,
            password_hash=hashed,
        )
        unit.add(account)
        unit.session.flush()
        row.account_id = account.id
        return account.id


def check_free(unit: Unit, login: str) -> None:
    """Raises ConflictError where somebody has the sign-in name."""
    if unit.session.scalar(select(Account.id).where(Account.login == login, Account.deleted_at.is_(None))):
        raise ConflictError("This sign-in name cannot be taken. Maybe sign in, or take another one.")


def _new(unit: Unit, lasting: timedelta, **values: str | None) -> tuple[Invitation, str]:
    token = new_token()
    row = Invitation(token_hash=token_hash(token), expires_at=unit.now + lasting, **values)
    return unit.add(row), token


def _good(unit: Unit, token: str, *, lock: bool = False) -> Invitation:
    wanted = select(Invitation).where(Invitation.token_hash == token_hash(token), Invitation.deleted_at.is_(None))
    row = unit.session.scalar(wanted)
    if row is not None and lock:
        _take_turn(unit, row)
    if row is None or row.used_at is not None or unit.now >= row.expires_at or not _still_wanted(unit, row):
        raise NotFoundError("This link is not good (any more). Maybe it was used already: ask for a new one.")
    return row


def _take_turn(unit: Unit, row: Invitation) -> None:
    """Nobody else uses this link in the same moment, nor any other one that makes the first administrator."""
    mine = Invitation.purpose == "set-up" if row.purpose == "set-up" else Invitation.id == row.id
    unit.session.execute(select(Invitation.id).where(mine).order_by(Invitation.id).with_for_update())
    unit.session.refresh(row)


def _still_wanted(unit: Unit, row: Invitation) -> bool:
    if row.purpose == "set-up":
        return not _has_administrator(unit)
    if row.purpose == "reset":
        account = unit.session.get(Account, row.account_id)
        return account is not None and account.deleted_at is None
    return True


def _has_administrator(unit: Unit) -> bool:
    wanted = select(Account.id).where(Account.role == "administrator", Account.deleted_at.is_(None))
    return unit.session.scalar(wanted.limit(1)) is not None


def _give_password(unit: Unit, account_id: str, hashed: str) -> str:
    """The new password; whoever is signed in with the old one is out, and a lock-out ends."""
    account = unit.session.get_one(Account, account_id, with_for_update=True)
    account.password_hash = hashed
    sessions.end_all(unit, account.id)
    throttle.forget(unit, throttle.subject("account", account.login))
    others = select(Invitation).where(
        Invitation.account_id == account.id, Invitation.used_at.is_(None), Invitation.deleted_at.is_(None)
    )
    for other in unit.session.scalars(others):
        unit.delete(other)
    return account.id
