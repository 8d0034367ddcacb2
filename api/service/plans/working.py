"""A worker process from its start to its end: its place on the machine, the compiler warm, one worker after another."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import replace

import structlog

from api.planning import make_plan
from api.service.people.vault import Vault
from api.service.plans.worker import Capacity, LostPresenceError, Worker
from api.service.store import Database
from api.warmup import warm_up

_log = structlog.stdlib.get_logger("fangang.worker")
_PAUSE_SECONDS = 1.0


def work(
    database_url: str,
    capacity: Capacity,
    ending: threading.Event,
    *,
    open_vault: Callable[[], Vault],
    cores: int,
    nice: int,
    say: Callable[[str], None],
) -> None:
    """Works on the database until ``ending`` is set. ``cores``: how many may be used, 0 for all.

    Where there may be other machines (PostgreSQL), parts of plans go between them under the master key.
    """
    capacity = replace(capacity, hands=len(keep_to(cores)))
    if nice and hasattr(os, "nice"):
        os.nice(nice)
    with closing(Database.open(database_url)) as database:
        vault = None if database.is_sqlite else open_vault()
        warm_up(say)
        while not ending.is_set():
            worker = Worker(database, capacity, make_plan, vault)
            _log.info("a worker begins", worker=worker.id, pid=os.getpid())
            try:
                _until(worker, ending)
            except LostPresenceError:
                _log.warning("the worker has lost its lock; another one begins", worker=worker.id)
                ending.wait(_PAUSE_SECONDS)


def _until(worker: Worker, ending: threading.Event) -> None:
    """Runs the worker; tells it when this process is to end."""
    over = threading.Event()

    def pass_on() -> None:
        while not over.is_set():
            if ending.wait(0.2):
                worker.ending.set()
                return

    thread = threading.Thread(target=pass_on, daemon=True)
    thread.start()
    try:
        worker.run()
    finally:
        over.set()
        thread.join()


def keep_to(cores: int) -> Sequence[int]:
    """Uses no more cores than so many, 0 for all, where the system can be told so; the ones that are used."""
    if not hasattr(os, "sched_setaffinity"):
        return range(os.cpu_count() or 1)
    mine = sorted(os.sched_getaffinity(0))
    if 0 < cores < len(mine):
        mine = mine[:cores]
        os.sched_setaffinity(0, mine)
    return mine
