"""What a page brings along, so that it asks nobody: Leaflet out of folium-offline, scripts and style of our own."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from folium.folium import _default_css, _default_js
from offlinefolium.elements import _res

SCRIPTS = (
    "text.js",
    "model.js",
    "sheet.js",
    "ground.js",
    "flows.js",
    "ink.js",
    "plan_sheet.js",
    "popups.js",
    "view.js",
    "finder.js",
    "panel.js",
    "clockbar.js",
    "start.js",
)
"""Our scripts in the order in which they need each other."""


@cache
def leaflet_script() -> str:
    """Leaflet as folium's pages load it. Raises LookupError where folium-offline does not have it."""
    return _library(dict(_default_js)["leaflet"])


@cache
def leaflet_style() -> str:
    """Leaflet's style with its pictures inside. Raises LookupError where folium-offline does not have it."""
    return _library(dict(_default_css)["leaflet_css"])


@cache
def own_script() -> str:
    """``fangangMaps.start(maps, data)``, see ``browser/start.js``."""
    parts = "\n".join(files("maps").joinpath("browser", name).read_text(encoding="utf-8") for name in SCRIPTS)
    return f'const fangangMaps = (() => {{\n"use strict";\n{parts}\nreturn {{ start }};\n}})();'


@cache
def own_style() -> str:
    """The style of maps."""
    return files("maps").joinpath("browser", "style.css").read_text(encoding="utf-8")


def _library(address: str) -> str:
    text: str | None = _res.get(address)
    if text is None:
        advice = "Maybe folium and folium-offline are not the versions that pyproject.toml pins."
        raise LookupError(f"{address}: folium-offline does not have this file of folium's.\n  {advice}")
    return text
