"""Two plans on two maps that move together, as one page."""

from __future__ import annotations

from maps.page import Drawn, maps_page

__all__ = ["Drawn", "two_maps"]


def two_maps(left: Drawn, right: Drawn, *, lang: str = "en", tiles: str | None = None) -> str:
    """A self-contained HTML page with one plan beside the other: one legend, one clock, one view. See ``plan_map``."""
    return maps_page(f"{left.title} | {right.title}", [left, right], lang=lang, tiles=tiles)
