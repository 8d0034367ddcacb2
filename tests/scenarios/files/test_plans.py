"""A plan's folder: written whole and exact, read back the same, and broken cells named."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from optimizer.clock import minute_of
from optimizer.plan import Outing, Plan, Rider, Run, Statement, Stop, Unserved
from optimizer.problem import Problem
from scenarios import SaveError, digest, load, read_plan, write_plan

AT = minute_of("2020-03-11 10:00")

PLAN = Plan(
    runs=(
        Run(run_id="R1", mode="coach", vehicle_id="D1-C33-1", drivers=2, km=0.1 + 0.2, driving_min=200.0),
        Run(run_id="R2", mode="train", service_id="K1", units=1),
    ),
    stops=(
        Stop(run_id="R1", seq=1, site_id="S2", arrival=AT, departure=AT + 10, board=12),
        Stop(run_id="R1", seq=2, site_id="W1", arrival=AT + 30, alight=12),
    ),
    outings=(
        Outing(vehicle_id="D1-C33-1", outing="1", type_id="C33", depot_id="D1", leaves=AT - 9, returns=AT + 50, days=1,
               km_loaded=1 / 3, km_empty=1e-7, drivers=2, money=1234.5),
        Outing(vehicle_id="D1-C33-1", outing="2", type_id="C33", depot_id="D1", leaves=AT + 50, returns=AT + 90),
    ),
    riders=(
        Rider(itinerary_id="I1", leg=1, run_id="R2", board_seq=1, alight_seq=2, demand_id="N1", headcount=12),
        Rider(itinerary_id="I1", leg=2, run_id="R1", board_seq=1, alight_seq=2, demand_id="N1", headcount=12),
    ),
    unserved=(Unserved(demand_id="N2", headcount=3, reason="no_vehicle", proven=True, detail='没有车, "真的"'),),
)  # fmt: skip

STATEMENT = Statement(
    status="feasible", objective=1e6 / 3, bound=0.1, bound_source="assignment", gap=0.5, money=2.0, worker_hours=3.25,
    served=12, unserved=3, counts={"coach": 1, "train": 1, "carriage": 0, "flight": 0}, wall_seconds=1.5, seed=7,
    version="0.1.0",
)  # fmt: skip


@pytest.fixture
def problem(small: Path) -> Problem:
    return load(small).problem


def test_written_and_read_is_the_same(problem: Problem, tmp_path: Path) -> None:
    write_plan(tmp_path / "plan", problem, PLAN, STATEMENT, {"stop_reason": "time"})
    found = read_plan(tmp_path / "plan")
    assert found.faults == ()
    assert found.complete
    assert found.plan == PLAN
    assert found.statement == STATEMENT
    assert (found.scenario_name, found.scenario_sha256) == ("small", digest(problem))
    assert found.extra_json == {"stop_reason": "time"}


def test_files_are_the_contracts_and_the_changes(problem: Problem, tmp_path: Path) -> None:
    write_plan(tmp_path / "plan", problem, Plan(), STATEMENT)
    heads = {path.name: path.read_text() for path in (tmp_path / "plan").glob("*.csv")}
    assert heads == {
        "runs.csv": "run_id,mode,service_id,vehicle_id,units,drivers,km,driving_min\n",
        "stops.csv": "run_id,seq,site_id,arrival,departure,board,alight\n",
        "vehicles.csv": "vehicle_id,outing,type_id,depot_id,leaves,returns,days,km_loaded,km_empty,drivers,money\n",
        "riders.csv": "itinerary_id,leg,run_id,board_seq,alight_seq,demand_id,headcount\n",
        "unserved.csv": "demand_id,headcount,reason,proven,detail\n",
        "changes.csv": "demand_id,headcount,kind,subject,date,amount,money,gain,sentence\n",
    }
    document = json.loads((tmp_path / "plan" / "plan.json").read_text())
    assert list(document) == [
        "scenario", "status", "objective", "bound", "bound_source", "gap", "money", "worker_hours", "served",
        "unserved", "counts", "wall_seconds", "seed", "version",
    ]  # fmt: skip
    assert list(document["scenario"]) == ["name", "sha256"]


def test_cells_are_the_contracts(problem: Problem, tmp_path: Path) -> None:
    write_plan(tmp_path / "plan", problem, PLAN, STATEMENT)
    lines = {path.stem: path.read_text().splitlines()[1:] for path in (tmp_path / "plan").glob("*.csv")}
    assert lines["runs"] == ["R1,coach,,D1-C33-1,,2,0.30000000000000004,200", "R2,train,K1,,1,,,"]
    assert lines["stops"][1] == "R1,2,W1,2020-03-11 10:30,,0,12"
    assert lines["unserved"] == ['N2,3,no_vehicle,true,"没有车, ""真的"""']


def test_plan_is_replaced_and_other_things_are_not(problem: Problem, tmp_path: Path) -> None:
    target = tmp_path / "plan"
    write_plan(target, problem, PLAN, STATEMENT)
    (target / "summary.html").write_text("mine")
    write_plan(target, problem, Plan(), STATEMENT)
    assert read_plan(target).plan == Plan()
    assert (target / "summary.html").read_text() == "mine"
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "a.txt").write_text("precious")
    with pytest.raises(SaveError, match="Maybe"):
        write_plan(tmp_path / "other", problem, PLAN, STATEMENT)
    assert [p.name for p in (tmp_path / "other").iterdir()] == ["a.txt"]


def test_what_json_cannot_hold_is_refused(problem: Problem, tmp_path: Path) -> None:
    with pytest.raises(SaveError):
        write_plan(tmp_path / "plan", problem, PLAN, replace(STATEMENT, bound=float("-inf")))
    with pytest.raises(SaveError, match="gap"):
        write_plan(tmp_path / "plan", problem, PLAN, STATEMENT, {"gap": 0})
    assert not (tmp_path / "plan").exists()


BROKEN = {
    "no time": ("stops.csv", "2020-03-11 10:30", "10:30", 3, "arrival", "10:30"),
    "no number": ("riders.csv", "N1,12\nI1", "N1,twelve\nI1", 2, "headcount", "twelve"),
    "nobody": ("riders.csv", "N1,12\nI1", "N1,0\nI1", 2, "headcount", "0"),
    "blank id": ("riders.csv", "I1,2", ",2", 3, "itinerary_id", ""),
    "mode": ("runs.csv", "R2,train", "R2,boat", 3, "mode", "boat"),
    "service without id": ("runs.csv", "train,K1", "train,", 3, "service_id", ""),
    "coach without vehicle": ("runs.csv", "D1-C33-1", "", 2, "vehicle_id", ""),
    "blank time": ("vehicles.csv", "2020-03-11 11:30", "", 3, "returns", ""),
    "reason": ("unserved.csv", "no_vehicle", "no_bus", 2, "reason", "no_bus"),
    "proven": ("unserved.csv", "true", "perhaps", 2, "proven", "perhaps"),
    "missing column": ("stops.csv", "alight", "left", 1, "alight", None),
    "no status": ("plan.json", "feasible", "great", None, "status", "great"),
    "no objective": ("plan.json", "333333.3333333333", "null", None, "objective", None),
    "text as number": ("plan.json", '"served": 12', '"served": "12"', None, "served", "12"),
    "counts": ("plan.json", '"flight": 0', '"flight": "none"', None, "counts", {"coach": 1, "train": 1, "carriage": 0,
                                                                             "flight": "none"}),
}  # fmt: skip


@pytest.mark.parametrize("name", sorted(BROKEN))
def test_broken_cell_is_named(problem: Problem, tmp_path: Path, name: str) -> None:
    file, old, new, row, column, value = BROKEN[name]
    write_plan(tmp_path / "plan", problem, PLAN, STATEMENT)
    path = tmp_path / "plan" / file
    text = path.read_text()
    assert text.count(old) == 1
    path.write_text(text.replace(old, new))
    found = read_plan(tmp_path / "plan")
    assert [(f.place, f.row, f.column, f.value) for f in found.faults] == [(file, row, column, value)]
    assert (found.statement is None) == (file == "plan.json")
    assert found.complete == (file in ("plan.json", "unserved.csv"))


@pytest.mark.parametrize(
    ("there", "instead"),
    [
        ("R1,coach,,D1-C33-1,,2", "R1,coach,none,D1-C33-1,-1,2"),
        ("R1,coach,,D1-C33-1,,2", "R1,coach,\u2014,D1-C33-1,n/a,2"),
        ("R2,train,K1,,1,,,", "R2,train,K1,?,1,-,none,nan"),
    ],
)
def test_what_does_not_concern_a_runs_mode_is_not_read(
    problem: Problem, tmp_path: Path, there: str, instead: str
) -> None:
    write_plan(tmp_path / "plan", problem, PLAN, STATEMENT)
    path = tmp_path / "plan" / "runs.csv"
    text = path.read_text()
    assert text.count(there) == 1
    path.write_text(text.replace(there, instead), encoding="utf-8")
    found = read_plan(tmp_path / "plan")
    assert (found.faults, found.plan) == ((), PLAN)


@pytest.mark.parametrize("name", ["plan.json", "runs.csv", "stops.csv", "vehicles.csv", "riders.csv", "unserved.csv"])
def test_missing_and_empty_files(problem: Problem, tmp_path: Path, name: str) -> None:
    write_plan(tmp_path / "plan", problem, PLAN, STATEMENT)
    (tmp_path / "plan" / name).write_text("")
    assert [f.place for f in read_plan(tmp_path / "plan").faults] == [name]
    (tmp_path / "plan" / name).unlink()
    assert [f.place for f in read_plan(tmp_path / "plan").faults] == [name]


def test_missing_folder(tmp_path: Path) -> None:
    found = read_plan(tmp_path / "nowhere")
    assert len(found.faults) == 1
    assert not found.complete


def test_judge_reads_what_is_written(judge: Path, small: Path, problem: Problem, tmp_path: Path) -> None:
    everyone = tuple(
        Unserved(demand_id=d.demand_id, headcount=d.headcount, reason="not_found_in_time", proven=False, detail="-")
        for d in problem.demands
    )
    objective = sum(d.headcount * problem.priority(d) for d in problem.demands) * problem.settings.objective_unserved
    statement = replace(
        STATEMENT, objective=objective, bound=0.0, gap=1.0, money=0.0, worker_hours=0.0, served=0, unserved=15,
        counts=dict.fromkeys(("coach", "train", "carriage", "flight"), 0),
    )  # fmt: skip
    write_plan(tmp_path / "plan", problem, Plan(unserved=everyone), statement)
    done = subprocess.run(
        [sys.executable, judge, small, tmp_path / "plan"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
