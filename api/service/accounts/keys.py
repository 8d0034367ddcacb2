"""API keys: for programs, in the account's role or a narrower one; shown once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import cast

from sqlalchemy import Insert, select
from sqlalchemy.dialects import postgresql, sqlite

from api.service.accounts.actors import NARROWER, may_sign_in
from api.service.accounts.tables import Account, ApiKey, ApiKeyUse
from api.service.accounts.tokens import new_token, token_hash
from api.service.policy import find, require, visible
from api.service.store import ConflictError, InvalidError, Page, Unit, page
from scenarios import FileFault

BEGINS = "fgk_"
"""How every key begins, so that scanners of leaked secrets can tell one."""

MOST_KEYS = 50
_SHOWN = 12
_TOUCHED_EVERY = timedelta(minutes=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyHolder:
    """Whom a key stands for, in which role. ``stale``: its use is to be noted."""

    account: Account
    role: str
    key_id: str
    stale: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownKey:
    """A key as its owner sees it: how it begins, and when it was last used."""

    key: ApiKey
    used_at: datetime | None


def create(unit: Unit, *, name: str, role: str | None, expires_at: datetime | None) -> tuple[ApiKey, str]:
    """A new key of the actor's own account and its secret. Raises InvalidError and ConflictError."""
    actor = unit.actor
    require(actor, "create", "api_keys", actor)
    allowed = NARROWER[actor.role]
    if role is not None and role not in allowed:
        _refuse("role", role, f"one of {', '.join(sorted(allowed))}, no wider than your own")
    if expires_at is not None and expires_at <= unit.now:
        _refuse("expires_at", expires_at.isoformat(), "a time to come")
    mine = select(ApiKey.id).where(ApiKey.account_id == actor.account_id, ApiKey.deleted_at.is_(None))
    if len(unit.session.scalars(mine.limit(MOST_KEYS)).all()) >= MOST_KEYS:
        raise ConflictError(f"This account has {MOST_KEYS} keys, and no more are allowed. Maybe revoke an old one.")
    secret = new_token(BEGINS)
    key = ApiKey(
        account_id=actor.account_id,
        name=name,
        role=role or actor.role,
        begins=secret[:_SHOWN],
        token_hash=token_hash(secret),
        expires_at=expires_at,
    )
    return unit.add(key), secret


def holder(unit: Unit, token: str) -> KeyHolder | None:
    """Whom the key stands for, if it is still good. It is not where the account's role is no longer so wide."""
    found = unit.session.execute(
        select(Account, ApiKey.id, ApiKey.role, ApiKey.expires_at, ApiKeyUse.used_at)
        .join(ApiKey, ApiKey.account_id == Account.id)
        .outerjoin(ApiKeyUse, ApiKeyUse.key_id == ApiKey.id)
        .where(ApiKey.token_hash == token_hash(token), ApiKey.deleted_at.is_(None), may_sign_in())
    ).one_or_none()
    if found is None:
        return None
    account, key_id, role, expires_at, used_at = found
    if (expires_at is not None and unit.now >= expires_at) or role not in NARROWER[account.role]:
        return None
    stale = used_at is None or unit.now - used_at >= _TOUCHED_EVERY
    return KeyHolder(account=account, role=role, key_id=key_id, stale=stale)


def touch(unit: Unit, key_id: str) -> None:
    """Notes that the key is in use."""
    dialect = sqlite if unit.session.get_bind().dialect.name == "sqlite" else postgresql
    used = dialect.insert(ApiKeyUse).values(key_id=key_id, used_at=unit.now)
    changed = used.on_conflict_do_update(index_elements=["key_id"], set_={"used_at": unit.now})
    unit.session.execute(cast(Insert, changed))


def listed(unit: Unit, *, cursor: str | None = None, limit: int = 100) -> Page[ShownKey]:
    """The keys that the actor may see."""
    require(unit.actor, "list", "api_keys")
    wanted = select(ApiKey).where(visible(unit.actor, ApiKey), ApiKey.deleted_at.is_(None))
    found = page(unit, wanted, cursor=cursor, limit=limit)
    return Page(items=[ShownKey(key=key, used_at=used_at(unit, key.id)) for key in found.items], next=found.next)


def used_at(unit: Unit, key_id: str) -> datetime | None:
    """When the key was last used, to the minute; None: never."""
    return unit.session.scalar(select(ApiKeyUse.used_at).where(ApiKeyUse.key_id == key_id))


def revoke(unit: Unit, key_id: str, version: int | None = None) -> None:
    """The key is good for nothing from now on. Raises NotFoundError and StaleError."""
    unit.delete(unit.expect(find(unit, ApiKey, key_id, what="key", action="delete"), version))


def _refuse(column: str, value: str, expected: str) -> None:
    raise InvalidError(
        "This key cannot be made.", [FileFault(place="body", column=column, value=value, expected=expected)]
    )
