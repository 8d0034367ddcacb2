"""Kills service, workers and searches at random moments under load, and counts what was lost or done twice.

    python -m benchmarks.kills --kills 100 --database both

Clients order plans; employers file requests, change them, send them in, name workers and withdraw; planners check
them, take snapshots, have them planned and publish the plans. Each create has an idempotency key, each change the
version that it is made to, and both are sent again until they are acknowledged. Meanwhile processes are killed with
signal 9 and begun again. Then everything is let come to its end and looked up in the database. The exit status is 1
where anything acknowledged is missing, ended or was published not exactly once, or is there twice or in halves.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from api.service.actor import SYSTEM
from api.service.people.vault import Vault
from api.service.plans.states import OPEN
from api.service.plans.tables import PlanJob
from api.service.store import Database
from api.service.store.tables import AuditEntry
from benchmarks.addresses import database_address, free_port, kinds_of
from benchmarks.kills.acknowledged import Acknowledged
from benchmarks.kills.callers import Caller
from benchmarks.kills.counting import faults
from benchmarks.kills.counting.answers import TABLES
from benchmarks.kills.employers import EmployerClient
from benchmarks.kills.fleet import Fleet
from benchmarks.kills.orders import Orderer
from benchmarks.kills.planners import PlannerClient
from benchmarks.kills.world import PASSWORD, KillsWorld, fill
from benchmarks.machine import _here
from scenarios import Scenario, dumps_json
from scenarios.generator import generate

_ORDERERS, _EMPLOYERS, _PLANNERS = 2, 4, 2
_END_SECONDS = 600
_TOLD_FAULTS, _TOLD_ERRORS = 40, 10


def run(url: str, *, extra: int, kills: int, seed: int) -> bool:
    """Kills and counts on one database; whether nothing was found wrong."""
    dice, begun = random.Random(seed), time.monotonic()
    with tempfile.TemporaryDirectory(prefix="fangang-kills-", ignore_cleanup_errors=True) as data:
        fleet, told, over = Fleet(url, data, free_port(), extra), Acknowledged(), threading.Event()
        vault = Vault.open("", Path(data))
        with closing(Database.open(url)) as database:
            callers = _callers(fleet, told, over, fill(database, employers=_EMPLOYERS, planners=_PLANNERS))
            killed: Counter[str] = Counter()
            threads = [threading.Thread(target=caller.run) for caller in callers]
            fleet.warm_up()
            try:
                fleet.keep_up()
                for thread in threads:
                    thread.start()
                while killed.total() < kills:
                    killed[fleet.kill_one(dice, told.publishing)] += 1
                over.set()
                for thread in threads:
                    thread.join()
                _come_to_end(database, fleet)
            finally:
                over.set()
                fleet.end()
            found = list(faults(database, vault, told))
            _tell(database, told, killed, found, list(fleet.logged_errors()), time.monotonic() - begun)
    return not found


def _callers(fleet: Fleet, told: Acknowledged, over: threading.Event, world: KillsWorld) -> Sequence[Caller]:
    document = dumps_json(Scenario(problem=generate("tiny", seed=1))).encode()
    found: list[Caller] = [Orderer(fleet.address, told, over, n, document) for n in range(_ORDERERS)]
    for kind, logins in ((EmployerClient, world.employers), (PlannerClient, world.planners)):
        for login in logins:
            found.append(kind(fleet.address, told, over, len(found), login, PASSWORD, world.campaign_id))
    return found


def _come_to_end(database: Database, fleet: Fleet) -> None:
    """Until every job has ended; what does not end in time is counted."""
    until = time.monotonic() + _END_SECONDS
    while time.monotonic() < until:
        fleet.keep_up()
        with database.read(SYSTEM) as unit:
            if unit.session.scalar(select(PlanJob.id).where(PlanJob.state.in_(OPEN)).limit(1)) is None:
                return
        time.sleep(0.5)


def _tell(
    database: Database, told: Acknowledged, killed: Counter[str], found: list[str], errors: list[str], seconds: float
) -> None:
    with database.read(SYSTEM) as unit:
        rows: dict[str, Any] = {
            kind: unit.session.scalar(select(func.count()).select_from(table)) for kind, table in TABLES.items()
        }
        jobs = unit.session.scalars(select(PlanJob)).all()
        entries = unit.session.scalar(select(func.count()).select_from(AuditEntry))
    steps = sum((filed.steps for filed in told.requests.values()), Counter[str]())
    here = _here()
    print(
        json.dumps(
            {
                "database": database.engine.dialect.name,
                "seconds": round(seconds),
                "kills": dict(sorted(killed.items())) | {"all": killed.total()},
                "acknowledged": {kind: len(told.of(kind)) for kind in TABLES} | dict(steps),
                "changes acknowledged": told.changes,
                "creates sent again after an answer": told.repeated,
                "answers by status (0: none)": dict(sorted(told.answers.items())),
                "rows": rows | {"log": entries},
                "jobs": dict(Counter(job.state for job in jobs)),
                "attempts at jobs": sum(job.attempts for job in jobs),
                "machine": f"{here['cores']} cores, {here['processor']}, load {os.getloadavg()[0]:.1f}",
                "faults": len(found),
                "what to look up": found[:_TOLD_FAULTS],
                "errors in the logs": len(errors),
                "the first of them": errors[:_TOLD_ERRORS],
            },
            indent=1,
            ensure_ascii=False,
        ),
        flush=True,
    )


def main() -> int:
    """0: nothing was lost or done twice."""
    reader = argparse.ArgumentParser(
        prog="python -m benchmarks.kills", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    reader.add_argument("--kills", type=int, default=100)
    reader.add_argument("--database", choices=["sqlite", "postgresql", "both"], default="both")
    reader.add_argument("--seed", type=int, default=1)
    asked = reader.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # what was begun is ended then too
    good = True
    for kind in kinds_of(asked.database):
        with database_address(kind) as url:
            good &= run(url, extra=2 if kind == "postgresql" else 1, kills=asked.kills, seed=asked.seed)
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
