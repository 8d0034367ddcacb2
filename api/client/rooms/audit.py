"""Calls of the room audit. Made from the service's description by ``api.client_maker``."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from api.client.calls import Calls
from api.client.models.audit import AuditAnswer
from api.client.pages import Pages


class Audit:
    """The calls of the room audit."""

    def __init__(self, calls: Calls) -> None:
        self._calls = calls

    def read_audit_log(
        self,
        *,
        limit: int = 50,
        since: dt.datetime | None = None,
        until: dt.datetime | None = None,
        table: str | None = None,
        row_id: str | None = None,
        account_id: str | None = None,
    ) -> Pages[AuditAnswer]:
        """Read the audit log.

        Oldest first; `table` and `row_id` give the history of one row.
        """
        return self._calls.pages(
            AuditAnswer,
            "/audit-log",
            query={
                "limit": limit,
                "since": since,
                "until": until,
                "table": table,
                "row_id": row_id,
                "account_id": account_id,
            },
            cursor="after",
        )

    def export_audit_log(
        self,
        *,
        format_: Literal["jsonl", "csv"] = "jsonl",
        since: dt.datetime | None = None,
        until: dt.datetime | None = None,
        table: str | None = None,
        row_id: str | None = None,
        account_id: str | None = None,
    ) -> bytes:
        """Take the audit log along.

        As a file, however long the log is.
        """
        return self._calls.data(
            "GET",
            "/audit-log/export",
            query={
                "format": format_,
                "since": since,
                "until": until,
                "table": table,
                "row_id": row_id,
                "account_id": account_id,
            },
        )
