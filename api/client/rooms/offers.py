"""Calls of the room offers. Made from the service's description by ``api.client_maker``."""

from __future__ import annotations

from typing import Literal

from api.client.calls import Calls, new_key
from api.client.models.offers import OfferAnswer, OfferBody, OfferStep
from api.client.pages import Pages


class Offers:
    """The calls of the room offers."""

    def __init__(self, calls: Calls) -> None:
        self._calls = calls

    def list_offers(
        self,
        campaign_id: str,
        *,
        state: Literal["offered", "accepted", "declined", "expired", "withdrawn"] | None = None,
        limit: int = 50,
    ) -> Pages[OfferAnswer]:
        """List offers.

        In order of creation; a carrier sees its own.
        """
        return self._calls.pages(
            OfferAnswer,
            "/campaigns/{campaign_id}/offers",
            at={"campaign_id": campaign_id},
            query={"state": state, "limit": limit},
        )

    def create_offer(self, campaign_id: str, body: OfferBody, *, key: str | None = None) -> OfferAnswer:
        """Make an offer.

        By a carrier for itself, or by the bureau. It counts once the bureau has accepted it.
        """
        return self._calls.value(
            OfferAnswer,
            "POST",
            "/campaigns/{campaign_id}/offers",
            at={"campaign_id": campaign_id},
            body=body,
            key=key or new_key(),
        )

    def read_offer(self, offer_id: str) -> OfferAnswer:
        """Read an offer.

        One offer.
        """
        return self._calls.value(OfferAnswer, "GET", "/offers/{offer_id}", at={"offer_id": offer_id})

    def change_offer(self, offer_id: str, body: OfferBody, *, version: int | str) -> OfferAnswer:
        """Change an offer.

        Other terms, until somebody has decided on it.
        """
        return self._calls.value(
            OfferAnswer, "PUT", "/offers/{offer_id}", at={"offer_id": offer_id}, body=body, version=version
        )

    def delete_offer(self, offer_id: str, *, version: int | str) -> None:
        """Delete an offer.

        One that is not accepted; it stays on record.
        """
        self._calls.nothing("DELETE", "/offers/{offer_id}", at={"offer_id": offer_id}, version=version)

    def step_offer(self, offer_id: str, body: OfferStep, *, version: int | str) -> OfferAnswer:
        """Accept, decline or withdraw an offer.

        The bureau accepts and declines; a carrier withdraws, and offers again.
        """
        return self._calls.value(
            OfferAnswer, "POST", "/offers/{offer_id}/state", at={"offer_id": offer_id}, body=body, version=version
        )
