"""One place of the gazetteer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

PlaceKind = Literal["county", "city", "province", "station", "airport"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A named point: WGS-84 degrees, true to ``precision_km``; ``source`` says where the coordinates are from.

    ``name`` is the full Chinese name with its ending (历下区, 重庆西站, 济南遥墙国际机场). ``adcode`` is the six-digit
    code of a county, city or province (GB/T 2260), the IATA code of an airport, "" for a station. A county that its
    province governs itself is its own city, and so is a municipality; a province has no city and stands at the seat of
    its government.
    """

    name: str
    kind: PlaceKind
    lat: float
    lon: float
    province: str
    city: str
    adcode: str
    precision_km: float
    source: str

    def __str__(self) -> str:
        path = [self.province, self.city, self.name]
        return "".join(part for i, part in enumerate(path) if part not in path[:i])
