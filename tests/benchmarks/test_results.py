"""What was measured stays, is not measured again, and is told as it is."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from benchmarks import measuring, report
from benchmarks.measuring import Bench
from benchmarks.report import net_gap
from benchmarks.results import Key, Results
from benchmarks.running import run
from benchmarks.slices import SLICES
from tests.benchmarks.conftest import small


def key(planner: str = "pyvrp", instance: str = "direct-1", seed: int = 1) -> Key:
    return Key(part="peers", instance=instance, planner=planner, seconds=2.0, seed=seed, cores=1)


def record(**changes: Any) -> dict[str, Any]:
    whole = {
        "valid": True,
        "independent": True,
        "objective": 1000.0,
        "money_and_hours": 900.0,
        "unservable_penalty": 100.0,
        "bound": 910.0,
        "served": 50,
        "unserved": 0,
        "workers": 50,
        "wall_seconds": 2.0,
        "peak_mb": 100.0,
    }
    return whole | changes


def test_results_resume_and_a_torn_last_line_is_left_out(tmp_path: Path) -> None:
    path = tmp_path / "results.jsonl"
    Results(path).add(key(), record())
    with path.open("a", encoding="utf-8") as file:
        file.write('{"part": "peers", "instance": "dir')
    again = Results(path)
    assert key() in again
    assert key(seed=2) not in again
    assert [r["objective"] for r in again.of("peers")] == [1000.0]


def test_what_is_there_is_not_measured_again(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    scenario = bench.scenario("direct-1", small("direct", demands=3))
    bench.measure(key("dispatcher"), scenario)
    assert len(list(bench.results)) == 1

    def never(*_args: object, **_named: object) -> None:
        raise AssertionError("measured again")

    monkeypatch.setattr(measuring.running, "run", never)
    resumed = Bench(folder=bench.folder, results=Results(bench.results.path), instances=None, judge=None)
    resumed.measure(key("dispatcher"), scenario)
    assert len(list(resumed.results)) == 1


def test_the_net_gap_leaves_out_what_no_plan_avoids() -> None:
    assert net_gap(record()) == pytest.approx(0.1)
    assert net_gap(record(objective=0.0, bound=0.0, unservable_penalty=0.0)) == 0.0


def test_the_page_tells_who_is_best_and_leaves_invalid_plans_out(tmp_path: Path) -> None:
    results = Results(tmp_path / "results.jsonl")
    results.add(key("fangang"), record(objective=990.0))
    results.add(key("pyvrp"), record(objective=1000.0, repairs=2, search_seconds=2.0))
    results.add(key("vroom"), record(valid=False, objective=1.0))
    page = report.page(results, [])
    row = next(line for line in page.splitlines() if line.startswith("| direct-1 | 50"))
    assert row == "| direct-1 | 50 | 990 | 1,000 | not counted | – | – | 0.9900 |"
    assert "on 1 of 1 slices" in page
    assert str(next(p for p in SLICES if p.name == "direct-1").source) in page


def test_a_page_without_measurements_says_so(tmp_path: Path) -> None:
    page = report.page(Results(tmp_path / "none.jsonl"), [])
    assert page.count("Nothing measured yet.") == 6
    assert page.startswith("# Benchmarks\n")


def test_a_command_is_bound_to_its_cores_and_ended_when_it_takes_too_long() -> None:
    code = "import os, sys, time; print(len(os.sched_getaffinity(0))); time.sleep(float(sys.argv[1]))"
    ran = run(["python", "-c", code, "0.8"], cores=1, timeout=20)
    assert ran.status == 0
    assert ran.out.strip() == "1"
    assert ran.peak_mb > 1
    assert run(["python", "-c", code, "60"], cores=1, timeout=1).status is None
