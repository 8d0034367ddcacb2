"""``fangang convert``: a scenario from one format to another."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from api.commands.arguments import ForceOption, LangOption, ScenarioArgument
from api.finder import open_scenario
from api.screen import output
from scenarios import save
from scenarios.places import Coordinates


def convert(
    scenario: ScenarioArgument,
    target: Annotated[Path, typer.Argument(metavar="TO", help="A folder, or a file that ends in .xlsx or .json.")],
    lang: LangOption = "en",
    force: ForceOption = False,
    coordinates: Annotated[
        Coordinates,
        typer.Option(
            "--coordinates",
            help="The system that the sites' coordinates are in; written is WGS-84. gcj02: Amap, Tencent; bd09: Baidu.",
        ),
    ] = "wgs84",
) -> None:
    """Write SCENARIO in another format, without loss. With --lang zh a workbook gets Chinese headings.

    Sites without coordinates get those of the places of their names (see fangang places).
    """
    save(open_scenario(scenario, coordinates), target, lang=lang, replace=force)
    output().print(Text(f"Written: {target}"))
