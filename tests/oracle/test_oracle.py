"""The oracle's plans are valid, cost what it says, and are the best where the best is known."""

from __future__ import annotations

import itertools
import random
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from optimizer.check import check
from optimizer.clock import Span
from optimizer.problem import FleetRow, Problem, Service, ServiceStop, VehicleType
from scenarios import Scenario, load, save, write_plan
from scenarios.generator import generate
from tests.oracle import OracleResult, solve
from tests.oracle.scenes import at, demand, roads, scene, site
from tests.oracle.world import World

PUBLIC = ("tiny-01", "tiny-02", "tiny-03", "tiny-04", "tiny-05")
SEEDS = (1, 2, 3, 5, 6, 8, 11, 14, 15, 20, 22, 28)


def assert_holds(problem: Problem, best: OracleResult) -> None:
    report = check(problem, best.plan, best.statement)
    assert not report.violations
    assert best.objective == pytest.approx(best.statement.objective)
    assert best.lower <= best.objective * (1 + 1e-6) + 1e-6


@pytest.mark.parametrize("name", PUBLIC)
def test_plans_of_the_public_scenarios_pass_both_judges(
    name: str, instances: Path, judge: Path, tmp_path: Path
) -> None:
    problem = load(instances / name).problem
    best = solve(problem, relays=False, max_runs_per_outing=1, seconds=8)
    assert_holds(problem, best)
    write_plan(tmp_path / "plan", problem, best.plan, best.statement)
    done = subprocess.run(
        [sys.executable, str(judge), str(instances / name), str(tmp_path / "plan")],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("seed", SEEDS)
def test_plans_of_generated_scenarios_pass_the_checker(seed: int) -> None:
    problem = generate("tiny", seed=seed, demands=2)
    assert_holds(problem, solve(problem))


def test_plans_of_generated_scenarios_pass_the_judge(judge: Path, tmp_path: Path) -> None:
    for seed in SEEDS[:3]:
        problem = generate("tiny", seed=seed, demands=2)
        best = solve(problem)
        save(Scenario(problem=problem), tmp_path / f"scenario-{seed}")
        write_plan(tmp_path / f"plan-{seed}", problem, best.plan, best.statement)
        done = subprocess.run(
            [sys.executable, str(judge), str(tmp_path / f"scenario-{seed}"), str(tmp_path / f"plan-{seed}")],
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout


def test_one_coach_one_run() -> None:
    """A day 100, 90 km loaded, 10 + 80 empty, five workers for 90 minutes at 12 an hour."""
    best = solve(scene(demands=[demand("N", 5)], links=roads(P_W=90, D_P=10, D_W=80)))
    assert best.complete
    assert best.objective == pytest.approx(100 + 90 + 90 + 5 * 1.5 * 12)


def test_a_group_above_the_seats_rides_twice_in_one_outing() -> None:
    """Two runs back to back: 180 loaded, 10 + 90 + 80 empty, one day; a second outing would cost another day."""
    best = solve(scene(demands=[demand("N", 11)], links=roads(P_W=90, D_P=10, D_W=80)))
    assert best.complete
    assert len(best.plan.outings) == 1
    assert best.objective == pytest.approx(100 + 180 + 180 + 11 * 1.5 * 12)


def test_two_trips_that_do_not_fit_leave_the_smaller_number_behind() -> None:
    """From 06:00 to 08:59 one coach makes the 90 minutes once; with a minute more still no way back and again."""
    late = demand("N", 11, due=at("08:59"))
    best = solve(scene(demands=[late], links=roads(P_W=90, D_P=10, D_W=80)))
    assert best.complete
    assert best.statement.unserved == 3
    assert best.objective == pytest.approx(100 + 90 + 90 + 8 * 1.5 * 12 + 3 * 3000)


def test_a_break_is_part_of_the_way() -> None:
    """250 minutes of driving take 270 with the break; two workers; the way home is empty."""
    best = solve(scene(demands=[demand("N", 2)], links=roads(P_W=250, D_P=0, D_W=250), driving_driver_min=600.0))
    assert best.complete
    assert best.objective == pytest.approx(100 + 500 + 2 * 270 / 60 * 12)


def test_a_train_between_two_coaches() -> None:
    """Feeder of 20 km, train of an hour, last mile of 30 km; the direct road of 400 km costs more."""
    stations = [
        site("S", "station", dwell_min=0.0),
        site("T", "station", dwell_min=0.0),
        site("X", "depot", dwell_min=0.0),
    ]
    near = roads(P_S=20, T_W=30, D_P=10, D_S=10, X_T=2, X_W=31)
    far = roads(P_W=400, P_T=400, P_X=400, S_W=400, S_T=400, S_X=400, D_W=400, D_T=400, D_X=400)
    best = solve(
        scene(
            demands=[demand("N", 4)],
            sites=stations,
            links=[*near, *far],
            services=[Service(service_id="K", mode="train", unit_seats=10, max_units=1, cost_unit=50.0, cost_seat=5.0)],
            calls=[
                ServiceStop(service_id="K", seq=1, site_id="S", departure=at("09:00")),
                ServiceStop(service_id="K", seq=2, site_id="T", arrival=at("10:00")),
            ],
            fleet=[FleetRow(depot_id="D", type_id="B", count=1), FleetRow(depot_id="X", type_id="B", count=1)],
            transfer_at=("station",),
        )
    )
    assert best.complete
    feeder, train, last_mile = 100 + 20 + 20, 50 + 4 * 5, 100 + 30 + 33
    assert best.objective == pytest.approx(feeder + train + last_mile + 4 * (20 + 60 + 30) / 60 * 12)


def test_two_coaches_meet_where_one_driver_is_not_enough_for_the_way() -> None:
    """300 minutes need two drivers and only one may drive: 150 to a station, ten minutes to change, 150 onwards."""
    problem = scene(
        demands=[demand("N", 4)],
        sites=[site("H", "station", dwell_min=0.0), site("X", "depot", dwell_min=0.0)],
        links=roads(P_W=300, P_H=150, H_W=150, D_P=10, D_H=10, X_H=10, X_W=10, D_W=300, X_P=300, D_X=300),
        fleet=[FleetRow(depot_id="D", type_id="B", count=1), FleetRow(depot_id="X", type_id="B", count=1)],
        transfer_at=("station",),
        driving_driver_min=240.0,
        driving_max_drivers=1.0,
    )
    best = solve(problem)
    assert best.complete
    assert best.objective == pytest.approx(2 * (100 + 150 + 20) + 4 * 310 / 60 * 12)
    assert solve(problem, relays=False).statement.served == 0


def literal_drive(world: World, start: int, driven: int, minutes: int) -> tuple[int, int]:
    """The contract's loop, word for word, minute by minute."""

    def inside(t: int, span: Span | None) -> bool:
        return span is not None and (t - span[0]) % 1440 < (span[1] - span[0]) % 1440

    t, settings = start, world.settings
    while minutes > 0:
        night = inside(t, settings.driving_night)
        if inside(t, settings.driving_curfew):
            t, driven = t + 1, 0
        elif driven >= (settings.driving_night_continuous_min if night else settings.driving_continuous_min):
            t, driven = t + int(settings.driving_break_min), 0
        else:
            t, driven, minutes = t + 1, driven + 1, minutes - 1
    return t, driven


def night_scene(dice: random.Random, pickups: int) -> Problem:
    """One or two pickups, coaches enough, and every rule of the clock."""
    far, apart = dice.randint(60, 330), dice.randint(10, 60)
    begin = dice.choice([at("15:00"), at("19:30"), at("23:10")])
    due = begin + far + dice.choice([150, 400, 700])
    due_from = due - dice.choice([60, 200]) if dice.random() < 0.5 else None
    demands = [
        demand(f"N{k}", dice.randint(1, 4), pickup_id=p, ready=begin + dice.choice([0, 45]), due=due, due_from=due_from)
        for k, p in enumerate(["P", "Q"][:pickups])
    ]
    return scene(
        demands=demands,
        sites=[site("Q", "pickup", dwell_min=5.0)],
        links=roads(P_W=far, Q_W=far - 5, P_Q=apart, D_P=20, D_Q=30, D_W=far),
        types=[VehicleType(type_id="B", seats=8, cost_day=150.0, cost_km=1.0, cost_driver_day=40.0)],
        fleet=[FleetRow(depot_id="D", type_id="B", count=2)],
        driving_night=(22 * 60, 6 * 60),
        driving_night_continuous_min=float(dice.choice([60, 120])),
        driving_continuous_min=float(dice.choice([120, 240])),
        driving_curfew=(120, 300) if dice.random() < 0.6 else None,
        driving_driver_min=float(dice.choice([300, 480])),
        objective_hour=float(dice.choice([3, 30])),
    )


@pytest.mark.parametrize("seed", range(5))
def test_drive_is_the_contracts_loop(seed: int) -> None:
    dice = random.Random(seed)
    world = World(night_scene(dice, 1))
    starts = np.array([at("00:00") + dice.randint(0, 2879) for _ in range(60)])
    driven = np.array([dice.randint(0, 240) for _ in range(60)])
    minutes = dice.randint(1, 700)
    there, after = world.drive(starts, driven, minutes)
    expected = [literal_drive(world, int(t), int(d), minutes) for t, d in zip(starts, driven, strict=True)]
    assert list(zip(there.tolist(), after.tolist(), strict=True)) == expected


def run_cost(world: World, stops: list[str], start: int, stand: int) -> float | None:
    """The least of one coach that picks up all of each stop's demand from ``start`` on; None if not lawful.

    It may have been at its first stop any while before.
    """
    problem, settings = world.problem, world.settings
    kind = problem.vehicle_types[0]
    t, driven, total = start, 0, 0.0
    arrivals, left, km = [start], [start], 0
    for a, b in itertools.pairwise(stops):
        leg = round(world.km(a, b))
        t, driven = literal_drive(world, t, driven, leg)
        km += leg
        arrivals.append(t)
        if b != stops[-1]:
            t += stand
            driven = 0 if stand >= settings.driving_break_min else driven
        left.append(t)
    for d in problem.demands:
        if d.pickup_id in stops:
            begin = left[stops.index(d.pickup_id)]
            if begin < d.ready or t > d.due or (d.due_from is not None and t < d.due_from):
                return None
            total += d.headcount * (t - begin) / 60 * settings.objective_hour
    dwell = round(problem.site[stops[0]].dwell_min)
    out, home = round(world.km("D", stops[0])), round(world.km(stops[-1], "D"))

    def clock(m: int) -> int:
        return m + int(settings.driving_break_min) * (-(-m // int(settings.driving_continuous_min)) - 1)

    early = np.arange(0, start - dwell - problem.first_minute + 1)
    leaves, returns = start - dwell - clock(out) - early, t + clock(home)
    shifts = np.maximum(1.0, (returns - leaves) / 1440) * settings.driving_driver_min
    drivers = np.maximum(-(-km // settings.driving_driver_min), np.ceil((km + out + home) / shifts - 1e-9))
    days = returns // 1440 - leaves // 1440 + 1
    lawful = (drivers <= settings.driving_max_drivers) & (leaves >= problem.first_minute - 1440)
    if not lawful.any() or t > problem.last_minute or returns > problem.last_minute + 1440:
        return None
    money = days * (kind.cost_day + drivers * kind.cost_driver_day) + km + out + home
    return float(total + money[lawful].min())


def cheapest(world: World, stops: list[str], stands: range) -> float:
    """The least of every minute of departure and every stand."""
    first = min(d.ready for d in world.problem.demands)
    starts = range(first, max(d.due for d in world.problem.demands))
    costs = [c for start in starts for stand in stands if (c := run_cost(world, stops, start, stand)) is not None]
    return min(costs, default=float("inf"))


@pytest.mark.parametrize("seed", range(12))
def test_one_demand_agrees_with_every_minute_tried(seed: int) -> None:
    problem = night_scene(random.Random(seed), 1)
    world = World(problem)
    stay = 3000.0 * problem.demands[0].headcount
    best = solve(problem, max_runs_per_outing=1, relays=False)
    assert best.complete
    assert best.objective == pytest.approx(min(stay, cheapest(world, ["P", "W"], range(1))))


@pytest.mark.parametrize("seed", range(4))
def test_two_pooled_demands_agree_with_every_minute_tried(seed: int) -> None:
    """Each alone, left behind, or together in either order with any stand of up to 25 minutes at the second stop."""
    problem = night_scene(random.Random(seed), 2)
    world = World(problem)
    alone = 0.0
    for d in problem.demands:
        alone += min(3000.0 * d.headcount, cheapest(world, [d.pickup_id, "W"], range(1)))
    together = min(cheapest(world, ["P", "Q", "W"], range(5, 26)), cheapest(world, ["Q", "P", "W"], range(26)))
    best = solve(problem, max_runs_per_outing=1, relays=False)
    assert best.complete
    assert best.objective <= min(alone, together) + 1e-6
    assert best.objective == pytest.approx(min(alone, together))
