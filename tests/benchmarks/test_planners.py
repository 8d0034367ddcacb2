"""Everybody's plans are judged: valid, or not counted."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.building.realise import Realiser
from benchmarks.building.tables import tables
from benchmarks.contender import PEERS
from benchmarks.measuring import Bench
from benchmarks.peers.dispatcher import dispatch
from benchmarks.peers.work import Work
from benchmarks.results import Key
from benchmarks.slices import Kind
from optimizer.check import check
from optimizer.problem import FleetRow, Problem, Tables
from scenarios.generator import generate
from tests.benchmarks.conftest import small

KINDS: tuple[Kind, ...] = ("direct", "feeder", "last-mile", "mixed")


def key(planner: str, name: str) -> Key:
    return Key(part="peers", instance=name, planner=planner, seconds=3.0, seed=1, cores=1)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("peer", [name for name, (_, module) in PEERS.items() if module is not None])
def test_a_peers_plan_is_valid_and_serves_everybody(peer: str, kind: Kind, bench: Bench) -> None:
    pytest.importorskip(str(PEERS[peer][1]), reason=f"{PEERS[peer][0]} is not installed: pip install fangang[peers]")
    bench.measure(key(peer, kind), bench.scenario(kind, small(kind)))
    record = next(iter(bench.results))
    assert record["valid"], record
    assert record["unserved"] == 0
    assert record["repairs"] == 0
    assert record["search_seconds"] < 5


@pytest.mark.parametrize("kind", KINDS)
def test_the_dispatchers_plan_of_a_slice_is_valid(kind: Kind) -> None:
    problem = small(kind, demands=20)
    plan, _ = dispatch(problem)
    assert check(problem, plan).violations == ()
    assert plan.unserved == ()


@pytest.mark.parametrize(
    "problem",
    [
        generate("campaign", workers=900, seed=5),
        generate("trunk", workers=300, seed=6),
        generate("commute", workers=120, seed=7),
    ],
    ids=lambda problem: str(problem.settings.name),
)
def test_the_dispatcher_plans_whole_scenarios(problem: Problem) -> None:
    plan, _ = dispatch(problem)
    report = check(problem, plan)
    assert report.violations == ()
    assert report.totals.served > problem.workers() / 3


def test_the_dispatcher_uses_services_with_feeders() -> None:
    problem = generate("trunk", workers=600, seed=6)
    plan, _ = dispatch(problem)
    assert {run.mode for run in plan.runs} > {"coach"}
    assert max(rider.leg for rider in plan.riders) == 3


def test_the_independent_judge_agrees(judge: Path, bench: Bench) -> None:
    judged = Bench(folder=bench.folder, results=bench.results, instances=None, judge=judge)
    judged.measure(key("dispatcher", "whole"), judged.scenario("whole", generate("trunk", workers=300, seed=6)))
    record = next(iter(judged.results))
    assert record["valid"]
    assert record["independent"] is True


def test_routes_that_break_rules_are_repaired() -> None:
    """Everybody in one coach is far beyond its seats: the run is cut until it fits, and nobody is lost."""
    problem = small("direct")
    work = Work(problem, seed=1)
    visits = [(n, True) for n in range(len(work.tasks))] + [(n, False) for n in range(len(work.tasks))]
    trip = work.trip(work.vehicles[0].row, visits)
    assert trip is not None
    done = Realiser(work.facts).take([trip])
    plan = tables(problem, done.booked)
    assert done.repairs == 1
    assert check(problem, plan).violations == ()
    assert plan.unserved == ()


def test_where_coaches_are_too_few_workers_stay_and_the_plan_is_valid() -> None:
    """One coach, and no time for a second run: the others are left behind, not squeezed in."""
    whole = small("last-mile", demands=6)
    biggest = max(whole.vehicle_types, key=lambda kind: kind.seats).type_id
    demands = [replace(demand, due=demand.ready + 160) for demand in whole.demands]
    tables_of = {name: getattr(whole, name) for name in ("regions", "sites", "employers", "vehicle_types")}
    fleet = [FleetRow(depot_id=whole.fleet[0].depot_id, type_id=biggest, count=1)]
    problem = Problem.build(Tables(settings=whole.settings, demands=demands, fleet=fleet, **tables_of))
    work = Work(problem, seed=1)
    trips = [work.trip(work.vehicles[0].row, [(n, True), (n, False)]) for n in range(len(work.tasks))]
    done = Realiser(work.facts).take(trip for trip in trips if trip is not None)
    plan = tables(problem, done.booked)
    assert check(problem, plan).violations == ()
    assert done.dropped
    assert plan.unserved
    assert len({outing.vehicle_id for outing in plan.outings}) == 1


def test_no_plan_is_not_counted(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(os.environ, "PYTHONPATH", str(bench.folder))
    (bench.folder / "vroom.py").write_text("raise ImportError('broken on purpose')", encoding="utf-8")
    bench.measure(key("vroom", "direct"), bench.scenario("direct", small("direct")))
    record = next(iter(bench.results))
    assert record["valid"] is False
    assert "broken on purpose" in record["faults"][-1]
