"""``fangang generate``: a scenario out of a seed."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from api.commands.arguments import ForceOption, LangOption, SeedOption
from api.exits import InputError
from api.screen import output
from scenarios import Scenario, save
from scenarios.generator import KINDS, Kind
from scenarios.generator import generate as make


def generate(
    kind: Annotated[Kind, typer.Argument(metavar="KIND", help=f"One of {', '.join(KINDS)}.")],
    out: Annotated[Path, typer.Option("--out", help="A folder, or a file that ends in .xlsx or .json.")],
    workers: Annotated[int | None, typer.Option("--workers", help="How many workers (not for tiny).")] = None,
    demands: Annotated[int | None, typer.Option("--demands", help="How many demands (only for tiny).")] = None,
    province: Annotated[str | None, typer.Option("--province", help="Where they go (not for tiny), like 山东.")] = None,
    seed: SeedOption = 0,
    lang: LangOption = "en",
    force: ForceOption = False,
) -> None:
    """Write a scenario made from real county seats, stations and airports; all else in it is invented."""
    try:
        problem = make(kind, workers=workers, seed=seed, province=province, demands=demands)
    except ValueError as error:
        raise InputError(str(error)) from error
    save(Scenario(problem=problem), out, lang=lang, replace=force)
    output().print(Text(f"Written: {out} ({problem.workers()} workers, {len(problem.demands)} demands)"))
