"""Trunks: workers of far counties to one city, out of reach of two drivers: feeders to trains, carriages, flights."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from optimizer.clock import day_of
from optimizer.problem import Problem
from scenarios.generator import prices
from scenarios.generator.dice import Dice
from scenarios.generator.draft import Draft
from scenarios.generator.earth import distances, straight_km
from scenarios.generator.ground import Ground, counties_of, pull
from scenarios.generator.labour import demands, factories
from scenarios.generator.lines import Lines, nearest_airport, nearest_station, route
from scenarios.generator.rules import limits, settings
from scenarios.places import Place, counties

_FIRST_DAY = day_of("2020-03-08")
_NEAR_KM, _FAR_KM = 900.0, 1900.0
_PER_BATCH = 2000


def trunk(*, workers: int, seed: int, province: str) -> Problem:
    """Batches of up to 2 000 workers, three days apart, from three provinces 900 to 1 900 km away to a capital."""
    batches = max(1, -(-workers // _PER_BATCH))
    ground = Ground(draft=Draft(), dice=Dice(3, seed, workers), first_day=_FIRST_DAY, days=3 + 3 * batches)
    targets = counties_of(province)
    capital = [c for c in targets if c.city == targets[0].city]
    dice = ground.dice
    homes = factories(ground, capital, [dice.number(0.3, 3) for _ in capital], max(4, min(60, workers // 45)))
    origins = _origins(ground, capital[0], max(6, min(80, workers // 40)))
    leaving = demands(ground, homes, origins, workers)
    _batched(ground, batches)
    ground.city_coaches(leaving, at_once=1.0, tight=0.0)
    for district in capital[:2]:
        ground.coaches(district, workers / batches, plenty=0.6)
    _services(ground, leaving, capital[0], batches)
    ground.draft.vehicle_types.extend(prices.COACHES)
    ground.draft.caps.extend(prices.CAPS_OF_2020)
    limits(ground, days=1.5 * batches)
    name = f"trunk-{capital[0].city}-{workers}-{seed}"
    return ground.draft.build(settings(ground, name, unserved=20000.0, drivers=2.0))


def _origins(ground: Ground, goal: Place, count: int) -> list[Place]:
    """Counties of three far provinces, in clusters that a train can gather."""
    dice = ground.dice
    everywhere = list({c.adcode: c for c in counties()}.values())
    away = distances(goal, everywhere)
    far = [c for c, km in zip(everywhere, away, strict=True) if _NEAR_KM < km < _FAR_KM]
    by_province: dict[str, list[Place]] = {}
    for county in far:
        by_province.setdefault(county.province, []).append(county)
    big = sorted(p for p, members in by_province.items() if len(members) >= 20)
    weights = [sum(pull(c, _NEAR_KM) for c in by_province[p]) for p in big]
    chosen = dice.some(big, weights, 3)
    origins: list[Place] = []
    for i, province in enumerate(chosen):
        members = by_province[province]
        centre = dice.pick(members)
        near = [members[int(j)] for j in distances(centre, members).argsort()[: max(4, count)]]
        origins += dice.several(near, max(2, count // len(chosen) + (i < count % len(chosen))))
    for county in origins:
        ground.region(county, risk=dice.weighted(["low", "medium"], [0.93, 0.07]))
    return origins


def _batched(ground: Ground, batches: int) -> None:
    """Gives each demand a batch of its own: three days apart, to be there three to five days after it is ready."""
    dice = ground.dice
    for i, demand in enumerate(ground.draft.demands):
        batch = dice.whole(0, batches - 1)
        ready = ground.at(3 * batch, dice.pick([300, 360, 420, 480]))
        due = ground.at(3 * batch + dice.pick([3, 4, 5]), dice.pick([1080, 1200, 1320]))
        ground.draft.demands[i] = replace(demand, ready=ready, due_from=None, due=due)


def _services(ground: Ground, leaving: Counter[str], goal: Place, batches: int) -> None:
    """For each batch and province of origin a train, carriages from two stations, and a flight where enough leave."""
    dice, lines = ground.dice, Lines(ground)
    by_code = {c.adcode: c for c in counties()}
    end, field = nearest_station(goal), nearest_airport(goal)
    provinces = sorted({by_code[code].province for code in leaving})
    for batch in range(batches):
        for province in provinces:
            codes = sorted(code for code in leaving if by_code[code].province == province)
            heads = sum(leaving[code] for code in codes) / batches
            starts = list(
                {nearest_station(by_code[code]).name: nearest_station(by_code[code]) for code in codes}.values()
            )
            day = 3 * batch + dice.whole(0, 1)
            if heads >= 60:
                calls = route(dice.pick(starts), end, stops=dice.whole(1, 3))
                lines.train(calls, ground.at(day, dice.whole(36, 68) * 15), workers=heads)
            for start in dice.several(starts, 2):
                lines.carriage(route(start, end, stops=dice.whole(0, 2)), ground.at(day, dice.whole(28, 76) * 15))
            if heads >= 120:
                airport = nearest_airport(by_code[dice.pick(codes)])
                if straight_km(airport, field) > _NEAR_KM * 0.8:
                    lines.flight(airport, field, ground.at(day, dice.whole(36, 64) * 15))
