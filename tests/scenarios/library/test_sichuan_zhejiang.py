"""One day of the wave to Zhejiang: documented numbers, and a sibling that differs in the cap of 50 % alone."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest

import scenarios
from optimizer.clock import show_day, show_minute
from optimizer.problem import Problem
from scenarios.library import case

DAY, UNCAPPED = "sichuan-zhejiang-day", "sichuan-zhejiang-day-uncapped"


def _problem(name: str = DAY) -> Problem:
    return scenarios.load(case(name).path).problem


def test_the_workers_are_those_of_the_documented_groups() -> None:
    problem = _problem()
    heads: Counter[str] = Counter()
    for demand in problem.demands:
        heads[demand.employer_id] += demand.headcount
    flight, chengdu, train, cangxi, zhaohua = 154, 750, 1133, 287, 324
    assert heads["E-JS-AIR"] == flight
    assert heads["E-HZ"] == chengdu
    assert heads["E-JS"] + heads["E-YW"] == train + cangxi + zhaohua
    assert problem.workers() == flight + chengdu + train + cangxi + zhaohua == 2648
    for number in ("154", "750", "1 133", "287", "324", "2 648"):
        assert number in case(DAY).page


def test_the_services_are_those_of_the_documents() -> None:
    problem = _problem()
    assert Counter(service.mode for service in problem.services) == {"train": 2, "carriage": 1, "flight": 1}
    ends = {
        service.service_id: tuple(problem.site[problem.stops_of[service.service_id][at].site_id].name for at in (0, -1))
        for service in problem.services
    }
    assert ends == {
        "T-G4391": ("成都东站", "杭州东站"),
        "T-K4952": ("广元站", "嘉善站"),
        "C-K352": ("成都站", "嘉善站"),
        "F-GYS": ("广元盘龙机场", "杭州萧山国际机场"),
    }
    assert show_minute(problem.stops_of["T-K4952"][0].departure or 0) == "2020-02-23 00:39"
    calls = {problem.site[c.site_id].name: c for c in problem.stops_of["C-K352"]}
    assert show_minute(calls["广元站"].departure or 0).endswith(" 02:08")
    assert problem.service["C-K352"].max_units == 7


def test_the_coaches_are_as_many_as_were_used() -> None:
    problem = _problem()
    lasting = {row.depot_id: row.count for row in problem.fleet if row.to_day is None}
    assert (lasting["D510824"], lasting["D510811"]) == (15, 14)
    send = {r.region_id for r in problem.regions if r.city == "广元市"}
    feeders = [r for r in problem.fleet if problem.site[r.depot_id].region_id in send and r.to_day]
    assert sum(row.count or 0 for row in feeders) == 36


def test_the_cap_has_the_dates_of_its_circulars() -> None:
    caps = {(c.mode, c.trip, c.risk): c for c in _problem().caps}
    assert {cap.share for cap in caps.values()} == {0.5}
    assert ("coach", "city", None) not in caps
    assert ("flight", None, None) not in caps
    for mode in ("train", "carriage"):
        assert show_day(caps[mode, None, None].from_day or 0) == "2020-02-15"
    national, risky = caps["coach", "national", None], caps["coach", None, "medium"]
    assert show_day(national.from_day or 0) == "2020-02-11"
    assert show_day(risky.from_day or 0) == "2020-02-28"
    assert (national.to_day or 0) + 1 == risky.from_day


def test_a_train_under_the_cap_cannot_take_all_whom_it_took() -> None:
    for service_id, took in (("T-G4391", 750), ("T-K4952", 1133)):
        train = _problem().service[service_id]
        usable = min(train.unit_seats // 2, train.unit_seats - train.reserved)
        assert usable * train.max_units < took < (train.unit_seats - train.reserved) * train.max_units


def test_the_siblings_differ_in_the_cap_alone() -> None:
    capped, free = _problem(), _problem(UNCAPPED)
    assert capped.caps
    assert not free.caps
    assert replace(capped.settings, name="") == replace(free.settings, name="")
    for table in ("regions", "sites", "employers", "demands", "vehicle_types", "fleet", "services", "service_stops"):
        assert getattr(capped, table) == getattr(free, table)
    assert DAY in case(UNCAPPED).page
    assert UNCAPPED in case(DAY).page


@pytest.mark.parametrize(
    "words",
    [
        *("CCTV", "界面新闻", "新华社", "经济日报", "广元日报", "四川在线", "2020-02-24", "2021-02-23"),
        *("交运明电〔2020〕56号", "国铁集团", "2020-02-15", "2020-02-28", "about 50 %"),
    ],
)
def test_the_page_names_its_sources_and_conflicts(words: str) -> None:
    assert words in case(DAY).page
