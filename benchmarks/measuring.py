"""One measurement: a planner on a scenario's folder, its plan judged."""

from __future__ import annotations

import json
import re
import shutil
import sys
import sysconfig
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks import machine, running
from benchmarks.judging import judged
from benchmarks.results import Key, Record, Results
from benchmarks.running import Ran
from benchmarks.sources import Source, told
from optimizer.problem import Problem
from scenarios import Scenario, digest, load, save

PRODUCT = "fangang"
_PROGRESS = re.compile(r": \d+ s, objective ([\d,.]+)")
_GRACE_S = 180.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Bench:
    """Where measurements are made and kept."""

    folder: Path
    results: Results
    instances: Path | None
    judge: Path | None

    def scenario(self, name: str, problem: Problem) -> Path:
        """The folder of a scenario, written where it is not there yet or is another."""
        folder = self.folder / "scenarios" / name
        if not folder.is_dir() or digest(load(folder).problem) != digest(problem):
            shutil.rmtree(folder, ignore_errors=True)
            save(Scenario(problem=problem), folder)
        return folder

    def folder_of(self, name: str, source: Source) -> Path:
        """The folder of a whole scenario: the public one itself, else written. Raises SourceMissingError."""
        if source.public and self.instances is not None and (self.instances / source.name).is_dir():
            return self.instances / source.name
        return self.scenario(name, source.problem(self.instances))

    def measure(self, key: Key, scenario: Path) -> None:
        """Runs, judges and keeps one measurement, unless it is there already."""
        if key in self.results:
            return
        problem = load(scenario).problem
        plan = self.folder / "plans" / f"{key.part}-{key.instance}-{key.planner}-{key.seconds:g}s-{key.seed}"
        shutil.rmtree(plan, ignore_errors=True)
        plan.parent.mkdir(parents=True, exist_ok=True)
        timeout = 3 * key.seconds + _GRACE_S if key.planner != "dispatcher" else 3600.0
        ran = running.run(_command(key, scenario, plan), cores=key.cores, timeout=timeout)
        record: Record = judged(problem, scenario, plan, self.judge) if plan.is_dir() else {"valid": False}
        record |= {
            "commit": machine.commit(),
            "workers": problem.workers(),
            "demands": len(problem.demands),
            "status": ran.status,
            "wall_seconds": ran.seconds,
            "peak_mb": ran.peak_mb,
        }
        record |= _of_planner(key, problem, ran)
        if not record["valid"]:
            record.setdefault("faults", []).append(ran.last_words)
        told_penalty = told(scenario, "generator.json").get("unservable_penalty")
        if told_penalty is not None:
            record["unservable_penalty"] = float(told_penalty)
        best = told(scenario, "bks.json").get("best_known")
        if best is not None:
            record["best_known"] = float(best)
        self.results.add(key, record)
        print(_line(key, record), flush=True)


def product() -> Path:
    """The product's command."""
    return Path(sysconfig.get_path("scripts")) / PRODUCT


def _command(key: Key, scenario: Path, plan: Path) -> list[str | Path]:
    if key.planner == PRODUCT:
        return [
            product(),
            "plan",
            scenario,
            "--seconds",
            f"{key.seconds:g}",
            "--seed",
            str(key.seed),
            "--out",
            plan,
            "--json",
        ]
    start: list[str | Path] = [sys.executable, "-m", "benchmarks.contender", key.planner, scenario, "--out", plan]
    return [*start, "--seconds", f"{key.seconds:g}", "--seed", str(key.seed)]


def _of_planner(key: Key, problem: Problem, ran: Ran) -> dict[str, Any]:
    """What a planner says itself: the second of the first plan that serves anybody; a peer's seconds and repairs."""
    if key.planner == PRODUCT:
        nobody = sum(d.headcount * problem.priority(d) * problem.settings.objective_unserved for d in problem.demands)
        for second, line in ran.said:
            found = _PROGRESS.search(line)
            if found and float(found[1].rstrip(".,").replace(",", "")) < nobody * (1 - 1e-9):
                return {"first_plan_s": second}
        return {}
    try:
        told_by_peer = json.loads(ran.out.strip().splitlines()[-1])
    except (ValueError, IndexError):
        return {}
    return {"search_seconds": told_by_peer["seconds"], "repairs": told_by_peer["repairs"]}


def _line(key: Key, record: Record) -> str:
    what = f"{key.part} {key.instance} {key.planner} {key.seconds:g} s seed {key.seed}"
    if not record["valid"]:
        return f"{what}: not valid: {record.get('faults')}"
    return f"{what}: {record['objective']:,.2f}, {record['unserved']} unserved, {record['wall_seconds']:.1f} s"
