"""``fangang audit-log``: who changed what, for reading and keeping."""

from __future__ import annotations

import sys
from datetime import datetime
from typing import Annotated

import typer

_FORMATS = ["%Y-%m-%d", "%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"]


def audit_log(
    csv: Annotated[bool, typer.Option("--csv", help="A table instead of JSON lines.")] = False,
    since: Annotated[
        datetime | None, typer.Option("--since", formats=_FORMATS, help="From this time on, in this machine's zone.")
    ] = None,
    until: Annotated[
        datetime | None, typer.Option("--until", formats=_FORMATS, help="Before this time, in this machine's zone.")
    ] = None,
    table: Annotated[str | None, typer.Option("--table", help="Changes of one table.")] = None,
    row: Annotated[str | None, typer.Option("--row", help="Changes of one row, by its id.")] = None,
) -> None:
    """Write the audit log to standard output, oldest first. Nothing personal is in it in clear."""
    from api.operating import operating
    from api.service.actor import SYSTEM
    from api.service.record import Wanted, as_csv, as_json_lines

    first, last = (None if time is None else time.astimezone() for time in (since, until))
    wanted = Wanted(since=first, until=last, table=table, row_id=row)
    with operating() as here:
        for line in (as_csv if csv else as_json_lines)(here.database, SYSTEM, wanted):
            sys.stdout.write(line)
