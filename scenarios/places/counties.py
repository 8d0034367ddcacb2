"""County seats and the seats of cities and provinces, out of the table that the package cpca brings.

The table has administrative codes of about 2016 with the seats' positions in GCJ-02, which are converted here. What was
renamed since (data/renames.csv) has its newer name and code, and is found by the former ones too. The package itself is
never imported: only its file is read.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from importlib.metadata import distribution
from importlib.resources import files
from math import isnan
from pathlib import Path

from scenarios.places.gcj02 import gcj02_to_wgs84
from scenarios.places.place import Place, PlaceKind

SOURCE = "{seat}, AMap by way of the package cpca (codes of about 2016), converted from GCJ-02"
PRECISION_KM = 3.0
_SEATS = {"county": "county seat", "city": "seat of the city", "province": "seat of the province's government"}
_MUNICIPALITIES = frozenset({"11", "12", "31", "50"})
_NOT_PLACES = frozenset({"市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划"})


@cache
def counties() -> tuple[Place, ...]:
    """Every county, district and county-level city with a known seat, once, under its newest name, by code."""
    renamed = {place.adcode: new for place, new in _renames()}
    return tuple(sorted((renamed.get(p.adcode, p) for p in _by_code().values()), key=lambda p: (p.adcode, p.name)))


@cache
def former_counties() -> tuple[Place, ...]:
    """The counties that were renamed, under their former names and codes, in their cities of then."""
    return tuple(
        replace(old, source=f"{old.source}; {new.name} since {since}")
        for (old, new), since in zip(_renames(), (row["since"] for row in _rename_rows()), strict=True)
    )


@cache
def cities() -> tuple[Place, ...]:
    """Every municipality, prefecture-level city, prefecture and league, at its seat, by code."""
    return tuple(_read("city"))


@cache
def provinces() -> tuple[Place, ...]:
    """Every province, autonomous region and special administrative region, at the seat of its government, by code.

    Municipalities are among the cities.
    """
    return tuple(_read("province"))


def county(adcode: str) -> Place:
    """The county of a code and a name of about 2016. Raises KeyError for an unknown one."""
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


def _read(kind: PlaceKind) -> Iterator[Place]:
    table = _table()
    for code in sorted(table):
        name, lat, lon = table[code]
        if isnan(lat) or name in _NOT_PLACES or _kind(code) != kind:
            continue
        wgs_lat, wgs_lon = gcj02_to_wgs84(lat, lon)
        yield Place(
            name=name,
            kind=kind,
            lat=round(wgs_lat, 5),
            lon=round(wgs_lon, 5),
            province=table[code[:2] + "0000"][0],
            city="" if kind == "province" else _city(code),
            adcode=code,
            precision_km=PRECISION_KM,
            source=SOURCE.format(seat=_SEATS[kind]),
        )


def _kind(code: str) -> PlaceKind:
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


@cache
def _renames() -> tuple[tuple[Place, Place], ...]:
    """Each renamed county as it was and as it is."""
    pairs = []
    for row in _rename_rows():
        old = county(row["adcode"])
        source = f"{old.source}; {old.name} until {row['since']}"
        pairs.append((old, replace(old, name=row["name"], city=row["city"], adcode=row["code"], source=source)))
    return tuple(pairs)


@cache
def _rename_rows() -> tuple[dict[str, str], ...]:
    text = files("scenarios.places").joinpath("data/renames.csv").read_text(encoding="utf-8")
    return tuple(csv.DictReader(text.splitlines()))
