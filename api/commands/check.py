"""``fangang check``: is this scenario usable, does this plan keep every rule?"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from api.commands.arguments import JsonOption, LangOption, ScenarioArgument
from api.exits import Status, complain
from api.finder import open_plan, open_scenario
from api.judging import judge
from api.machine import judgement_json, scenario_json
from api.screen import output, show_sheet
from api.sheet import contents, overview
from api.verdicts import show_broken, warn_of_other_scenario
from api.words import words
from scenarios.plan_home import kept_another
from scenarios.plan_writer import SCENARIO_FILE


def check(
    scenario: ScenarioArgument,
    plan: Annotated[Path | None, typer.Argument(metavar="PLAN", help="A plan's folder, ours or anyone's.")] = None,
    lang: LangOption = "en",
    json: JsonOption = False,
) -> None:
    """Judge PLAN against SCENARIO by every rule; without PLAN, check the scenario alone."""
    problem = open_scenario(scenario).problem
    if plan is None:
        if json:
            output().print_json(data=scenario_json(problem))
        else:
            show_sheet(output(), contents(problem, words(lang)))
        return
    judgement = judge(problem, open_plan(plan))
    if judgement.other_scenario:
        warn_of_other_scenario(str(plan))
    if kept_another(plan, problem):
        complain(f"Warning: {plan / SCENARIO_FILE}, which lies with the plan, is not the scenario given.")
    if json:
        output().print_json(data=judgement_json(judgement))
    elif judgement.figures is not None:
        show_sheet(output(), overview(judgement.figures, words(lang)))
    else:
        show_broken(output(), judgement)
    raise typer.Exit(Status.GOOD if judgement.valid else Status.BROKEN_PLAN)
