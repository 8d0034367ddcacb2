"""``fangang places``: where the gazetteer has a place, and how well it knows it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any

import typer
from rich.table import Table
from rich.text import Text

from api.commands.arguments import JsonOption, LangOption
from api.exits import Status, complain
from api.screen import output
from scenarios.places import Place, PlaceKind, find, resembling

_HEADINGS = {
    "en": ("Place", "Kind", "Code", "Latitude", "Longitude", "True to", "Source"),
    "zh": ("地点", "类别", "代码", "纬度", "经度", "精度", "来源"),
}
_KINDS = {"county": "县区", "city": "地级", "province": "省级", "station": "车站", "airport": "机场"}


def places(
    names: Annotated[
        list[str],
        typer.Argument(metavar="NAME...", help="Chinese name, pinyin, six-digit code or an airport's IATA code."),
    ],
    kind: Annotated[PlaceKind | None, typer.Option("--kind", help="Only places of this kind.")] = None,
    city: Annotated[str, typer.Option("--city", help="Only places in this city.")] = "",
    province: Annotated[str, typer.Option("--province", help="Only places in this province.")] = "",
    lang: LangOption = "en",
    json: JsonOption = False,
) -> None:
    """Show the places of each NAME with their coordinates (WGS-84), precision and source.

    A site of a scenario whose coordinates are blank gets those of the one place of its name. Exit status 2 where a NAME
    has no place.
    """
    found = {name: find(name, kind=kind or "", city=city, province=province) for name in names}
    alike = {name: resembling(name, kind=kind or "") for name, matches in found.items() if not matches}
    if json:
        output().print_json(data=[_entry(name, matches, alike.get(name, [])) for name, matches in found.items()])
    else:
        for name, matches in found.items():
            if matches:
                _show(name, matches, lang)
    for name, similar in alike.items():
        hint = f"{', '.join(map(str, similar))} is meant" if similar else "it is written otherwise"
        complain(f"{name}: no place of that name.\n  Maybe {hint}.")
    raise typer.Exit(Status.BAD_INPUT if alike else Status.GOOD)


def _show(name: str, matches: Sequence[Place], lang: str) -> None:
    table = Table(title=name, title_justify="left", box=None, pad_edge=False)
    for heading in _HEADINGS[lang]:
        numeric = heading in _HEADINGS[lang][3:6]
        table.add_column(heading, justify="right" if numeric else "left", overflow="fold")
    for place in matches:
        kind = _KINDS[place.kind] if lang == "zh" else place.kind
        cells = (str(place), kind, place.adcode, f"{place.lat:.5f}", f"{place.lon:.5f}", f"{place.precision_km:g} km")
        table.add_row(*map(Text, cells), Text(place.source))
    output().print(table)


def _entry(name: str, matches: Sequence[Place], similar: Sequence[Place]) -> dict[str, Any]:
    keys = ("name", "kind", "province", "city", "adcode", "lat", "lon", "precision_km", "source")
    return {
        "query": name,
        "places": [{key: getattr(place, key) for key in keys} for place in matches],
        "similar": [str(place) for place in similar],
    }
