"""Finding a place by its Chinese name, with the city or province it lies in where the name alone is not enough."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cache

from scenarios.places.counties import cities, counties
from scenarios.places.hubs import airports, stations
from scenarios.places.names import bare_name
from scenarios.places.place import Place

_SEATS = "county seats and cities"
_SHOWN = 12


class PlaceError(LookupError):
    """A name that is no place of the gazetteer, or several; ``candidates`` has them."""

    def __init__(self, message: str, candidates: Sequence[Place]) -> None:
        self.candidates = tuple(candidates)
        super().__init__(message)


def find(name: str, *, kind: str, city: str = "", province: str = "") -> list[Place]:
    """All places of that name, none if there is none.

    ``kind`` is a site's kind: a ``station`` is looked for among the stations, an ``airport`` among the airports (IATA
    codes too), anything else (pickup, workplace, depot, county, city) among the seats of counties and cities. The name
    may lack its ending (历下 for 历下区, 重庆西 for 重庆西站) or begin with where it lies (山东省济南市历下区); a place
    whose full name it is goes before those that it abbreviates. ``city`` and ``province``, with or without ending,
    keep only places that lie there.
    """
    exact, loose = _index(_shelf(kind))
    key = "".join(name.split())
    for found in (exact.get(key, ()), loose.get(key, ())):
        inside = [p for p in found if _lies_in(p.city, city) and _lies_in(p.province, province)]
        if inside:
            return inside
    return []


def lookup(name: str, *, kind: str, city: str = "", province: str = "") -> Place:
    """The one place that ``find`` gives. Raises PlaceError with the candidates if it gives none or several."""
    found = find(name, kind=kind, city=city, province=province)
    if len(found) == 1:
        return found[0]
    inside = "".join((province, city))
    what = f"{name!r}" + (f" in {inside}" if inside else "")
    if not found:
        elsewhere = find(name, kind=kind)
        hint = f"it is known elsewhere: {_list(elsewhere)}" if elsewhere else "write its coordinates instead"
        raise PlaceError(f"{what} is not among the known {_shelf(kind)}.\nMaybe {hint}.", elsewhere)
    message = f"{what} is the name of {len(found)} {_shelf(kind)}: {_list(found)}.\nMaybe name its city and province."
    raise PlaceError(message, found)


def _list(places: Sequence[Place]) -> str:
    shown = ", ".join(map(str, places[:_SHOWN]))
    return shown if len(places) <= _SHOWN else f"{shown} and {len(places) - _SHOWN} more"


def _shelf(kind: str) -> str:
    return {"station": "stations", "airport": "airports"}.get(kind, _SEATS)


def _lies_in(area: str, wanted: str) -> bool:
    return not wanted or area == wanted or bare_name(area) == bare_name(wanted)


@cache
def _index(shelf: str) -> tuple[dict[str, tuple[Place, ...]], dict[str, tuple[Place, ...]]]:
    places: dict[str, Callable[[], tuple[Place, ...]]] = {"stations": stations, "airports": airports}
    exact: dict[str, list[Place]] = {}
    loose: dict[str, list[Place]] = {}
    for place in places.get(shelf, lambda: (*cities(), *counties()))():
        full, short = _spellings(place)
        for spelling in full:
            exact.setdefault(spelling, []).append(place)
        for spelling in short - full:
            loose.setdefault(spelling, []).append(place)
    return _frozen(exact), _frozen(loose)


def _frozen(index: dict[str, list[Place]]) -> dict[str, tuple[Place, ...]]:
    return {spelling: tuple(found) for spelling, found in index.items()}


def _spellings(place: Place) -> tuple[set[str], set[str]]:
    """The full name, alone and after its city and province; and the abbreviations of the same."""
    prefixes = set(_prefixes(place))
    full = {prefix + place.name for prefix in prefixes} | {place.name}
    short = {prefix + name for prefix in (*prefixes, "") for name in _abbreviations(place)}
    return full, short


def _prefixes(place: Place) -> Iterator[str]:
    for province in (place.province, bare_name(place.province)):
        yield province
        for city in (place.city, bare_name(place.city)):
            if city != place.name:
                yield city
                yield province + city


def _abbreviations(place: Place) -> Iterator[str]:
    if place.kind == "station":
        yield place.name.removesuffix("站")
        yield place.name.removesuffix("站") + "火车站"
    elif place.kind == "airport":
        yield place.name.replace("国际", "")
        yield bare_name(place.city) + "机场"
        yield place.name.removeprefix(bare_name(place.city)).replace("国际", "")
        if place.adcode:
            yield place.adcode
    else:
        yield bare_name(place.name)
