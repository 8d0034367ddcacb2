"""How a place may be written: its name, the shorter forms of it, and where it lies in front of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from typing import Literal

from scenarios.places.names import bare_name
from scenarios.places.place import Place
from scenarios.places.romanised import latin_spellings

Script = Literal["chinese", "latin"]


def full_names(place: Place, script: Script) -> frozenset[str]:
    """The whole name of a place."""
    return _written([place.name], script)


def short_names(place: Place, script: Script) -> frozenset[str]:
    """What a place is called for short: 历下 of 历下区, 重庆西 of 重庆西站, 遥墙机场 of 济南遥墙国际机场."""
    return _written(_abbreviations(place), script) - full_names(place, script)


@cache
def prefixes(place: Place, script: Script) -> frozenset[str]:
    """What may stand before its name: its province, its city, both, each with and without ending."""
    areas = (place.city, bare_name(place.city)) if place.city and place.city != place.name else ()
    towns = set().union(*(written(area, script) for area in areas))
    lands = written(place.province, script) | written(bare_name(place.province), script)
    if place.province == place.name:
        lands = frozenset()
    return frozenset(lands | towns | {land + town for land in lands for town in towns})


@cache
def written(name: str, script: Script) -> frozenset[str]:
    """A Chinese name in a script."""
    return latin_spellings(name) if script == "latin" else frozenset({name})


def _written(names: Iterable[str], script: Script) -> frozenset[str]:
    return frozenset().union(*(written(name, script) for name in names))


def _abbreviations(place: Place) -> Iterator[str]:
    match place.kind:
        case "station":
            yield place.name.removesuffix("站")
            yield place.name.removesuffix("站") + "火车站"
        case "airport":
            yield place.name.replace("国际", "")
            yield bare_name(place.city) + "机场"
            yield place.name.removeprefix(bare_name(place.city)).replace("国际", "")
            yield bare_name(place.city)
        case _:
            yield bare_name(place.name)
