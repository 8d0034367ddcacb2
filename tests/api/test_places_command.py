"""``places`` shows what the gazetteer knows; ``convert --coordinates`` writes WGS-84."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner
from typer.testing import Result as Ended

from api.cli import app
from scenarios import load, save, to_document
from scenarios.library import case
from scenarios.places import gcj02_to_bd09, wgs84_to_gcj02


def fangang(*words: object) -> Ended:
    return CliRunner().invoke(app, [str(word) for word in words])


def test_a_place_has_coordinates_precision_and_source() -> None:
    ended = fangang("places", "Jinan Lixia", "TNA")
    assert ended.exit_code == 0
    for words in ("山东省济南市历下区", "370102", "36.66603", "117.07035", "3 km", "GCJ-02", "airportsdata", "1.5 km"):
        assert words in ended.stdout


def test_all_matches_are_shown_for_machines_too() -> None:
    (entry,) = json.loads(fangang("places", "鼓楼区", "--json").stdout)
    assert {place["city"] for place in entry["places"]} == {"南京市", "徐州市", "福州市", "开封市"}
    assert all(place["precision_km"] and place["source"] for place in entry["places"])
    (narrowed,) = json.loads(fangang("places", "Gulou", "--city", "Fuzhou", "--json").stdout)
    assert [place["adcode"] for place in narrowed["places"]] == ["350102"]
    (station,) = json.loads(fangang("places", "安达", "--kind", "station", "--json").stdout)
    assert [place["name"] for place in station["places"]] == ["安达站"]


def test_headings_in_chinese() -> None:
    shown = fangang("places", "达州站", "--lang", "zh").stdout
    for words in ("纬度", "精度", "来源", "车站", "通川区"):
        assert words in shown


def test_an_unknown_name_ends_with_2_and_names_like_it() -> None:
    ended = fangang("places", "历下区", "永川区集合点")
    assert ended.exit_code == 2
    assert "370102" in ended.stdout
    assert "永川区集合点: no place of that name" in ended.stderr
    assert "Maybe 重庆市永川区 is meant" in ended.stderr


@pytest.mark.parametrize("coordinates", ["gcj02", "bd09"])
def test_coordinates_of_chinese_maps_are_written_as_wgs84(tmp_path: Path, coordinates: str) -> None:
    plain = load(case("daqing-anda").path)
    document = to_document(plain)
    for site in document["sites"]:
        shifted = wgs84_to_gcj02(site["lat"], site["lon"])
        site["lat"], site["lon"] = gcj02_to_bd09(*shifted) if coordinates == "bd09" else shifted
    (tmp_path / "shifted.json").write_text(json.dumps(document), encoding="utf-8")
    ended = fangang("convert", tmp_path / "shifted.json", tmp_path / "right", "--coordinates", coordinates)
    assert ended.exit_code == 0, ended.output
    for site in load(tmp_path / "right").problem.sites:
        meant = plain.problem.site[site.site_id]
        assert (site.lat, site.lon) == pytest.approx((meant.lat, meant.lon), abs=2e-6)


def test_an_unknown_system_and_a_shipped_case_are_refused(tmp_path: Path) -> None:
    save(load(case("daqing-anda").path), tmp_path / "s.json")
    assert fangang("convert", tmp_path / "s.json", tmp_path / "a", "--coordinates", "utm").exit_code == 2
    refused = fangang("convert", "daqing-anda", tmp_path / "a", "--coordinates", "bd09")
    assert refused.exit_code == 2
    assert "wgs84" in refused.stderr
    assert not (tmp_path / "a").exists()
