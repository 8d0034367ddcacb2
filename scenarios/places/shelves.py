"""The parts of the gazetteer, and which of them a kind of site is looked for on."""

from __future__ import annotations

from functools import cache
from typing import Literal

from scenarios.places.counties import cities, counties, former_counties, provinces
from scenarios.places.hubs import airports, stations
from scenarios.places.place import Place

Shelf = Literal["cities", "counties", "former counties", "provinces", "stations", "airports"]

_SEATS: tuple[Shelf, ...] = ("cities", "counties", "former counties")
_HUBS: tuple[Shelf, ...] = ("stations", "airports")
_BY_KIND: dict[str, tuple[Shelf, ...]] = {
    "": ("provinces", *_SEATS, *_HUBS),
    "station": ("stations",),
    "airport": ("airports",),
    "province": ("provinces",),
    "city": ("cities",),
    "county": ("counties", "former counties"),
}


@cache
def places_on(shelf: Shelf) -> tuple[Place, ...]:
    """All places of a part of the gazetteer."""
    return {
        "cities": cities,
        "counties": counties,
        "former counties": former_counties,
        "provinces": provinces,
        "stations": stations,
        "airports": airports,
    }[shelf]()


def shelves_for(kind: str) -> tuple[Shelf, ...]:
    """Where a site of that kind, or a place of that kind, is looked for; everywhere for ""."""
    return _BY_KIND.get(kind, _SEATS)


def other_shelves(kind: str) -> tuple[Shelf, ...]:
    """Where else a pickup, workplace or depot may be meant by a whole name or a code: 达州站, CTU."""
    return () if kind in _BY_KIND else _HUBS


def shelf_name(kind: str) -> str:
    """What is looked through for a kind, in words."""
    return {
        "": "places",
        "station": "stations",
        "airport": "airports",
        "province": "provinces",
        "city": "cities",
        "county": "counties",
    }.get(kind, "county seats and cities")
