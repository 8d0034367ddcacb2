"""The campaign that is worked on while processes are killed: employers and planners with accounts, coaches."""

from __future__ import annotations

from dataclasses import dataclass, replace

from api.http.settings import Settings
from api.http.signed_in import account_rules
from api.service.accounts.passwords import Passwords
from api.service.accounts.tables import Account, CampaignEmployer, Employer
from api.service.actor import Actor
from api.service.campaigns.campaigns import create_campaign, step_campaign
from api.service.campaigns.ground import put_site
from api.service.campaigns.offers import OfferForm, create_offer, step_offer
from api.service.store import Database
from tests.api.service.campaigns.bureau import COACHES, FORM

PASSWORD = "harbour-lantern-violet-nine"
"""Everybody's, in this database only."""

SITE, PICKUPS = "历下区", ("曲阜市", "邹城市", "新泰市", "肥城市", "宁阳县")
READY, DUE = "2020-03-10 06:00", "2020-03-12 20:00"
CONTACT, PHONE = "李伟", "13800005678"

_FORM = replace(FORM, retention_days=3650)
_COACHES = {**COACHES, "count": 8}


@dataclass(frozen=True, slots=True, kw_only=True)
class KillsWorld:
    """What clients have to know: the campaign, sign-in names by role."""

    campaign_id: str
    employers: tuple[str, ...]
    planners: tuple[str, ...]


def fill(database: Database, *, employers: int, planners: int) -> KillsWorld:
    """Fills an empty database."""
    hashed = Passwords(account_rules(Settings())).hash(PASSWORD)
    with database.write(Actor(role="planner")) as unit:
        campaign = create_campaign(unit, _FORM)
        put_site(unit, campaign.id, {"site_id": "D1", "name": "泰山区", "kind": "depot"})
        offer = create_offer(unit, campaign.id, OfferForm(mode="coach", name="Coaches", terms=_COACHES))
        step_offer(unit, offer.id, "accepted", None)
        step_campaign(unit, campaign.id, "open", None)
        firms = [unit.add(Employer(name=f"Works {n}")) for n in range(employers)]
        unit.session.flush()
        for firm in firms:
            unit.add(CampaignEmployer(campaign_id=campaign.id, employer_id=firm.id))
        people = [("employer", firm.id) for firm in firms] + [("planner", None)] * planners
        for n, (role, employer_id) in enumerate(people):
            unit.add(
                Account(
                    login=f"{role}-{n}@example.cn",
                    name=f"{role} {n}",
                    role=role,
                    employer_id=employer_id,
                    password_hash=hashed,
                )
            )
        logins = [f"{role}-{n}@example.cn" for n, (role, _) in enumerate(people)]
        return KillsWorld(
            campaign_id=campaign.id, employers=tuple(logins[:employers]), planners=tuple(logins[employers:])
        )
