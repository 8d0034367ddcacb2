"""Calls of the room rosters. Made from the service's description by ``api.client_maker``."""

from __future__ import annotations

from typing import Literal

from api.client.calls import Calls
from api.client.models.rosters import RosterAnswer


class Rosters:
    """The calls of the room rosters."""

    def __init__(self, calls: Calls) -> None:
        self._calls = calls

    def read_workbook_template(self, *, lang: Literal["en", "zh"] = "zh") -> bytes:
        """An empty roster as a workbook.

        Its second sheet says what each column wants.
        """
        return self._calls.data("GET", "/rosters/template.xlsx", query={"lang": lang})

    def read_csv_template(self, *, lang: Literal["en", "zh"] = "zh") -> bytes:
        """An empty roster as CSV.

        UTF-8 with a byte-order mark, as spreadsheet programs want it.
        """
        return self._calls.data("GET", "/rosters/template.csv", query={"lang": lang})

    def upload_roster(self, row_id: str, body: bytes, *, content_type: str | None = None) -> RosterAnswer:
        """Upload a roster.

        Good rows are kept, faults are told by row and column. Sent again, a row corrects the worker of its
        document.
        """
        return self._calls.value(
            RosterAnswer,
            "POST",
            "/requests/{row_id}/roster",
            at={"row_id": row_id},
            body=body,
            content_type=content_type,
        )
