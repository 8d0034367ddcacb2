"""A door with cheap hashes, and people who can go through it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import TypeAlias

import pytest

from api.service.accounts.door import Door
from api.service.accounts.rules import AccountRules
from api.service.accounts.tables import Account, CampaignLink
from api.service.actor import SYSTEM, Actor
from api.service.campaigns.campaigns import CampaignForm, create_campaign
from api.service.campaigns.profiles.shelf import latest_profiles
from api.service.store import Database, new_id

PASSWORD = "vier Worte oder mehr"
CHEAP = AccountRules(hash_rounds=1, hash_memory_kib=8, attempts=3, attempts_by_address=10)
ADMINISTRATOR = Actor(role="administrator", account_id=new_id())
PLANNER = Actor(role="planner", account_id=new_id())

NewAccount: TypeAlias = Callable[..., str]


@pytest.fixture
def door(database: Database) -> Door:
    """The way in, with few free attempts."""
    return Door(database, CHEAP)


@pytest.fixture
def account(door: Door) -> NewAccount:
    """``account(login, role=…)`` makes an account with ``PASSWORD`` and returns its id."""

    def make(login: str = "li", *, role: str = "planner", password: str | None = PASSWORD, **others: str) -> str:
        hashed = None if password is None else door.passwords.hash(password)
        with door.database.write(SYSTEM) as unit:
            return unit.add(Account(login=login, name="Li Wei", role=role, password_hash=hashed, **others)).id

    return make


def new_campaign(database: Database, name: str = "Spring 2020") -> str:
    """A campaign's id."""
    with database.write(PLANNER) as unit:
        form = CampaignForm(
            name=name,
            receiving_area="济南",
            first_day=datetime(2020, 3, 1, tzinfo=UTC).date(),
            last_day=datetime(2020, 3, 31, tzinfo=UTC).date(),
            profile=_profile(database),
        )
        return create_campaign(unit, form).id


def new_link(database: Database, campaign_id: str, *, token: str = "printed-on-paper", days: float = 7) -> str:
    """The token of a campaign's link."""
    with database.write(PLANNER) as unit:
        expires_at = unit.now + timedelta(days=days)
        unit.add(CampaignLink(campaign_id=campaign_id, token=token, expires_at=expires_at))
    return token


def _profile(database: Database) -> str:
    from api.service.campaigns.profiles.shelf import install_shipped

    install_shipped(database)
    with database.read(PLANNER) as unit:
        return latest_profiles(unit, cursor=None, limit=1).items[0].name
