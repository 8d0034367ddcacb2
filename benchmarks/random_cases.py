"""Random scenarios of all kinds, sizes and provinces: every plan judged, and planned again with rows and names changed.

    python -m benchmarks.random_cases --cases 500

Each is planned as the product does it and judged by the checker, and by the independent judge where FANGANG_JUDGE names
one. Then its rows are shuffled, which must give the same plan, and all ids get new names in the same order, which must
give the same objective. Prints a line for each violation and what was planned. Exit status 1 when there is a violation.
"""

from __future__ import annotations

import argparse
import math
import sys
import tempfile
import time
from collections import Counter
from dataclasses import fields, replace
from pathlib import Path
from random import Random
from typing import Any

from api.planning import make_plan
from benchmarks.judging import judge_at_hand, judged
from optimizer.engine.exported import Exported
from optimizer.engine.planner import Planner
from optimizer.problem import Problem, Tables
from optimizer.result import Options
from scenarios import Scenario, save, write_plan
from scenarios.generator import Kind, generate

_TABLES = tuple(f.name for f in fields(Tables) if f.name != "settings")
_PROVINCES = ("山东省", "广东省", "浙江省", "江苏省", "河南省", "湖北省", "四川省", "福建省")
_MOST_WORKERS = {"campaign": 500, "trunk": 400, "commute": 120}


def main() -> int:
    """Plans as many scenarios as were asked for; 1 where a plan or a comparison is not as it must be."""
    given = _arguments()
    judge = judge_at_hand()
    violations: list[str] = []
    kinds: Counter[str] = Counter()
    workers = served = 0
    begun = time.monotonic()
    for number in range(given.first, given.first + given.cases):
        kind, problem = draw(number)
        name = f"{number} ({kind}, {problem.workers()} workers)"
        found, here = _planned(problem, number, given.iterations, judge)
        for word in [*found, *_changes(problem, number, given.iterations)]:
            violations.append(f"{name}: {word}")
            print(violations[-1], flush=True)
        kinds[kind] += 1
        workers += problem.workers()
        served += here
    spent = time.monotonic() - begun
    print(f"{given.cases} scenarios in {spent:.0f} s:", ", ".join(f"{n} {kind}" for kind, n in sorted(kinds.items())))
    print(f"{served} of {workers} workers served; judged by the checker", "and the independent judge" if judge else "")
    print(f"{len(violations)} violations")
    return 1 if violations else 0


def draw(number: int) -> tuple[Kind, Problem]:
    """The scenario of a number: half of them tiny, the others of the other kinds, of any size and province."""
    random = Random(number)
    kind: Kind = random.choice(("tiny", "tiny", "tiny", "campaign", "trunk", "commute"))
    if kind == "tiny":
        return kind, generate(kind, seed=number)
    size = random.randint(20, _MOST_WORKERS[kind])
    province = None if kind == "commute" else random.choice(_PROVINCES)
    return kind, generate(kind, workers=size, seed=number, province=province)


def shuffled(problem: Problem, seed: int) -> Problem:
    """The same scenario with the rows of every table in another order."""
    random = Random(seed)
    rows = {name: random.sample(list(getattr(problem, name)), len(getattr(problem, name))) for name in _TABLES}
    return Problem.build(Tables(settings=problem.settings, **rows))


def renamed(problem: Problem) -> Problem:
    """The same scenario with other ids that sort alike."""
    rows: dict[str, Any] = {name: [_renamed(row) for row in getattr(problem, name)] for name in _TABLES}
    known = {*problem.site, *problem.region, *problem.employer}
    rows["limits"] = [
        replace(row, scope=_new(row.scope) if row.scope in known else row.scope) for row in rows["limits"]
    ]
    return Problem.build(Tables(settings=problem.settings, **rows))


def _renamed(row: Any) -> Any:
    ids = [f.name for f in fields(row) if f.name.endswith("_id") and getattr(row, f.name) is not None]
    return replace(row, **{name: _new(getattr(row, name)) for name in ids})


def _new(name: str) -> str:
    return f"Z-{name}"


def _planned(problem: Problem, seed: int, iterations: int, judge: Path | None) -> tuple[list[str], int]:
    """What is wrong with the product's plan, and how many it serves."""
    options = Options(iterations=iterations, seed=seed)
    plan = make_plan(problem, options, started=time.monotonic(), on_progress=lambda _: None, should_stop=lambda: False)
    wrong = [str(violation) for violation in plan.report.violations]
    if plan.stop_reason == "crashed":
        wrong.append("the search crashed")
    if plan.statement.bound > plan.statement.objective * (1 + 1e-9):
        wrong.append(f"bound {plan.statement.bound} above the objective {plan.statement.objective}")
    with tempfile.TemporaryDirectory() as folder:
        scenario, out = Path(folder, "scenario"), Path(folder, "plan")
        save(Scenario(problem=problem), scenario)
        write_plan(out, problem, plan.plan, plan.statement, plan.extra)
        if judged(problem, scenario, out, judge)["independent"] is False:
            wrong.append("the independent judge refuses the plan")
    return wrong, plan.statement.served


def _changes(problem: Problem, seed: int, iterations: int) -> list[str]:
    """What changes in a plan that must not."""
    first = searched(problem, seed, iterations)
    wrong = []
    if searched(shuffled(problem, seed), seed, iterations) != first:
        wrong.append("another plan where rows are shuffled")
    other = searched(renamed(problem), seed, iterations)
    if not math.isclose(other.objective, first.objective, rel_tol=1e-9):
        wrong.append(f"with other names {other.objective}, not {first.objective}")
    return wrong


def searched(problem: Problem, seed: int, iterations: int) -> Exported:
    """The engine's plan, made in this process without a clock."""
    planner = Planner(
        problem,
        Options(iterations=iterations, seed=seed),
        deadline=math.inf,
        on_phase=lambda _objective, _phase: None,
        on_plan=lambda _plan: None,
        should_stop=lambda: False,
    )
    return planner.run()[0]


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cases", type=int, default=500)
    parser.add_argument("--first", type=int, default=0, help="the first number")
    parser.add_argument("--iterations", type=int, default=150)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
