"""The checker and the independent judge find the same rules broken, in memory and after writing and reading."""

from __future__ import annotations

import importlib.util
import random
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import fields, replace
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from optimizer.check import RULES, check
from optimizer.plan import Plan, Statement
from optimizer.problem import Problem
from scenarios import Scenario, load, read_plan, save, write_plan
from tests.optimizer.case import Case
from tests.optimizer.check.damages import DAMAGES, STATED

SMALL = ("tiny-01", "tiny-02", "tiny-03", "tiny-04", "tiny-05", "campaign-S-shandong", "commute-S", "trunk-S")
BASES = ("direct", "pooled", "by_train", "two_runs", "relay")


@pytest.fixture(scope="module")
def judge_module(judge: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("independent_judge", judge)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


Agree = Callable[[Problem, Plan, Statement], frozenset[str]]


@pytest.fixture
def agree(judge_module: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Agree:
    """The broken rules of a plan, after judge and checker were found to agree on them."""
    monkeypatch.setattr("os.fsync", lambda _: None)  # hundreds of plans are written, none has to outlive a power cut
    judged: dict[int, Any] = {}

    def compare(problem: Problem, plan: Plan, statement: Statement) -> frozenset[str]:
        if id(problem) not in judged:
            folder = tmp_path / f"scenario-{len(judged)}"
            save(Scenario(problem=problem), folder)
            judged[id(problem)] = (judge_module.Scenario(folder), problem)
        write_plan(tmp_path / "plan", problem, plan, statement)
        verdict = judge_module.verify(judged[id(problem)][0], tmp_path / "plan")
        told = [violation["message"] for violation in verdict.violations]
        report = check(problem, plan, statement)
        assert report.rules == verdict.rules, (told, [str(violation) for violation in report.violations])
        back = read_plan(tmp_path / "plan")
        again = check(problem, back.plan, back.statement, complete=back.complete).rules
        assert again | ({"files"} if back.faults else set()) == verdict.rules, (told, back.faults)
        return report.rules

    return compare


@pytest.mark.parametrize("base", BASES)
def test_both_find_the_small_plans_valid(base: str, agree: Agree, request: pytest.FixtureRequest) -> None:
    case: Case = request.getfixturevalue(base)
    assert agree(case.problem, case.plan, case.statement()) == frozenset()


@pytest.mark.parametrize("name", DAMAGES)
def test_both_find_the_damage(name: str, agree: Agree, request: pytest.FixtureRequest) -> None:
    base, damage = DAMAGES[name]
    damaged = damage(request.getfixturevalue(base))
    assert name.partition(":")[0] in agree(damaged.problem, damaged.plan, damaged.statement())


@pytest.mark.parametrize("name", STATED)
def test_both_find_the_wrong_statement(name: str, agree: Agree, direct: Case) -> None:
    assert agree(direct.problem, direct.plan, direct.statement(**STATED[name])) == {name.partition(":")[0]}


def test_every_rule_is_among_the_damages() -> None:
    assert {name.partition(":")[0] for name in (*DAMAGES, *STATED)} == set(RULES)


@pytest.mark.parametrize("base", BASES)
def test_both_find_random_damage(base: str, agree: Agree, request: pytest.FixtureRequest) -> None:
    case: Case = request.getfixturevalue(base)
    problem, statement = case.problem, case.statement()
    for seed in range(40):
        agree(problem, _hurt(case.plan, random.Random(seed)), statement)


@pytest.mark.parametrize("name", SMALL)
def test_both_judge_the_plans_of_a_spreadsheet(
    name: str, agree: Agree, judge: Path, instances: Path, tmp_path: Path
) -> None:
    planner = judge.with_name("spreadsheet.py")
    if not planner.exists():
        pytest.skip("no spreadsheet.py beside the judge")
    folder = tmp_path / "sheet"
    subprocess.run([sys.executable, planner, instances / name, folder], check=True, stdout=subprocess.DEVNULL)
    problem, found = load(instances / name).problem, read_plan(folder)
    shutil.rmtree(folder)
    assert found.faults == ()
    assert found.statement is not None
    assert agree(problem, found.plan, found.statement) == frozenset()
    for seed in range(12):
        agree(problem, _hurt(found.plan, random.Random(seed)), found.statement)


def _hurt(plan: Plan, rng: random.Random) -> Plan:
    """The plan with one row left out, doubled or changed in one cell."""
    tables = [f.name for f in fields(plan) if getattr(plan, f.name)]
    table = rng.choice(tables)
    rows = list(getattr(plan, table))
    place = rng.randrange(len(rows))
    match rng.randrange(8):
        case 0:
            rows.pop(place)
        case 1:
            rows.insert(place, rows[place])
        case _:
            column = rng.choice([f.name for f in fields(rows[place]) if f.name not in ("detail", "units")])
            rows[place] = replace(rows[place], **{column: _other(rows, place, column, rng)})
    return replace(plan, **{table: tuple(rows)})


def _other(rows: list[Any], place: int, column: str, rng: random.Random) -> Any:
    value = getattr(rows[place], column)
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + rng.choice([-1440, -30, -5, -1, 1, 5, 30, 1440])
    if isinstance(value, float):
        return value + rng.choice([-3.0, -0.02, 0.02, 3.0])
    return rng.choice([*(getattr(row, column) for row in rows), "nowhere" if isinstance(value, str) else None])
