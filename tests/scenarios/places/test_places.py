"""The gazetteer: where places are, and how their Chinese names find them."""

from __future__ import annotations

from math import asin, cos, radians, sin, sqrt

import pytest

from scenarios.places import (
    Place,
    PlaceError,
    airports,
    cities,
    counties,
    find,
    gcj02_to_wgs84,
    lookup,
    stations,
    wgs84_to_gcj02,
)


def _km(a: tuple[float, float], b: tuple[float, float]) -> float:
    (lat1, lon1), (lat2, lon2) = a, b
    half = sin(radians(lat2 - lat1) / 2) ** 2
    half += cos(radians(lat1)) * cos(radians(lat2)) * sin(radians(lon2 - lon1) / 2) ** 2
    return 2 * 6371.0088 * asin(sqrt(half))


@pytest.mark.parametrize(
    ("name", "city", "lat", "lon"),
    [
        ("安达市", "", 46.42, 125.34),
        ("达川区", "达州", 31.20, 107.51),
        ("邓州市", "南阳", 32.69, 112.09),
        ("永城市", "商丘", 33.93, 116.45),
        ("睢宁县", "徐州市", 33.91, 117.94),
        ("平阴县", "济南", 36.29, 116.45),
        ("商河县", "济南", 37.31, 117.15),
        ("合川区", "重庆", 29.97, 106.28),
    ],
)
def test_county_seats_stand_where_wgs84_maps_have_them(name: str, city: str, lat: float, lon: float) -> None:
    place = lookup(name, kind="pickup", city=city)
    assert _km((place.lat, place.lon), (lat, lon)) < 3


def test_the_shift_of_chinese_maps_is_undone() -> None:
    # a published pair: Tiananmen, as WGS-84 and as shifted
    assert _km(gcj02_to_wgs84(39.908823, 116.397470), (39.907375, 116.391228)) < 0.1
    for lat, lon in [(36.65, 117.12), (23.1, 113.3), (46.42, 125.34), (29.5, 106.5)]:
        shifted = wgs84_to_gcj02(lat, lon)
        assert 0.05 < _km(shifted, (lat, lon)) < 1
        assert gcj02_to_wgs84(*shifted) == pytest.approx((lat, lon), abs=1e-9)


def test_every_place_lies_in_china_near_its_city() -> None:
    seats: dict[tuple[str, str], list[Place]] = {}
    for county in (*counties(), *cities()):
        seats.setdefault((county.province, county.city), []).append(county)
    for place in (*counties(), *cities(), *stations(), *airports()):
        assert 3 < place.lat < 54, place
        assert 73 < place.lon < 136, place
        assert place.precision_km > 0
        assert place.source
    for hub in (*stations(), *airports()):
        distances = [_km((hub.lat, hub.lon), (seat.lat, seat.lon)) for seat in seats[hub.province, hub.city]]
        assert min(distances) < 60, hub


def test_the_counts_are_those_of_the_country() -> None:
    assert 2800 < len(counties()) < 2900
    assert 330 < len(cities()) < 345
    assert len(stations()) > 100
    assert len(airports()) > 100
    for shelf in (stations(), airports()):
        assert len({p.name for p in shelf}) == len(shelf)


def test_a_name_of_several_places_needs_its_city() -> None:
    assert {p.city for p in find("鼓楼区", kind="workplace")} == {"南京市", "徐州市", "福州市", "开封市"}
    with pytest.raises(PlaceError, match=r"4 county seats[^M]*徐州市鼓楼区[^M]*Maybe name its city") as raised:
        lookup("鼓楼区", kind="workplace")
    assert len(raised.value.candidates) == 4
    assert lookup("鼓楼区", kind="workplace", city="福州").province == "福建省"
    assert lookup("鼓楼区", kind="workplace", province="福建").city == "福州市"
    assert lookup("福州市鼓楼区", kind="workplace").adcode == "350102"
    assert lookup("福建鼓楼", kind="workplace").adcode == "350102"


def test_an_unknown_name_says_where_else_it_is() -> None:
    assert find("无此县", kind="pickup") == []
    with pytest.raises(PlaceError, match="write its coordinates"):
        lookup("无此县", kind="pickup")
    with pytest.raises(PlaceError, match=r"known elsewhere.*南京市鼓楼区"):
        lookup("鼓楼区", kind="pickup", city="济南市")


def test_the_full_name_goes_before_the_abbreviated() -> None:
    assert [p.name for p in find("朝阳市", kind="depot")] == ["朝阳市"]
    assert {p.name for p in find("朝阳", kind="depot")} == {"朝阳市", "朝阳区", "朝阳县"}


def test_the_kind_of_site_chooses_the_shelf() -> None:
    assert lookup("安达", kind="pickup").kind == "county"
    assert lookup("安达", kind="station").name == "安达站"
    assert lookup("重庆西站", kind="station") == lookup("重庆西", kind="station")
    assert lookup("TNA", kind="airport") == lookup("济南机场", kind="airport") == lookup("遥墙机场", kind="airport")


def test_newer_names_are_known_beside_those_of_the_package() -> None:
    assert lookup("莱芜区", kind="workplace", city="济南").lat == lookup("莱城区", kind="workplace").lat
    renamed, former = lookup("章丘区", kind="pickup"), lookup("章丘市", kind="pickup")
    assert (renamed.adcode, former.adcode) == ("370114", "370181")
    assert (renamed.lat, renamed.lon) == (former.lat, former.lon)
    assert lookup("章丘", kind="pickup") == lookup("370114") == renamed
    assert "章丘市 until 2016-12" in renamed.source


def test_a_county_under_its_province_is_its_own_city() -> None:
    assert lookup("仙桃市", kind="pickup").city == "仙桃市"
    assert lookup("永川区", kind="pickup").city == "重庆市"
    assert lookup("广西南宁", kind="pickup").name == "南宁市"


def test_kunming_is_the_open_airport() -> None:
    airport = lookup("KMG", kind="airport")
    assert _km((airport.lat, airport.lon), (25.10, 102.93)) < 3
