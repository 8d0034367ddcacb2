"""Road kilometres and minutes between all sites (contract: road.detour, road.speed_kmh, links.csv)."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from optimizer.problem import Problem

EARTH_RADIUS_KM = 6371.0088
FLOAT_NOISE_MIN = 1e-6
_ROWS_AT_ONCE = 512


def road_matrices(problem: Problem) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.int32]]:
    """Kilometres and whole driving minutes (rounded up) from site i to site j, both of shape (sites, sites).

    The great circle times the detour at the road speed, unless links.csv has the pair. Sites in the problem's order.
    """
    settings = problem.settings
    lat = np.radians(np.array([s.lat for s in problem.sites], dtype=np.float64))
    lon = np.radians(np.array([s.lon for s in problem.sites], dtype=np.float64))
    count = len(lat)
    km = np.empty((count, count), dtype=np.float64)
    minutes = np.empty((count, count), dtype=np.int32)
    for start in range(0, count, _ROWS_AT_ONCE):
        rows = slice(start, start + _ROWS_AT_ONCE)
        half_lat = np.sin((lat[None, :] - lat[rows, None]) / 2) ** 2
        half_lon = np.sin((lon[None, :] - lon[rows, None]) / 2) ** 2
        chord = half_lat + np.cos(lat[rows, None]) * np.cos(lat[None, :]) * half_lon
        km[rows] = 2 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(np.minimum(1.0, chord))) * settings.road_detour
        minutes[rows] = whole_minutes(km[rows] / settings.road_speed_kmh * 60)
    index = {s.site_id: i for i, s in enumerate(problem.sites)}
    for link in problem.links:
        at = index[link.from_id], index[link.to_id]
        km[at] = link.km
        minutes[at] = whole_minutes(np.float64(link.minutes))
    return km, minutes


def whole_minutes(minutes: npt.NDArray[np.float64] | np.float64) -> npt.NDArray[np.int64]:
    """Minutes rounded up, float noise forgiven."""
    return np.ceil(np.asarray(minutes) - FLOAT_NOISE_MIN).astype(np.int64)
