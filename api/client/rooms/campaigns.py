"""Calls of the room campaigns. Made from the service's description by ``api.client_maker``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from api.client.calls import Calls, new_key
from api.client.models.campaigns import CampaignAnswer, CampaignBody, CampaignStep
from api.client.pages import Pages


class Campaigns:
    """The calls of the room campaigns."""

    def __init__(self, calls: Calls) -> None:
        self._calls = calls

    def list_campaigns(
        self, *, state: Literal["preparing", "open", "frozen", "running", "closed"] | None = None, limit: int = 50
    ) -> Pages[CampaignAnswer]:
        """List campaigns.

        The newest first.
        """
        return self._calls.pages(CampaignAnswer, "/campaigns", query={"state": state, "limit": limit})

    def create_campaign(self, body: CampaignBody, *, key: str | None = None) -> CampaignAnswer:
        """Make a campaign.

        It is being prepared until it is opened.
        """
        return self._calls.value(CampaignAnswer, "POST", "/campaigns", body=body, key=key or new_key())

    def import_campaign(
        self,
        body: Mapping[str, Any] | bytes,
        *,
        name: str = "",
        receiving_area: str = "",
        content_type: str | None = None,
        key: str | None = None,
    ) -> CampaignAnswer:
        """Make a campaign of a scenario.

        Regions, sites, rules, employers, checked requests and accepted offers of a whole scenario, in one go.
        """
        return self._calls.value(
            CampaignAnswer,
            "POST",
            "/campaigns/import",
            body=body,
            content_type=content_type,
            key=key or new_key(),
            query={"name": name, "receiving_area": receiving_area},
        )

    def read_campaign(self, campaign_id: str) -> CampaignAnswer:
        """Read a campaign.

        One campaign.
        """
        return self._calls.value(CampaignAnswer, "GET", "/campaigns/{campaign_id}", at={"campaign_id": campaign_id})

    def change_campaign(self, campaign_id: str, body: CampaignBody, *, version: int | str) -> CampaignAnswer:
        """Change a campaign.

        The campaign as the body says it, until it is closed.
        """
        return self._calls.value(
            CampaignAnswer,
            "PUT",
            "/campaigns/{campaign_id}",
            at={"campaign_id": campaign_id},
            body=body,
            version=version,
        )

    def delete_campaign(self, campaign_id: str, *, version: int | str) -> None:
        """Delete a campaign.

        One that is being prepared, or closed; it stays on record.
        """
        self._calls.nothing("DELETE", "/campaigns/{campaign_id}", at={"campaign_id": campaign_id}, version=version)

    def step_campaign(self, campaign_id: str, body: CampaignStep, *, version: int | str) -> CampaignAnswer:
        """Take a campaign to its next state.

        Preparing, open, frozen, running, closed; back from open, frozen and running by one.
        """
        return self._calls.value(
            CampaignAnswer,
            "POST",
            "/campaigns/{campaign_id}/state",
            at={"campaign_id": campaign_id},
            body=body,
            version=version,
        )

    def read_rules(self, campaign_id: str) -> dict[str, Any]:
        """Read a campaign's rules.

        Its profile with its own numbers in it, each with source and whether that is verified.
        """
        return self._calls.value(
            dict[str, Any], "GET", "/campaigns/{campaign_id}/rules", at={"campaign_id": campaign_id}
        )
