"""A page with one map or several, self-contained: everything that it needs is inside."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

import folium
from branca.element import Element, Figure, MacroElement
from folium.template import Template

from maps.assets import leaflet_script, leaflet_style, own_script, own_style
from maps.boundaries import SOURCE, Box, base_map
from maps.drawing import drawing
from maps.page_text import safe_json, writable
from maps.palette import MODE_COLOURS
from maps.words import page_words
from optimizer.plan import Plan
from optimizer.problem import Problem
from scenarios.figures import recurring

_MARGIN = 0.6
"""Degrees around the sites in which the base map is fine."""
_LONELY = Box(73.0, 17.0, 136.0, 54.0)
_MAX_ZOOM = 16


@dataclass(frozen=True, slots=True)
class Drawn:
    """A plan, or a problem alone, under a title."""

    title: str
    problem: Problem
    plan: Plan | None


def maps_page(title: str, drawn: Sequence[Drawn], *, lang: str, tiles: str | None) -> str:
    """HTML with the maps side by side; ``tiles`` is the address of a tile server, with {z}, {x} and {y}."""
    share = 100 / len(drawn)
    figure = Figure()
    maps = [_map(place, share, tiles) for place in range(len(drawn))]
    for made in maps:
        figure.add_child(made)
    for text in (f"<style>{leaflet_style()}</style>", f"<script>{leaflet_script()}</script>"):
        figure.header.add_child(Element(text))
    # A page's <title> holds text only, but an end tag would still end it.
    figure.header.add_child(Element(f"<title>{escape(title)}</title><style>{own_style()}</style>"))
    figure.add_child(_Start(maps, _data(drawn, lang, tiles)))
    page = figure.render().replace("<html>", f'<html lang="{page_words(lang)["lang"]}">', 1)
    return writable(page)


class _Map(folium.Map):
    """A folium map that loads nothing: of its libraries the page needs Leaflet only, and has it inside."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.default_js = []
        self.default_css = []


class _Start(MacroElement):
    _template = Template(
        "{% macro script(this, kwargs) %}{{ this.code }}\n"
        "fangangMaps.page = fangangMaps.start([{{ this.names }}], {{ this.data }});{% endmacro %}"
    )

    def __init__(self, maps: Sequence[folium.Map], data: dict[str, Any]) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._id = "start"
        self.code = own_script()
        self.names = ", ".join(made.get_name() for made in maps)
        self.data = safe_json(data)


def _map(place: int, share: float, tiles: str | None) -> folium.Map:
    made = _Map(
        location=(35.0, 105.0),
        zoom_start=4,
        tiles=None,
        min_zoom=3,
        max_zoom=_MAX_ZOOM,
        width=f"{share}%",
        left=f"{place * share}%",
        position="absolute",
        zoom_control="topright",
        zoom_snap=0.25,
        control_scale=False,
    )
    made._id = str(place)  # a fixed name: the same plan gives the same page
    if tiles:
        layer = folium.TileLayer(tiles=tiles, attr=" ", max_zoom=_MAX_ZOOM)
        layer._id = str(place)
        made.add_child(layer)
    return made


def _data(drawn: Sequence[Drawn], lang: str, tiles: str | None) -> dict[str, Any]:
    journeys = any(recurring(one.problem) for one in drawn)
    return {
        "words": page_words(lang, journeys=journeys),
        "colours": dict(MODE_COLOURS),
        "tiles": bool(tiles),
        "source": SOURCE,
        "ground": base_map(_around([one.problem for one in drawn]), lang),
        "drawn": [{"title": one.title, "plan": drawing(one.problem, one.plan, lang)} for one in drawn],
    }


def _around(problems: Sequence[Problem]) -> Box:
    sites = [site for problem in problems for site in problem.sites]
    if not sites:
        return _LONELY
    lon, lat = [site.lon for site in sites], [site.lat for site in sites]
    return Box(min(lon) - _MARGIN, min(lat) - _MARGIN, max(lon) + _MARGIN, max(lat) + _MARGIN)
