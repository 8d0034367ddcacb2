"""The generator: same arguments, same problem; sizes exact; tiny ones of great variety."""

from __future__ import annotations

from collections import Counter
from functools import cache
from itertools import pairwise, permutations
from pathlib import Path

import pytest

import scenarios
from optimizer.problem import Problem
from scenarios.generator import KINDS, Kind, generate

_SEEDS = 300


@cache
def _tiny(seed: int) -> Problem:
    return generate("tiny", seed=seed)


@pytest.mark.parametrize("kind", KINDS)
def test_same_arguments_give_the_same_problem(kind: Kind) -> None:
    assert generate(kind, seed=5) == generate(kind, seed=5)
    assert generate(kind, seed=5) != generate(kind, seed=6)


@pytest.mark.parametrize("workers", [60, 500, 1700, 6000])
@pytest.mark.parametrize("kind", ["campaign", "trunk"])
def test_headcounts_add_up_to_the_workers_asked_for(kind: Kind, workers: int) -> None:
    problem = generate(kind, workers=workers, seed=1)
    assert problem.workers() == workers
    assert {s.mode for s in problem.services} <= {"train", "carriage", "flight"}
    if workers >= 500:
        assert "carriage" in {s.mode for s in problem.services}
    if workers >= 1700:
        assert {s.mode for s in problem.services} == {"train", "carriage", "flight"}


@pytest.mark.parametrize("workers", [12, 200, 1000])
def test_commuters_ride_there_and_back_each_day(workers: int) -> None:
    problem = generate("commute", workers=workers, seed=1)
    rides: Counter[tuple[int, bool]] = Counter()
    for demand in problem.demands:
        rides[demand.ready // 1440, problem.site[demand.workplace_id].kind == "workplace"] += demand.headcount
    assert len(rides) == 10
    assert set(rides.values()) == {workers}
    home, plant = problem.region["HOME"], problem.region["PLANT"]
    assert home.city != plant.city


def test_a_campaign_goes_to_the_province_asked_for() -> None:
    problem = generate("campaign", workers=300, seed=2, province="江苏")
    goals = {problem.region[problem.site[d.workplace_id].region_id or ""].province for d in problem.demands}
    assert goals == {"江苏省"}


def test_a_trunk_is_far_and_has_services_for_everybody() -> None:
    problem = generate("trunk", workers=800, seed=4, province="浙江省")
    assert {r.city for r in problem.regions if r.province == "浙江省"} == {"杭州市"}
    seats = sum(min(s.unit_seats // 2, s.unit_seats - s.reserved) * s.max_units for s in problem.services)
    assert seats > 800


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"kind": "tour"}, "none of campaign, trunk, commute, tiny"),
        ({"kind": "campaign", "province": "火星"}, "none of .*山东省"),
        ({"kind": "campaign", "workers": 0}, "workers = 0: expected at least 1"),
        ({"kind": "trunk", "demands": 3}, "demands is for tiny"),
        ({"kind": "tiny", "workers": 3}, "Maybe give demands"),
        ({"kind": "tiny", "seed": -1}, "seed = -1"),
        ({"kind": "commute", "province": "上海"}, "no two seats"),
    ],
)
def test_an_argument_that_makes_no_sense_is_named(arguments: dict[str, object], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        generate(**arguments)  # type: ignore[arg-type]


@pytest.mark.parametrize("demands", [1, 2, 3, 4, 7])
def test_a_tiny_scenario_has_the_demands_asked_for(demands: int) -> None:
    assert len(generate("tiny", demands=demands, seed=9).demands) == demands


def test_tiny_scenarios_stay_tiny() -> None:
    for seed in range(_SEEDS):
        problem = _tiny(seed)
        assert 2 <= len(problem.demands) <= 4
        assert len(problem.sites) <= 9
        assert len(problem.services) <= 3
        assert problem.settings.last_day == problem.settings.first_day + 1


def test_tiny_scenarios_have_every_rule_of_the_contract() -> None:
    seen: Counter[str] = Counter()
    for seed in range(_SEEDS):
        problem = _tiny(seed)
        seen.update({name for name, there in _features(problem).items() if there})
    rare = {name: seen[name] for name in _features(_tiny(0)) if seen[name] < _SEEDS * 0.03}
    assert not rare


def _features(problem: Problem) -> dict[str, bool]:
    """What a scenario has, by name: each rule of the contract that can be on or off."""
    settings, demands = problem.settings, problem.demands
    calls = list(problem.stops_of.values())
    hubs = {s.site_id for s in problem.sites if s.kind in ("station", "airport")}
    per_hub = Counter(stop.site_id for stops in calls for stop in stops)
    return {
        "one leg only": settings.journey_max_legs == 1,
        "journey.max_legs": settings.journey_max_legs is not None,
        "journey.max_min": settings.journey_max_min is not None,
        "max_wait_min": settings.transfer_max_wait_min is not None,
        "max_stand_min": settings.coach_max_stand_min is not None,
        "max_ride_min": settings.coach_max_ride_min is not None,
        "home_end": settings.coach_home_end,
        "mixing.employers": settings.mixing_employers is not None,
        "mixing.risk": not settings.mixing_risk,
        "transfer at a depot": "depot" in settings.transfer_at,
        "curfew": settings.driving_curfew is not None,
        "night": settings.driving_night is not None,
        "short days at the wheel": settings.driving_driver_min < 480,
        "one driver": settings.driving_max_drivers == 1,
        "no links": not problem.links,
        "a road that is longer than its detour": _has_detour(problem),
        "no service": not calls,
        "two services or more": len(calls) > 1,
        "three stops": any(len(stops) > 2 for stops in calls),
        "change of service": any(
            first.site_id in hubs and per_hub[first.site_id] > 1 for stops in calls for first in stops[1:]
        ),
        "train": any(s.mode == "train" for s in problem.services),
        "carriage": any(s.mode == "carriage" for s in problem.services),
        "flight": any(s.mode == "flight" for s in problem.services),
        "min_units": any(s.min_units > 1 for s in problem.services),
        "begins at a hub": any(d.pickup_id in hubs for d in demands),
        "ends at a hub": any(d.workplace_id in hubs for d in demands),
        "homebound": any(problem.site[d.pickup_id].kind == "workplace" for d in demands),
        "due_from": any(d.due_from is not None for d in demands),
        "min_group": any(d.min_group > 1 for d in demands),
        "unsplittable": any(not d.splittable for d in demands),
        "own priority": any(d.priority is not None for d in demands),
        "quarantine": any(d.quarantine_nights for d in demands),
        "larger than any coach": any(d.headcount > max(t.seats for t in problem.vehicle_types) for d in demands),
        "opening hours": any(s.opens is not None for s in problem.sites),
        "hours past midnight": any(s.opens is not None and s.opens > (s.closes or 0) for s in problem.sites),
        "open_from": any(r.open_from is not None for r in problem.regions),
        "medium or high risk": any(r.risk != "low" for r in problem.regions),
        "site without region": any(s.region_id is None for s in problem.sites),
        "fleet dates": any(row.from_day is not None or row.to_day is not None for row in problem.fleet),
        "fleet without limit": any(row.count is None for row in problem.fleet),
        "two depots": len({row.depot_id for row in problem.fleet}) > 1,
        "reserved seats": any(t.reserved for t in problem.vehicle_types),
        "caps": len(problem.caps) > 0,
        "dated caps": any(c.from_day is not None or c.to_day is not None for c in problem.caps),
        "caps by risk": any(c.risk for c in problem.caps),
        "depart limit": any(limit.kind == "depart_per_day" for limit in problem.limits),
        "arrive limit": any(limit.kind == "arrive_per_day" for limit in problem.limits),
        "beds": any(limit.kind == "beds" for limit in problem.limits),
        "dated limit": any(limit.day is not None for limit in problem.limits),
    }


def _has_detour(problem: Problem) -> bool:
    km = {(link.from_id, link.to_id): link.km for link in problem.links}
    return any(
        (a, c) in km and km[a, b] + km[b, c] < km[a, c] - 10
        for a, b, c in permutations([s.site_id for s in problem.sites], 3)
        if (a, b) in km and (b, c) in km
    )


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_generated_is_saved_and_loaded_without_loss(kind: Kind, tmp_path: Path) -> None:
    problem = generate(kind, seed=11)
    scenarios.save(scenarios.Scenario(problem=problem), tmp_path / "scenario")
    assert scenarios.load(tmp_path / "scenario").problem == problem


@pytest.mark.parametrize("kind", ["campaign", "trunk"])
def test_services_run_forward_and_at_the_pace_of_their_kind(kind: Kind) -> None:
    problem = generate(kind, workers=3000, seed=8)
    for stops in problem.stops_of.values():
        for before, here in pairwise(stops):
            assert here.arrival is not None
            assert before.departure is not None
            assert here.arrival > before.departure
            assert here.site_id != before.site_id
