"""From Baidu's coordinates (BD-09) to those of other Chinese maps (GCJ-02) and back.

Baidu turns and stretches a GCJ-02 position by a few thousandths of a degree, with a ripple that depends on the position
itself, and moves it by a constant. As in ``gcj02``, the inverse corrects a guess by the error of its forward image.
"""

from __future__ import annotations

from math import atan2, cos, hypot, pi, sin

_EAST, _NORTH = 0.0065, 0.006
_RIPPLES = pi * 3000.0 / 180.0
_STEPS = 6


def gcj02_to_bd09(lat: float, lon: float) -> tuple[float, float]:
    """Baidu's (latitude, longitude) of a GCJ-02 position, degrees."""
    radius = hypot(lon, lat) + 0.00002 * sin(lat * _RIPPLES)
    angle = atan2(lat, lon) + 0.000003 * cos(lon * _RIPPLES)
    return radius * sin(angle) + _NORTH, radius * cos(angle) + _EAST


def bd09_to_gcj02(lat: float, lon: float) -> tuple[float, float]:
    """The GCJ-02 (latitude, longitude) whose Baidu position is the given one, degrees; true to a millimetre."""
    guess_lat, guess_lon = lat - _NORTH, lon - _EAST
    for _ in range(_STEPS):
        image_lat, image_lon = gcj02_to_bd09(guess_lat, guess_lon)
        guess_lat += lat - image_lat
        guess_lon += lon - image_lon
    return guess_lat, guess_lon
