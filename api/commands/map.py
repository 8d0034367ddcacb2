"""``fangang map``: a plan on a map, as a page or as GeoJSON."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from api.commands.arguments import LangOption, ScenarioArgument
from api.drawing import open_checked, refuse_page_target, write_page
from api.entry import ctrl_c_ends_at_once
from api.exits import InputError
from api.finder import open_scenario
from api.screen import output
from maps.geojson import plan_geojson
from maps.tiles import WANTED_TILES, is_tile_address
from optimizer.plan import Plan
from optimizer.problem import Problem
from scenarios import SaveError
from scenarios.atomic import write_file
from scenarios.json_text import json_bytes

_GEOJSON = ".geojson"


def draw_map(
    scenario: ScenarioArgument,
    plan: Annotated[
        Path | None, typer.Argument(metavar="PLAN", help="A plan's folder; without one: who wants to go where.")
    ] = None,
    *,
    out: Annotated[Path, typer.Option("--out", help="The file: .html for a page, .geojson for map programs.")],
    lang: LangOption = "en",
    tiles: Annotated[
        str | None,
        typer.Option("--tiles", metavar="URL", help="A tile server with {z}, {x} and {y}; by default nobody is asked."),
    ] = None,
) -> None:
    """Draw PLAN on a map: runs by mode, who goes where, who is left behind and why, over time."""
    _refuse_target(out)
    if tiles is not None and not is_tile_address(tiles):
        raise InputError(f"--tiles {tiles}: expected {WANTED_TILES}.\n  Maybe https://…/{{z}}/{{x}}/{{y}}.png.")
    if plan is None:
        _write(open_scenario(scenario).problem, None, out, lang, tiles)
    else:
        checked = open_checked(scenario, plan)
        _write(checked.problem, checked.plan, out, lang, tiles)
    output().print(Text(f"Written: {out}"))


def _write(problem: Problem, plan: Plan | None, out: Path, lang: str, tiles: str | None) -> None:
    if out.suffix.lower() == _GEOJSON:
        write_file(out, json_bytes(plan_geojson(problem, plan)))
    else:
        with ctrl_c_ends_at_once():
            from maps.plan_map import plan_map

        write_page(out, plan_map(problem, plan, lang=lang, tiles=tiles))


def _refuse_target(out: Path) -> None:
    """Raises SaveError where the file would not be written: before the work, not after it."""
    if out.suffix.lower() != _GEOJSON:
        if out.suffix.lower() not in (".html", ".htm"):
            raise SaveError(f"{out}: a map's name ends in .html or {_GEOJSON}.\n  Maybe {out.stem or 'map'}.html.")
        refuse_page_target(out)
    elif out.is_dir() or (out.exists() and b'"FeatureCollection"' not in out.read_bytes()[:200]):
        raise SaveError(f"{out}: something that is no GeoJSON is there.\n  Maybe choose a new name.")
