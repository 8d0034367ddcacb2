"""Where coordinates come from: blank ones from the gazetteer (contract, sites.csv), others from their own system."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from optimizer.problem.records import Region, Site
from scenarios.places import PlaceError, lookup

_MOST_ADVICE = 50
"""Looking for similar names takes milliseconds each, and after so many unknown ones the cause is another."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unlocated:
    """Why a site has no coordinates: ``expected`` completes "expected …", ``advice`` begins with "Maybe"."""

    expected: str
    advice: str = ""


Locate: TypeAlias = Callable[[Site, Region | None], tuple[float, float] | Unlocated]
"""From a site without coordinates and its region (None: it has none) to latitude and longitude in degrees WGS-84."""


def from_gazetteer() -> Locate:
    """For one scenario: the place of a site's name among those of its kind, in its region's city and province.

    Where these leave several, the region's own name chooses.
    """
    unknown = 0

    def locate(site: Site, region: Region | None) -> tuple[float, float] | Unlocated:
        nonlocal unknown
        city, province, name = ("", "", "") if region is None else (region.city, region.province, region.name)
        try:
            place = lookup(
                site.name,
                kind=site.kind,
                city=city or "",
                province=province or "",
                region=name or "",
                advise=unknown < _MOST_ADVICE,
            )
        except PlaceError as error:
            unknown += 1
            why, _, advice = str(error).partition("\n")
            return Unlocated(expected=f"a number, or a name that the gazetteer knows once: {why}", advice=advice)
        return place.lat, place.lon

    return locate
