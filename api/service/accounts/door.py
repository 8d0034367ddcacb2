"""The way in: by password, by session, by API key."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, NoReturn

from sqlalchemy import select

from api.service.accounts import keys, sessions, throttle
from api.service.accounts.actors import actor_of, may_sign_in
from api.service.accounts.logins import is_login, normal_login
from api.service.accounts.passwords import Passwords
from api.service.accounts.rules import AccountRules
from api.service.accounts.tables import Account
from api.service.accounts.tokens import csrf_token
from api.service.actor import NOBODY, Actor
from api.service.store import Database, ServiceError, UnavailableError, Unit


class NotSignedInError(ServiceError):
    """Nobody is signed in, or what was shown is not good (any more)."""

    status = 401


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedIn:
    """Somebody who is in. ``session_id``: None for a key; ``csrf``: what a change through the session has to show."""

    actor: Actor
    name: str
    by: Literal["session", "key"]
    session_id: str | None = None
    csrf: str | None = None
    token: str | None = None
    expires_at: datetime | None = None


class Door:
    """Lets people and programs in. Threads may share it."""

    def __init__(self, database: Database, rules: AccountRules) -> None:
        self.database, self.rules = database, rules
        self.passwords = Passwords(rules)

    def sign_in(self, *, login: str, password: str, address: str, agent: str, old_token: str | None = None) -> SignedIn:
        """A new session; the one of ``old_token`` ends. ``address``: where the request comes from.

        An account that is not there, is disabled or has no password answers like a wrong password, in the same time.
        Raises NotSignedInError and TooOftenError.
        """
        name = normal_login(login)
        self._count(name, address)
        with self.database.read(NOBODY) as unit:
            wanted = select(Account).where(Account.login == name, may_sign_in())
            account = unit.session.scalar(wanted) if is_login(name) else None
            known, hashed = (account.id, account.password_hash) if account else (None, None)
        if not self.passwords.matches(password, hashed) or known is None:
            _refuse()
        return self._enter(known, hashed, password, name=name, address=address, agent=agent, old_token=old_token)

    def enter(self, account_id: str, *, agent: str, old_token: str | None = None) -> SignedIn:
        """A new session for somebody whom a one-time link or a provider has proven. Raises NotSignedInError."""
        with self.database.write(NOBODY) as unit:
            account = unit.session.scalar(select(Account).where(Account.id == account_id, may_sign_in()))
            if account is None:
                _refuse()
            actor = actor_of(unit, account)
        with self.database.write(actor) as unit:
            return self._signed(sessions.start(unit, self.rules, agent=agent, old_token=old_token), actor, account.name)

    def by_session(self, token: str) -> SignedIn | None:
        """Who holds the session; None: nobody any more."""
        with self.database.read(NOBODY) as unit:
            found = sessions.holder(unit, token, self.rules)
            if found is None:
                return None
            actor = actor_of(unit, found.account)
            name = found.account.name
        if found.stale:
            self._note_use(actor, lambda unit: sessions.touch(unit, found.session_id))
        return SignedIn(
            actor=actor,
            name=name,
            by="session",
            session_id=found.session_id,
            csrf=csrf_token(token),
            expires_at=found.expires_at,
        )

    def by_key(self, token: str) -> SignedIn | None:
        """Whom the API key stands for; None: nobody any more."""
        with self.database.read(NOBODY) as unit:
            found = keys.holder(unit, token)
            if found is None:
                return None
            actor = actor_of(unit, found.account, role=found.role)
            name = found.account.name
        if found.stale:
            self._note_use(actor, lambda unit: keys.touch(unit, found.key_id))
        return SignedIn(actor=actor, name=name, by="key")

    def _note_use(self, actor: Actor, note: Callable[[Unit], None]) -> None:
        """Whoever only reads need not hear that nothing can be written now."""
        with suppress(UnavailableError), self.database.write(actor) as unit:
            note(unit)

    def _count(self, name: str, address: str) -> None:
        with self.database.write(NOBODY) as unit:
            throttle.take(unit, throttle.subject("address", address), self.rules.by_address)
            who = throttle.subject("account", name)
            wait = throttle.take(unit, who, self.rules.by_account)
            if wait:
                unit.note("lock-out", "accounts", who.hex()[:26], after={"seconds": wait.total_seconds()})

    def _enter(
        self,
        account_id: str,
        hashed: str | None,
        password: str,
        *,
        name: str,
        address: str,
        agent: str,
        old_token: str | None,
    ) -> SignedIn:
        better = self.passwords.hash(password) if hashed and self.passwords.is_dated(hashed) else None
        with self.database.read(NOBODY) as unit:
            account = unit.session.get_one(Account, account_id)
            actor = actor_of(unit, account)
        with self.database.write(actor) as unit:
            throttle.give_back(unit, throttle.subject("address", address))
            throttle.forget(unit, throttle.subject("account", name))
            account = unit.session.get_one(Account, account_id, with_for_update=True)
            if account.password_hash != hashed or account.disabled_at or account.deleted_at:
                _refuse()
            if better:
                account.password_hash = better
            return self._signed(sessions.start(unit, self.rules, agent=agent, old_token=old_token), actor, account.name)

    def _signed(self, started: sessions.Started, actor: Actor, name: str) -> SignedIn:
        return SignedIn(
            actor=actor,
            name=name,
            by="session",
            session_id=started.session_id,
            csrf=csrf_token(started.token),
            token=started.token,
            expires_at=started.expires_at,
        )


def _refuse() -> NoReturn:
    raise NotSignedInError("The sign-in name or the password is wrong. Maybe ask an administrator for a new password.")
