"""Arguments and options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, TypeAlias

import typer

from scenarios.words import Lang

MOST_SEED = 2**53
"""The last whole number that every reader of JSON has exactly."""
MOST_SECONDS = 365.0 * 24 * 3600
MOST_ITERATIONS = 10**9

ScenarioArgument: TypeAlias = Annotated[
    str,
    typer.Argument(metavar="SCENARIO", help="A folder, an .xlsx workbook, a .json document or a shipped case's name."),
]
PlanArgument: TypeAlias = Annotated[Path, typer.Argument(metavar="PLAN", help="A plan's folder, ours or anyone's.")]
SeedOption: TypeAlias = Annotated[int, typer.Option("--seed", min=0, max=MOST_SEED, help="Where chance begins.")]
LangOption: TypeAlias = Annotated[Lang, typer.Option("--lang", help="Language of what is shown.")]
ForceOption: TypeAlias = Annotated[bool, typer.Option("--force", help="Replace a scenario that is there.")]
JsonOption: TypeAlias = Annotated[bool, typer.Option("--json", help="Print JSON for machines instead of tables.")]
