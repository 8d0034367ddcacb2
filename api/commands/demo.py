"""``fangang demo``: a documented case, planned, checked and put on one page."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Annotated

import typer

from api.commands.arguments import MOST_SECONDS, JsonOption, LangOption, SeedOption
from api.exits import complain
from api.finder import known_case, open_scenario
from api.searching import Order, search_and_publish
from api.warmup import warm_up
from scenarios import save
from scenarios.atomic import write_file
from scenarios.plan_writer import refuse_plan_target

CASE = "jinan-k4016"


def demo(
    out: Annotated[Path, typer.Option("--out", help="Folder for scenario, plan and summary.")] = Path("fangang-demo"),
    seconds: Annotated[
        float,
        typer.Option("--seconds", min=1, max=MOST_SECONDS, help="Wall time of planning until the files are written."),
    ] = 30.0,
    seed: SeedOption = 0,
    lang: LangOption = "en",
    json: JsonOption = False,
) -> None:
    """Plan the train K4016 of 12 March 2020 and its 476 workers; write scenario, plan and summary."""
    shipped = known_case(CASE)
    refuse_plan_target(out / "plan")
    scenario = open_scenario(str(shipped.path))
    save(scenario, out / "scenario")
    write_file(out / "scenario" / "case.md", shipped.page.encode())
    warm_up(complain)
    order = Order(seconds=seconds, iterations=None, seed=seed, started=time.monotonic())
    status = search_and_publish(scenario.problem, order, out=out / "plan", pages=out, lang=lang, json=json)
    raise typer.Exit(status)
