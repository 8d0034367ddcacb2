"""Child processes that speak through pipes: native code may crash there without taking the service down."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import parent_process
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnContext, SpawnProcess
from multiprocessing.synchronize import Event
from typing import Any


@dataclass(slots=True)
class Child:
    """A child process with a pipe to it, and the event that asks it to stop."""

    process: SpawnProcess
    pipe: Connection
    stop: Event
    done: bool = False

    @classmethod
    def start(cls, context: SpawnContext, target: Any, stop: Event, *args: Any, both_ways: bool = False) -> Child:
        """Starts ``target(pipe, stop, *args)``."""
        mine, theirs = context.Pipe(duplex=both_ways)
        process = context.Process(target=target, args=(theirs, stop, *args), daemon=True)
        with _signals_held_back():
            process.start()
        theirs.close()
        return cls(process, mine, stop)

    def end(self) -> None:
        """Ends the process for good."""
        self.process.kill()
        self.process.join()
        self.pipe.close()


def cores() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@contextmanager
def _signals_held_back() -> Iterator[None]:
    """Processes started in here never get Ctrl-C or SIGTERM, which reach a whole group, not even while they load.

    What these mean is decided by the parent, who gets those of the meantime afterwards.
    """
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def settle_in() -> None:
    """To be called first in a child: no interrupts, where the system could not hold them back, and no output.

    Native solvers write to standard output what belongs to nobody; the parent's output is for its user alone. When the
    parent is killed, the child ends too, for nobody would hear what it finds.
    """
    threading.Thread(target=_end_with_parent, daemon=True).start()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.close(nowhere)


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)
