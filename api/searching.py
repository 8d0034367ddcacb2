"""From a problem to published files: search with progress, Ctrl-C and a clock; publish only what the checker passed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.text import Text

from api.budget import search_seconds
from api.exits import Status
from api.interrupt import first_signal_stops
from api.machine import figures_json
from api.planning import Judged, make_plan
from api.publish import publish_pages, publish_plan, put_aside
from api.screen import output, progress, show_sheet, show_violations, talk
from api.sheet import overview, page
from api.starting import with_start
from api.words import words
from optimizer.problem import Problem
from optimizer.result import Options
from optimizer.start import Start
from scenarios.figures import figures


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """How a plan is wanted. ``seconds`` from ``started`` (monotonic clock) until the files are written.

    With ``iterations`` no clock ends the search. ``start``: the valid part of a plan to go on from, and ``told``: what
    ``plan.json`` says of it.
    """

    seconds: float
    iterations: int | None
    seed: int
    started: float
    start: Start | None = None
    told: Mapping[str, Any] | None = None


def search_and_publish(problem: Problem, order: Order, *, out: Path, pages: Path, lang: str, json: bool) -> Status:
    """Makes a plan, writes it to ``out`` and its summary to ``pages``, and shows its figures.

    A plan that breaks a rule is put aside in a folder of its own for a report of the fault; nothing else is written.
    """
    console = talk()
    judged = _search(problem, order, console)
    if not judged.report.valid:
        aside = put_aside(judged, out)
        show_violations(console, judged.report.violations)
        console.print(Text(f"The planner made a plan that breaks rules. It is NOT published; for a report: {aside}"))
        return Status.BROKEN_PLAN
    found = figures(problem, judged.plan, judged.statement, judged.report)
    publish_plan(judged, out)
    publish_pages(page(found, problem, judged.plan, words(lang)), pages)
    if json:
        output().print_json(data=figures_json(found, judged.stop_reason, out))
    else:
        show_sheet(output(), overview(found, words(lang)))
    console.print(Text(f"Plan: {out}   Summary: {pages / 'summary.html'}"))
    return Status.GOOD


def _search(problem: Problem, order: Order, console: Console) -> Judged:
    seconds = search_seconds(problem, promised=order.seconds, started=order.started)
    options = Options(seconds=seconds, iterations=order.iterations, seed=order.seed, start=order.start)
    clock = seconds if order.iterations is None else None
    with (
        progress(console, clock) as on_progress,
        first_signal_stops(lambda message: console.print(Text(message))) as should_stop,
    ):
        judged = with_start(
            make_plan(problem, options, started=order.started, on_progress=on_progress, should_stop=should_stop),
            order.told,
        )
    if judged.stop_reason == "crashed":
        console.print(Text("The search ended by a fault of its own; this is the best plan it had found by then."))
    return judged
