"""The coordinate systems that positions in China come in, and the way from each to WGS-84."""

from __future__ import annotations

from typing import Literal, get_args

from scenarios.places.bd09 import bd09_to_gcj02
from scenarios.places.gcj02 import gcj02_to_wgs84

Coordinates = Literal["wgs84", "gcj02", "bd09"]
COORDINATES: tuple[Coordinates, ...] = get_args(Coordinates)
"""wgs84: satellite receivers, OpenStreetMap; gcj02: Amap, Tencent and other maps published in China; bd09: Baidu."""

_SHIFTED_LAT, _SHIFTED_LON = (0.8293, 55.8271), (72.004, 137.8347)
_DIGITS = 6


def to_wgs84(lat: float, lon: float, coordinates: Coordinates) -> tuple[float, float]:
    """The WGS-84 (latitude, longitude) of a position given in another system, degrees, to 0.1 m.

    Chinese maps shift positions only inside a box around China; a position outside it comes back as it is.
    """
    inside = _SHIFTED_LAT[0] <= lat <= _SHIFTED_LAT[1] and _SHIFTED_LON[0] <= lon <= _SHIFTED_LON[1]
    if coordinates == "wgs84" or not inside:
        return lat, lon
    if coordinates == "bd09":
        lat, lon = bd09_to_gcj02(lat, lon)
    lat, lon = gcj02_to_wgs84(lat, lon)
    return round(lat, _DIGITS), round(lon, _DIGITS)
