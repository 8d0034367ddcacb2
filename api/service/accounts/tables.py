"""Accounts and parties in the database. Of passwords, sessions, keys and one-time links it holds hashes only."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from api.service.store.base import Base, Stamped
from api.service.store.ids import ID_LENGTH

HASH_BYTES = 32
NAME_LENGTH = 200
LOGIN_LENGTH = 120
_PRESENT = text("deleted_at IS NULL")
_SECRET = {"secret": True}
_PERSONAL = {"personal": True}


def _unique_while_present(*columns: str) -> Index:
    """A deleted row does not keep others from its place."""
    return Index(None, *columns, unique=True, sqlite_where=_PRESENT, postgresql_where=_PRESENT)


class Employer(Stamped, Base):
    """A firm that asks for its workers to be brought."""

    __tablename__ = "employers"
    __table_args__ = (Index(None, "district"),)

    name: Mapped[str] = mapped_column(String(NAME_LENGTH))
    district: Mapped[str | None] = mapped_column(String(NAME_LENGTH))
    industry: Mapped[str | None] = mapped_column(String(NAME_LENGTH))
    contact: Mapped[str | None] = mapped_column(String(NAME_LENGTH), info=_PERSONAL)
    phone: Mapped[str | None] = mapped_column(String(40), info=_PERSONAL)


class Carrier(Stamped, Base):
    """A firm that drives, or a railway bureau or airline that offers seats."""

    __tablename__ = "carriers"

    name: Mapped[str] = mapped_column(String(NAME_LENGTH))
    contact: Mapped[str | None] = mapped_column(String(NAME_LENGTH), info=_PERSONAL)
    phone: Mapped[str | None] = mapped_column(String(40), info=_PERSONAL)


class Account(Stamped, Base):
    """Somebody who can sign in, in one role. ``login`` is in normal form, see ``normal_login``."""

    __tablename__ = "accounts"
    __table_args__ = (
        _unique_while_present("login"),
        CheckConstraint("(role = 'employer') = (employer_id IS NOT NULL)", name="employer_has_one"),
        CheckConstraint("(role = 'carrier') = (carrier_id IS NOT NULL)", name="carrier_has_one"),
    )

    login: Mapped[str] = mapped_column(String(LOGIN_LENGTH), info=_PERSONAL)
    name: Mapped[str] = mapped_column(String(NAME_LENGTH), info=_PERSONAL)
    role: Mapped[str] = mapped_column(String(20))
    employer_id: Mapped[str | None] = mapped_column(ForeignKey("employers.id"), index=True)
    carrier_id: Mapped[str | None] = mapped_column(ForeignKey("carriers.id"), index=True)
    password_hash: Mapped[str | None] = mapped_column(String(200), info=_SECRET)
    oidc_subject: Mapped[str | None] = mapped_column(String(400), unique=True, info=_PERSONAL)
    disabled_at: Mapped[datetime | None]


class SignedSession(Base):
    """A browser that is signed in. No part of the log: signing in and out are noted there by hand."""

    __tablename__ = "sessions"

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    account_id: Mapped[str] = mapped_column(ForeignKey("accounts.id"), index=True)
    token_hash: Mapped[bytes] = mapped_column(LargeBinary(HASH_BYTES), unique=True)
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)
    agent: Mapped[str] = mapped_column(String(NAME_LENGTH))


class ApiKey(Stamped, Base):
    """A key for a program, in the account's role or a narrower one."""

    __tablename__ = "api_keys"

    account_id: Mapped[str] = mapped_column(ForeignKey("accounts.id"), index=True)
    name: Mapped[str] = mapped_column(String(NAME_LENGTH))
    role: Mapped[str] = mapped_column(String(20))
    begins: Mapped[str] = mapped_column(String(12))
    token_hash: Mapped[bytes] = mapped_column(LargeBinary(HASH_BYTES), unique=True, info=_SECRET)
    expires_at: Mapped[datetime | None]


class ApiKeyUse(Base):
    """When a key was last used: apart, so that a use is no change of the key."""

    __tablename__ = "api_key_uses"

    key_id: Mapped[str] = mapped_column(ForeignKey("api_keys.id"), primary_key=True)
    used_at: Mapped[datetime]


class Invitation(Stamped, Base):
    """A one-time link: for the first administrator, for somebody new, or for a new password."""

    __tablename__ = "invitations"

    purpose: Mapped[str] = mapped_column(String(20))
    token_hash: Mapped[bytes] = mapped_column(LargeBinary(HASH_BYTES), unique=True, info=_SECRET)
    role: Mapped[str] = mapped_column(String(20))
    name: Mapped[str] = mapped_column(String(NAME_LENGTH), info=_PERSONAL)
    login: Mapped[str | None] = mapped_column(String(LOGIN_LENGTH), info=_PERSONAL)
    employer_id: Mapped[str | None] = mapped_column(ForeignKey("employers.id"))
    carrier_id: Mapped[str | None] = mapped_column(ForeignKey("carriers.id"))
    account_id: Mapped[str | None] = mapped_column(ForeignKey("accounts.id"), index=True)
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class CampaignLink(Stamped, Base):
    """The address by which employers sign up for a campaign. It is printed and passed on, so it is no secret."""

    __tablename__ = "campaign_links"

    campaign_id: Mapped[str] = mapped_column(ForeignKey("campaigns.id"), index=True)
    token: Mapped[str] = mapped_column(String(40), unique=True, info=_SECRET)
    expires_at: Mapped[datetime]


class CampaignEmployer(Stamped, Base):
    """An employer takes part in a campaign."""

    __tablename__ = "campaign_employers"
    __table_args__ = (UniqueConstraint("campaign_id", "employer_id"), Index(None, "employer_id"))

    campaign_id: Mapped[str] = mapped_column(ForeignKey("campaigns.id"))
    employer_id: Mapped[str] = mapped_column(ForeignKey("employers.id"))


class EscortRun(Stamped, Base):
    """An escort has a run of a plan in hand."""

    __tablename__ = "escort_runs"
    __table_args__ = (_unique_while_present("account_id", "plan_id", "run_id"),)

    account_id: Mapped[str] = mapped_column(ForeignKey("accounts.id"))
    plan_id: Mapped[str] = mapped_column(ForeignKey("plans.id"))
    run_id: Mapped[str] = mapped_column(String(64))


class Attempts(Base):
    """How often something was tried in vain, by account or by address: ``subject`` is a hash of which."""

    __tablename__ = "attempts"

    subject: Mapped[bytes] = mapped_column(LargeBinary(HASH_BYTES), primary_key=True)
    count: Mapped[int]
    last_at: Mapped[datetime] = mapped_column(index=True)
    free_at: Mapped[datetime]


class ProviderState(Base):
    """A sign-in under way at the provider of OIDC."""

    __tablename__ = "provider_states"

    state_hash: Mapped[bytes] = mapped_column(LargeBinary(HASH_BYTES), primary_key=True)
    nonce: Mapped[str] = mapped_column(String(100))
    verifier: Mapped[str] = mapped_column(String(200))
    expires_at: Mapped[datetime] = mapped_column(index=True)
