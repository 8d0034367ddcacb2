"""The bound is never above the best plan that exhaustive search finds; nor above the public instances' known plans."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from optimizer.bound import lower_bound
from optimizer.plan import Plan
from optimizer.reasons import explain
from scenarios import load
from scenarios.generator import Kind, generate
from tests.oracle import solve

ONE_DEMAND = range(40)
TWO_DEMANDS = (1, 3, 5, 7, 11, 19, 21, 23, 25, 27)
NOISE = 1e-9


def _solved(seed: int, demands: int) -> tuple[float, float] | None:
    """Bound and objective of a tiny scenario, its reasons held against the plan; None where the oracle was too slow."""
    problem = generate("tiny", seed=seed, demands=demands)
    try:
        best = solve(problem, seconds=2.0, max_runs_per_outing=1, relays=False, most_outings=800)
    except RuntimeError:
        return None
    left = {row.demand_id: row.headcount for row in best.plan.unserved}
    for row in explain(problem, Plan(), {d.demand_id: d.headcount for d in problem.demands}):
        if row.proven:
            assert left.get(row.demand_id) == row.headcount, f"seed {seed}: {row.demand_id} rides, though {row.reason}"
    return lower_bound(problem).value, best.objective


def test_no_plan_of_an_exhaustive_search_is_below_the_bound() -> None:
    cases = [(seed, 1) for seed in ONE_DEMAND] + [(seed, 2) for seed in TWO_DEMANDS]
    solved = {case: result for case in cases if (result := _solved(*case)) is not None}
    above = {case: r for case, r in solved.items() if r[0] > r[1] * (1 + NOISE) + NOISE}
    assert not above
    assert len(solved) >= len(cases) // 2, "the oracle ended too seldom for this to say anything"


@pytest.mark.parametrize("kind", ["campaign", "trunk", "commute"])
def test_generated_scenarios_have_a_bound_between_nothing_and_everybody_staying(kind: Kind) -> None:
    problem = generate(kind, workers=150, seed=3)
    everybody = sum(d.headcount * problem.priority(d) for d in problem.demands) * problem.settings.objective_unserved
    assert 0 < lower_bound(problem).value <= everybody


def test_public_instances_keep_their_known_plans_above_the_bound(instances: Path) -> None:
    for folder in sorted(path for path in instances.iterdir() if (path / "bks.json").exists()):
        best = json.loads((folder / "bks.json").read_text(encoding="utf-8"))
        value = lower_bound(load(folder).problem).value
        assert 0 < value <= float(best["best_known"])
