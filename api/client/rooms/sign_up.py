"""Calls of the room sign_up. Made from the service's description by ``api.client_maker``."""

from __future__ import annotations

from typing import Literal

from api.client.calls import Calls, new_key
from api.client.models.shared import TokenBody
from api.client.models.sign_up import CampaignLinkAnswer, CampaignLinkBody, OpenCampaignAnswer, SignedUp, SignUpBody
from api.client.pages import Pages


class SignUp:
    """The calls of the room sign_up."""

    def __init__(self, calls: Calls) -> None:
        self._calls = calls

    def list_campaign_links(self, campaign_id: str, *, limit: int = 50) -> Pages[CampaignLinkAnswer]:
        """List a campaign's links.

        The addresses by which employers sign up, also those whose time is over.
        """
        return self._calls.pages(
            CampaignLinkAnswer,
            "/campaigns/{campaign_id}/links",
            at={"campaign_id": campaign_id},
            query={"limit": limit},
        )

    def create_campaign_link(
        self, campaign_id: str, body: CampaignLinkBody, *, key: str | None = None
    ) -> CampaignLinkAnswer:
        """Make a link by which employers sign up.

        To be printed and passed on; it lets a firm sign up, and nothing else.
        """
        return self._calls.value(
            CampaignLinkAnswer,
            "POST",
            "/campaigns/{campaign_id}/links",
            at={"campaign_id": campaign_id},
            body=body,
            key=key or new_key(),
        )

    def draw_campaign_link(self, campaign_id: str, row_id: str, *, form: Literal["svg", "png"] = "svg") -> bytes:
        """Get the link as a QR code.

        Black on white, readable with a seventh of it lost.
        """
        return self._calls.data(
            "GET",
            "/campaigns/{campaign_id}/links/{row_id}/code",
            at={"campaign_id": campaign_id, "row_id": row_id},
            query={"form": form},
        )

    def withdraw_campaign_link(self, campaign_id: str, row_id: str, *, version: int | str) -> None:
        """Withdraw a campaign's link.

        Nobody signs up by it any more.
        """
        self._calls.nothing(
            "DELETE",
            "/campaigns/{campaign_id}/links/{row_id}",
            at={"campaign_id": campaign_id, "row_id": row_id},
            version=version,
        )

    def add_campaign_employer(self, campaign_id: str, row_id: str) -> None:
        """Let an employer take part.

        For a firm that did not sign up by the link. Twice is as good as once.
        """
        self._calls.nothing(
            "PUT", "/campaigns/{campaign_id}/employers/{row_id}", at={"campaign_id": campaign_id, "row_id": row_id}
        )

    def look_at_campaign_link(self, body: TokenBody) -> OpenCampaignAnswer:
        """Which campaign is this link for?

        What the page of the link shows.
        """
        return self._calls.value(OpenCampaignAnswer, "POST", "/sign-up/look", body=body)

    def sign_up_employer(self, body: SignUpBody) -> SignedUp:
        """Sign up as an employer.

        The firm takes part in the link's campaign, its account is made and signed in.
        """
        return self._calls.value(SignedUp, "POST", "/sign-up", body=body)

    def join_campaign(self, body: TokenBody) -> None:
        """Take part in one more campaign.

        For an employer that has an account: by the other campaign's link. Twice is as good as once.
        """
        self._calls.nothing("POST", "/sign-up/join", body=body)
