"""A site without coordinates gets those of the place of its name; several or none is an error at that cell."""

from __future__ import annotations

from typing import Any

import pytest

import scenarios
from scenarios import ScenarioError
from scenarios.library import case
from scenarios.places import lookup


def _document(site_name: str, kind: str = "pickup", **region: str) -> dict[str, Any]:
    """The Daqing commute with one more site of that name in one more region, without coordinates."""
    document = scenarios.to_document(scenarios.load(case("daqing-anda").path))
    document["regions"].append({"region_id": "X", **region})
    document["sites"].append({"site_id": "X1", "name": site_name, "kind": kind, "region_id": "X"})
    return document


@pytest.mark.parametrize("name", ["鼓楼区", "Gulou", "gulouqu", "鼓楼区（东门）", "福州鼓楼", "350102"])
@pytest.mark.parametrize(
    "region",
    [{"city": "福州市"}, {"city": "Fuzhou", "province": "Fujian"}, {"province": "福建省"}, {"name": "福州市鼓楼区"}],
)
def test_the_region_tells_which_of_several_is_meant(name: str, region: dict[str, str]) -> None:
    site = scenarios.loads_json(_document(name, **region)).problem.site["X1"]
    place = lookup("福州市鼓楼区")
    assert (site.lat, site.lon) == (place.lat, place.lon)


def test_several_matches_are_an_error_at_that_cell_with_all_of_them() -> None:
    with pytest.raises(ScenarioError) as raised:
        scenarios.loads_json(_document("鼓楼区"))
    faults = raised.value.faults
    assert [(fault.place, fault.column) for fault in faults] == [("sites", "lat"), ("sites", "lon")]
    for city in ("南京市", "徐州市", "福州市", "开封市"):
        assert city in faults[0].expected
    assert faults[0].advice == "Maybe name its city and province."


def test_no_match_is_an_error_at_that_cell_with_names_like_it() -> None:
    with pytest.raises(ScenarioError) as raised:
        scenarios.loads_json(_document("Lixa"))
    fault = raised.value.faults[0]
    assert (fault.place, fault.row, fault.column) == ("sites", 10, "lat")
    assert "'Lixa' is not among the known county seats and cities" in fault.expected
    assert "山东省济南市历下区" in fault.advice


def test_a_name_of_elsewhere_is_not_taken() -> None:
    with pytest.raises(ScenarioError, match="known elsewhere: 山东省济南市历下区"):
        scenarios.loads_json(_document("历下区", city="青岛市"))


def test_an_airport_and_a_station_are_looked_for_among_their_kind() -> None:
    for name, kind, full in (("TNA", "airport", "济南遥墙国际机场"), ("Chongqing West", "station", "重庆西站")):
        site = scenarios.loads_json(_document(name, kind)).problem.site["X1"]
        place = lookup(full, kind=kind)
        assert (site.lat, site.lon) == (place.lat, place.lon)
        assert site.name == name


def test_of_many_unknown_names_only_the_first_get_advice() -> None:
    document = _document("Lixa 0")
    document["sites"] += [
        {"site_id": f"X{number}", "name": f"Lixa {number}", "kind": "pickup"} for number in range(2, 200)
    ]
    with pytest.raises(ScenarioError) as raised:
        scenarios.loads_json(document)
    advised = [fault for fault in raised.value.faults if "is meant" in fault.advice]
    assert len(raised.value.faults) == 2 * 199
    assert 0 < len(advised) <= 100
