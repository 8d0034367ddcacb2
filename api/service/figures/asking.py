"""The figures of a campaign, for whoever may read them."""

from __future__ import annotations

from datetime import date

from api.service.campaigns.tables import Campaign
from api.service.figures.computing import Problems, compute
from api.service.figures.facts import facts
from api.service.figures.lines import Figures
from api.service.figures.money import payer_rules
from api.service.figures.reporting import today
from api.service.ledger.counting import open_problems
from api.service.policy import find, require
from api.service.store import Unit


def figures(unit: Unit, campaign_id: str, day: date | None = None, *, action: str = "read") -> Figures:
    """The campaign at the end of ``day`` (None: today in its time zone). Raises NotFoundError, DeniedError.

    Open problems are those of now, whatever the day: the ledger keeps what was closed, not what was open when.
    """
    return figures_at(unit, *asked_for(unit, campaign_id, day, action))


def asked_for(unit: Unit, campaign_id: str, day: date | None, action: str) -> tuple[Campaign, date]:
    """The campaign, if the actor may, and the day, where that is None today in its time zone. Raises as ``figures``."""
    require(unit.actor, action, "figures")
    campaign = find(unit, Campaign, campaign_id, what="campaign")
    return campaign, day or today(unit.now, campaign.timezone)


def figures_at(unit: Unit, campaign: Campaign, day: date) -> Figures:
    """The figures of a campaign that the actor may read, added up now."""
    problems = Problems(
        by_employer=open_problems(unit, campaign.id, "employer"),
        by_district=open_problems(unit, campaign.id, "district"),
    )
    return compute(facts(unit, campaign, day), payer_rules(unit, campaign.id), problems, day)
