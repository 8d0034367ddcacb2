"""Tiny scenarios, three ways: planner, lower bound, exhaustive oracle; prints a table and every violation.

    python benchmarks/tiny_cases.py --cases 300 --no-plan
    python benchmarks/tiny_cases.py --cases 100 --seconds 20 --instances FOLDER

A violation is a planner's objective above the oracle's, a bound above the oracle's or the planner's objective, or a
plan, of the planner or of the oracle, that the checker faults. Exit status 1 when there is one.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from optimizer import solve as plan
from optimizer.bound import lower_bound
from optimizer.check import check
from optimizer.problem import Problem
from optimizer.result import Options
from scenarios import load
from scenarios.generator import generate
from tests.oracle import OracleResult, solve

PUBLIC = ("tiny-01", "tiny-02", "tiny-03", "tiny-04", "tiny-05")


def main() -> int:
    given = _arguments()
    violations: list[str] = []
    complete = changes = chains = splits = breaks = 0
    columns = ("case", "workers", "bound", "oracle", "planner", "space", "runs", "outings", "s")
    print("{:>10} {:>7} {:>12} {:>12} {:>12} {:>8} {:>6} {:>7} {:>6}".format(*columns))
    number = 0
    for name, problem in _cases(given):
        number += 1
        begun = time.perf_counter()
        best = solve(
            problem,
            relays=not given.no_relays,
            in_a_row=given.in_a_row,
            max_runs_per_outing=given.max_runs,
            seconds=given.oracle_seconds,
        )
        took = time.perf_counter() - begun
        bound = lower_bound(problem).value
        planned = None if given.no_plan else _planned(name, problem, given, violations)
        violations += _violations(name, problem, bound, best, planned)
        complete += best.complete
        changes += any(r.leg > 1 for r in best.plan.riders)
        chains += len([r for r in best.plan.runs if r.mode == "coach"]) > len(best.plan.outings)
        splits += _splits(best)
        breaks += any((r.driving_min or 0) > problem.settings.driving_continuous_min for r in best.plan.runs)
        shown = "-" if planned is None else f"{planned:.2f}"
        space = "whole" if best.complete else "part"
        print(
            f"{name:>10} {problem.workers():>7} {bound:>12.2f} {best.objective:>12.2f} {shown:>12} {space:>8} "
            f"{best.runs:>6} {best.outings:>7} {took:>6.1f}",
            flush=True,
        )
    print(f"{number} cases, {complete} searched whole; in the oracle's plans: {changes} with changes, {chains} with")
    print(f"outings of several runs, {splits} with split groups, {breaks} with runs that need a break")
    print(f"{len(violations)} violations", *violations, sep="\n  ")
    return 1 if violations else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cases", type=int, default=100, help="generated scenarios")
    parser.add_argument("--first", type=int, default=0, help="the first seed")
    parser.add_argument("--demands", type=int, default=None, help="demands of each; two to four when not given")
    parser.add_argument("--instances", type=Path, default=None, help="folder of the public instances, to add tiny-*")
    parser.add_argument("--no-plan", action="store_true", help="bound and oracle only")
    parser.add_argument("--seconds", type=float, default=20.0, help="for each plan")
    parser.add_argument("--oracle-seconds", type=float, default=120.0, help="for each choice of the oracle")
    parser.add_argument("--max-runs", type=int, default=4, help="runs of an outing in the oracle")
    parser.add_argument("--in-a-row", type=int, default=2, choices=(1, 2), help="services in a row in the oracle")
    parser.add_argument("--no-relays", action="store_true", help="no relays between coaches in the oracle")
    return parser.parse_args()


def _cases(given: argparse.Namespace) -> Iterator[tuple[str, Problem]]:
    if given.instances is not None:
        for name in PUBLIC:
            yield name, load(given.instances / name).problem
    for seed in range(given.first, given.first + given.cases):
        yield str(seed), generate("tiny", seed=seed, demands=given.demands)


def _planned(name: str, problem: Problem, given: argparse.Namespace, violations: list[str]) -> float:
    result = plan(problem, Options(seconds=given.seconds))
    report = check(problem, result.plan)
    violations += [f"{name}: the planner's plan breaks a rule: {v}" for v in report.violations[:3]]
    return result.objective


def _violations(name: str, problem: Problem, bound: float, best: OracleResult, planned: float | None) -> Iterator[str]:
    report = check(problem, best.plan, best.statement)
    for violation in report.violations[:3]:
        yield f"{name}: the oracle's plan breaks a rule: {violation}"
    if bound > best.objective * (1 + 1e-9) + 1e-9:
        yield f"{name}: bound {bound:.6f} above the oracle's {best.objective:.6f}"
    if planned is not None and planned > best.objective * (1 + 1e-6) + 1e-6:
        yield f"{name}: planner {planned:.6f} above the oracle's {best.objective:.6f}"
    if planned is not None and bound > planned * (1 + 1e-9) + 1e-9:
        yield f"{name}: bound {bound:.6f} above the planner's {planned:.6f}"
    if planned is not None and best.complete and planned < best.objective * (1 - 1e-6) - 1e-6:
        print(f"{name}: the planner found a plan outside the oracle's space, {planned:.2f} < {best.objective:.2f}")


def _splits(best: OracleResult) -> bool:
    """Whether some demand travels as several itineraries."""
    firsts = [r.demand_id for r in best.plan.riders if r.leg == 1]
    return len(firsts) > len(set(firsts))


if __name__ == "__main__":
    sys.exit(main())
