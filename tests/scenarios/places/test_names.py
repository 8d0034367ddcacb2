"""Names as people write them: pinyin, codes, remarks; and what is said of a name that no place has."""

from __future__ import annotations

import time

import pytest

from scenarios.places import PlaceError, counties, find, lookup, provinces, resembling


@pytest.mark.parametrize(
    "name",
    [
        "历下区",
        "历下",
        "济南历下",
        "山东省济南市历下区",
        "历下区（三号工地）",
        "历下区 (site 3)",
        "Lixia",
        "lixiaqu",
        "LIXIA QU",
        "Jinan Lixia",
        "Lixia Jinan",
        "Lixia District, Jinan, Shandong",
        "Lìxià",
        "li4xia4 qu1",
        "370102",
        "370102000000",
    ],
)
def test_a_county_is_found_however_it_is_written(name: str) -> None:
    assert lookup(name, kind="pickup").adcode == "370102"


@pytest.mark.parametrize(
    ("name", "full"),
    [
        ("Daxian", None),
        ("Shanxian", "单县"),
        ("Daicheng", "大城县"),
        ("Changqing", "长清区"),
        ("Zhangzi", "长子县"),
        ("Shifang", "什邡市"),
        ("Pidu", "郫都区"),
        ("Yueqing", "乐清市"),
        ("Lüshunkou", "旅顺口区"),
        ("Lvshunkou", "旅顺口区"),
        ("Korla", None),
        ("Kuerle", "库尔勒市"),
        ("Harbin", "哈尔滨市"),
        ("Urumqi", "乌鲁木齐市"),
    ],
)
def test_pinyin_is_that_of_the_place(name: str, full: str | None) -> None:
    assert {place.name for place in find(name, kind="depot")} == ({full} if full else set())


def test_tones_tell_apart_what_sounds_alike() -> None:
    assert {p.name for p in find("Shanxi", kind="province")} == {"山西省", "陕西省"}
    assert lookup("Shānxī", kind="province").name == lookup("shan1 xi1", kind="province").name == "山西省"
    assert lookup("Shǎnxī", kind="province").name == lookup("Shaanxi", kind="province").name == "陕西省"


def test_provinces_are_known_and_hold_their_counties() -> None:
    names = {province.name for province in provinces()}
    assert len(names) == 30
    assert {county.province for county in counties()} <= names | {"北京市", "天津市", "上海市", "重庆市"}
    assert lookup("Inner Mongolia").name == "内蒙古自治区"
    assert lookup("370000") == lookup("Shandong") == lookup("山东")


def test_a_province_is_no_place_to_board_at() -> None:
    with pytest.raises(PlaceError, match="known elsewhere: 山东省"):
        lookup("山东省", kind="pickup")


def test_city_and_province_may_be_pinyin_too() -> None:
    assert lookup("鼓楼", kind="pickup", city="fuzhou").adcode == "350102"
    assert lookup("Gulou", kind="pickup", province="Fujian Province").adcode == "350102"
    assert lookup("Gulou", kind="pickup", city="Kaifeng").adcode == "410204"


def test_the_region_chooses_among_several() -> None:
    assert lookup("鼓楼区", kind="pickup", region="徐州").city == "徐州市"
    assert lookup("市中区", kind="pickup", region="济南市市中区").city == "济南市"
    with pytest.raises(PlaceError, match="4 county seats"):
        lookup("鼓楼区", kind="pickup", region="历下区")


def test_airports_are_found_by_code_pinyin_and_city() -> None:
    for name in ("TNA", "tna", "济南", "Jinan", "Jinan Yaoqiang International Airport", "遥墙机场"):
        assert lookup(name, kind="airport").adcode == "TNA"
    with pytest.raises(PlaceError, match="2 airports"):
        lookup("上海", kind="airport")


def test_stations_are_found_by_pinyin_and_english() -> None:
    for name in ("chongqingxi", "Chongqing West", "Chongqing West Railway Station", "重庆西火车站"):
        assert lookup(name, kind="station").name == "重庆西站"


def test_a_pickup_may_be_a_hub_if_it_is_named_in_full() -> None:
    assert lookup("达州站", kind="pickup").kind == "station"
    assert lookup("CTU", kind="workplace").kind == "airport"
    assert lookup("达州", kind="pickup").kind == "city"


def test_a_station_that_is_not_known_does_not_become_its_county() -> None:
    with pytest.raises(PlaceError, match="not among the known stations"):
        lookup("宁海", kind="station")


def test_an_unknown_name_gets_the_names_that_look_like_it() -> None:
    for name, meant in (("永川区集合点", "永川区"), ("Lixa", "历下区"), ("济楠", "济南市"), ("嘉善新区", "嘉善县")):
        assert resembling(name, kind="pickup")[0].name == meant
        with pytest.raises(PlaceError, match=f"Maybe .*{meant}.* write its coordinates") as raised:
            lookup(name, kind="pickup")
        assert meant in {place.name for place in raised.value.candidates}
    assert resembling("xyzzy") == []


def test_many_unknown_names_are_told_in_a_moment() -> None:
    resembling("warm", kind="pickup")
    started = time.perf_counter()
    for number in range(100):
        resembling(f"gongyeyuan {number}", kind="workplace")
    assert time.perf_counter() - started < 5


@pytest.mark.parametrize(
    "name", ["", " ", "()", "（）", "'", "区", "x" * 10_000, "区" * 10_000, "\x00", "１２３４５６"]
)
def test_odd_names_are_simply_unknown(name: str) -> None:
    assert find(name) == []
    assert isinstance(resembling(name), list)
