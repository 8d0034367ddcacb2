"""Campaigns: made, changed, taken from state to state."""

from __future__ import annotations

import zoneinfo
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import select

from api.service.campaigns.profiles import overridden, profile
from api.service.campaigns.profiles.checking import refuse
from api.service.campaigns.profiles.shelf import add_shipped
from api.service.campaigns.states import CAMPAIGN_STATES, CAMPAIGN_STEPS
from api.service.campaigns.tables import Campaign, Profile
from api.service.policy import find, require, visible
from api.service.store import ConflictError, InvalidError, Page, Unit, page
from scenarios import FileFault

_MOST_DAYS = 366
_MOST_RETENTION = 3650
DEFAULT_RETENTION = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class CampaignForm:
    """What a campaign is. ``profile`` names a rule profile, ``edition`` None the newest; ``overrides`` by address."""

    name: str
    receiving_area: str
    first_day: date
    last_day: date
    profile: str
    edition: int | None = None
    timezone: str = "Asia/Shanghai"
    currency: str = "CNY"
    freeze_at: datetime | None = None
    retention_days: int = DEFAULT_RETENTION
    carriers_read_names: bool = False
    overrides: Mapping[str, Any] = field(default_factory=dict)


def create_campaign(unit: Unit, form: CampaignForm) -> Campaign:
    """A new campaign, being prepared. Raises InvalidError with every fault, NotFoundError for the profile."""
    require(unit.actor, "create", "campaigns")
    add_shipped(unit)
    rules = profile(unit, form.profile, form.edition)
    campaign = Campaign(state="preparing", state_since=unit.now, profile_id=rules.id)
    _put(campaign, form, rules)
    unit.add(campaign)
    unit.session.flush()
    return campaign


def change_campaign(unit: Unit, campaign_id: str, form: CampaignForm, version: int | None) -> Campaign:
    """The campaign as ``form`` says it, until it is closed. Raises StaleError, ConflictError, InvalidError."""
    campaign = changeable(unit, campaign_id, version)
    rules = profile(unit, form.profile, form.edition)
    campaign.profile_id = rules.id
    _put(campaign, form, rules)
    unit.session.flush()
    return campaign


def step_campaign(unit: Unit, campaign_id: str, state: str, version: int | None) -> Campaign:
    """The campaign in its next state. Raises StaleError, ConflictError."""
    campaign = unit.expect(find(unit, Campaign, campaign_id, what="campaign", action="change", lock=True), version)
    now = state_of(campaign, unit.now)
    if state not in CAMPAIGN_STEPS[now]:
        steps = ", ".join(word for word in CAMPAIGN_STATES if word in CAMPAIGN_STEPS[now]) or "nothing more"
        raise ConflictError(f"Campaign {campaign.id} is {now} and cannot become {state}. Maybe {steps}.")
    if state == "open" and campaign.freeze_at is not None and campaign.freeze_at <= unit.now:
        raise ConflictError(f"Campaign {campaign.id} is frozen since {campaign.freeze_at}. Maybe freeze it later.")
    campaign.state, campaign.state_since = state, unit.now
    unit.session.flush()
    return campaign


def delete_campaign(unit: Unit, campaign_id: str, version: int | None) -> None:
    """Takes away a campaign that is still being prepared, or closed. Raises ConflictError."""
    campaign = unit.expect(find(unit, Campaign, campaign_id, what="campaign", action="delete", lock=True), version)
    if campaign.state not in ("preparing", "closed"):
        raise ConflictError(f"Campaign {campaign.id} is {campaign.state}, others work with it. Maybe close it first.")
    unit.delete(campaign)
    unit.session.flush()


def campaign_of(unit: Unit, campaign_id: str) -> Campaign:
    """A campaign that the actor may read. Raises NotFoundError."""
    return find(unit, Campaign, campaign_id, what="campaign")


def changeable(unit: Unit, campaign_id: str, version: int | None = None) -> Campaign:
    """A campaign to be changed, itself or its ground. Raises NotFoundError, DeniedError, StaleError, ConflictError."""
    campaign = unit.expect(find(unit, Campaign, campaign_id, what="campaign", action="change", lock=True), version)
    if campaign.state == "closed":
        raise ConflictError(f"Campaign {campaign.id} is closed, and nothing in it changes any more.")
    return campaign


def campaigns(unit: Unit, *, state: str | None, cursor: str | None, limit: int) -> Page[Campaign]:
    """The campaigns that the actor sees, the newest first. ``state`` as it is kept: the freeze time does not count."""
    require(unit.actor, "list", "campaigns")
    wanted = select(Campaign).where(Campaign.deleted_at.is_(None), visible(unit.actor, Campaign))
    if state is not None:
        wanted = wanted.where(Campaign.state == state)
    return page(unit, wanted, cursor=cursor, limit=limit, newest_first=True)


def state_of(campaign: Campaign, now: datetime) -> str:
    """The state at a time: an open campaign is frozen from its freeze time on."""
    frozen = campaign.state == "open" and campaign.freeze_at is not None and campaign.freeze_at <= now
    return "frozen" if frozen else campaign.state


def takes_requests(campaign: Campaign, now: datetime) -> bool:
    """Whether employers may file and change requests."""
    return state_of(campaign, now) == "open"


def profile_of(unit: Unit, campaign: Campaign) -> Profile:
    """The edition of the profile by which a campaign travels."""
    return unit.get(Profile, campaign.profile_id, what="profile")


def rules_document(unit: Unit, campaign: Campaign) -> dict[str, Any]:
    """The profile with the campaign's own numbers in it, as a checked document."""
    return overridden(profile_of(unit, campaign).document, campaign.overrides)


def _put(campaign: Campaign, form: CampaignForm, rules: Profile) -> None:
    faults = list(_faults(form))
    try:
        overridden(rules.document, form.overrides)
    except InvalidError as error:
        faults += error.faults
    refuse(faults, "campaign")
    campaign.name, campaign.receiving_area = form.name.strip(), form.receiving_area.strip()
    campaign.timezone, campaign.currency = form.timezone, form.currency
    campaign.first_day, campaign.last_day = form.first_day, form.last_day
    campaign.freeze_at, campaign.retention_days = form.freeze_at, form.retention_days
    campaign.carriers_read_names, campaign.overrides = form.carriers_read_names, dict(form.overrides)


@cache
def _zones() -> frozenset[str]:
    return frozenset(zoneinfo.available_timezones())


def _faults(form: CampaignForm) -> list[FileFault]:
    found = []

    def complain(expected: str, column: str, value: object) -> None:
        found.append(FileFault(place="campaign", column=column, value=value, expected=expected))

    if not form.name.strip():
        complain("a name", "name", form.name)
    if form.timezone not in _zones():
        complain("a time zone like Asia/Shanghai", "timezone", form.timezone)
    if not form.currency.isalpha():
        complain("a currency of letters, such as CNY", "currency", form.currency)
    if form.last_day < form.first_day:
        complain(f"a day not before the first one, {form.first_day}", "last_day", str(form.last_day))
    elif (form.last_day - form.first_day).days >= _MOST_DAYS:
        complain(f"a horizon of at most {_MOST_DAYS} days", "last_day", str(form.last_day))
    if form.freeze_at is not None and form.freeze_at.tzinfo is None:
        complain("a time with its zone, such as 2020-03-02T17:00:00+08:00", "freeze_at", str(form.freeze_at))
    if not 0 <= form.retention_days <= _MOST_RETENTION:
        complain(f"days from 0 to {_MOST_RETENTION}", "retention_days", form.retention_days)
    return found
