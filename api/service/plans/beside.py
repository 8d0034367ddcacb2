"""The worker beside a service: a process of its own, begun again whenever it dies, and gone with the service."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

import structlog

import api

_log = structlog.stdlib.get_logger("fangang.worker")
_SHORT_LIFE_SECONDS = 10.0
_LONGEST_PAUSE_SECONDS = 30.0
_BEGIN = "import sys; sys.argv[0] = 'fangang'; from api.entry import main; main()"


@dataclass(slots=True)
class WorkerBeside:
    """Runs ``fangang worker`` with this process's environment. Its end of a pipe tells it that the service is gone."""

    grace: float
    _process: subprocess.Popen[bytes] | None = field(init=False, default=None)
    _ending: threading.Event = field(init=False, default_factory=threading.Event)
    _thread: threading.Thread | None = field(init=False, default=None)

    def start(self) -> None:
        """Begins the worker, and watches it from a thread."""
        self._thread = threading.Thread(target=self._watch, name="worker beside", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Tells the worker to end and waits; after the grace, and some seconds for its last writes, it is killed."""
        self._ending.set()
        process = self._process
        if process is not None:
            if process.stdin is not None:
                process.stdin.close()
            try:
                process.wait(self.grace + 5)
            except subprocess.TimeoutExpired:
                process.kill()
        if self._thread is not None:
            self._thread.join()

    def _watch(self) -> None:
        pause = 0.5
        while not self._ending.is_set():
            begun = time.monotonic()
            self._process = _begun()
            status = self._process.wait()
            if self._ending.is_set():
                return
            short = time.monotonic() - begun < _SHORT_LIFE_SECONDS
            pause = min(2 * pause, _LONGEST_PAUSE_SECONDS) if short else 0.5
            _log.warning("the worker beside has ended, another one begins", state=status, seconds=pause)
            self._ending.wait(pause)


def _begun() -> subprocess.Popen[bytes]:
    home = str(Path(api.__file__).parents[1])
    path = os.pathsep.join(filter(None, [home, os.environ.get("PYTHONPATH", "")]))
    return subprocess.Popen(
        [sys.executable, "-c", _BEGIN, "worker", "--beside"],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": path},
    )
