"""Three workers on one PostgreSQL plan a large scenario; one that helps is killed for good in the middle of its parts.

    python benchmarks/three_workers.py FOLDER-OF-A-SCENARIO --seconds 60 --judge verify.py

The plan must come, and the checker and, where it is given, the independent judge must pass it. Exit status 1 otherwise.
"""

from __future__ import annotations

import argparse
import base64
import json
import os
import secrets
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import closing
from pathlib import Path

from sqlalchemy import func, select

sys.path.insert(0, str(Path(__file__).parents[1]))

from api.service.actor import SYSTEM
from api.service.plans.orders import Order, accept, upload_of
from api.service.plans.states import OPEN
from api.service.plans.stored import stored_plan
from api.service.plans.tables import PlanJob, PlanPart, PlanWorker
from api.service.store import Database
from scenarios import Scenario, load, save, write_plan
from tests.api.service.postgres import running_postgres
from tests.processes import below

_WORKERS = 3
_BEGIN_SECONDS = 300
_PATIENCE_SECONDS = 300
_KILL_AT_PART = 5


def main() -> int:
    """0: the plan came, and it is valid."""
    reader = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    reader.add_argument("scenario", type=Path)
    reader.add_argument("--seconds", type=float, default=60.0)
    reader.add_argument("--judge", type=Path)
    asked = reader.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # what was begun is ended then too
    problem = load(asked.scenario).problem
    with (
        tempfile.TemporaryDirectory(prefix="fangang-three-", ignore_cleanup_errors=True) as home,
        running_postgres() as url,
    ):
        workers = [_begun(url, home) for _ in range(_WORKERS)]
        try:
            with closing(Database.open(url)) as database:
                _until(lambda: _living(database) == _WORKERS, _BEGIN_SECONDS, "workers do not begin")
                with database.write(SYSTEM) as unit:
                    job_id = accept(unit, Order(upload=upload_of(problem), seconds=asked.seconds), most_waiting=1).id
                parts = _watched(database, job_id, workers)
                with database.read(SYSTEM) as unit:
                    job = unit.session.get_one(PlanJob, job_id)
                    told = {"state": job.state, "attempts": job.attempts, "error": job.error, **parts}
                    judged = stored_plan(unit, job_id) if job.error is None else None
        finally:
            for worker in workers:
                _end(worker)
        if judged is not None:
            told |= {
                "objective": judged.statement.objective,
                "gap": round(judged.statement.gap, 4),
                "iterations": judged.extra["iterations"],
                "checker": "passes it" if judged.report.valid else [str(v) for v in judged.report.violations[:5]],
            }
            save(Scenario(problem=problem), Path(home) / "scenario")
            write_plan(Path(home) / "plan", problem, judged.plan, judged.statement, judged.extra)
            if asked.judge is not None:
                words = [sys.executable, asked.judge, Path(home) / "scenario", Path(home) / "plan"]
                ended = subprocess.run(words, capture_output=True, encoding="utf-8", check=False)
                told["judge"] = "passes it" if ended.returncode == 0 else ended.stdout[-2000:] + ended.stderr[-2000:]
    print(json.dumps(told, indent=1, ensure_ascii=False))
    good = told.get("checker") == "passes it" and told.get("judge", "passes it") == "passes it"
    return 0 if good and told["killed in the middle of a part"] else 1


_KEY = base64.b64encode(secrets.token_bytes(32)).decode()


def _begun(url: str, home: str) -> subprocess.Popen[bytes]:
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join([str(Path(__file__).parents[1]), *filter(None, sys.path)]),
        "FANGANG_DATABASE_URL": url,
        "FANGANG_DATA": home,
        "FANGANG_MASTER_KEY": _KEY,
        "FANGANG_RUNNING_PLANS": "1",
    }
    words = [sys.executable, "-c", "from api.entry import main; main()", "worker"]
    return subprocess.Popen(words, env=environment, start_new_session=True)


def _watched(database: Database, job_id: str, workers: list[subprocess.Popen[bytes]]) -> dict[str, object]:
    """Follows the job to its end; kills one who helps while it has a part in hand."""
    done: Counter[str] = Counter()
    seen: set[str] = set()
    killed = ""
    begun = time.monotonic()
    while time.monotonic() - begun < _PATIENCE_SECONDS + 60:
        with database.read(SYSTEM) as unit:
            job = unit.session.get_one(PlanJob, job_id)
            if job.state not in OPEN:
                break
            now = unit.session.execute(select(PlanPart.id, PlanPart.taken_by, PlanPart.state)).all()
            pids = {row.id: row.pid for row in unit.session.scalars(select(PlanWorker))}
        for part_id, taken_by, state in now:
            if taken_by is not None and part_id not in seen:
                seen.add(part_id)
                done[f"parts taken by worker {sorted(pids).index(taken_by) + 1}"] += 1
            if state == "taken" and not killed and len(seen) >= _KILL_AT_PART:
                victim = next(worker for worker in workers if worker.pid == pids[taken_by])
                _end(victim)
                killed = f"worker {sorted(pids).index(taken_by) + 1}, {time.monotonic() - begun:.0f} s after the order"
        time.sleep(0.02)
    return {
        "killed in the middle of a part": killed,
        **dict(sorted(done.items())),
        "seconds": round(time.monotonic() - begun),
    }


def _living(database: Database) -> int:
    with database.read(SYSTEM) as unit:
        ready = select(func.count()).select_from(PlanWorker).where(PlanWorker.hands > 0, PlanWorker.ended_at.is_(None))
        return unit.session.scalar(ready) or 0


def _until(true: object, seconds: float, otherwise: str) -> None:
    deadline = time.monotonic() + seconds
    while not true():  # type: ignore[operator]
        if time.monotonic() > deadline:
            raise TimeoutError(otherwise)
        time.sleep(0.2)


def _end(worker: subprocess.Popen[bytes]) -> None:
    for pid in (worker.pid, *below(worker.pid)):
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            continue
    worker.wait()


if __name__ == "__main__":
    sys.exit(main())
