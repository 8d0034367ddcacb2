"""Calls of the room publications. Made from the service's description by ``api.client_maker``."""

from __future__ import annotations

from api.client.calls import Calls, new_key
from api.client.models.publications import JourneysAnswer, PublicationAnswer, PublicationBody, RunAnswer
from api.client.pages import Pages


class Publications:
    """The calls of the room publications."""

    def __init__(self, calls: Calls) -> None:
        self._calls = calls

    def list_publications(self, campaign_id: str, *, limit: int = 50) -> Pages[PublicationAnswer]:
        """List publications.

        The newest first.
        """
        return self._calls.pages(
            PublicationAnswer,
            "/campaigns/{campaign_id}/publications",
            at={"campaign_id": campaign_id},
            query={"limit": limit},
        )

    def create_publication(
        self, campaign_id: str, body: PublicationBody, *, key: str | None = None
    ) -> PublicationAnswer:
        """Publish a plan.

        The campaign goes by this plan from now on; a newer one takes its place with the fewest changes.

        The plan that is published already stays so, and nothing happens. 409 tells of offers that do not hold any
        more.
        """
        return self._calls.value(
            PublicationAnswer,
            "POST",
            "/campaigns/{campaign_id}/publications",
            at={"campaign_id": campaign_id},
            body=body,
            key=key or new_key(),
        )

    def read_current_publication(self, campaign_id: str) -> PublicationAnswer:
        """Read the current publication.

        The one that the campaign goes by.
        """
        return self._calls.value(
            PublicationAnswer, "GET", "/campaigns/{campaign_id}/publication", at={"campaign_id": campaign_id}
        )

    def read_publication(self, publication_id: str) -> PublicationAnswer:
        """Read a publication.

        One that is or was current.
        """
        return self._calls.value(
            PublicationAnswer, "GET", "/publications/{publication_id}", at={"publication_id": publication_id}
        )

    def list_journeys(
        self, publication_id: str, *, employer_id: str | None = None, changed: bool = False, limit: int = 50
    ) -> Pages[JourneysAnswer]:
        """Read journeys.

        A row for each demand: who travels when, from where, by what; who stays behind; what changed for whom.
        """
        return self._calls.pages(
            JourneysAnswer,
            "/publications/{publication_id}/journeys",
            at={"publication_id": publication_id},
            query={"employer_id": employer_id, "changed": changed, "limit": limit},
        )

    def read_journeys(self, journeys_id: str) -> JourneysAnswer:
        """Read a demand's journeys.

        One demand of one publication.
        """
        return self._calls.value(JourneysAnswer, "GET", "/journeys/{journeys_id}", at={"journeys_id": journeys_id})

    def list_runs(
        self, publication_id: str, *, carrier_id: str | None = None, vehicle: str | None = None, limit: int = 50
    ) -> Pages[RunAnswer]:
        """Read runs.

        A carrier's own as duties: stops with heads, breaks, the coach's outing; an escort's the runs in hand.
        """
        return self._calls.pages(
            RunAnswer,
            "/publications/{publication_id}/runs",
            at={"publication_id": publication_id},
            query={"carrier_id": carrier_id, "vehicle": vehicle, "limit": limit},
        )

    def read_run(self, row_id: str) -> RunAnswer:
        """Read a run.

        One run of one publication.
        """
        return self._calls.value(RunAnswer, "GET", "/runs/{row_id}", at={"row_id": row_id})
