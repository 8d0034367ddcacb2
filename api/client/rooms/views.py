"""Calls of the room views. Made from the service's description by ``api.client_maker``."""

from __future__ import annotations

from typing import Literal

from api.client.calls import Calls
from api.client.models.shared import PlanResult
from api.client.models.views import ScheduleDocument, Summary, UnservedList


class Views:
    """The calls of the room views."""

    def __init__(self, calls: Calls) -> None:
        self._calls = calls

    def read_result(self, plan_id: str) -> PlanResult:
        """Read a plan in figures.

        Served, on time, money by mode, worker-hours, objective, proven bound and gap.
        """
        return self._calls.value(PlanResult, "GET", "/plans/{plan_id}/result", at={"plan_id": plan_id})

    def read_summary(self, plan_id: str, *, lang: Literal["en", "zh"] = "en") -> Summary:
        """Read a plan in words.

        The one-page summary, ready to be shown; of a campaign's plan also the offers that do not hold any more.
        """
        return self._calls.value(
            Summary, "GET", "/plans/{plan_id}/summary", at={"plan_id": plan_id}, query={"lang": lang}
        )

    def read_schedule(
        self, plan_id: str, *, employer: str | None = None, site: str | None = None, run: str | None = None
    ) -> ScheduleDocument:
        """Read the schedule.

        Runs with stops and riders, vehicles, journeys, transfers: all, or by employer, site or run.
        """
        return self._calls.value(
            ScheduleDocument,
            "GET",
            "/plans/{plan_id}/schedule",
            at={"plan_id": plan_id},
            query={"employer": employer, "site": site, "run": run},
        )

    def print_schedule(
        self,
        plan_id: str,
        *,
        lang: Literal["en", "zh"] = "en",
        employer: str | None = None,
        site: str | None = None,
        run: str | None = None,
    ) -> bytes:
        """Print the schedule.

        The same as a workbook, to print or to send to an employer.
        """
        return self._calls.data(
            "GET",
            "/plans/{plan_id}/schedule.xlsx",
            at={"plan_id": plan_id},
            query={"lang": lang, "employer": employer, "site": site, "run": run},
        )

    def read_unserved(self, plan_id: str, *, lang: Literal["en", "zh"] = "en") -> UnservedList:
        """Read who stays behind, and why.

        Every demand with workers left behind, with its reason and whether that is proven.
        """
        return self._calls.value(
            UnservedList, "GET", "/plans/{plan_id}/unserved", at={"plan_id": plan_id}, query={"lang": lang}
        )

    def see_map(self, plan_id: str, *, lang: Literal["en", "zh"] = "en") -> bytes:
        """See the map.

        One HTML page that needs no network: runs by mode, sites, who goes where, who stays behind.
        """
        return self._calls.data("GET", "/plans/{plan_id}/map", at={"plan_id": plan_id}, query={"lang": lang})

    def see_timeline(self, plan_id: str, *, lang: Literal["en", "zh"] = "en") -> bytes:
        """See the timeline.

        One HTML page that needs no network: vehicles and services over time.
        """
        return self._calls.data("GET", "/plans/{plan_id}/timeline", at={"plan_id": plan_id}, query={"lang": lang})

    def read_geojson(self, plan_id: str) -> bytes:
        """Read the map as GeoJSON.

        Sites and runs as features, for other maps.
        """
        return self._calls.data("GET", "/plans/{plan_id}/geojson", at={"plan_id": plan_id})

    def read_files(self, plan_id: str) -> bytes:
        """Take the plan along.

        The plan's folder, packed: `plan.json`, its tables and its scenario, for `fangang check` or any other judge;
        with `bound/duals.json`, from which `fangang audit` works the bound out again.
        """
        return self._calls.data("GET", "/plans/{plan_id}/files", at={"plan_id": plan_id})
