"""Where blank coordinates come from (contract, sites.csv: filled from the gazetteer by name)."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from optimizer.problem.records import Region

Locate: TypeAlias = Callable[[str, Region | None], "tuple[float, float] | str"]
"""From a site's name and its region (None where unknown) to latitude and longitude, or to what was expected instead:
a text that completes "expected …" where the gazetteer knows no such place or several."""


def no_gazetteer(name: str, region: Region | None) -> tuple[float, float] | str:
    """Finds nothing: every blank coordinate is a fault."""
    return "coordinates, no gazetteer is at hand to look the name up"
