"""Calls of the room ground. Made from the service's description by ``api.client_maker``."""

from __future__ import annotations

from api.client.calls import Calls, new_key
from api.client.models.ground import (
    CampaignFilledAnswer,
    Counted,
    DemandAnswer,
    DemandBody,
    LimitAnswer,
    LimitBody,
    RegionAnswer,
    RegionBody,
    RoadsBody,
    SiteAnswer,
    SiteBody,
)
from api.client.pages import Pages


class Ground:
    """The calls of the room ground."""

    def __init__(self, calls: Calls) -> None:
        self._calls = calls

    def list_regions(self, campaign_id: str, *, limit: int = 50) -> Pages[RegionAnswer]:
        """List a campaign's regions.

        In order of creation.
        """
        return self._calls.pages(
            RegionAnswer, "/campaigns/{campaign_id}/regions", at={"campaign_id": campaign_id}, query={"limit": limit}
        )

    def create_region(self, campaign_id: str, body: RegionBody, *, key: str | None = None) -> RegionAnswer:
        """Add a region.

        A county or district with its risk.
        """
        return self._calls.value(
            RegionAnswer,
            "POST",
            "/campaigns/{campaign_id}/regions",
            at={"campaign_id": campaign_id},
            body=body,
            key=key or new_key(),
        )

    def read_region(self, campaign_id: str, row_id: str) -> RegionAnswer:
        """Read a region.

        One region.
        """
        return self._calls.value(
            RegionAnswer,
            "GET",
            "/campaigns/{campaign_id}/regions/{row_id}",
            at={"campaign_id": campaign_id, "row_id": row_id},
        )

    def change_region(self, campaign_id: str, row_id: str, body: RegionBody, *, version: int | str) -> RegionAnswer:
        """Change a region.

        The region as the body says it; its code stays.
        """
        return self._calls.value(
            RegionAnswer,
            "PUT",
            "/campaigns/{campaign_id}/regions/{row_id}",
            at={"campaign_id": campaign_id, "row_id": row_id},
            body=body,
            version=version,
        )

    def delete_region(self, campaign_id: str, row_id: str, *, version: int | str) -> None:
        """Delete a region.

        One in which no site lies.
        """
        self._calls.nothing(
            "DELETE",
            "/campaigns/{campaign_id}/regions/{row_id}",
            at={"campaign_id": campaign_id, "row_id": row_id},
            version=version,
        )

    def list_sites(self, campaign_id: str, *, limit: int = 50) -> Pages[SiteAnswer]:
        """List a campaign's sites.

        In order of creation.
        """
        return self._calls.pages(
            SiteAnswer, "/campaigns/{campaign_id}/sites", at={"campaign_id": campaign_id}, query={"limit": limit}
        )

    def create_site(self, campaign_id: str, body: SiteBody, *, key: str | None = None) -> SiteAnswer:
        """Add a site.

        A pickup, workplace, station, airport or depot.
        """
        return self._calls.value(
            SiteAnswer,
            "POST",
            "/campaigns/{campaign_id}/sites",
            at={"campaign_id": campaign_id},
            body=body,
            key=key or new_key(),
        )

    def read_site(self, campaign_id: str, row_id: str) -> SiteAnswer:
        """Read a site.

        One site.
        """
        return self._calls.value(
            SiteAnswer,
            "GET",
            "/campaigns/{campaign_id}/sites/{row_id}",
            at={"campaign_id": campaign_id, "row_id": row_id},
        )

    def change_site(self, campaign_id: str, row_id: str, body: SiteBody, *, version: int | str) -> SiteAnswer:
        """Change a site.

        The site as the body says it; its code stays.
        """
        return self._calls.value(
            SiteAnswer,
            "PUT",
            "/campaigns/{campaign_id}/sites/{row_id}",
            at={"campaign_id": campaign_id, "row_id": row_id},
            body=body,
            version=version,
        )

    def delete_site(self, campaign_id: str, row_id: str, *, version: int | str) -> None:
        """Delete a site.

        One that no offer and no demand names.
        """
        self._calls.nothing(
            "DELETE",
            "/campaigns/{campaign_id}/sites/{row_id}",
            at={"campaign_id": campaign_id, "row_id": row_id},
            version=version,
        )

    def list_limits(self, campaign_id: str, *, limit: int = 50) -> Pages[LimitAnswer]:
        """List a campaign's limits.

        In order of creation.
        """
        return self._calls.pages(
            LimitAnswer, "/campaigns/{campaign_id}/limits", at={"campaign_id": campaign_id}, query={"limit": limit}
        )

    def create_limit(self, campaign_id: str, body: LimitBody, *, key: str | None = None) -> LimitAnswer:
        """Add a limit.

        Workers a day who leave or arrive, or beds a night. It goes before the profile's limit of that kind.
        """
        return self._calls.value(
            LimitAnswer,
            "POST",
            "/campaigns/{campaign_id}/limits",
            at={"campaign_id": campaign_id},
            body=body,
            key=key or new_key(),
        )

    def read_limit(self, campaign_id: str, row_id: str) -> LimitAnswer:
        """Read a limit.

        One limit.
        """
        return self._calls.value(
            LimitAnswer,
            "GET",
            "/campaigns/{campaign_id}/limits/{row_id}",
            at={"campaign_id": campaign_id, "row_id": row_id},
        )

    def change_limit(self, campaign_id: str, row_id: str, body: LimitBody, *, version: int | str) -> LimitAnswer:
        """Change a limit.

        The limit as the body says it; its code stays.
        """
        return self._calls.value(
            LimitAnswer,
            "PUT",
            "/campaigns/{campaign_id}/limits/{row_id}",
            at={"campaign_id": campaign_id, "row_id": row_id},
            body=body,
            version=version,
        )

    def delete_limit(self, campaign_id: str, row_id: str, *, version: int | str) -> None:
        """Delete a limit.

        The profile's limit of that kind holds again.
        """
        self._calls.nothing(
            "DELETE",
            "/campaigns/{campaign_id}/limits/{row_id}",
            at={"campaign_id": campaign_id, "row_id": row_id},
            version=version,
        )

    def put_roads(self, campaign_id: str, body: RoadsBody) -> Counted:
        """Put a campaign's measured roads.

        All of them at once; those before go.
        """
        return self._calls.value(
            Counted, "PUT", "/campaigns/{campaign_id}/roads", at={"campaign_id": campaign_id}, body=body
        )

    def fill_ground(self, campaign_id: str) -> CampaignFilledAnswer:
        """Add the places that requests name.

        Sites and regions of checked requests that the campaign lacks, so that each can get its risk and limits.
        """
        return self._calls.value(
            CampaignFilledAnswer, "POST", "/campaigns/{campaign_id}/ground", at={"campaign_id": campaign_id}
        )

    def list_demands(self, campaign_id: str, *, limit: int = 50) -> Pages[DemandAnswer]:
        """List what is set for demands.

        Origins for which the bureau has chosen a pickup, a workplace or nights of quarantine.
        """
        return self._calls.pages(
            DemandAnswer, "/campaigns/{campaign_id}/demands", at={"campaign_id": campaign_id}, query={"limit": limit}
        )

    def read_demand(self, campaign_id: str, origin_id: str) -> DemandAnswer:
        """Read what is set for a demand.

        Of one origin.
        """
        return self._calls.value(
            DemandAnswer,
            "GET",
            "/campaigns/{campaign_id}/demands/{origin_id}",
            at={"campaign_id": campaign_id, "origin_id": origin_id},
        )

    def put_demand(self, campaign_id: str, origin_id: str, body: DemandBody, *, version: int | str) -> DemandAnswer:
        """Set what holds for a demand.

        Where an origin's workers board and go, how many nights they are observed. The first time: If-Match `*`.
        """
        return self._calls.value(
            DemandAnswer,
            "PUT",
            "/campaigns/{campaign_id}/demands/{origin_id}",
            at={"campaign_id": campaign_id, "origin_id": origin_id},
            body=body,
            version=version,
        )
