"""Kills service, workers and searches at random moments under load, and counts what was lost or done twice.

    python benchmarks/kills.py --kills 100 --database both

Clients send orders for plans, each under an idempotency key and again until it is acknowledged. Meanwhile processes are
killed with signal 9 and begun again. Then everything is let come to its end and looked up in the database. The exit
status is 1 where anything acknowledged is missing, ended not exactly once, or is there twice or in halves.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
from sqlalchemy import select

sys.path.insert(0, str(Path(__file__).parents[1]))

from api.service.actor import SYSTEM
from api.service.plans.packing import unpack_problem
from api.service.plans.states import OPEN, WITH_PLAN
from api.service.plans.stored import stored_plan
from api.service.plans.tables import PlanJob, PlanProgress, PlanScenario, StoredPlan
from api.service.store import Database
from api.service.store.tables import AuditEntry, IdempotencyKey
from scenarios import Scenario, digest, dumps_json
from scenarios.generator import generate
from tests.api.service.postgres import running_postgres
from tests.processes import below

_OPEN_AT_ONCE = 4
_CLIENTS = 3
_BEGIN_SECONDS = 120
_END_SECONDS = 600


@dataclass(slots=True)
class Fleet:
    """The processes that are killed and begun again: a service with its worker, and on PostgreSQL two more workers."""

    url: str
    data: str
    port: int
    extra: int
    processes: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def keep_up(self) -> None:
        """Begins what is not there."""
        for name in ["service", *(f"worker {n}" for n in range(self.extra))]:
            process = self.processes.get(name)
            if process is None or process.poll() is not None:
                words = ["serve", "--port", str(self.port)] if name == "service" else ["worker"]
                self.processes[name] = subprocess.Popen(
                    [sys.executable, "-c", "from api.entry import main; main()", *words],
                    env=self._environment(),
                    stderr=subprocess.DEVNULL,
                    start_new_session=True,
                )

    def victims(self) -> dict[str, list[int]]:
        """Whom to kill, by kind."""
        service = self.processes["service"]
        found: dict[str, list[int]] = {"service": [service.pid], "worker": [], "search": []}
        for process in self.processes.values():
            if process is not service:
                found["worker"].append(process.pid)
            for pid, words in below(process.pid).items():
                if "spawn_main" in words:
                    found["search"].append(pid)
                elif "--beside" in words:
                    found["worker"].append(pid)
        return {kind: pids for kind, pids in found.items() if pids}

    def answers(self) -> bool:
        """Whether the service is up, and its worker begins."""
        if not any("--beside" in words for words in below(self.processes["service"].pid).values()):
            return False
        with suppress(httpx.HTTPError):
            return httpx.get(f"http://127.0.0.1:{self.port}/api/v1/health", timeout=5).status_code == 200
        return False

    def end(self) -> None:
        """Ends all."""
        for process in self.processes.values():
            for pid in [process.pid, *below(process.pid)]:
                _kill(pid)
            process.wait()

    def _environment(self) -> dict[str, str]:
        return {
            **os.environ,
            "PYTHONPATH": os.pathsep.join(filter(None, [str(Path(__file__).parents[1]), *sys.path])),
            "FANGANG_DATABASE_URL": self.url,
            "FANGANG_DATA": self.data,
            "FANGANG_WAITING_PLANS": "100000",
            "FANGANG_PLAN_ATTEMPTS": "1000",
            "FANGANG_KEPT_PLANS": "1000000",
            "FANGANG_SHUTDOWN_SECONDS": "2",
        }


@dataclass(slots=True)
class Load:
    """Clients that order plans. ``acknowledged``: the job by the key of each order that was answered."""

    port: int
    body: str
    acknowledged: dict[str, str] = field(default_factory=dict)
    doubled: list[str] = field(default_factory=list)
    answers: Counter[int] = field(default_factory=Counter)
    over: threading.Event = field(default_factory=threading.Event)

    def run(self, number: int) -> None:
        """One client, until it is told that it is over."""
        dice = random.Random(number)
        with httpx.Client(base_url=f"http://127.0.0.1:{self.port}/api/v1", timeout=20) as client:
            mine: list[str] = []
            while not self.over.is_set():
                mine = [job for job in mine if not self._has_ended(client, job)]
                if len(mine) >= _OPEN_AT_ONCE:
                    self.over.wait(0.5)
                    continue
                key = f"kills-{number}-{dice.getrandbits(64):016x}"
                job = self._order(client, key)
                if job is None:
                    continue
                self.acknowledged[key] = job
                mine.append(job)
                if dice.random() < 0.3 and self._order(client, key) not in (job, None):
                    self.doubled.append(key)

    def _order(self, client: httpx.Client, key: str) -> str | None:
        """Sends an order again and again until it is answered; None: the load is over before."""
        headers = {"Idempotency-Key": key, "Content-Type": "application/json"}
        while not self.over.is_set():
            try:
                answer = client.post("/plans", params={"seconds": 1}, content=self.body, headers=headers)
            except httpx.HTTPError:
                self.answers[0] += 1
                self.over.wait(0.3)
                continue
            self.answers[answer.status_code] += 1
            if answer.status_code == 202:
                return str(answer.json()["id"])
            self.over.wait(0.3)
        return None

    def _has_ended(self, client: httpx.Client, job: str) -> bool:
        try:
            answer = client.get(f"/plans/{job}")
        except httpx.HTTPError:
            return False
        return answer.status_code == 200 and answer.json()["state"] in ("finished", "failed", "cancelled")


def run(url: str, *, extra: int, kills: int, seed: int) -> bool:
    """Kills and counts on one database; whether nothing was found wrong."""
    dice = random.Random(seed)
    with tempfile.TemporaryDirectory(prefix="fangang-kills-", ignore_cleanup_errors=True) as data:
        fleet = Fleet(url, data, _free_port(), extra)
        body = dumps_json(Scenario(problem=generate("tiny", seed=1)))
        load = Load(fleet.port, body)
        done: Counter[str] = Counter()
        Database.open(url).close()
        try:
            fleet.keep_up()
            threads = [threading.Thread(target=load.run, args=(n,)) for n in range(_CLIENTS)]
            for thread in threads:
                thread.start()
            while done.total() < kills:
                _wait(fleet, dice)
                victims = fleet.victims()
                kind = dice.choice(sorted(victims))
                _kill(dice.choice(sorted(victims[kind])))
                done[kind] += 1
            load.over.set()
            for thread in threads:
                thread.join()
            with closing(Database.open(url, migrate=False)) as database:
                in_time = _come_to_end(database, fleet)
                faults = ([] if in_time else ["some jobs did not end"]) + list(_faults(database, load))
                _tell(database, load, done, faults)
        finally:
            load.over.set()
            fleet.end()
    return not faults


def _wait(fleet: Fleet, dice: random.Random) -> None:
    """Until the next kill: mostly once the service answers, at times while it begins; then any moment."""
    wait_for_it, deadline = dice.random() < 0.85, time.monotonic() + _BEGIN_SECONDS
    while wait_for_it and time.monotonic() < deadline and not fleet.answers():
        fleet.keep_up()
        time.sleep(0.2)
    until = time.monotonic() + dice.uniform(0.1, 8)
    while time.monotonic() < until:
        fleet.keep_up()
        time.sleep(0.1)


def _come_to_end(database: Database, fleet: Fleet) -> bool:
    until = time.monotonic() + _END_SECONDS
    while time.monotonic() < until:
        fleet.keep_up()
        with database.read(SYSTEM) as unit:
            if unit.session.scalar(select(PlanJob.id).where(PlanJob.state.in_(OPEN)).limit(1)) is None:
                return True
        time.sleep(0.5)
    return False


def _faults(database: Database, load: Load) -> Iterator[str]:
    """Whatever is not as it was promised."""
    yield from (f"{key}: two jobs for one key" for key in load.doubled)
    with database.read(SYSTEM) as unit:
        jobs = {job.id: job for job in unit.session.scalars(select(PlanJob))}
        keys = {row.key: row.answer for row in unit.session.scalars(select(IdempotencyKey))}
        plans = set(unit.session.scalars(select(StoredPlan.id)))
        told = set(unit.session.scalars(select(PlanProgress.job_id)))
        ends = _ends(unit.session.scalars(select(AuditEntry).where(AuditEntry.table_name == "plan_jobs")).all())
        stored = Counter(unit.session.scalars(select(AuditEntry.row_id).where(AuditEntry.table_name == "plans")).all())
        for key, job_id in load.acknowledged.items():
            if job_id not in jobs:
                yield f"{key}: the acknowledged job {job_id} is missing"
            if keys.get(key) != job_id:
                yield f"{key}: acknowledged as {job_id}, kept as {keys.get(key)}"
        if sorted(keys.values()) != sorted(jobs):
            yield f"{len(keys)} orders, but {len(jobs)} jobs"
        for job in jobs.values():
            if ends[job.id] != 1:
                yield f"{job.id}: ended {ends[job.id]} times"
            if (job.state in WITH_PLAN) != (job.id in plans) or stored[job.id] != (job.state in WITH_PLAN):
                yield f"{job.id}: {job.state}, with {stored[job.id]} plans stored"
            if job.state == "failed":
                yield f"{job.id}: failed, {job.error}"
            if job.id not in told:
                yield f"{job.id}: half a job, its progress is missing"
        for plan_id in sorted(plans):
            row, judged = unit.session.get_one(StoredPlan, plan_id), stored_plan(unit, plan_id)
            if not judged.report.valid or digest(judged.problem) != row.sha256:
                yield f"{plan_id}: the stored plan is not what was checked"
        for scenario in unit.session.scalars(select(PlanScenario)):
            if digest(unpack_problem(scenario.document)) != scenario.sha256:
                yield f"{scenario.id}: half a scenario"
    if database.is_sqlite:
        with database.engine.connect() as connection:
            found = connection.exec_driver_sql("PRAGMA integrity_check").scalar()
            if found != "ok":
                yield f"the file is damaged: {found}"


def _ends(entries: Any) -> Counter[str]:
    """By job: how often the log says that it ended."""
    found: Counter[str] = Counter()
    for entry in entries:
        if (entry.after or {}).get("state") in ("done", "stopped", "cancelled", "failed"):
            found[entry.row_id] += 1
    return found


def _tell(database: Database, load: Load, done: Counter[str], faults: list[str]) -> None:
    with database.read(SYSTEM) as unit:
        jobs = unit.session.scalars(select(PlanJob)).all()
    states = Counter(job.state for job in jobs)
    begun = sum(job.attempts for job in jobs)
    print(
        json.dumps(
            {
                "database": database.engine.dialect.name,
                "kills": dict(done) | {"all": done.total()},
                "orders acknowledged": len(load.acknowledged),
                "answers by status (0: none)": dict(sorted(load.answers.items())),
                "jobs": dict(states) | {"all": len(jobs)},
                "attempts": begun,
                "faults": faults[:20] or "none",
            },
            indent=1,
        ),
        flush=True,
    )


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _kill(pid: int) -> None:
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)


@contextmanager
def _address(database: str) -> Iterator[str]:
    if database == "postgresql":
        with running_postgres() as url:
            yield url
        return
    with tempfile.TemporaryDirectory(prefix="fangang-kills-", ignore_cleanup_errors=True) as folder:
        yield f"sqlite:///{folder}/fangang.db"


def main() -> int:
    """0: nothing was lost or done twice."""
    reader = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    reader.add_argument("--kills", type=int, default=100)
    reader.add_argument("--database", choices=["sqlite", "postgresql", "both"], default="both")
    reader.add_argument("--seed", type=int, default=1)
    asked = reader.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # what was begun is ended then too
    good = True
    for database in ["sqlite", "postgresql"] if asked.database == "both" else [asked.database]:
        with _address(database) as url:
            good &= run(url, extra=2 if database == "postgresql" else 0, kills=asked.kills, seed=asked.seed)
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
