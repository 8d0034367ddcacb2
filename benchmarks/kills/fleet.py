"""The processes that are killed and begun again: a service with its worker, and more workers beside it."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from tests.processes import below

_PROGRAM = (sys.executable, "-c", "from api.entry import main; main()")
_BEGIN_SECONDS = 120
_LONGEST_PAUSE = 8.0
_SHARE_BEGUN = 0.85
"""So many kills wait until the service answers; the others come while it begins."""

_SHARE_PUBLISHING, _PUBLISHING_SECONDS = 0.25, 0.5
"""So many kills come within this time of a call to publish, which is rare and writes the most rows."""


@dataclass(slots=True)
class Fleet:
    """``extra``: workers beside the service's own; ``data``: the folder of the service."""

    url: str
    data: str
    port: int
    extra: int
    processes: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    @property
    def address(self) -> str:
        """Of the service."""
        return f"http://127.0.0.1:{self.port}"

    def keep_up(self) -> None:
        """Begins what is not there."""
        for name in ["service", *(f"worker {n}" for n in range(self.extra))]:
            process = self.processes.get(name)
            if process is None or process.poll() is not None:
                words = ["serve", "--port", str(self.port)] if name == "service" else ["worker"]
                with self._log.open("ab") as log:
                    self.processes[name] = subprocess.Popen(
                        [*_PROGRAM, *words], env=self._environment(), stdout=log, stderr=log, start_new_session=True
                    )

    def warm_up(self) -> None:
        """Compiles the planner where it is not yet: a worker that is killed every few seconds would never end that."""
        with self._log.open("ab") as log:
            subprocess.run([*_PROGRAM, "warmup"], env=self._environment(), stdout=log, stderr=log, check=True)

    def kill_one(self, dice: random.Random, publishing: threading.Event) -> str:
        """Kills one process after a while; of which kind it was. ``publishing``: a planner waits for an answer."""
        if dice.random() < _SHARE_PUBLISHING and self._wait_for(publishing):
            time.sleep(dice.uniform(0, _PUBLISHING_SECONDS))
            kill(self.processes["service"].pid)
            return "service, while publishing"
        self._wait(dice)
        victims = self._victims()
        kind = dice.choice(sorted(victims))
        kill(dice.choice(sorted(victims[kind])))
        return kind

    def logged_errors(self) -> Iterator[str]:
        """What the processes' log tells of errors; tracebacks whole."""
        traceback: list[str] = []
        for line in self._log.read_text(encoding="utf-8", errors="replace").splitlines():
            if line.startswith("Traceback") or traceback:
                traceback.append(line)
                if line and not line.startswith((" ", "Traceback")):
                    yield "\n".join(traceback)
                    traceback = []
            elif '"level": "error"' in line:
                yield line
        if traceback:
            yield "\n".join(traceback)

    def end(self) -> None:
        """Ends all."""
        for process in self.processes.values():
            for pid in [process.pid, *below(process.pid)]:
                kill(pid)
            process.wait()

    @property
    def _log(self) -> Path:
        return Path(self.data) / "fleet.log"

    def _wait_for(self, publishing: threading.Event) -> bool:
        """Whether it came to a publication in time."""
        until = time.monotonic() + _BEGIN_SECONDS
        while time.monotonic() < until:
            self.keep_up()
            if publishing.wait(0.2):
                return True
        return False

    def _wait(self, dice: random.Random) -> None:
        """Until the next kill: mostly once the service answers, at times while it begins; then any moment."""
        wait_for_it, deadline = dice.random() < _SHARE_BEGUN, time.monotonic() + _BEGIN_SECONDS
        while wait_for_it and time.monotonic() < deadline and not self._answers():
            self.keep_up()
            time.sleep(0.2)
        until = time.monotonic() + dice.uniform(0.1, _LONGEST_PAUSE)
        while time.monotonic() < until:
            self.keep_up()
            time.sleep(0.1)

    def _victims(self) -> dict[str, list[int]]:
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

    def _answers(self) -> bool:
        """Whether the service is up, and its worker begins."""
        if not any("--beside" in words for words in below(self.processes["service"].pid).values()):
            return False
        with suppress(httpx.HTTPError):
            return httpx.get(f"{self.address}/api/v1/health", timeout=5).status_code == 200
        return False

    def _environment(self) -> dict[str, str]:
        return {
            **os.environ,
            "PYTHONPATH": os.pathsep.join(filter(None, [str(Path(__file__).parents[2]), *sys.path])),
            "FANGANG_DATABASE_URL": self.url,
            "FANGANG_DATA": self.data,
            "FANGANG_WAITING_PLANS": "100000",
            "FANGANG_PLAN_ATTEMPTS": "1000",
            "FANGANG_KEPT_PLANS": "1000000",
            "FANGANG_SHUTDOWN_SECONDS": "2",
        }


def kill(pid: int) -> None:
    """With signal 9; nothing happens where it is gone already."""
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)
