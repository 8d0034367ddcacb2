"""From the shifted coordinates of Chinese maps (GCJ-02) to WGS-84 and back.

Maps published in China show every place shifted by 100 to 700 m. The shift is a known smooth function of the WGS-84
position (a polynomial with sine terms, scaled to the Krasovsky 1940 ellipsoid); its inverse has no closed form. As the
shift changes by less than 1 in 1000 along the ground, correcting a guess by the error of its forward image converges in
a few steps, to far below a metre.
"""

from __future__ import annotations

from math import cos, pi, radians, sin, sqrt

_SEMI_MAJOR_M = 6378245.0
_ECCENTRICITY_SQUARED = 0.00669342162296594323
_STEPS = 6


def wgs84_to_gcj02(lat: float, lon: float) -> tuple[float, float]:
    """The shifted (latitude, longitude) of a WGS-84 position in China, degrees."""
    x, y = lon - 105.0, lat - 35.0
    root = sqrt(abs(x))
    ripple = (20.0 * sin(6.0 * pi * x) + 20.0 * sin(2.0 * pi * x)) * 2.0 / 3.0
    north = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root + ripple
    north += (20.0 * sin(pi * y) + 40.0 * sin(pi / 3.0 * y)) * 2.0 / 3.0
    north += (160.0 * sin(pi / 12.0 * y) + 320.0 * sin(pi / 30.0 * y)) * 2.0 / 3.0
    east = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root + ripple
    east += (20.0 * sin(pi * x) + 40.0 * sin(pi / 3.0 * x)) * 2.0 / 3.0
    east += (150.0 * sin(pi / 12.0 * x) + 300.0 * sin(pi / 30.0 * x)) * 2.0 / 3.0
    phi = radians(lat)
    flat = 1.0 - _ECCENTRICITY_SQUARED * sin(phi) ** 2
    meridian_m = _SEMI_MAJOR_M * (1.0 - _ECCENTRICITY_SQUARED) / (flat * sqrt(flat))
    parallel_m = _SEMI_MAJOR_M / sqrt(flat) * cos(phi)
    return lat + north * 180.0 / (meridian_m * pi), lon + east * 180.0 / (parallel_m * pi)


def gcj02_to_wgs84(lat: float, lon: float) -> tuple[float, float]:
    """The WGS-84 (latitude, longitude) whose shifted image is the given one, degrees; true to a millimetre."""
    guess_lat, guess_lon = lat, lon
    for _ in range(_STEPS):
        image_lat, image_lon = wgs84_to_gcj02(guess_lat, guess_lon)
        guess_lat += lat - image_lat
        guess_lon += lon - image_lon
    return guess_lat, guess_lon
