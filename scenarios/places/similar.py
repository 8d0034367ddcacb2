"""Names that look like one that no place has."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import cache

from scenarios.places.place import Place
from scenarios.places.shelves import Shelf, places_on
from scenarios.places.spelling import Script, full_names, short_names

_LEAST_ALIKE = 0.5
_MOST = 5
_PIECE = {"chinese": 1, "latin": 2}
_LONGEST = 60


def similar(key: str, script: Script, shelves: Sequence[Shelf]) -> list[Place]:
    """The places of the shelves whose names share most of their letters with ``key``, the likest first, at most five.

    Names that stand whole within the key go before all others: 永川区 for 永川区集合点.
    """
    if not 1 < len(key) <= _LONGEST:
        return []
    wanted = _pieces(key, _PIECE[script])
    likeness: dict[Place, float] = {}
    for shelf in shelves:
        shared = Counter(word for piece in wanted for word in _index(shelf, script).get(piece, ()))
        for word, count in shared.items():
            alike = _likeness(word, key, 2 * count / (len(wanted) + _sizes(shelf, script)[word]))
            if alike >= _LEAST_ALIKE:
                for place in _owners(shelf, script)[word]:
                    likeness[place] = max(likeness.get(place, 0.0), alike)
    ranked = sorted(likeness, key=lambda place: (-likeness[place], place.adcode, place.name))
    once = {(place.kind, place.lat, place.lon): place for place in reversed(ranked)}
    within = [place for place in ranked if likeness[place] > 1]
    return [place for place in within or ranked if place in once.values()][:_MOST]


def _likeness(word: str, key: str, shared: float) -> float:
    if len(word) > 1 and word in key:
        return 1 + len(word) / len(key)
    return shared if word[0] == key[0] else shared * 0.95


def _pieces(word: str, size: int) -> frozenset[str]:
    padded = word if size == 1 else f"^{word}$"
    return frozenset(padded[i : i + size] for i in range(max(1, len(padded) - size + 1)))


@cache
def _sizes(shelf: Shelf, script: Script) -> dict[str, int]:
    return {word: len(_pieces(word, _PIECE[script])) for word in _owners(shelf, script)}


@cache
def _owners(shelf: Shelf, script: Script) -> dict[str, list[Place]]:
    owners: dict[str, list[Place]] = {}
    for place in places_on(shelf):
        for word in full_names(place, script) | short_names(place, script):
            if word.isascii() or script == "chinese":
                owners.setdefault(word, []).append(place)
    return owners


@cache
def _index(shelf: Shelf, script: Script) -> dict[str, list[str]]:
    index: dict[str, list[str]] = {}
    for word in _owners(shelf, script):
        for piece in _pieces(word, _PIECE[script]):
            index.setdefault(piece, []).append(word)
    return index
