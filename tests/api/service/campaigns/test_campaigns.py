"""A campaign goes from state to state, freezes by the clock, and is changed until it is closed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from api.service.actor import Actor
from api.service.campaigns.campaigns import (
    campaign_of,
    campaigns,
    change_campaign,
    create_campaign,
    delete_campaign,
    rules_document,
    state_of,
    step_campaign,
    takes_requests,
)
from api.service.store import ConflictError, Database, DeniedError, InvalidError, NotFoundError, StaleError
from tests.api.service.campaigns.bureau import FORM, NOON, PLANNER, READER


def test_a_campaign_is_prepared_opened_frozen_run_and_closed(database: Database) -> None:
    with database.write(PLANNER) as unit:
        campaign = create_campaign(unit, FORM)
        assert campaign.state == "preparing"
        for state in ("open", "frozen", "open", "frozen", "running", "closed"):
            step_campaign(unit, campaign.id, state, campaign.version)
            assert campaign.state == state
        with pytest.raises(ConflictError, match="cannot become open"):
            step_campaign(unit, campaign.id, "open", None)
        with pytest.raises(ConflictError, match="closed"):
            change_campaign(unit, campaign.id, FORM, None)


def test_no_state_is_skipped(database: Database) -> None:
    with database.write(PLANNER) as unit:
        campaign = create_campaign(unit, FORM)
        with pytest.raises(ConflictError, match="Maybe open, closed"):
            step_campaign(unit, campaign.id, "running", None)


def test_an_open_campaign_freezes_by_the_clock(database: Database) -> None:
    with database.write(PLANNER) as unit:
        campaign = create_campaign(unit, replace(FORM, freeze_at=unit.now + timedelta(hours=1)))
        step_campaign(unit, campaign.id, "open", None)
        assert takes_requests(campaign, unit.now)
        later = unit.now + timedelta(hours=1)
        assert state_of(campaign, later) == "frozen"
        assert not takes_requests(campaign, later)


def test_what_is_frozen_by_the_clock_is_not_opened_again_before_its_freeze_is_later(database: Database) -> None:
    with database.write(PLANNER) as unit:
        campaign = create_campaign(unit, replace(FORM, freeze_at=NOON))
        with pytest.raises(ConflictError, match="Maybe freeze it later"):
            step_campaign(unit, campaign.id, "open", None)


def test_every_fault_of_a_campaign_is_told_at_once(database: Database) -> None:
    broken = replace(
        FORM,
        name=" ",
        timezone="Asia/Jinan",
        currency="¥1",
        last_day=date(2020, 3, 9),
        retention_days=-1,
        freeze_at=datetime(2020, 3, 1),
        overrides={"settings.driving.brake": 1},
    )
    with database.write(PLANNER) as unit, pytest.raises(InvalidError) as told:
        create_campaign(unit, broken)
    columns = ["name", "timezone", "currency", "last_day", "freeze_at", "retention_days", "settings.driving.brake"]
    assert [fault.column for fault in told.value.faults] == columns


def test_a_change_against_an_old_version_changes_nothing(database: Database) -> None:
    with database.write(PLANNER) as unit:
        campaign = create_campaign(unit, FORM)
        old = campaign.version
        change_campaign(unit, campaign.id, replace(FORM, name="Jinan, later"), old)
        with pytest.raises(StaleError):
            change_campaign(unit, campaign.id, FORM, old)
        assert campaign.name == "Jinan, later"


def test_a_campaign_keeps_its_edition_of_the_rules_with_its_own_numbers(database: Database) -> None:
    with database.write(PLANNER) as unit:
        campaign = create_campaign(unit, replace(FORM, overrides={"limits.health-desk.value": 80}))
        limits = {limit["id"]: limit for limit in rules_document(unit, campaign)["limits"]}
        assert (limits["health-desk"]["value"], limits["health-desk"]["verified"]) == (80, False)
        with pytest.raises(NotFoundError, match="no profile"):
            create_campaign(unit, replace(FORM, profile="2020-04"))


def test_only_what_nobody_works_with_is_deleted(database: Database) -> None:
    with database.write(PLANNER) as unit:
        campaign = create_campaign(unit, FORM)
        step_campaign(unit, campaign.id, "open", None)
        with pytest.raises(ConflictError, match="close it first"):
            delete_campaign(unit, campaign.id, None)
        step_campaign(unit, campaign.id, "closed", None)
        delete_campaign(unit, campaign.id, campaign.version)
        with pytest.raises(NotFoundError):
            campaign_of(unit, campaign.id)


def test_who_may_do_what(database: Database) -> None:
    with database.write(PLANNER) as unit:
        campaign = create_campaign(unit, FORM)
    with database.write(READER) as unit:
        assert campaign_of(unit, campaign.id).name == FORM.name
        with pytest.raises(DeniedError):
            step_campaign(unit, campaign.id, "open", None)
        with pytest.raises(DeniedError):
            create_campaign(unit, FORM)
    with database.read(Actor(role="employer", employer_id="of no campaign")) as unit:
        assert campaigns(unit, state=None, cursor=None, limit=10).items == []
        with pytest.raises(NotFoundError):
            campaign_of(unit, campaign.id)


def test_campaigns_come_in_pages_the_newest_first(database: Database) -> None:
    with database.write(PLANNER) as unit:
        made = [create_campaign(unit, replace(FORM, name=f"Campaign {n}")).id for n in range(5)]
        step_campaign(unit, made[0], "open", None)
        first = campaigns(unit, state=None, cursor=None, limit=2)
        second = campaigns(unit, state=None, cursor=first.next, limit=5)
        assert [row.id for row in (*first.items, *second.items)] == made[::-1]
        assert second.next is None
        assert [row.id for row in campaigns(unit, state="open", cursor=None, limit=5).items] == [made[0]]
