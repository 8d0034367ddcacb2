"""``fangang timeline``: a plan over time, as a page."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from api.commands.arguments import LangOption, PlanArgument, ScenarioArgument
from api.drawing import open_checked, refuse_page_target, write_page
from api.screen import output
from maps.timeline import plan_timeline


def timeline(
    scenario: ScenarioArgument,
    plan: PlanArgument,
    out: Annotated[Path, typer.Option("--out", help="The page, a file that ends in .html.")],
    lang: LangOption = "en",
) -> None:
    """Draw PLAN over time as a page: vehicles and services, empty drives, breaks, curfew and transfers."""
    refuse_page_target(out)
    checked = open_checked(scenario, plan)
    write_page(out, plan_timeline(checked.problem, checked.plan, lang=lang))
    output().print(Text(f"Written: {out}"))
