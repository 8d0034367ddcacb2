"""Railway stations and airports.

No package has Chinese stations: the well-known ones are typed in, to 0.01 degree, with the precision of each in
data/stations.csv; where no sure position was at hand the row names a county, and the station stands at that county's
seat. Airports are those of the package airportsdata under their Chinese names (data/airports.csv); the few that the
package has at a closed or coarse place have a position of their own there.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

import airportsdata

from scenarios.places.counties import county
from scenarios.places.place import Place

_TYPED = "typed in from general knowledge, to 0.01 degree"


@cache
def stations() -> tuple[Place, ...]:
    """The railway stations, in the order of the file: about by province."""
    return tuple(_station(row) for row in _rows("stations.csv"))


@cache
def airports() -> tuple[Place, ...]:
    """The airports with scheduled flights that have a Chinese name here."""
    known = airportsdata.load("IATA")
    return tuple(_airport(row, known) for row in _rows("airports.csv"))


def _rows(name: str) -> Iterator[dict[str, str]]:
    text = files("scenarios.places").joinpath("data", name).read_text(encoding="utf-8")
    return csv.DictReader(text.splitlines())


def _station(row: dict[str, str]) -> Place:
    if row["seat"]:
        seat = county(row["seat"])
        lat, lon, source = seat.lat, seat.lon, f"no sure position at hand: the seat of {seat.name}"
    else:
        lat, lon, source = float(row["lat"]), float(row["lon"]), _TYPED
    return Place(
        name=row["name"] + "站",
        kind="station",
        lat=lat,
        lon=lon,
        province=row["province"],
        city=row["city"],
        adcode="",
        precision_km=float(row["precision_km"]),
        source=source,
    )


def _airport(row: dict[str, str], known: dict[str, airportsdata.Airport]) -> Place:
    if row["lat"]:
        lat, lon, precision, source = float(row["lat"]), float(row["lon"]), 2.0, _TYPED
    else:
        entry = known[row["iata"]]
        lat, lon, precision, source = entry["lat"], entry["lon"], 1.5, "package airportsdata"
    return Place(
        name=row["name"],
        kind="airport",
        lat=round(lat, 5),
        lon=round(lon, 5),
        province=row["province"],
        city=row["city"],
        adcode=row["iata"],
        precision_km=precision,
        source=f"{source}; {row['note']}" if row["note"] else source,
    )
