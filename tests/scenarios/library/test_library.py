"""The shipped cases load, have the documented totals, and say what is documented and what is assumed."""

from __future__ import annotations

import re
from collections import Counter

import pytest

import scenarios
from optimizer.clock import show_minute
from optimizer.problem import Problem
from scenarios.library import Case, case, cases
from scenarios.places import lookup


def _problem(name: str) -> Problem:
    return scenarios.load(case(name).path).problem


def test_these_cases_are_shipped() -> None:
    assert [c.name for c in cases()] == [
        "daqing-anda",
        "jinan-k4016",
        "sichuan-zhejiang-day",
        "sichuan-zhejiang-day-uncapped",
        "wanzhou-guangdong",
    ]


def test_an_unknown_case_names_those_that_there_are() -> None:
    with pytest.raises(KeyError, match="jinan-k4016"):
        case("jinan-k4017")


@pytest.mark.parametrize("shipped", cases(), ids=lambda c: c.name)
def test_a_case_loads_without_a_warning_and_is_called_as_its_folder(shipped: Case) -> None:
    scenario = scenarios.load(shipped.path)
    assert scenario.warnings == ()
    assert scenario.problem.settings.name == shipped.name


@pytest.mark.parametrize("shipped", cases(), ids=lambda c: c.name)
def test_a_page_tells_what_is_documented_and_what_is_assumed(shipped: Case) -> None:
    assert shipped.title
    assert 80 < len(shipped.summary) < 600
    assert "#" not in shipped.summary
    for heading in ("## What is documented", "## What is assumed, and why", "## Places"):
        assert heading in shipped.page
    assert "http" not in shipped.page


@pytest.mark.parametrize("shipped", cases(), ids=lambda c: c.name)
def test_every_place_of_a_case_is_in_the_gazetteer_and_on_its_page(shipped: Case) -> None:
    problem = scenarios.load(shipped.path).problem
    places = shipped.page.split("## Places")[1]
    for site in problem.sites:
        region = problem.region[site.region_id or ""]
        place = lookup(site.name, kind=site.kind, city=region.city, province=region.province, region=region.name)
        assert (site.lat, site.lon) == (place.lat, place.lon)
        short = place.name.removesuffix("站").replace("国际", "").removesuffix("机场")
        assert short in shipped.page.replace("国际机场", "")
        assert re.search(rf"\b{re.escape(format(place.precision_km, 'g'))} km\b", " ".join(places.split()))


@pytest.mark.parametrize("shipped", cases(), ids=lambda c: c.name)
@pytest.mark.parametrize("but_for", [("station",), ()], ids=["stations-keep-theirs", "names-alone"])
def test_a_case_without_coordinates_loads_to_the_same_sites(shipped: Case, but_for: tuple[str, ...]) -> None:
    whole = scenarios.load(shipped.path)
    document = scenarios.to_document(whole)
    for site in document["sites"]:
        if site["kind"] not in but_for:
            del site["lat"], site["lon"]
    assert scenarios.loads_json(document).problem.sites == whole.problem.sites


@pytest.mark.parametrize("shipped", cases(), ids=lambda c: c.name)
def test_every_documented_fact_names_a_source_and_every_source_a_date(shipped: Case) -> None:
    documented = shipped.page.split("## What is documented")[1].split("## What is assumed")[0]
    sources = [
        cells[2].strip()
        for cells in (line.split("|") for line in documented.splitlines() if line.startswith("| "))
        if len(cells) == 4 and cells[1].strip() != "fact"
    ]
    assert len(sources) >= 3
    standing = ("Safety Management Code", "passenger transport rules", "the same two articles", "unverified", "62号")
    for source in sources:
        assert re.search(r"20(20|21)", source) or any(words in source for words in standing), source


def test_jinan_has_the_documented_train_and_workers() -> None:
    problem = _problem("jinan-k4016")
    assert problem.workers() == 476
    heads: Counter[str] = Counter()
    for demand in problem.demands:
        heads[problem.employer[demand.employer_id].name] += demand.headcount
    assert heads["山东建工"] == 115
    assert len(heads) == 12
    assert len({(d.employer_id, d.workplace_id) for d in problem.demands}) == 26
    train = next(s for s in problem.services if s.mode == "train")
    calls = problem.stops_of[train.service_id]
    assert [problem.site[c.site_id].name for c in calls] == [
        "重庆西站",
        "达州站",
        "南阳站",
        "商丘站",
        "徐州站",
        "济南站",
    ]
    assert show_minute(calls[0].departure or 0) == "2020-03-11 12:07"
    assert show_minute(calls[-1].arrival or 0) == "2020-03-12 15:22"
    assert min(train.unit_seats // 2, train.unit_seats - train.reserved) * train.max_units >= 476
    assert {s.mode for s in problem.services} == {"train", "carriage"}


def test_jinan_names_its_sources_and_their_conflicts() -> None:
    page = case("jinan-k4016").page
    for words in ("人民网", "2020-04-13", "济南日报", "2020-03-13", "齐鲁晚报", "10 firms", "12 firms", "26 sites"):
        assert words in page
    for words in ("7:30", "7:40", "27 h 15", "山东建工"):
        assert words in page


def test_jinan_says_how_many_come_from_where() -> None:
    problem, page = _problem("jinan-k4016"), case("jinan-k4016").page
    heads: Counter[str] = Counter()
    for demand in problem.demands:
        heads[problem.region[problem.site[demand.pickup_id].region_id or ""].city] += demand.headcount
    cities = {"重庆市": "Chongqing", "达州市": "Dazhou", "南阳市": "Nanyang", "商丘市": "Shangqiu", "徐州市": "Xuzhou"}
    assert set(heads) == set(cities)
    for city, english in cities.items():
        assert re.search(rf"{english} {heads[city]}\b", page)


def test_daqing_has_some_200_commuters_both_ways_on_five_days() -> None:
    problem = _problem("daqing-anda")
    assert "大庆日报" in case("daqing-anda").page
    daily: Counter[tuple[int, str]] = Counter()
    for demand in problem.demands:
        if not demand.quarantine_nights:
            direction = "home" if demand.pickup_id == "W-PLANT" else "work"
            daily[demand.due // 1440, direction] += demand.headcount
    assert len(daily) == 10
    assert set(daily.values()) == {198}


def test_daqing_has_14_clinics_and_56_hotels_as_limits() -> None:
    limits = {limit.limit_id: limit for limit in _problem("daqing-anda").limits}
    assert limits["CLINICS-OUT"].kind == "depart_per_day"
    assert limits["CLINICS-OUT"].value == limits["CLINICS-IN"].value == 14 * 20
    assert limits["HOTELS"].kind == "beds"
    assert limits["HOTELS"].value == 56
    lodged = [d for d in _problem("daqing-anda").demands if d.quarantine_nights]
    assert 0 < sum(d.headcount for d in lodged) <= 56
