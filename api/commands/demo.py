"""``fangang demo``: a documented case, planned, checked and put on one page."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from api.commands.arguments import JsonOption, LangOption, SeedOption
from api.finder import open_scenario
from api.publish import refuse_target
from api.searching import Order, search_and_publish
from api.session import Session
from scenarios import save

CASE = "jinan-k4016"


def demo(
    ctx: typer.Context,
    out: Annotated[Path, typer.Option("--out", help="Folder for scenario, plan and summary.")] = Path("fangang-demo"),
    seconds: Annotated[
        float, typer.Option("--seconds", min=1, help="Wall time from the start until the files are written.")
    ] = 30.0,
    seed: SeedOption = 0,
    lang: LangOption = "en",
    json: JsonOption = False,
) -> None:
    """Plan the train K4016 of 12 March 2020 and its 476 workers; write scenario, plan and summary."""
    session: Session = ctx.obj
    refuse_target(out / "plan")
    scenario = open_scenario(CASE)
    save(scenario, out / "scenario")
    order = Order(seconds=seconds, iterations=None, seed=seed, started=session.started)
    status = search_and_publish(scenario.problem, order, out=out / "plan", pages=out, lang=lang, json=json)
    raise typer.Exit(status)
