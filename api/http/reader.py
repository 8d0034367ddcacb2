"""A scenario from outside, read in a process of its own with a bound on memory and time.

Whatever a document is made of, a fault in it or a trick, it costs one process and a minute, never the service.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import tempfile
import time
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, Literal, TypeAlias

from scenarios import FileFault, Scenario, ScenarioError, load, loads_json

Kind: TypeAlias = Literal["json", "xlsx"]

DOCUMENT = "document"
WORKBOOK = "workbook.xlsx"
_SMALL_BYTES = 50_000
_POLL_SECONDS = 0.1
_MB = 1_000_000


def read_scenario(
    kind: Kind, data: bytes, *, seconds: float, memory_mb: float, should_stop: Callable[[], bool]
) -> Scenario:
    """The scenario in ``data``. Raises ScenarioError, also where reading needs too much of anything.

    A small JSON document is read here, for nothing in it can take long.
    """
    if kind == "json" and len(data) <= _SMALL_BYTES:
        return loads_json(data)
    context = multiprocessing.get_context("spawn")
    mine, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_read_here, args=(theirs, kind, data, memory_mb), name=f"read {kind}", daemon=True)
    process.start()
    theirs.close()
    try:
        outcome = _await(mine, time.monotonic() + seconds, should_stop)
    finally:
        process.kill()
        process.join()
        mine.close()
    if isinstance(outcome, Scenario):
        return outcome
    if isinstance(outcome, tuple):
        raise ScenarioError(outcome)
    expected = f"a scenario that can be read in {seconds:g} s and {memory_mb:g} MB"
    advice = "Maybe a sheet or table has much more in it than a scenario needs."
    raise ScenarioError([FileFault(place=DOCUMENT if kind == "json" else WORKBOOK, expected=expected, advice=advice)])


def _await(pipe: Connection, deadline: float, should_stop: Callable[[], bool]) -> Any:
    """What the process says; None where it ends without a word or takes too long."""
    while time.monotonic() < deadline and not should_stop():
        if pipe.poll(_POLL_SECONDS):
            with contextlib.suppress(EOFError, OSError):
                return pipe.recv()
            return None
    return None


def _read_here(pipe: Connection, kind: Kind, data: bytes, memory_mb: float) -> None:
    """Body of the process: sends a Scenario, or its faults."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 2)  # what native code says when its memory ends
    _bound_memory(memory_mb)
    try:
        outcome: Scenario | tuple[FileFault, ...] = loads_json(data) if kind == "json" else _read_workbook(data)
    except ScenarioError as error:
        outcome = error.faults
    except MemoryError:
        return
    pipe.send(outcome)


def _read_workbook(data: bytes) -> Scenario:
    with tempfile.TemporaryDirectory(prefix="fangang-") as folder:
        path = Path(folder) / WORKBOOK
        path.write_bytes(data)
        return load(path)


def _bound_memory(memory_mb: float) -> None:
    try:
        import resource  # noqa: PLC0415 - not on every system
    except ImportError:
        return
    most = int(memory_mb * _MB)
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
