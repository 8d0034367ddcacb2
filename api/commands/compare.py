"""``fangang compare``: plans side by side."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from api.commands.arguments import JsonOption, LangOption
from api.comparing import comparison_sheet, open_entries
from api.entry import ctrl_c_ends_at_once
from api.exits import InputError, Status, complain
from api.screen import output, show_sheet, show_violations
from api.verdicts import warn_of_other_scenario
from scenarios.atomic import write_file
from scenarios.comparison import BrokenPlanError, Comparison, Entry
from scenarios.comparison import compare as put_side_by_side
from scenarios.comparison.json_form import as_json
from scenarios.comparison_workbook import comparison_workbook
from scenarios.json_text import json_bytes

_ENDINGS = (".html", ".xlsx", ".json")


def compare(
    plans: Annotated[
        list[Path], typer.Argument(metavar="PLAN PLAN …", help="Plans' folders; all are compared with the first.")
    ],
    scenario: Annotated[
        list[str] | None,
        typer.Option(
            "--scenario",
            metavar="SCENARIO",
            help="The scenario of plans made elsewhere: once for all, or once for each plan in their order.",
        ),
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", help="Write it to a file that ends in .html, .xlsx or .json.")
    ] = None,
    lang: LangOption = "en",
    json: JsonOption = False,
) -> None:
    """Show plans side by side: what differs, who gains and loses, and which differences mean something."""
    if len(plans) < 2:
        raise InputError(f"{len(plans)} plan given, expected two or more.\n  Maybe compare a plan with itself.")
    if out is not None and out.suffix.lower() not in _ENDINGS:
        raise InputError(f"{out}: expected a file that ends in {', '.join(_ENDINGS)}.\n  Maybe {out.stem}.html.")
    entries = open_entries(plans, scenario or ())
    for entry in entries:
        if entry.other_scenario:
            warn_of_other_scenario(entry.name)
    try:
        found = put_side_by_side(entries)
    except BrokenPlanError as error:
        complain(str(error))
        show_violations(output(), error.report.violations)
        raise typer.Exit(Status.BROKEN_PLAN) from error
    if out is not None:
        write_file(out, _written(found, entries, out.suffix.lower(), lang))
    if json:
        output().print_json(data=as_json(found, lang))
    else:
        show_sheet(output(), comparison_sheet(found, lang))
    if out is not None:
        complain(f"Written: {out}")


def _written(found: Comparison, entries: Sequence[Entry], ending: str, lang: str) -> bytes:
    if ending == ".xlsx":
        return comparison_workbook(found, lang)
    if ending == ".json":
        return json_bytes(as_json(found, lang), indent=1)
    with ctrl_c_ends_at_once():
        from maps.comparison_page import comparison_page

    return comparison_page(found, entries, lang=lang).encode()
