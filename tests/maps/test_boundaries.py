"""The base map: borders that neighbours share, simplified within a tolerance, finer near what is shown."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from maps.boundaries import Box, base_map, shown_name
from maps.boundaries.arcs import arcs
from maps.boundaries.base_map import LEVELS, UNIT
from maps.boundaries.reading import cities, dashed_lines, districts, provinces, rings
from maps.boundaries.simplify import kept_points

SHANDONG = Box(114.8, 34.3, 122.8, 38.4)


def test_package_has_the_whole_country() -> None:
    assert (len(provinces()), len(districts())) == (34, 2891)
    assert len(cities()) > 330
    assert {"台湾", "香港", "澳门"} <= {province.name for province in provinces()}
    assert len(dashed_lines()) >= 9
    lon, lat = rings().points.T / 1e6
    assert (lon.min(), lon.max(), lat.max()) == pytest.approx((73.5, 135.1, 53.6), abs=0.2)


def test_every_ring_point_is_on_an_arc_and_no_border_is_there_twice() -> None:
    found = arcs()
    places = np.unique(found.points, axis=0, return_inverse=True)
    assert np.array_equal(places[0], np.unique(rings().points, axis=0))
    name = places[1].reshape(-1)
    within = np.ones(len(name) - 1, dtype=bool)
    within[found.starts[1:-1] - 1] = False
    steps = np.sort(np.stack([name[:-1], name[1:]]), axis=0)[:, within]
    assert len(np.unique(steps, axis=1).T) == within.sum()


def test_most_borders_have_a_district_on_both_sides() -> None:
    found = arcs()
    assert (found.right >= 0).mean() > 0.85
    assert (found.left == found.right).sum() < 5


def test_simplified_lines_stay_within_their_tolerance() -> None:
    chance = np.random.default_rng(5)
    points = np.cumsum(chance.normal(size=(400, 2)), axis=0)
    starts = np.array([0, 250, 400])
    tolerance = np.array([1.5, 4.0])
    keep = kept_points(points, starts, tolerance)
    assert keep.sum() < 200
    for line, limit in enumerate(tolerance):
        part = slice(starts[line], starts[line + 1])
        kept = np.flatnonzero(keep[part])
        assert (kept[0], kept[-1]) == (0, starts[line + 1] - starts[line] - 1)
        for first, last in pairwise(kept):
            start, end = points[part][first], points[part][last]
            for point in points[part][first + 1 : last]:
                along = np.clip(np.dot(point - start, end - start) / np.dot(end - start, end - start), 0, 1)
                assert np.linalg.norm(point - start - along * (end - start)) <= limit + 1e-9


def test_an_island_smaller_than_the_tolerance_stays() -> None:
    island = np.array([[0.0, 0.0], [0.1, 0.0], [0.1, 0.1], [0.0, 0.0]])
    assert kept_points(island, np.array([0, 4]), np.array([9.0])).sum() == 3


def test_land_closes_and_lines_are_where_china_is() -> None:
    document = base_map(SHANDONG, "en")
    outer = [np.cumsum(np.array(line).reshape(-1, 2), axis=0) * UNIT for line in document["lines"]["outer"]]
    for ring in document["land"]:
        for one, following in zip(ring, [*ring[1:], ring[0]], strict=True):
            assert outer[one][-1] == pytest.approx(outer[following][0], abs=2 * UNIT)
    used = sorted(number for ring in document["land"] for number in ring)
    assert used == list(range(len(outer)))


def test_lower_levels_are_there_near_the_plan_only() -> None:
    near, wide = base_map(SHANDONG, "en"), base_map(Box(73, 17, 136, 54), "en")
    assert set(near["lines"]) == set(LEVELS)
    for level in ("city", "county"):
        assert 0 < len(near["lines"][level]) < len(wide["lines"][level]) / 5
    assert len(near["lines"]["province"]) == len(wide["lines"]["province"])
    assert {name for name, *_ in near["names"]["city"]} >= {"Jinan", "Qingdao", "Yantai"}
    assert "Chengdu" not in {name for name, *_ in near["names"]["city"]}


@pytest.mark.parametrize(
    ("name", "english", "chinese"),
    [
        ("陕西省", "Shaanxi", "陕西"),
        ("山西省", "Shanxi", "山西"),
        ("广西壮族自治区", "Guangxi", "广西"),
        ("内蒙古自治区", "Inner Mongolia", "内蒙古"),
        ("长治市", "Changzhi", "长治"),
        ("西安市", "Xi'an", "西安"),
        ("Site W", "Site W", "Site W"),
        ("", "", ""),
    ],
)
def test_areas_have_their_customary_english_name(name: str, english: str, chinese: str) -> None:
    assert shown_name(name, "en") == english
    assert shown_name(name, "zh") == chinese
