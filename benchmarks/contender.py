"""One planner, one scenario, one seed, in a process of its own: routes by a peer, built into a plan's folder.

    python -m benchmarks.contender pyvrp SCENARIO --out PLAN --seconds 20 --seed 1

A peer's seconds begin with its process and end with its search; what follows (times, repairs, tables) is not counted.
Prints one line of JSON: the seconds searched, repairs, workers dropped.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

from benchmarks.building.realise import Realised, Realiser
from benchmarks.building.rides import Trip
from benchmarks.building.tables import tables, write
from benchmarks.peers.work import Peer, Work
from optimizer.check import check
from optimizer.plan import Plan
from optimizer.problem import Problem
from scenarios import load

PEERS = {
    "pyvrp": ("PyVRP", "pyvrp"),
    "vroom": ("VROOM", "vroom"),
    "ortools": ("OR-Tools routing", "ortools"),
    "dispatcher": ("pooled dispatcher", None),
}
"""By name: what people call it, and the module that it needs."""


def main() -> None:
    """Plans and writes."""
    begun = time.monotonic()
    given = _arguments()
    problem = load(given.scenario).problem
    if given.peer == "dispatcher":
        dispatch: Callable[[Problem], tuple[Plan, int]] = import_module("benchmarks.peers.dispatcher").dispatch
        plan, repairs = dispatch(problem)
        searched = time.monotonic() - begun
    else:
        answers, searched = _search(given.peer, problem, begun + given.seconds, given.seed, begun)
        plan, repairs = _best(problem, answers)
    source = f"none: {PEERS[given.peer][0]} gives no bound"
    report = write(given.out, problem, plan, source=source, seconds=searched, seed=given.seed)
    print(json.dumps({"seconds": searched, "repairs": repairs, "unserved": report.totals.unserved}))


def _search(
    peer: str, problem: Problem, deadline: float, seed: int, begun: float
) -> tuple[list[tuple[Work, list[Trip]]], float]:
    trips: Peer = import_module(f"benchmarks.peers.{peer}_peer").trips
    work = Work(problem, seed=seed)
    answers = trips(work, deadline=deadline, seed=seed)
    return [(work, answer) for answer in answers], time.monotonic() - begun


def _best(problem: Problem, answers: list[tuple[Work, list[Trip]]]) -> tuple[Plan, int]:
    """The cheapest plan that the answers can be built into, with its repairs."""
    built = [built_plan(problem, work, trips) for work, trips in answers]
    plan, done = min(built, key=lambda pair: check(problem, pair[0]).totals.objective)
    return plan, done.repairs


def built_plan(problem: Problem, work: Work, trips: list[Trip]) -> tuple[Plan, Realised]:
    """An answer as a plan."""
    done = Realiser(work.facts).take(trips)
    return tables(problem, done.booked), done


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("peer", choices=sorted(PEERS))
    parser.add_argument("scenario", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--seconds", type=float, default=20.0)
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args()


if __name__ == "__main__":
    main()
