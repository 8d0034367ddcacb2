"""Until when an employer may change what it asked for, by the campaign's own clock."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

from api.service.campaigns.tables import Campaign
from api.service.store import ConflictError, Unit


def is_frozen(unit: Unit, campaign: Campaign) -> bool:
    """The campaign takes no more changes from employers: it is not open, or its freeze has come."""
    return campaign.state != "open" or (campaign.freeze_at is not None and unit.now >= campaign.freeze_at)


def refuse_frozen(unit: Unit, campaign: Campaign) -> None:
    """For a change of a request or its roster. The bureau may change them until the campaign is closed.

    Raises ConflictError.
    """
    if campaign.state == "closed":
        raise ConflictError(f"The campaign {campaign.name} is closed. Maybe another campaign was meant.")
    if unit.actor.role == "employer" and is_frozen(unit, campaign):
        since = "" if campaign.freeze_at is None else f" since {campaign.freeze_at:%Y-%m-%d %H:%M} UTC"
        raise ConflictError(
            f"The campaign {campaign.name} takes no changes{since}: it is {campaign.state}. Maybe ask the bureau."
        )


def today_of(unit: Unit, campaign: Campaign) -> date:
    """The date in the campaign's time zone."""
    return unit.now.astimezone(ZoneInfo(campaign.timezone)).date()
