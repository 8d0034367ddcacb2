"""Coordinates of Chinese maps become WGS-84, at import if that is asked for."""

from __future__ import annotations

from pathlib import Path

import pytest

import scenarios
from scenarios.library import case
from scenarios.places import COORDINATES, Coordinates, bd09_to_gcj02, gcj02_to_bd09, to_wgs84, wgs84_to_gcj02

TIANANMEN = {"wgs84": (39.907375, 116.391228), "gcj02": (39.908778, 116.397471), "bd09": (39.915119, 116.403857)}


@pytest.mark.parametrize("coordinates", COORDINATES)
def test_a_published_place_comes_to_its_wgs84_position(coordinates: Coordinates) -> None:
    assert to_wgs84(*TIANANMEN[coordinates], coordinates) == pytest.approx(TIANANMEN["wgs84"], abs=3e-5)


def test_baidu_and_back_is_the_same() -> None:
    for lat, lon in [(36.65, 117.12), (23.1, 113.3), (46.42, 125.34), (29.5, 106.5)]:
        shifted = gcj02_to_bd09(lat, lon)
        assert 0.001 < shifted[0] - lat < 0.012
        assert 0.001 < shifted[1] - lon < 0.012
        assert bd09_to_gcj02(*shifted) == pytest.approx((lat, lon), abs=1e-9)


def test_abroad_nothing_is_shifted() -> None:
    for coordinates in COORDINATES:
        assert to_wgs84(48.7787, 8.0805, coordinates) == (48.7787, 8.0805)


def _shifted(lat: float, lon: float, coordinates: Coordinates) -> tuple[float, float]:
    lat, lon = wgs84_to_gcj02(lat, lon)
    return gcj02_to_bd09(lat, lon) if coordinates == "bd09" else (lat, lon)


@pytest.mark.parametrize("coordinates", ["gcj02", "bd09"])
def test_a_scenario_in_another_system_loads_as_if_written_in_wgs84(coordinates: Coordinates) -> None:
    plain = scenarios.load(case("daqing-anda").path)
    document = scenarios.to_document(plain)
    for site in document["sites"]:
        site["lat"], site["lon"] = _shifted(site["lat"], site["lon"], coordinates)
    loaded = scenarios.loads_json(document, coordinates=coordinates)
    for site in loaded.problem.sites:
        meant = plain.problem.site[site.site_id]
        assert (site.lat, site.lon) == pytest.approx((meant.lat, meant.lon), abs=2e-6)


def test_what_the_gazetteer_fills_is_not_shifted_once_more() -> None:
    plain = scenarios.load(case("daqing-anda").path)
    document = scenarios.to_document(plain)
    for site in document["sites"]:
        if site["kind"] != "station":
            del site["lat"], site["lon"]
    for coordinates in COORDINATES:
        loaded = scenarios.loads_json(document, coordinates=coordinates).problem
        assert loaded.site["P-ANDA"] == plain.problem.site["P-ANDA"]


def test_a_latitude_out_of_range_is_told_as_it_was_typed(tmp_path: Path) -> None:
    document = scenarios.to_document(scenarios.load(case("daqing-anda").path))
    document["sites"][0]["lat"] = 140.5
    with pytest.raises(scenarios.ScenarioError, match=r"lat = .*140\.5"):
        scenarios.loads_json(document, coordinates="bd09")
