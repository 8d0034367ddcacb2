"""Finding a place by its name or code, with the city or province it lies in where the name alone is not enough."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache

from scenarios.places.names import bare_name
from scenarios.places.place import Place
from scenarios.places.romanised import latin_key
from scenarios.places.shelves import Shelf, other_shelves, places_on, shelf_name, shelves_for
from scenarios.places.similar import similar
from scenarios.places.spelling import Script, full_names, prefixes, short_names, written

_SHOWN = 12
_CODE = re.compile(r"\d{6}(000000)?")
_REMARK = re.compile(r"[（(][^（()）]*[)）]")
_HAN = re.compile(r"[一-鿿]")
_LONGEST = 60
_REMEMBERED = 8192


class PlaceError(LookupError):
    """A name that is no place of the gazetteer, or several; ``candidates`` has them, or those that look like it."""

    def __init__(self, message: str, candidates: Sequence[Place]) -> None:
        self.candidates = tuple(candidates)
        super().__init__(message)


def find(name: str, *, kind: str = "", city: str = "", province: str = "") -> list[Place]:
    """All places of that name, none if there is none.

    ``kind`` is a site's kind: a ``station`` is looked for among the stations, an ``airport`` among the airports; a
    pickup, workplace or depot among the seats of counties and cities, and by a hub's whole name or code among those. A
    place's kind (county, city, province) is looked for alone, "" everywhere.

    The name is Chinese or pinyin, with or without tones and spaces (历下区, lixiaqu, Lìxià, "Jinan Lixia", "Lixia
    District, Jinan"), or a code: six digits (GB/T 2260), an airport's three letters (IATA). It may lack its ending
    (历下 for 历下区, 重庆西 for 重庆西站) or begin with where it lies (山东省济南市历下区), and a remark in parentheses
    is not read (历下区（三号工地）). A place whose full name it is goes before those that it abbreviates. ``city`` and
    ``province``, Chinese or pinyin, with or without ending, keep only places that lie there.
    """
    return list(_find(_without_remark(name), kind, city, province))


def lookup(
    name: str, *, kind: str = "", city: str = "", province: str = "", region: str = "", advise: bool = True
) -> Place:
    """The one place that ``find`` gives.

    Where it gives several, ``region`` chooses among them: the name of a county, city or province that one of them is or
    lies in. Raises PlaceError with the candidates where none or several are left; for a name that no place has these
    are the places that look most like it, unless ``advise`` is false: looking for them takes a few milliseconds.
    """
    found = find(name, kind=kind, city=city, province=province)
    if len(found) > 1 and region:
        found = [place for place in found if _is_or_lies_in(place, region)] or found
    if len(found) == 1:
        return found[0]
    inside = "".join((province, city))
    what = f"{name!r}" + (f" in {inside}" if inside else "")
    if not found:
        raise _unknown(name, what, kind, advise)
    message = (
        f"{what} is the name of {len(found)} {shelf_name(kind)}: {_list(found)}.\nMaybe name its city and province."
    )
    raise PlaceError(message, found)


def resembling(name: str, *, kind: str = "") -> list[Place]:
    """The places whose names look most like one that is not found, the likest first."""
    key = _without_remark(name)
    script: Script = "chinese" if _HAN.search(key) else "latin"
    return similar("".join(key.split()) if script == "chinese" else latin_key(key), script, shelves_for(kind))


def _unknown(name: str, what: str, kind: str, advise: bool) -> PlaceError:
    elsewhere = find(name, kind=kind) or find(name)
    if elsewhere:
        hint = f"it is known elsewhere: {_list(elsewhere)}"
    elif alike := resembling(name, kind=kind) if advise else []:
        elsewhere = alike
        one = f"{alike[0]} is meant" if len(alike) == 1 else f"one of these is meant: {_list(alike)}"
        hint = f"{one}; or write its coordinates instead"
    else:
        hint = "write its coordinates instead"
    return PlaceError(f"{what} is not among the known {shelf_name(kind)}.\nMaybe {hint}.", elsewhere)


@lru_cache(maxsize=_REMEMBERED)
def _find(name: str, kind: str, city: str, province: str) -> tuple[Place, ...]:
    if not name or len(name) > _LONGEST:
        return ()
    if _HAN.search(name):
        script: Script = "chinese"
        keys = ["".join(name.split())]
    else:
        script = "latin"
        keys = list(dict.fromkeys(latin_key(text) for text in (name, *_turned(name))))
    attempts = (
        (_by_code(name, (*shelves_for(kind), *other_shelves(kind)))),
        (_by_name(keys, script, shelves_for(kind), full=True)),
        (_by_name(keys, script, shelves_for(kind), full=False)),
        (_by_name(keys, script, other_shelves(kind), full=True)),
    )
    for attempt in attempts:
        inside = (p for p in attempt if _is_area(p.city, city) and _is_area(p.province, province))
        at = {(p.kind, p.lat, p.lon): p for p in reversed(list(inside))}
        if at:
            return tuple(reversed(at.values()))
    return ()


def _turned(name: str) -> Iterator[str]:
    """The largest area first, where somebody wrote "Lixia, Jinan" or "Lixia Jinan"."""
    for separator in (r"[,，]", r"\s+"):
        parts = [part for part in re.split(separator, name.strip()) if part]
        if len(parts) > 1:
            yield " ".join(reversed(parts))


def _by_code(name: str, shelves: Iterable[Shelf]) -> list[Place]:
    code = name.strip().upper()
    if _CODE.fullmatch(code):
        code = code[:6]
    elif not re.fullmatch(r"[A-Z]{3}", code):
        return []
    return [place for shelf in shelves for place in places_on(shelf) if place.adcode == code]


def _by_name(keys: Iterable[str], script: Script, shelves: Iterable[Shelf], *, full: bool) -> Iterator[Place]:
    shelves = tuple(shelves)
    for key in keys:
        for start in range(len(key)):
            for shelf in shelves:
                for place in _index(shelf, script, full).get(key[start:], ()):
                    if start == 0 or key[:start] in prefixes(place, script):
                        yield place


@cache
def _index(shelf: Shelf, script: Script, full: bool) -> dict[str, tuple[Place, ...]]:
    index: dict[str, list[Place]] = {}
    for place in places_on(shelf):
        for word in full_names(place, script) if full else short_names(place, script):
            index.setdefault(word, []).append(place)
    return {word: tuple(found) for word, found in index.items()}


def _is_area(area: str, wanted: str) -> bool:
    """Whether an area is called so, with or without its ending, in Chinese or pinyin."""
    if not wanted or area == wanted or bare_name(area) == bare_name(wanted):
        return True
    if _HAN.search(wanted) or not area:
        return False
    key = latin_key(wanted)
    return key in written(area, "latin") or key in written(bare_name(area), "latin")


def _is_or_lies_in(place: Place, region: str) -> bool:
    named = any(_is_area(area, region) for area in (place.name, place.city, place.province))
    return named or place in find(region)


def _without_remark(name: str) -> str:
    return _REMARK.sub("", name).strip() or name.strip()


def _list(places: Sequence[Place]) -> str:
    shown = ", ".join(map(str, places[:_SHOWN]))
    return shown if len(places) <= _SHOWN else f"{shown} and {len(places) - _SHOWN} more"
