"""Calls of the room figures. Made from the service's description by ``api.client_maker``."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from api.client.calls import Calls, new_key
from api.client.models.figures import (
    FiguresAnswer,
    MoneyRulesAnswer,
    MoneyRulesBody,
    ReportAnswer,
    ReportBody,
    ReportChange,
)
from api.client.pages import Pages


class Figures:
    """The calls of the room figures."""

    def __init__(self, calls: Calls) -> None:
        self._calls = calls

    def read_figures(self, campaign_id: str, *, day: dt.date | None = None, laggards: int = 50) -> FiguresAnswer:
        """Read a campaign's figures.

        Rates, modes, load factors, money by payer, open problems: by district and employer, laggards first.

        The totals are of all employers; the daily return lists all of them.
        """
        return self._calls.value(
            FiguresAnswer,
            "GET",
            "/campaigns/{campaign_id}/figures",
            at={"campaign_id": campaign_id},
            query={"day": day, "laggards": laggards},
        )

    def read_return(self, campaign_id: str, *, day: dt.date | None = None) -> FiguresAnswer:
        """Read the daily return as JSON.

        What the workbook says, for machines.
        """
        return self._calls.value(
            FiguresAnswer,
            "GET",
            "/campaigns/{campaign_id}/daily-return",
            at={"campaign_id": campaign_id},
            query={"day": day},
        )

    def read_return_workbook(
        self, campaign_id: str, *, day: dt.date | None = None, lang: Literal["en", "zh"] = "zh"
    ) -> bytes:
        """Take the daily return away.

        To be printed, signed and sent.
        """
        return self._calls.data(
            "GET",
            "/campaigns/{campaign_id}/daily-return.xlsx",
            at={"campaign_id": campaign_id},
            query={"day": day, "lang": lang},
        )

    def list_reports(
        self, campaign_id: str, *, employer_id: str | None = None, day: dt.date | None = None, limit: int = 50
    ) -> Pages[ReportAnswer]:
        """List daily reports.

        The newest first; an employer sees its own.
        """
        return self._calls.pages(
            ReportAnswer,
            "/campaigns/{campaign_id}/daily-reports",
            at={"campaign_id": campaign_id},
            query={"employer_id": employer_id, "day": day, "limit": limit},
        )

    def create_report(self, campaign_id: str, body: ReportBody, *, key: str | None = None) -> ReportAnswer:
        """Report a day.

        One report for each employer and day.
        """
        return self._calls.value(
            ReportAnswer,
            "POST",
            "/campaigns/{campaign_id}/daily-reports",
            at={"campaign_id": campaign_id},
            body=body,
            key=key or new_key(),
        )

    def change_report(self, row_id: str, body: ReportChange, *, version: int | str) -> ReportAnswer:
        """Change a daily report.

        Other numbers for the same day.
        """
        return self._calls.value(
            ReportAnswer, "PUT", "/daily-reports/{row_id}", at={"row_id": row_id}, body=body, version=version
        )

    def read_money_rules(self, campaign_id: str) -> MoneyRulesAnswer:
        """Who pays?

        The rules in the order in which they are tried.
        """
        return self._calls.value(
            MoneyRulesAnswer, "GET", "/campaigns/{campaign_id}/money-rules", at={"campaign_id": campaign_id}
        )

    def create_money_rules(self, campaign_id: str, body: MoneyRulesBody, *, key: str | None = None) -> MoneyRulesAnswer:
        """Say who pays.

        Until a campaign has rules, employers pay.
        """
        return self._calls.value(
            MoneyRulesAnswer,
            "POST",
            "/campaigns/{campaign_id}/money-rules",
            at={"campaign_id": campaign_id},
            body=body,
            key=key or new_key(),
        )

    def change_money_rules(self, campaign_id: str, body: MoneyRulesBody, *, version: int | str) -> MoneyRulesAnswer:
        """Change who pays.

        All the rules anew.
        """
        return self._calls.value(
            MoneyRulesAnswer,
            "PUT",
            "/campaigns/{campaign_id}/money-rules",
            at={"campaign_id": campaign_id},
            body=body,
            version=version,
        )
