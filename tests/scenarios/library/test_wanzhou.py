"""The long coach days: documented numbers, and that the drivers' rules decide."""

from __future__ import annotations

from collections import Counter

import pytest

import scenarios
from optimizer.check.driving import driving_of
from optimizer.check.places import Places
from optimizer.clock import Minute, minute_of, show_minute
from optimizer.problem import Problem
from scenarios.library import case

NAME = "wanzhou-guangdong"


def _problem() -> Problem:
    return scenarios.load(case(NAME).path).problem


def _arrival(problem: Problem, start: str, end: str, departure: str) -> Minute:
    minutes = Places(problem).wheel_minutes(problem.site[start], problem.site[end])
    return driving_of(problem.settings).drive(minute_of(departure), 0, minutes)[0]


def test_the_workers_are_those_of_the_documents() -> None:
    problem = _problem()
    heads: Counter[tuple[str, str]] = Counter()
    for demand in problem.demands:
        names = (problem.site[demand.pickup_id].name, problem.site[demand.workplace_id].name)
        heads[names[0][:2], names[1][:2]] += demand.headcount
    assert sum(count for (start, _), count in heads.items() if start == "万州") == 108
    assert heads["巫山", "龙岗"] == 173
    assert heads["巫山", "珠海"] == 148
    assert {end for start, end in heads if start == "万州"} == {"广州", "东莞", "龙岗"}
    assert problem.workers() == 429
    assert not problem.services


def test_every_way_needs_three_drivers() -> None:
    problem, places = _problem(), Places(_problem())
    for demand in problem.demands:
        minutes = places.wheel_minutes(problem.site[demand.pickup_id], problem.site[demand.workplace_id])
        assert 2 * problem.settings.driving_driver_min < minutes <= 3 * problem.settings.driving_driver_min


def test_twenty_minutes_at_dawn_decide_over_three_hours_at_night() -> None:
    problem = _problem()
    early = _arrival(problem, "P500237", "W440400", "2020-02-20 06:00")
    late = _arrival(problem, "P500237", "W440400", "2020-02-20 06:20")
    assert show_minute(early) < "2020-02-21 02:00"
    assert show_minute(late) > "2020-02-21 05:00"
    assert late - early >= 20 + 180


def test_a_documented_ride_is_no_faster_than_the_rules_allow() -> None:
    """高坪 to 樟木头 left at 17:40 and took some 28 hours, with meals and checks; both ends are county seats here."""
    document = scenarios.to_document(scenarios.load(case(NAME).path))
    document["sites"].append({"site_id": "GP", "name": "南充市高坪区", "kind": "pickup"})
    problem = scenarios.loads_json(document).problem
    hours = (_arrival(problem, "GP", "W441900", "2020-02-08 17:40") - minute_of("2020-02-08 17:40")) / 60
    assert 22 < hours < 28


def test_half_of_the_seats_is_what_rode_in_each() -> None:
    seats = sorted(v.seats // 2 for v in _problem().vehicle_types)
    assert seats[0] <= (173 + 148) / (7 + 6) <= seats[-1]


@pytest.mark.parametrize(
    "words",
    [
        "万州区交通局",
        "2020-02-21",
        "上游新闻",
        "2020-02-16",
        "巫山网",
        "2020-02-23",
        "unverified",
        "ten lines",
        "this coach",
    ],
)
def test_the_page_names_its_sources_and_conflicts(words: str) -> None:
    assert words in case(NAME).page
