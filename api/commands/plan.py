"""``fangang plan``: a checked plan for a scenario."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from api.commands.arguments import (
    MOST_ITERATIONS,
    MOST_SECONDS,
    JsonOption,
    LangOption,
    ScenarioArgument,
    SeedOption,
)
from api.exits import complain
from api.finder import open_scenario
from api.replanning import go_on_from, request, told_of
from api.searching import Order, search_and_publish
from api.session import Session
from api.warmup import LONG_ENOUGH_TO_COMPILE, cold_notice, is_warm, mark_warm
from scenarios.plan_writer import refuse_plan_target


def plan(
    ctx: typer.Context,
    scenario: ScenarioArgument,
    out: Annotated[Path, typer.Option("--out", help="Folder for the plan.")],
    seconds: Annotated[
        float,
        typer.Option(
            "--seconds", min=1, max=MOST_SECONDS, help="Wall time from the start until the files are written."
        ),
    ] = 60.0,
    seed: SeedOption = 0,
    iterations: Annotated[
        int | None,
        typer.Option(
            "--iterations",
            min=0,
            max=MOST_ITERATIONS,
            help="Rounds of improvement instead of a clock: the same plan every time.",
        ),
    ] = None,
    go_on: Annotated[
        Path | None,
        typer.Option("--from", metavar="PLAN", help="A plan's folder to go on from; the new plan is never worse."),
    ] = None,
    pin: Annotated[
        list[str] | None,
        typer.Option("--pin", metavar="RUN_ID", help="A run of that plan that stays as it is; may be given often."),
    ] = None,
    pin_journey: Annotated[
        list[str] | None,
        typer.Option("--pin-journey", metavar="ITINERARY_ID", help="An itinerary that stays with all its runs."),
    ] = None,
    pin_all: Annotated[bool, typer.Option("--pin-all", help="Every run stays; only who is left is planned.")] = False,
    lang: LangOption = "en",
    json: JsonOption = False,
) -> None:
    """Plan SCENARIO, check the plan and write it to a folder. Ctrl-C keeps the best plan so far."""
    session: Session = ctx.obj
    refuse_plan_target(out)
    wanted = request(go_on, pin or (), pin_journey or (), everything=pin_all)
    problem = open_scenario(scenario).problem
    carried = None if wanted is None else go_on_from(problem, wanted)
    if iterations is None and not is_warm():
        complain(cold_notice(seconds))
    order = Order(
        seconds=seconds,
        iterations=iterations,
        seed=seed,
        started=session.started,
        start=None if carried is None else carried.start,
        told=None if wanted is None or carried is None else told_of(wanted, carried),
    )
    status = search_and_publish(problem, order, out=out, pages=out, lang=lang, json=json)
    if problem.services and problem.fleet and seconds >= LONG_ENOUGH_TO_COMPILE:
        mark_warm()
    raise typer.Exit(status)
