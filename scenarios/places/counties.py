"""County and city seats, out of the table that the package cpca brings.

The table has administrative codes of about 2018 with the seats' positions in GCJ-02, which are converted here. What was
renamed since (data/renames.csv) is found by both names. The package itself is never imported: only its file is read.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from functools import cache
from importlib.metadata import distribution
from importlib.resources import files
from math import isnan
from pathlib import Path

from scenarios.places.gcj02 import gcj02_to_wgs84
from scenarios.places.place import Place

SOURCE = "county seat, AMap by way of the package cpca (codes of about 2018), converted from GCJ-02"
PRECISION_KM = 3.0
_MUNICIPALITIES = frozenset({"11", "12", "31", "50"})
_NOT_PLACES = frozenset({"市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划"})


@cache
def counties() -> tuple[Place, ...]:
    """Every county, district and county-level city with a known seat, by code; renamed ones by their newer name too."""
    return tuple(sorted((*_by_code().values(), *_renamed()), key=lambda p: (p.adcode, p.name)))


@cache
def cities() -> tuple[Place, ...]:
    """Every municipality, prefecture-level city, prefecture and league, at its seat, by code."""
    return tuple(_read("city"))


def county(adcode: str) -> Place:
    """The county of a code, under the name of about 2018. Raises KeyError for an unknown one."""
    return _by_code()[adcode]


@cache
def _by_code() -> dict[str, Place]:
    return {place.adcode: place for place in _read("county")}


@cache
def _table() -> dict[str, tuple[str, float, float]]:
    path = Path(str(distribution("cpca").locate_file("cpca/resources/adcodes.csv")))
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {r["adcode"][:6]: (r["name"], float(r["latitude"] or "nan"), float(r["longitude"] or "nan")) for r in rows}


def _read(kind: str) -> Iterator[Place]:
    table = _table()
    for code in sorted(table):
        name, lat, lon = table[code]
        if isnan(lat) or name in _NOT_PLACES or _kind(code) != kind:
            continue
        wgs_lat, wgs_lon = gcj02_to_wgs84(lat, lon)
        yield Place(
            name=name,
            kind="county" if kind == "county" else "city",
            lat=round(wgs_lat, 5),
            lon=round(wgs_lon, 5),
            province=table[code[:2] + "0000"][0],
            city=_city(code),
            adcode=code,
            precision_km=PRECISION_KM,
            source=SOURCE,
        )


def _kind(code: str) -> str:
    if code[:2] in _MUNICIPALITIES:
        return "county" if code[2:] != "0000" else "city"
    if code[2:] == "0000":
        return "province"
    return "city" if code[4:] == "00" else "county"


def _city(code: str) -> str:
    if code[:2] in _MUNICIPALITIES:
        return _table()[code[:2] + "0000"][0]
    name = _table().get(code[:4] + "00", ("", 0.0, 0.0))[0]
    return _table()[code][0] if name in _NOT_PLACES or not name else name


def _renamed() -> Iterator[Place]:
    text = files("scenarios.places").joinpath("data/renames.csv").read_text(encoding="utf-8")
    for row in csv.DictReader(text.splitlines()):
        old = county(row["adcode"])
        source = f"{SOURCE}; {old.name} until {row['since']}"
        yield Place(
            name=row["name"],
            kind="county",
            lat=old.lat,
            lon=old.lon,
            province=old.province,
            city=row["city"],
            adcode=old.adcode,
            precision_km=old.precision_km,
            source=source,
        )
