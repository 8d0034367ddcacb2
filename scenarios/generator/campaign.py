"""Campaigns: workers of many counties to the factories of one province, by every mode."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from optimizer.clock import day_of
from optimizer.problem import Problem
from scenarios.generator import prices
from scenarios.generator.dice import Dice
from scenarios.generator.draft import Draft
from scenarios.generator.earth import distances, straight_km
from scenarios.generator.ground import Ground, counties_of, pull
from scenarios.generator.labour import demands, factories
from scenarios.generator.lines import Lines, nearest, nearest_airport, nearest_station, route
from scenarios.generator.rules import limits, settings
from scenarios.places import Place, counties

_FIRST_DAY = day_of("2020-02-26")
_COACH_KM = 500.0
_FLIGHT_KM = 900.0
_AT_HOME = 0.4
_CLOSED = "湖北省"  # nobody left it before 2020-03-25


def campaign(*, workers: int, seed: int, province: str) -> Problem:
    """Three days for up to 1 500 workers, a week up to 20 000, two weeks above, from 2020-02-26 on."""
    days = 3 if workers <= 1500 else 7 if workers <= 20000 else 14
    ground = Ground(draft=Draft(), dice=Dice(2, seed, workers), first_day=_FIRST_DAY, days=days)
    targets = counties_of(province)
    dice = ground.dice
    districts = dice.several(targets, max(4, min(len(targets), workers // 40)))
    homes = factories(ground, districts, [dice.number(0.3, 3) for _ in districts], max(3, workers // 40))
    origins = _origins(ground, targets, districts, max(8, min(900, workers // 20)))
    leaving = demands(ground, homes, origins, workers)
    _fleets(ground, leaving, districts, workers)
    _services(ground, leaving, districts)
    ground.draft.vehicle_types.extend(prices.COACHES)
    ground.draft.caps.extend(prices.CAPS_OF_2020)
    limits(ground, days=days)
    target = targets[0].province
    return ground.draft.build(settings(ground, f"campaign-{target}-{workers}-{seed}", unserved=6000.0, drivers=3.0))


def _origins(ground: Ground, targets: Sequence[Place], districts: Sequence[Place], count: int) -> list[Place]:
    """Counties of the country, two in five of the province itself; some at risk, few of those not open yet."""
    dice = ground.dice
    inside = {c.adcode for c in targets}
    outside = list({c.adcode: c for c in counties() if c.adcode not in inside}.values())
    centre = districts[0]
    away = distances(centre, outside)
    weights = [
        pull(c, float(km)) * (0.3 if c.province == _CLOSED else 1.0) for c, km in zip(outside, away, strict=True)
    ]
    own = dice.several(list(targets), round(count * _AT_HOME))
    origins = [*own, *dice.some(outside, weights, count - len(own))]
    for county in origins:
        hard_hit = county.province == _CLOSED
        risk = "high" if hard_hit else dice.weighted(["low", "medium"], [0.92, 0.08])
        late = ground.first_day + ground.days + 14 if hard_hit else None
        ground.region(county, risk=risk, open_from=late)
    return origins


def _fleets(ground: Ground, leaving: Counter[str], districts: Sequence[Place], workers: int) -> None:
    """Coaches in the cities of origin, one in five of them short of some, and in the districts that receive."""
    ground.city_coaches(leaving, at_once=2 / ground.days, tight=0.2)
    receiving = districts[: max(2, len(districts) // 4)]
    for district in receiving:
        ground.coaches(district, workers / ground.days / len(receiving), plenty=0.6)


def _services(ground: Ground, leaving: Counter[str], districts: Sequence[Place]) -> None:
    """For each far province: carriages, a train where many leave or none leave more, a flight where it is very far."""
    dice, lines = ground.dice, Lines(ground)
    by_code = {c.adcode: c for c in counties()}
    centre = districts[0]
    provinces: dict[str, list[str]] = {}
    for code in leaving:
        if straight_km(by_code[code], centre) > _COACH_KM:
            provinces.setdefault(by_code[code].province, []).append(code)
    goal = nearest_station(centre)
    total = {province: sum(leaving[code] for code in codes) for province, codes in provinces.items()}
    for province in sorted(provinces):
        codes, heads = provinces[province], total[province]
        first = heads == max(total.values())
        busiest = by_code[max(codes, key=lambda code: (leaving[code], code))]
        start = nearest_station(busiest)
        if start == goal:
            continue
        for _ in range(max(1, heads // 700)):
            if heads >= 150 or first:
                calls = route(start, goal, stops=dice.whole(0, 3))
                lines.train(calls, _departure(ground), workers=min(heads, 700), fast=dice.chance(0.15))
            if heads >= 20 or first:
                lines.carriage(route(start, goal, stops=dice.whole(0, 2)), _departure(ground))
        airport, field = nearest_airport(busiest), nearest_airport(nearest(centre, districts))
        if heads >= 60 and straight_km(airport, field) > _FLIGHT_KM:
            lines.flight(airport, field, ground.at(dice.whole(0, ground.days - 1), dice.whole(32, 68) * 15))


def _departure(ground: Ground) -> int:
    return ground.at(ground.dice.whole(0, max(0, ground.days - 3)), ground.dice.whole(28, 76) * 15)
