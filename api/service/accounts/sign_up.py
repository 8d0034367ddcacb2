"""Employers sign up by a campaign's link, which is printed, passed on, or shown as a QR code."""

from __future__ import annotations

import io
import re
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

import segno
from sqlalchemy import select

from api.service.accounts import throttle
from api.service.accounts.door import Door
from api.service.accounts.links import check_free
from api.service.accounts.logins import check_login
from api.service.accounts.passwords import check_password
from api.service.accounts.tables import Account, CampaignEmployer, CampaignLink, Employer
from api.service.actor import NOBODY
from api.service.campaigns.tables import Campaign
from api.service.policy import find, require, visible
from api.service.store import ConflictError, Database, InvalidError, NotFoundError, Page, Unit, page
from scenarios import FileFault

LONGEST_LASTING = timedelta(days=366)
_TOKEN_BYTES = 15
_TOKEN = re.compile(r"[A-Za-z0-9_-]{1,100}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Firm:
    """An employer as it signs up."""

    name: str
    district: str | None = None
    industry: str | None = None
    contact: str | None = None
    phone: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenCampaign:
    """What the holder of a campaign's link may know."""

    campaign_id: str
    name: str
    expires_at: datetime


def new_link(unit: Unit, campaign_id: str, *, expires_at: datetime) -> CampaignLink:
    """A link by which employers sign up. Raises NotFoundError and InvalidError."""
    require(unit.actor, "create", "campaign_links")
    campaign = find(unit, Campaign, campaign_id, what="campaign")
    if not unit.now < expires_at <= unit.now + LONGEST_LASTING:
        expected = f"a time within the next {LONGEST_LASTING.days} days"
        fault = FileFault(place="body", column="expires_at", value=expires_at.isoformat(), expected=expected)
        raise InvalidError("This link cannot be made.", [fault])
    token = secrets.token_urlsafe(_TOKEN_BYTES)
    return unit.add(CampaignLink(campaign_id=campaign.id, token=token, expires_at=expires_at))


def links(unit: Unit, campaign_id: str, *, cursor: str | None = None, limit: int = 100) -> Page[CampaignLink]:
    """The links of a campaign, also those whose time is over. Raises NotFoundError."""
    require(unit.actor, "list", "campaign_links")
    campaign = find(unit, Campaign, campaign_id, what="campaign")
    wanted = select(CampaignLink).where(
        CampaignLink.campaign_id == campaign.id, visible(unit.actor, CampaignLink), CampaignLink.deleted_at.is_(None)
    )
    return page(unit, wanted, cursor=cursor, limit=limit)


def link(unit: Unit, campaign_id: str, link_id: str, *, action: str = "read") -> CampaignLink:
    """One link. Raises NotFoundError."""
    row = find(unit, CampaignLink, link_id, what="link", action=action)
    if row.campaign_id != campaign_id:
        raise NotFoundError(f"There is no link {link_id} of the campaign {campaign_id}. Maybe it is another one's.")
    return row


def qr_code(address: str, form: Literal["svg", "png"]) -> bytes:
    """The address as a QR code for paper: dark on white, with its quiet zone, readable with a seventh of it lost."""
    into = io.BytesIO()
    segno.make(address, error="m", micro=False).save(into, kind=form, scale=8, dark="#000000", light="#ffffff")
    return into.getvalue()


def look(database: Database, token: str) -> OpenCampaign:
    """Which campaign the link is for. Raises NotFoundError for one that is not good (any more)."""
    with database.read(NOBODY) as unit:
        found, campaign = _good(unit, token)
        return OpenCampaign(campaign_id=campaign.id, name=campaign.name, expires_at=found.expires_at)


def sign_up(door: Door, token: str, firm: Firm, *, login: str, password: str, address: str) -> tuple[str, str]:
    """A new employer that takes part in the campaign, and its account; returns the ids of both.

    Raises NotFoundError, InvalidError, TooOftenError, and ConflictError for a sign-in name that is taken.
    """
    look(door.database, token)
    login = check_login(login)
    check_password(password, login=login)
    with door.database.write(NOBODY) as unit:
        throttle.take(unit, throttle.subject("sign-up", address), door.rules.by_sign_up)
    hashed = door.passwords.hash(password)
    with door.database.write(NOBODY) as unit:
        require(unit.actor, "sign_up", "employers")
        _, campaign = _good(unit, token)
        check_free(unit, login)
        employer = unit.add(
            Employer(
                name=firm.name,
                district=firm.district,
                industry=firm.industry,
                contact=firm.contact,
                phone=firm.phone,
            )
        )
        account = Account(
            login=login, name=firm.contact or firm.name, role="employer", employer_id=employer.id, password_hash=hashed
        )
        unit.session.flush()
        unit.add(account)
        unit.add(CampaignEmployer(campaign_id=campaign.id, employer_id=employer.id))
        unit.session.flush()
        return employer.id, account.id


def join(unit: Unit, token: str) -> str:
    """The actor's employer takes part in the link's campaign too; returns the campaign's id. Twice is as good as once.

    Raises NotFoundError, DeniedError.
    """
    require(unit.actor, "join", "employers")
    _, campaign = _good(unit, token)
    if unit.actor.employer_id is None:
        raise ConflictError("Only an employer's account can take part. Maybe add the employer to the campaign instead.")
    _take_part(unit, campaign.id, find(unit, Employer, unit.actor.employer_id, what="employer", action="join"))
    return campaign.id


def add_employer(unit: Unit, campaign_id: str, employer_id: str) -> None:
    """The bureau lets an employer take part in a campaign, without a link. Raises NotFoundError and DeniedError."""
    campaign = find(unit, Campaign, campaign_id, what="campaign", action="change")
    _take_part(unit, campaign.id, find(unit, Employer, employer_id, what="employer", action="join"))


def _take_part(unit: Unit, campaign_id: str, employer: Employer) -> None:
    there = select(CampaignEmployer.id).where(
        CampaignEmployer.campaign_id == campaign_id, CampaignEmployer.employer_id == employer.id
    )
    if unit.session.scalar(there) is None:
        unit.add(CampaignEmployer(campaign_id=campaign_id, employer_id=employer.id))
        unit.session.flush()


def _good(unit: Unit, token: str) -> tuple[CampaignLink, Campaign]:
    wanted = (
        select(CampaignLink, Campaign)
        .join(Campaign, Campaign.id == CampaignLink.campaign_id)
        .where(
            CampaignLink.token == token,
            CampaignLink.expires_at > unit.now,
            CampaignLink.deleted_at.is_(None),
            Campaign.deleted_at.is_(None),
        )
    )
    found = unit.session.execute(wanted).one_or_none() if _TOKEN.fullmatch(token) else None
    if found is None:
        raise NotFoundError("This campaign's link is not good (any more). Maybe ask the bureau for a new one.")
    return found[0], found[1]
