"""``fangang check``: is this scenario usable, does this plan keep every rule?"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer

from api.commands.arguments import JsonOption, LangOption, ScenarioArgument
from api.exits import Status, complain
from api.finder import open_plan, open_scenario
from api.judging import Judgement, judge
from api.machine import judgement_json, scenario_json
from api.screen import output, show_list, show_sheet, show_violations
from api.sheet import contents, overview
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
        complain("Warning: the plan says that it was made for another scenario, or for this one before it was changed.")
    if kept_another(plan, problem):
        complain(f"Warning: {plan / SCENARIO_FILE}, which lies with the plan, is not the scenario given.")
    if json:
        output().print_json(data=judgement_json(judgement))
    else:
        _show(judgement, words(lang))
    raise typer.Exit(Status.GOOD if judgement.valid else Status.BROKEN_PLAN)


def _show(judgement: Judgement, word: Mapping[str, str]) -> None:
    if judgement.figures is not None:
        show_sheet(output(), overview(judgement.figures, word))
        return
    if judgement.faults:
        show_list(output(), f"{len(judgement.faults)} faults in the plan's files", judgement.faults)
    if judgement.report.violations:
        show_violations(output(), judgement.report.violations)
