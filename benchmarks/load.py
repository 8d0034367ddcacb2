"""The service under load: 34,000 employers registered, 200 clients signed in, a plan being made all the while.

    python -m benchmarks.load --seconds 300 [--database sqlite|postgresql|both] [--employers 34000] [--clients 200]

Calls come when they are due, whether or not earlier ones were answered: 20 reads and 5 writes a second at random
moments. A call's time runs from the moment it was due. The worker beside the service has one core and a lower priority.
Prints a table by kind of call; the exit status is 1 where a goal is missed: p95 of reads 100 ms, of writes 200 ms, no
error, at most 400 MB of the service's process.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, closing, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from api.service.store import Database
from benchmarks.addresses import database_address, free_port, kinds_of
from benchmarks.load_clients import READS, WRITES, Call, Crowd, figures
from benchmarks.load_world import fill
from benchmarks.machine import _here
from scenarios import Scenario, dumps_json
from scenarios.generator import generate
from tests.processes import below

READS_A_SECOND, WRITES_A_SECOND, FIGURES_EVERY = 20.0, 5.0, 30.0
GOAL_READ_MS, GOAL_WRITE_MS, GOAL_MB = 100.0, 200.0, 400.0

_PLAN_SECONDS = 3600
_BEGIN_SECONDS = 180.0
_WARM_SECONDS = 5.0
_TOLD_ERRORS = 8


@dataclass(slots=True)
class Measured:
    """What came of a run. Times in seconds by kind and name; ``late``: by how much we ourselves sent too late."""

    seconds: dict[tuple[str, str], list[float]] = field(default_factory=lambda: defaultdict(list))
    errors: list[str] = field(default_factory=list)
    late: list[float] = field(default_factory=list)
    signing_in: list[float] = field(default_factory=list)
    planned: list[bool] = field(default_factory=list)

    def of(self, kind: str) -> list[float]:
        """All times of a kind, figures among the reads."""
        return [taken for (of, _), times in self.seconds.items() if of == kind for taken in times]


@dataclass(slots=True)
class Memory:
    """The most memory of the service's process, and of all processes below it, sampled; in MB."""

    pid: int
    service: float = 0.0
    below: float = 0.0
    over: threading.Event = field(default_factory=threading.Event)

    def watch(self) -> None:
        """Until it is over."""
        while not self.over.wait(0.5):
            self.service = max(self.service, _resident_mb(self.pid))
            self.below = max(self.below, sum(map(_resident_mb, below(self.pid))))


def run(url: str, name: str, asked: argparse.Namespace) -> bool:
    """Fills the database, serves it and loads it; whether every goal was reached."""
    with tempfile.TemporaryDirectory(prefix="fangang-load-", ignore_cleanup_errors=True) as data:
        begun = time.perf_counter()
        with closing(Database.open(url)) as database:
            world = fill(database, Path(data), asked.employers)
        print(f"{name}: {asked.employers:,} employers filled in after {time.perf_counter() - begun:.0f} s", flush=True)
        crowd = Crowd(world, random.Random(asked.seed))
        with _serving(url, data) as (pid, port):
            memory = Memory(pid)
            watching = threading.Thread(target=memory.watch)
            watching.start()
            try:
                measured = asyncio.run(_measure(crowd, f"http://127.0.0.1:{port}/api/v1", asked))
            finally:
                memory.over.set()
                watching.join()
    return _tell(name, measured, memory, asked)


async def _measure(crowd: Crowd, base: str, asked: argparse.Namespace) -> Measured:
    measured = Measured()
    planners, carriers = max(1, asked.clients // 10), max(1, asked.clients // 8)
    counts = {"employer": asked.clients - planners - carriers, "planner": planners, "carrier": carriers}
    measured.signing_in = await crowd.sign_in(base, counts)
    document = dumps_json(Scenario(problem=generate("campaign", workers=asked.workers, seed=asked.seed)))
    async with _planning(crowd, document, measured):
        schedule = _schedule(crowd.dice, asked.seconds)
        await asyncio.gather(*_calls(crowd, schedule, measured))
    await crowd.leave()
    return measured


def _schedule(dice: random.Random, seconds: float) -> list[tuple[float, str, str, str, Call]]:
    """When what is due: moment, kind, role, name, call. Before 0 it is for warming up."""
    found: list[tuple[float, str, str, str, Call]] = []
    for kind, rate, calls in (("read", READS_A_SECOND, READS), ("write", WRITES_A_SECOND, WRITES)):
        at = -_WARM_SECONDS + dice.expovariate(rate)
        while at < seconds:
            _, role, name, call = dice.choices(calls, [weight for weight, *_ in calls])[0]
            found.append((at, kind, role, name, call))
            at += dice.expovariate(rate)
    moments = [-_WARM_SECONDS / 2 + n * FIGURES_EVERY for n in range(1 + int((seconds + 2) / FIGURES_EVERY))]
    found += [(at, "read", "planner", "figures", figures) for at in (*moments, min(8.0, seconds / 2))]
    return sorted(found, key=lambda due: due[0])


def _calls(
    crowd: Crowd, schedule: Sequence[tuple[float, str, str, str, Call]], measured: Measured
) -> Iterator[asyncio.Task[None]]:
    begun = time.perf_counter() + _WARM_SECONDS

    async def one(at: float, kind: str, role: str, name: str, call: Call) -> None:
        await asyncio.sleep(begun + at - time.perf_counter())
        late = time.perf_counter() - begun - at
        person = crowd.dice.choice(crowd.people[role])
        try:
            await call(crowd, person)
        except httpx.HTTPStatusError as error:
            measured.errors.append(f"{name}: {error.response.status_code} {error.response.text[:600]}")
        except httpx.HTTPError as error:
            measured.errors.append(f"{name}: {type(error).__name__} {error}")
        if at >= 0:
            measured.seconds[kind, name].append(time.perf_counter() - begun - at)
            measured.late.append(late)

    return (asyncio.create_task(one(*due)) for due in schedule)


@asynccontextmanager
async def _planning(crowd: Crowd, document: str, measured: Measured) -> AsyncIterator[None]:
    """A plan is being made from before to the end; one that ends is followed by the next."""
    person = crowd.people["planner"][0]
    over = asyncio.Event()

    async def order() -> None:
        headers = {"Content-Type": "application/json", "Idempotency-Key": crowd.key()}
        answer = await person.http.post(
            "/plans", params={"seconds": _PLAN_SECONDS}, content=document, headers=headers, timeout=120
        )
        crowd.job = answer.raise_for_status().json()["id"]

    async def state() -> str:
        return str((await person.get(f"/plans/{crowd.job}")).json()["state"])

    async def keep() -> None:
        while not over.is_set():
            with suppress(TimeoutError):
                await asyncio.wait_for(over.wait(), 5)
            there = await state()
            measured.planned.append(there == "running")
            if there not in ("queued", "running"):
                await order()

    await order()
    until = time.monotonic() + _BEGIN_SECONDS
    while await state() != "running":
        if time.monotonic() > until:
            raise TimeoutError("no plan has begun")
        await asyncio.sleep(0.5)
    keeping = asyncio.create_task(keep())
    yield
    over.set()
    await keeping


@contextmanager
def _serving(url: str, data: str) -> Iterator[tuple[int, int]]:
    """A service with its worker; its process and port. Its log goes to a file, as it is told for work."""
    port = free_port()
    log = (Path(data) / "service.log").open("wb")
    process = subprocess.Popen(
        [sys.executable, "-c", "from api.entry import main; main()", "serve", "--port", str(port)],
        env={
            **os.environ,
            "PYTHONPATH": os.pathsep.join(filter(None, [str(Path(__file__).parents[1]), *sys.path])),
            "FANGANG_DATABASE_URL": url,
            "FANGANG_DATA": data,
            "FANGANG_WORKER_CORES": "1",
            "FANGANG_RUNNING_PLANS": "1",
            "FANGANG_SHUTDOWN_SECONDS": "2",
        },
        stderr=log,
        start_new_session=True,
    )
    try:
        until = time.monotonic() + _BEGIN_SECONDS
        while not _answers(port):
            if process.poll() is not None or time.monotonic() > until:
                raise RuntimeError(f"the service did not begin:\n{(Path(data) / 'service.log').read_text()[-2000:]}")
            time.sleep(0.3)
        yield process.pid, port
    finally:
        for pid in [process.pid, *below(process.pid)]:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        process.wait()
        log.close()


def _answers(port: int) -> bool:
    with suppress(httpx.HTTPError):
        return httpx.get(f"http://127.0.0.1:{port}/api/v1/health", timeout=5).status_code == 200
    return False


def _tell(name: str, measured: Measured, memory: Memory, asked: argparse.Namespace) -> bool:
    print(f"\n{name}: {asked.clients} clients, {asked.seconds:.0f} s, times in ms from when a call was due\n")
    print(f"| {'call':32} | {'n':>6} | {'p50':>7} | {'p95':>7} | {'p99':>7} | {'max':>7} |")
    print(f"|{'-' * 34}|{'-' * 8}|" + f"{'-' * 9}|" * 4)
    for kind, calls in (("read", READS), ("write", WRITES)):
        _row(f"all {kind}s", measured.of(kind))
        for what in (*(call[2] for call in calls), *(["figures"] if kind == "read" else [])):
            _row(f"  {what}", measured.seconds[kind, what])
    _row("signing in", measured.signing_in)
    goals = {
        f"p95 of reads <= {GOAL_READ_MS:.0f} ms": _ms(measured.of("read"), 0.95) <= GOAL_READ_MS,
        f"p95 of writes <= {GOAL_WRITE_MS:.0f} ms": _ms(measured.of("write"), 0.95) <= GOAL_WRITE_MS,
        "no error": not measured.errors,
        f"service <= {GOAL_MB:.0f} MB": memory.service <= GOAL_MB,
        "a plan was being made": all(measured.planned),
    }
    print(f"\nerrors: {len(measured.errors)}", *sorted(set(measured.errors))[:_TOLD_ERRORS], sep="\n  ")
    print(f"memory: service {memory.service:.0f} MB, below it {memory.below:.0f} MB (worker, searches, readers)")
    print(f"sent late by ourselves: p95 {_ms(measured.late, 0.95):.1f} ms, load {os.getloadavg()[0]:.1f}")
    here = _here()
    print(f"machine: {here['cores']} cores, {here['processor']}, {here['memory_gb']} GB, {here['system']}, "
          f"Python {here['python']}, commit {here['commit']}")  # fmt: skip
    for goal, reached in goals.items():
        print(f"{'reached' if reached else 'MISSED '}  {goal}")
    return all(goals.values())


def _row(what: str, seconds: Sequence[float]) -> None:
    cells = " | ".join(f"{_ms(seconds, share):7.1f}" for share in (0.5, 0.95, 0.99, 1.0))
    print(f"| {what:32} | {len(seconds):6} | {cells} |")


def _ms(seconds: Sequence[float], share: float) -> float:
    ordered = sorted(seconds)
    return 1000 * ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0


def _resident_mb(pid: int) -> float:
    with suppress(OSError):
        for line in Path(f"/proc/{pid}/status").read_text(encoding="utf-8").splitlines():
            if line.startswith("VmRSS:"):
                return int(line.split()[1]) / 1024
    return 0.0


def main() -> int:
    """0: every goal was reached."""
    reader = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    reader.add_argument("--seconds", type=float, default=300)
    reader.add_argument("--database", choices=["sqlite", "postgresql", "both"], default="sqlite")
    reader.add_argument("--employers", type=int, default=34_000)
    reader.add_argument("--clients", type=int, default=200)
    reader.add_argument("--workers", type=int, default=10_000, help="workers of the plan that is being made")
    reader.add_argument("--seed", type=int, default=1)
    asked = reader.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # what was begun is ended then too
    good = True
    for database in kinds_of(asked.database):
        with database_address(database) as url:
            good &= run(url, database, asked)
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
