"""Accounts, sessions, keys, links and parties as they stand in requests and answers."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal, TypeAlias

from fastapi import Path
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from api.http.cross import Moment
from api.service.accounts.passwords import LONGEST, SHORTEST
from api.service.accounts.tables import LOGIN_LENGTH
from api.service.accounts.tokens import LONGEST_TOKEN
from api.service.store import ID_PATTERN

Role: TypeAlias = Literal["administrator", "planner", "reader", "employer", "carrier", "escort"]

PRINTABLE = r"^[^\x00-\x1f\x7f]*$"
_ID = "0ch3d5a9k2x7m1q8v4t6w0y2z5"

Line: TypeAlias = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200, pattern=PRINTABLE)
]
Phone: TypeAlias = Annotated[str, StringConstraints(strip_whitespace=True, max_length=40, pattern=PRINTABLE)]
Login: TypeAlias = Annotated[str, StringConstraints(min_length=1, max_length=LOGIN_LENGTH, pattern=PRINTABLE)]
Password: TypeAlias = Annotated[str, Field(min_length=1, max_length=LONGEST)]
Token: TypeAlias = Annotated[str, Field(min_length=1, max_length=LONGEST_TOKEN, pattern=r"^[A-Za-z0-9_-]+$")]
Id: TypeAlias = Annotated[str, Field(pattern=ID_PATTERN, examples=[_ID])]
RowId: TypeAlias = Annotated[str, Path(description="Its id", pattern=ID_PATTERN, examples=[_ID])]


class Answer(BaseModel):
    """What every answer about a row has."""

    model_config = ConfigDict(from_attributes=True)


class Row(Answer):
    """A row and its stamps; the version is its ETag too."""

    id: Id
    created_at: datetime
    changed_at: datetime
    version: int


class Body(BaseModel):
    """A request says what it means and nothing else: 0 is no `false`, and "1" no number."""

    model_config = ConfigDict(extra="forbid", strict=True)


def example(**values: Any) -> ConfigDict:
    """A model's settings with an example."""
    return ConfigDict(extra="forbid", strict=True, json_schema_extra={"examples": [values]})


class SignInBody(Body):
    """A sign-in name and its password."""

    model_config = example(login="li.wei@example.cn", password="four words of your own")
    login: Login
    password: Password


class SessionAnswer(BaseModel):
    """Who is signed in. ``csrf`` goes into the header X-CSRF-Token of changes; for a key there is none."""

    account_id: Id
    name: str
    role: Role
    employer_id: str | None
    carrier_id: str | None
    session_id: str | None
    csrf: str | None
    expires_at: datetime | None


class OwnSession(Answer):
    """A session of one's own account."""

    id: Id
    created_at: datetime
    seen_at: datetime
    expires_at: datetime
    agent: str


class PasswordBody(Body):
    """A new password, and the present one."""

    model_config = example(current="four words of your own", new="four other words indeed")
    current: Password
    new: Annotated[str, Field(min_length=SHORTEST, max_length=LONGEST)]


class AccountAnswer(Row):
    """Somebody who can sign in."""

    login: str
    name: str
    role: Role
    employer_id: str | None
    carrier_id: str | None
    disabled_at: datetime | None


class AccountChange(Body):
    """What an administrator may change; what is left out stays."""

    model_config = example(disabled=True)
    name: Line | None = None
    role: Role | None = None
    disabled: bool | None = None


class Revoked(BaseModel):
    """How many sessions and keys were ended."""

    sessions: int
    keys: int


class KeyBody(Body):
    """A key that is wanted: ``role`` no wider than one's own; without it, one's own."""

    model_config = example(name="nightly export", role="reader")
    name: Line
    role: Role | None = None
    expires_at: Moment | None = None


class KeyAnswer(Row):
    """A key: how it begins, and when it was last used (to the minute)."""

    account_id: Id
    name: str
    role: Role
    begins: str
    expires_at: datetime | None
    used_at: datetime | None = None


class NewKey(KeyAnswer):
    """A new key. ``secret`` is shown here only, and not again where the request is repeated."""

    secret: str | None = None


class InvitationBody(Body):
    """Whom to invite. ``login``: their sign-in name, where it shall be this one."""

    model_config = example(role="planner", name="Li Wei")
    role: Role
    name: Line
    login: Login | None = None
    employer_id: Id | None = None
    carrier_id: Id | None = None


class InvitationAnswer(Row):
    """A one-time link, without the link."""

    purpose: Literal["set-up", "invitation", "reset"]
    role: Role
    name: str
    login: str | None
    employer_id: str | None
    carrier_id: str | None
    account_id: str | None
    expires_at: datetime
    used_at: datetime | None


class NewInvitation(InvitationAnswer):
    """A new one-time link. ``link`` is shown here only, and not again where the request is repeated."""

    link: str | None = None


class TokenBody(Body):
    """The last part of a link."""

    model_config = example(token="Kq3v7Zr1TgWm9fYb2LxN")
    token: Token


class OpenLinkAnswer(Answer):
    """What a one-time link is for. With a ``login`` that name cannot be chosen."""

    purpose: Literal["set-up", "invitation", "reset"]
    name: str
    role: Role
    login: str | None
    expires_at: datetime


class AcceptBody(Body):
    """Takes up a one-time link; the link itself says which account, where it is for a new password."""

    model_config = example(token="Kq3v7Zr1TgWm9fYb2LxN", login="li.wei@example.cn", password="four words of your own")
    token: Token
    login: Login | None = None
    name: Line | None = None
    password: Password


class EmployerBody(Body):
    """A firm that asks for its workers to be brought."""

    model_config = example(name="济南重工股份有限公司", district="历城区", industry="机械", contact="李伟")
    name: Line
    district: Line | None = None
    industry: Line | None = None
    contact: Line | None = None
    phone: Phone | None = None


class EmployerChange(Body):
    """What is left out stays; null empties it, but for the name, which stays."""

    model_config = example(contact="王芳", phone="0531-55550123")
    name: Line | None = None
    district: Line | None = None
    industry: Line | None = None
    contact: Line | None = None
    phone: Phone | None = None


class EmployerAnswer(Row):
    """An employer. Contact and phone are masked for who may only read."""

    name: str
    district: str | None
    industry: str | None
    contact: str | None
    phone: str | None


class CarrierBody(Body):
    """A firm that drives, a railway bureau, an airline."""

    model_config = example(name="济南长途汽车运输公司", contact="赵强")
    name: Line
    contact: Line | None = None
    phone: Phone | None = None


class CarrierChange(Body):
    """What is left out stays; null empties it, but for the name, which stays."""

    model_config = example(phone="0531-55550456")
    name: Line | None = None
    contact: Line | None = None
    phone: Phone | None = None


class CarrierAnswer(Row):
    """A carrier. Contact and phone are masked for who may only read."""

    name: str
    contact: str | None
    phone: str | None


class CampaignLinkBody(Body):
    """Until when employers may sign up by the link."""

    model_config = example(expires_at="2026-12-31T16:00:00Z")
    expires_at: Moment


class CampaignLinkAnswer(Row):
    """A campaign's link and its address."""

    campaign_id: Id
    expires_at: datetime
    address: str


class OpenCampaignAnswer(Answer):
    """Which campaign a link is for."""

    campaign_id: Id
    name: str
    expires_at: datetime


class SignUpBody(EmployerBody):
    """An employer signs up by a campaign's link."""

    model_config = example(
        token="Kq3v7Zr1TgWm9fYb2LxN",
        name="济南重工股份有限公司",
        district="历城区",
        login="hr@example.cn",
        password="four words of your own",
    )
    token: Token
    login: Login
    password: Password


class SignedUp(BaseModel):
    """The new employer and its account."""

    employer_id: Id
    account_id: Id


class EscortRunBody(Body):
    """An escort gets a run of a plan in hand."""

    model_config = example(account_id=_ID, plan_id=_ID, run_id="run-1")
    account_id: Id
    plan_id: Id
    run_id: Annotated[str, Field(min_length=1, max_length=64, pattern=PRINTABLE)]


class EscortRunAnswer(Row):
    """Who has which run in hand."""

    account_id: Id
    plan_id: Id
    run_id: str
