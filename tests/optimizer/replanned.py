"""What replanning promises of pins, and plans that their own checker states as starts."""

from __future__ import annotations

from dataclasses import fields, replace

import pytest

from optimizer.check import check
from optimizer.engine.exported import Exported
from optimizer.plan import Plan
from optimizer.problem import Problem, Tables
from optimizer.reasons import explain
from optimizer.replanning import carry_over
from optimizer.start import NO_PINS, Pins, PlanIndex, Start, held_by


def explained(problem: Problem, exported: Exported) -> Plan:
    """The plan with a reason for everybody left."""
    return replace(exported.plan, unserved=explain(problem, exported.plan, exported.left))


def start_from(problem: Problem, exported: Exported, pins: Pins = NO_PINS) -> Start:
    """The whole plan as a start; nothing of it may be dropped."""
    carried = carry_over(problem, explained(problem, exported), pins)
    assert carried.dropped == ()
    assert carried.start.objective == pytest.approx(exported.objective, rel=1e-9)
    return carried.start


def assert_good(problem: Problem, exported: Exported, start: Start) -> None:
    """Valid, with the numbers that it states, no worse than the start, and with all that was pinned."""
    report = check(problem, explained(problem, exported))
    assert report.violations == ()
    assert report.totals.objective == pytest.approx(exported.objective, rel=1e-9)
    assert report.totals.money == pytest.approx(exported.money, rel=1e-9, abs=1e-6)
    assert report.totals.worker_hours == pytest.approx(exported.worker_hours, rel=1e-9, abs=1e-6)
    assert exported.objective <= start.objective * (1 + 1e-9)
    assert_pinned(start, exported.plan)


def assert_pinned(start: Start, plan: Plan) -> None:
    """Pinned runs have their coaches, stops, times and riders; pinned journeys all their legs."""
    old, new = PlanIndex(start.plan), PlanIndex(plan)
    held = held_by(old, start.pins)
    for key in held.outings:
        outing = old.outings[key]
        (found,) = {new.outing_of[run_id] for run_id in old.runs_of[key]}
        assert replace(new.outings[found], vehicle_id="", outing="") == replace(outing, vehicle_id="", outing="")
        for run_id in old.runs_of[key]:
            assert replace(new.runs[run_id], vehicle_id="") == replace(old.runs[run_id], vehicle_id="")
            assert new.stops[run_id] == old.stops[run_id]
            assert aboard(new, run_id) == aboard(old, run_id)
    for run_id in held.services:
        assert new.runs[run_id] == old.runs[run_id]
        assert aboard(old, run_id) <= aboard(new, run_id)
    for name in start.pins.journeys:
        assert new.legs[name] == old.legs[name]


def aboard(index: PlanIndex, run_id: str) -> set[tuple[str, int, int, str, int]]:
    """Who rides a run, from where to where."""
    return {(r.itinerary_id, r.board_seq, r.alight_seq, r.demand_id, r.headcount) for r in index.riders[run_id]}


def changed(problem: Problem, **tables: object) -> Problem:
    """The problem with other tables."""
    own = {f.name: getattr(problem, f.name) for f in fields(Tables)}
    return Problem.build(Tables(**{**own, **tables}))  # type: ignore[arg-type]
