"""Who travels: employers with their factories, and groups of workers from counties to them, with their windows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from math import exp, log

from optimizer.problem import Demand, Employer
from scenarios.generator.earth import RAIL_DETOUR, straight_km
from scenarios.generator.ground import Ground
from scenarios.places import Place

_INDUSTRIES = ("机械", "电子", "化工", "纺织", "建材", "医药", "食品", "汽车", "冶金", "建筑")
_LEAST, _MOST, _MEDIAN = 3, 60, 12.0


def factories(ground: Ground, districts: Sequence[Place], weights: Sequence[float], count: int) -> list[Place]:
    """``count`` employers E00001, …, each with one factory W00001, … in a district drawn by weight; their districts."""
    dice = ground.dice
    homes: list[Place] = []
    for number in range(1, count + 1):
        home = districts[dice.index(weights)]
        industry = dice.pick(_INDUSTRIES)
        name = f"{home.name}{industry}企业{number}"
        priority = 2.0 if number <= count * 0.1 else 1.5 if number <= count * 0.35 else 1.0
        ground.draft.employers.append(
            Employer(employer_id=f"E{number:05d}", name=name, priority=priority, industry=industry)
        )
        ground.workplace(number, name, home)
        homes.append(home)
    return homes


def demands(ground: Ground, homes: Sequence[Place], origins: Sequence[Place], workers: int) -> Counter[str]:
    """Adds groups of ``workers`` in all, N00001, …; returns how many leave each county, by its code.

    ``homes`` has the district of each employer, in the order of their numbers.
    """
    dice = ground.dice
    leaving: Counter[str] = Counter()
    weights = [dice.number(0.2, 4) for _ in origins]
    shares = [dice.number(0.2, 3) for _ in homes]
    for number, headcount in enumerate(_groups(ground, workers), start=1):
        origin = origins[dice.index(weights)]
        employer = dice.index(shares)
        leaving[origin.adcode] += headcount
        demand = _journey(
            ground,
            number,
            origin=origin,
            pickup=ground.pickup(origin),
            employer=employer + 1,
            home=homes[employer],
            headcount=headcount,
        )
        ground.draft.demands.append(demand)
    return leaving


def _groups(ground: Ground, total: int) -> list[int]:
    """Headcounts of groups that add up to ``total``: about log-normal around twelve, few above sixty."""
    dice, left, counts = ground.dice, total, []
    while left > 0:
        spread = sum(dice.number(-1, 1, 6) for _ in range(4)) * 0.65
        size = min(_MOST, max(_LEAST, round(exp(log(_MEDIAN) + spread))))
        if dice.chance(0.004):
            size *= 4
        size = min(size, left)
        counts.append(size)
        left -= size
    return counts


def _journey(
    ground: Ground, number: int, *, origin: Place, pickup: str, employer: int, home: Place, headcount: int
) -> Demand:
    """One demand: a ready day that leaves time for the way, a due time a day or more after it, now and then a rule.

    One in fifty is due before any coach could make it.
    """
    dice = ground.dice
    hours = straight_km(origin, home) * RAIL_DETOUR / 55
    least_days = 0 if hours < 9 else 1 if hours < 22 else 2
    slack = dice.weighted([0, 1, 2], [0.35, 0.4, 0.25])
    last = max(0, ground.days - 1 - least_days)
    ready_day = dice.whole(0, max(0, last - min(slack, last)))
    due_day = min(ground.days - 1, ready_day + least_days + slack)
    ready = ground.at(ready_day, dice.pick([300, 360, 420, 480]))
    due = ground.at(due_day, dice.pick([1080, 1200, 1320, 1380]))
    if dice.chance(0.02):
        due = ready + max(30, round(hours * 20))
    due = max(due, ready)
    due_from = max(ready, ground.at(due_day, 0) + dice.pick([0, 360, 420])) if dice.chance(0.35) else None
    return Demand(
        demand_id=f"N{number:05d}",
        employer_id=f"E{employer:05d}",
        pickup_id=pickup,
        workplace_id=f"W{employer:05d}",
        headcount=headcount,
        ready=ready,
        due_from=due_from if due_from is not None and due_from <= due else None,
        due=due,
        splittable=not (headcount < 20 and dice.chance(0.08)),
        min_group=3 if headcount >= 6 and dice.chance(0.2) else 1,
        quarantine_nights=dice.pick([7, 14]) if dice.chance(0.05) else 0,
    )
