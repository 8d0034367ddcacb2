"""Employers sign up by a campaign's link, once, and take part in further campaigns with the same account."""

from __future__ import annotations

import io
from datetime import timedelta
from xml.etree import ElementTree

import pytest
import segno
from sqlalchemy import select

from api.service.accounts import parties, sign_up, throttle
from api.service.accounts.door import Door
from api.service.accounts.sign_up import Firm
from api.service.accounts.tables import Account, CampaignEmployer, CampaignLink, Carrier, Employer
from api.service.actor import SYSTEM, Actor
from api.service.campaigns.tables import Campaign
from api.service.policy import visible
from api.service.store import ConflictError, Database, DeniedError, InvalidError, NotFoundError
from tests.api.service.accounts.conftest import CHEAP, PASSWORD, PLANNER, new_campaign, new_link

FIRM = Firm(name="济南重工", district="历城区", contact="李伟", phone="13800138000")


def join(door: Door, token: str, login: str = "hr@jn.cn", address: str = "10.0.0.1") -> tuple[str, str]:
    return sign_up.sign_up(door, token, FIRM, login=login, password=PASSWORD, address=address)


def test_a_firm_signs_up_once_and_joins_further_campaigns(door: Door, database: Database) -> None:
    spring, summer = new_campaign(database, "Spring"), new_campaign(database, "Summer")
    assert sign_up.look(database, new_link(database, spring)).name == "Spring"
    employer_id, account_id = join(door, "printed-on-paper")
    found = door.sign_in(login="HR@jn.cn", password=PASSWORD, address="a", agent="")
    assert (found.actor.account_id, found.actor.employer_id, found.actor.role) == (account_id, employer_id, "employer")
    token = new_link(database, summer, token="second")
    for _ in range(2):
        with database.write(found.actor) as unit:
            assert sign_up.join(unit, token) == summer
    with database.read(SYSTEM) as unit:
        assert len(unit.session.scalars(select(CampaignEmployer)).all()) == 2


def test_an_employer_sees_the_campaigns_in_which_it_takes_part(door: Door, database: Database) -> None:
    mine, _ = new_campaign(database, "Mine"), new_campaign(database, "Others'")
    employer_id, _ = join(door, new_link(database, mine))
    with database.read(Actor(role="employer", account_id="x", employer_id=employer_id)) as unit:
        assert unit.session.scalars(select(Campaign.name).where(visible(unit.actor, Campaign))).all() == ["Mine"]


def test_a_taken_name_is_refused_and_leaves_nothing_behind(door: Door, database: Database) -> None:
    token = new_link(database, new_campaign(database))
    join(door, token)
    with pytest.raises(ConflictError, match="cannot be taken"):
        join(door, token, "HR@JN.CN")
    with database.read(SYSTEM) as unit:
        assert len(unit.session.scalars(select(Employer)).all()) == 1


def test_links_end(door: Door, database: Database) -> None:
    campaign_id = new_campaign(database)
    over = new_link(database, campaign_id, token="over", days=-1)
    with pytest.raises(NotFoundError, match="not good"):
        join(door, over)
    token = new_link(database, campaign_id, token="withdrawn")
    with database.write(PLANNER) as unit:
        row = unit.session.scalars(select(CampaignLink).where(CampaignLink.token == token)).one()
        unit.delete(sign_up.link(unit, campaign_id, row.id, action="delete"))
    with pytest.raises(NotFoundError):
        sign_up.look(database, token)
    with pytest.raises(NotFoundError):
        sign_up.look(database, "\ud800 no link at all")


def test_signing_up_is_limited_by_address(door: Door, database: Database) -> None:
    token = new_link(database, new_campaign(database))
    with database.write(SYSTEM) as unit:
        for _ in range(CHEAP.sign_ups + 1):
            throttle.take(unit, throttle.subject("sign-up", "203.0.113.9"), CHEAP.by_sign_up)
    with pytest.raises(throttle.TooOftenError):
        join(door, token, address="203.0.113.9")
    join(door, token, address="198.51.100.7")


def test_only_the_bureau_makes_links(database: Database) -> None:
    campaign_id = new_campaign(database)
    with database.write(PLANNER) as unit:
        row = sign_up.new_link(unit, campaign_id, expires_at=unit.now + timedelta(days=30))
        unit.session.flush()
        assert [found.id for found in sign_up.links(unit, campaign_id).items] == [row.id]
        with pytest.raises(InvalidError):
            sign_up.new_link(unit, campaign_id, expires_at=unit.now - timedelta(days=1))
        with pytest.raises(NotFoundError):
            sign_up.link(unit, new_campaign(database) if not database.is_sqlite else "other", row.id)
    for role in ("employer", "carrier", "escort", "reader"):
        actor = Actor(role=role, account_id="x", employer_id="e", carrier_id="c")  # type: ignore[arg-type]
        with database.write(actor) as unit, pytest.raises(DeniedError):
            sign_up.new_link(unit, campaign_id, expires_at=unit.now + timedelta(days=30))


def test_a_qr_code_says_the_address() -> None:
    address = "https://fangang.example/join/Kq3v7Zr1TgWm9fYb2LxN"
    expected = segno.make(address, error="m", micro=False)
    drawn = sign_up.qr_code(address, "svg")
    assert ElementTree.fromstring(drawn).tag == "{http://www.w3.org/2000/svg}svg"
    same = io.BytesIO()
    expected.save(same, kind="svg", scale=8, dark="#000000", light="#ffffff")
    assert drawn == same.getvalue()
    assert sign_up.qr_code(address, "png").startswith(b"\x89PNG")


def test_parties_are_kept_by_the_bureau_and_change_themselves(database: Database) -> None:
    with database.write(PLANNER) as unit:
        mine = parties.create(unit, Employer, name="Haier", district="崂山区").id
        other = parties.create(unit, Employer, name="Hisense 100%", district="市南区").id
        carrier = parties.create(unit, Carrier, name="Jiaoyun").id
    with database.read(PLANNER) as unit:
        assert [row.id for row in parties.listed(unit, Employer, begins="Hisense 100%").items] == [other]
        assert [row.id for row in parties.listed(unit, Employer, begins="%").items] == []
        assert [row.id for row in parties.listed(unit, Employer, district="崂山区").items] == [mine]
    with database.write(Actor(role="employer", account_id="x", employer_id=mine)) as unit:
        assert [row.id for row in parties.listed(unit, Employer).items] == [mine]
        assert parties.change(unit, Employer, mine, version=1, values={"contact": "王芳"}).version == 2
        for attempt in (
            lambda: parties.change(unit, Employer, other, version=None, values={"name": "x"}),
            lambda: parties.read(unit, Employer, other),
            lambda: parties.read(unit, Carrier, carrier),
        ):
            with pytest.raises(NotFoundError):
                attempt()
        with pytest.raises(DeniedError):
            parties.delete(unit, Employer, mine, version=None)


def test_a_party_with_accounts_stays(database: Database) -> None:
    with database.write(PLANNER) as unit:
        employer = parties.create(unit, Employer, name="Haier")
        unit.session.flush()
        unit.add(Account(login="hr", name="HR", role="employer", employer_id=employer.id))
        unit.session.flush()
        with pytest.raises(ConflictError, match="has accounts"):
            parties.delete(unit, Employer, employer.id, version=None)
        carrier = parties.create(unit, Carrier, name="Jiaoyun")
        unit.session.flush()
        parties.delete(unit, Carrier, carrier.id, version=1)
        with pytest.raises(NotFoundError):
            parties.read(unit, Carrier, carrier.id)
