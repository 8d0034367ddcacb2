"""Until when an employer may change what it asked for, by the campaign's own clock."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

from api.service.campaigns.campaigns import state_of, takes_requests
from api.service.campaigns.tables import Campaign
from api.service.store import ConflictError, Unit


def refuse_frozen(unit: Unit, campaign: Campaign) -> None:
    """For a change of a request or its roster. The bureau may change them until the campaign is closed.

    Raises ConflictError.
    """
    if campaign.state == "closed":
        raise ConflictError(f"The campaign {campaign.name} is closed. Maybe another campaign was meant.")
    if unit.actor.role == "employer" and not takes_requests(campaign, unit.now):
        state = state_of(campaign, unit.now)
        raise ConflictError(f"The campaign {campaign.name} is {state} and takes no changes. Maybe ask the bureau.")


def today_of(unit: Unit, campaign: Campaign) -> date:
    """The date in the campaign's time zone."""
    return unit.now.astimezone(ZoneInfo(campaign.timezone)).date()
