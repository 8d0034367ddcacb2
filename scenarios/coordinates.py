"""Where blank coordinates come from (contract, sites.csv: filled from the gazetteer by name)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from optimizer.problem.records import Region, Site
from scenarios.places import PlaceError, lookup


@dataclass(frozen=True, slots=True, kw_only=True)
class Unlocated:
    """Why a site has no coordinates: ``expected`` completes "expected …", ``advice`` begins with "Maybe"."""

    expected: str
    advice: str = ""


Locate: TypeAlias = Callable[[Site, Region | None], tuple[float, float] | Unlocated]
"""From a site without coordinates and its region (None: it has none) to latitude and longitude in degrees WGS-84."""


def from_gazetteer(site: Site, region: Region | None) -> tuple[float, float] | Unlocated:
    """The place of that name among those of its kind, in its region's city and province where it has one."""
    city, province = ("", "") if region is None else (region.city or "", region.province or "")
    try:
        place = lookup(site.name, kind=site.kind, city=city, province=province)
    except PlaceError as error:
        why, _, advice = str(error).partition("\n")
        return Unlocated(expected=f"a number, or a name that the gazetteer knows once: {why}", advice=advice)
    return place.lat, place.lon
