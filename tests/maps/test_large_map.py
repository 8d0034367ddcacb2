"""The map of a plan for tens of thousands: light enough to send, and legible at every scale."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from maps.plan_map import plan_map
from optimizer.check.places import Places
from optimizer.plan import Outing, Plan, Rider, Run, Stop
from optimizer.problem import Problem, VehicleType
from scenarios import load
from scenarios.schedule import drive
from tests.maps.map_page import VIEW, Open, settle


def direct_coaches(problem: Problem) -> tuple[Problem, Plan]:
    """Everybody by a coach of their own from door to door: as many runs as demands, on time or not."""
    places = Places(problem)
    big = VehicleType(type_id="BIG", name="big", seats=60)
    runs, stops, outings, riders = [], [], [], []
    for demand in problem.demands:
        run, vehicle = f"R{demand.demand_id}", f"V{demand.demand_id}"
        ends = problem.site[demand.pickup_id], problem.site[demand.workplace_id]
        leaves = demand.ready
        arrives = drive(problem.settings, leaves, 0, places.wheel_minutes(*ends)).arrives
        runs.append(Run(run_id=run, mode="coach", vehicle_id=vehicle, drivers=1, km=900.0, driving_min=900.0))
        stops += [
            Stop(run_id=run, seq=1, site_id=demand.pickup_id, arrival=leaves, departure=leaves, board=demand.headcount),
            Stop(run_id=run, seq=2, site_id=demand.workplace_id, arrival=arrives, alight=demand.headcount),
        ]
        outings.append(
            Outing(
                vehicle_id=vehicle, outing="1", type_id="BIG", depot_id=demand.pickup_id, leaves=leaves, returns=arrives
            )
        )
        way = {"board_seq": 1, "alight_seq": 2, "demand_id": demand.demand_id, "headcount": demand.headcount}
        riders.append(Rider(itinerary_id=run, leg=1, run_id=run, **way))
    plan = Plan(runs=tuple(runs), stops=tuple(stops), outings=tuple(outings), riders=tuple(riders))
    return replace(problem, vehicle_types=(*problem.vehicle_types, big)), plan


def test_fifty_thousand_workers_stay_light_and_legible(instances: Path, show: Open) -> None:
    problem, plan = direct_coaches(load(instances / "campaign-L-shandong").problem)
    html = plan_map(problem, plan)
    assert len(html.encode("utf-8")) < 15e6
    page = show(html)
    painted = settle(page)
    assert painted["level"] == 3
    assert painted["flows"] <= 160
    assert painted["runs"] == len(plan.runs)
    page.evaluate(f"void {VIEW}.map.setView([36.62769, 119.19024], 14, {{ animate: false }})")
    near = settle(page)
    assert near["level"] == 0
    assert 0 < near["flows"] < len(plan.runs) / 3
