"""Tiny scenarios for exhaustive search: two to four demands, few vehicles, and any rule of the contract may bind."""

from __future__ import annotations

from optimizer.clock import DAY_MINUTES, Day, day_of
from optimizer.problem import Cap, Demand, Employer, Limit, Problem, Settings
from scenarios.generator.dice import Dice
from scenarios.generator.tiny_world import World, lay_out

_FIRST_DAY = day_of("2020-03-10")
_DAYS = 2


def tiny(*, demands: int | None, seed: int) -> Problem:
    """A scenario of two days with ``demands`` demands (None: two to four). Most can be served, some cannot."""
    dice = Dice(1, seed, demands or 0)
    world = lay_out(dice, _FIRST_DAY)
    _employers(world)
    for number in range(1, (demands or dice.weighted([2, 3, 4], [0.4, 0.4, 0.2])) + 1):
        _demand(world, f"N{number}")
    _caps(world)
    _limits(world)
    return world.draft.build(_settings(world, f"tiny-{seed}"))


def _employers(world: World) -> None:
    for employer_id, priority in (("E1", world.dice.pick([1.0, 2.0])), ("E2", 1.0)):
        world.draft.employers.append(Employer(employer_id=employer_id, name=employer_id, priority=priority))


def _demand(world: World, demand_id: str) -> None:
    dice = world.dice
    headcount = dice.weighted([1, 2, 3, 4, 5, 6, 7, 9], [1, 3, 3, 4, 3, 3, 2, 1])
    pickup, workplace = dice.pick(world.pickups), dice.pick(world.workplaces)
    homebound = dice.chance(0.08)
    ready = _at(dice.pick([0, 0, 0, 0, 1]), dice.pick([300, 300, 360, 480, 600]))
    due = max(_at(dice.pick([0, 1, 1, 1, 1]), dice.pick([840, 1080, 1200, 1320])), ready + round(world.reach) + 180)
    if dice.chance(0.04):
        due = ready + dice.whole(20, round(world.reach))
    due = min(due, _at(_DAYS - 1, DAY_MINUTES - 1))
    due_from = max(due - dice.pick([360, 480, 600]), ready) if dice.chance(0.35) else None
    world.draft.demands.append(
        Demand(
            demand_id=demand_id,
            employer_id=dice.pick(["E1", "E2"]),
            pickup_id=workplace if homebound else pickup,
            workplace_id=pickup if homebound else workplace,
            headcount=headcount,
            ready=ready,
            due_from=due_from,
            due=due,
            priority=dice.pick([0.5, 3.0]) if dice.chance(0.15) else None,
            splittable=not dice.chance(0.2),
            min_group=dice.pick([2, 3]) if dice.chance(0.25) else 1,
            quarantine_nights=dice.pick([1, 2, 14]) if dice.chance(0.3) else 0,
        )
    )


def _at(day: int, clock: int) -> int:
    return (_FIRST_DAY + day) * DAY_MINUTES + clock


def _caps(world: World) -> None:
    dice = world.dice
    choices = [
        Cap(mode="coach", share=0.5, trip="national"),
        Cap(mode="coach", share=0.5, risk="medium"),
        Cap(mode="coach", share=0.7, trip="province", to_day=_FIRST_DAY),
        Cap(mode="coach", share=0.8, from_day=_FIRST_DAY + 1),
        Cap(mode="coach", share=0.0, risk="high"),
        Cap(mode="train", share=0.5),
        Cap(mode="carriage", share=0.6, risk="medium"),
        Cap(mode="flight", share=0.75),
    ]
    for cap in dice.several(choices, dice.weighted([0, 1, 2, 3], [0.5, 0.3, 0.15, 0.05])):
        world.draft.caps.append(cap)


def _limits(world: World) -> None:
    dice, draft = world.dice, world.draft
    total = sum(d.headcount for d in draft.demands)
    cities = sorted({f"{r.province}/{r.city}" for r in draft.regions if r.city})
    for number in range(1, dice.weighted([0, 1, 2], [0.5, 0.35, 0.15]) + 1):
        kind = dice.pick(["depart_per_day", "arrive_per_day", "beds"])
        near = ["P1", "A", cities[0], "E1"]
        there = ["W1", "Z", "E2", cities[-1]]
        value = 0 if dice.chance(0.08) else dice.whole(min(max(3, total // 3), total), total)
        draft.limits.append(
            Limit(
                limit_id=f"L{number}",
                scope=dice.pick(near if kind == "depart_per_day" else there),
                kind=kind,
                day=_FIRST_DAY + dice.pick([0, 1]) if dice.chance(0.25) else None,
                value=float(value),
            )
        )


def _settings(world: World, name: str) -> Settings:
    dice = world.dice
    night = dice.chance(0.4)
    short = dice.chance(0.25) and world.reach < 200
    return Settings(
        name=name,
        first_day=_FIRST_DAY,
        last_day=_last_day(),
        objective_unserved=float(dice.pick([3000, 3000, 3000, 3000, 3000, 400])),
        objective_hour=float(dice.pick([0, 5, 10, 15])),
        road_speed_kmh=float(dice.pick([60, 70, 85])),
        driving_continuous_min=120.0 if short else 240.0,
        driving_break_min=float(dice.pick([20, 20, 30, 45])),
        driving_night=(1320, 360) if night else None,
        driving_night_continuous_min=float(dice.pick([60, 120])),
        driving_curfew=(120, 300) if night and dice.chance(0.7) else None,
        driving_driver_min=240.0 if short else 480.0,
        driving_max_drivers=float(
            dice.weighted([1, 2, 3], [0.3, 0.3, 0.4] if world.reach < 200 else [0.06, 0.34, 0.6])
        ),
        coach_turnaround_min=float(dice.pick([0, 15, 30])),
        coach_max_pickups=float(dice.pick([1, 2, 3, 4])),
        coach_max_dropoffs=float(dice.pick([1, 2, 3, 4])),
        coach_max_stand_min=float(dice.pick([10, 30, 60])) if dice.chance(0.3) else None,
        coach_max_ride_min=float(round(world.reach * 1.2 + dice.pick([20, 60, 120]))) if dice.chance(0.2) else None,
        coach_home_end=dice.chance(0.2),
        transfer_at=dice.weighted(
            [("station", "airport"), ("station",), ("station", "airport", "depot"), ("depot",)], [8, 4, 7, 1]
        ),
        transfer_max_wait_min=float(dice.pick([60, 120, 240])) if dice.chance(0.3) else None,
        journey_max_legs=float(dice.pick([1, 2, 3, 3])) if dice.chance(0.2) else None,
        journey_max_min=float(round(world.reach * 1.3 + dice.pick([120, 240, 480]))) if dice.chance(0.2) else None,
        mixing_risk=not dice.chance(0.3),
        mixing_employers=float(dice.pick([1, 1, 2])) if dice.chance(0.25) else None,
    )


def _last_day() -> Day:
    return _FIRST_DAY + _DAYS - 1
