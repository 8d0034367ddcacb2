"""``fangang schedule``: a plan to print and hand out, or its schedule for machines."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from api.commands.arguments import LangOption, PlanArgument, ScenarioArgument
from api.drawing import open_checked
from api.exits import InputError
from api.screen import output
from scenarios.schedule import UnknownIdError
from scenarios.schedule import schedule as build
from scenarios.schedule_workbook import refuse_schedule_target, write_schedule


def schedule(
    scenario: ScenarioArgument,
    plan: PlanArgument,
    out: Annotated[Path, typer.Option("--out", help="The file: .xlsx to print, .json for machines.")],
    employer: Annotated[
        str | None, typer.Option("--employer", metavar="ID", help="Only an employer's workers.")
    ] = None,
    site: Annotated[str | None, typer.Option("--site", metavar="ID", help="Only what passes a site.")] = None,
    run: Annotated[str | None, typer.Option("--run", metavar="ID", help="Only one run.")] = None,
    lang: LangOption = "en",
) -> None:
    """Write PLAN as a schedule: runs, stops, riders by employer, vehicles, transfers, and who is left behind.

    --employer, --site and --run leave out the rest; together they leave what all of them leave.
    """
    refuse_schedule_target(out)
    checked = open_checked(scenario, plan)
    shown = build(checked.problem, checked.plan)
    try:
        shown = shown if site is None else shown.by_site(site)
        shown = shown if run is None else shown.by_run(run)
        shown = shown if employer is None else shown.by_employer(employer)
    except UnknownIdError as error:
        raise InputError(str(error)) from error
    write_schedule(shown, out, lang)
    output().print(Text(f"Written: {out}"))
