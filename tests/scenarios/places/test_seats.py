"""Counties stand at their seats, where people board: in their own district, but not at the middle of its map."""

from __future__ import annotations

from math import cos, hypot, radians
from statistics import median

import numpy as np

from maps.boundaries.reading import districts, rings
from scenarios.places import counties

_KM = 111.2
_SEAT_ELSEWHERE = {
    "330110",  # 余杭区: its seat of then is in what became 临平区 in 2021
    "460322",  # 南沙群岛
}


def test_seats_lie_in_their_own_districts_and_not_at_the_middle() -> None:
    shapes = rings()
    row_of = {f"{district.code:06d}": row for row, district in enumerate(districts())}
    far_from_label = []
    for county in counties():
        row = row_of.get(county.adcode)
        if row is None or county.adcode in _SEAT_ELSEWHERE:
            continue
        own = np.flatnonzero(shapes.owner == row)
        points = np.concatenate([shapes.points[shapes.starts[k] : shapes.starts[k + 1]] for k in own]) / 1e6
        (west, south), (east, north) = points.min(axis=0), points.max(axis=0)
        margin = 3 / _KM
        assert south - margin < county.lat < north + margin, county
        assert west - margin / cos(radians(county.lat)) < county.lon < east + margin / cos(radians(county.lat)), county
        label = districts()[row]
        east_km = (label.lon - county.lon) * cos(radians(county.lat)) * _KM
        far_from_label.append(hypot(east_km, (label.lat - county.lat) * _KM))
    assert len(far_from_label) > 2700
    assert 5 < median(far_from_label) < 20
