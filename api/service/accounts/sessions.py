"""Sessions of browsers: begun at a sign-in, ended by signing out, by rest, by age, or by an administrator."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select, update

from api.service.accounts.actors import may_sign_in
from api.service.accounts.rules import AccountRules
from api.service.accounts.tables import NAME_LENGTH, Account, SignedSession
from api.service.accounts.tokens import new_token, token_hash
from api.service.policy import require, visible
from api.service.store import NotFoundError, Unit, new_id

TOUCHED_EVERY = timedelta(minutes=1)
"""A session notes its use at most so often: reading must not write each time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Started:
    """A new session; its token is shown here and never again."""

    session_id: str
    token: str
    expires_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """Whose session it is. ``stale``: its use is to be noted."""

    account: Account
    session_id: str
    expires_at: datetime
    stale: bool


def start(unit: Unit, rules: AccountRules, *, agent: str, old_token: str | None = None) -> Started:
    """A session for the unit's actor. The one of ``old_token`` ends: whoever knew that token knows nothing now."""
    assert unit.actor.account_id is not None
    token = new_token()
    row = SignedSession(
        id=new_id(),
        account_id=unit.actor.account_id,
        token_hash=token_hash(token),
        created_at=unit.now,
        seen_at=unit.now,
        expires_at=unit.now + rules.session,
        agent=agent[:NAME_LENGTH],
    )
    if old_token is not None:
        unit.session.execute(delete(SignedSession).where(SignedSession.token_hash == token_hash(old_token)))
    unit.add(row)
    unit.note("sign-in", "sessions", row.id)
    return Started(session_id=row.id, token=token, expires_at=row.expires_at)


def holder(unit: Unit, token: str, rules: AccountRules) -> Holder | None:
    """Whose session it is, if it is still good."""
    found = unit.session.execute(
        select(Account, SignedSession.id, SignedSession.seen_at, SignedSession.expires_at)
        .join(SignedSession, SignedSession.account_id == Account.id)
        .where(SignedSession.token_hash == token_hash(token), may_sign_in())
    ).one_or_none()
    if found is None:
        return None
    account, session_id, seen_at, expires_at = found
    if unit.now >= expires_at or unit.now - seen_at >= rules.idle:
        return None
    stale = unit.now - seen_at >= min(TOUCHED_EVERY, rules.idle / 4)
    return Holder(account=account, session_id=session_id, expires_at=expires_at, stale=stale)


def touch(unit: Unit, session_id: str) -> None:
    """Notes that the session is in use."""
    unit.session.execute(update(SignedSession).where(SignedSession.id == session_id).values(seen_at=unit.now))


def listed(unit: Unit) -> Sequence[SignedSession]:
    """The sessions of the actor that have not run out by age, newest first."""
    require(unit.actor, "list", "sessions")
    mine = select(SignedSession).where(visible(unit.actor, SignedSession), SignedSession.expires_at > unit.now)
    return unit.session.scalars(mine.order_by(SignedSession.id.desc()).limit(200)).all()


def end(unit: Unit, session_id: str) -> None:
    """Ends the session. Raises NotFoundError, also for somebody else's."""
    row = unit.session.scalar(
        select(SignedSession).where(SignedSession.id == session_id, visible(unit.actor, SignedSession))
    )
    if row is None:
        raise NotFoundError(f"There is no session {session_id}. Maybe it has ended already.")
    require(unit.actor, "delete", "sessions", row)
    unit.session.delete(row)
    unit.note("sign-out", "sessions", session_id)


def end_all(unit: Unit, account_id: str, *, but: str | None = None) -> int:
    """Ends every session of an account, ``but`` for one; returns how many."""
    ids = unit.session.scalars(select(SignedSession.id).where(SignedSession.account_id == account_id)).all()
    ended = [session_id for session_id in ids if session_id != but]
    unit.session.execute(delete(SignedSession).where(SignedSession.id.in_(ended)))
    for session_id in ended:
        unit.note("sign-out", "sessions", session_id)
    return len(ended)


def remove_expired(unit: Unit, rules: AccountRules) -> int:
    """Removes what nobody can use any more; returns how many."""
    over = (SignedSession.expires_at <= unit.now) | (SignedSession.seen_at <= unit.now - rules.idle)
    ids = unit.session.scalars(select(SignedSession.id).where(over)).all()
    unit.session.execute(delete(SignedSession).where(SignedSession.id.in_(ids)))
    return len(ids)
