"""``fangang schedule``: a plan to print and hand out, or its schedule for machines."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from api.commands.arguments import LangOption, PlanArgument, ScenarioArgument
from api.drawing import open_checked
from api.screen import output
from scenarios.schedule_workbook import refuse_schedule_target, write_schedule


def schedule(
    scenario: ScenarioArgument,
    plan: PlanArgument,
    out: Annotated[Path, typer.Option("--out", help="The file: .xlsx to print, .json for machines.")],
    lang: LangOption = "en",
) -> None:
    """Write PLAN as a schedule: runs, stops, riders by employer, vehicles, transfers, and who is left behind."""
    refuse_schedule_target(out)
    checked = open_checked(scenario, plan)
    write_schedule(checked.problem, checked.plan, out, lang)
    output().print(Text(f"Written: {out}"))
