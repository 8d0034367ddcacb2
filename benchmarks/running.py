"""A command in a process of its own: on so many cores, with its peak memory and the moment of each line it says."""

from __future__ import annotations

import contextlib
import os
import subprocess
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

_EVERY_S = 0.5
_ROOT = Path(__file__).parents[1]


@dataclass(slots=True)
class Ran:
    """How a command went. ``said`` has its error lines with their second; ``peak_mb`` all its processes together."""

    status: int | None
    seconds: float
    peak_mb: float
    out: str
    said: list[tuple[float, str]] = field(default_factory=list)

    @property
    def last_words(self) -> str:
        """The last lines, for what went wrong."""
        return "\n".join(text for _, text in self.said[-5:])


def run(command: Sequence[str | Path], *, cores: int, timeout: float) -> Ran:
    """Runs a command on the first ``cores`` cores of this process; ``status`` is None where it had to be ended."""
    begun = time.monotonic()
    process = subprocess.Popen(
        [str(part) for part in command],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        errors="replace",
        cwd=_ROOT,
        env={**os.environ, **_one_thread_each(cores)},
    )
    restrict(process.pid, cores)
    said: list[tuple[float, str]] = []
    out: list[str] = []
    peak = [0.0]
    watchers = [
        threading.Thread(target=_listen, args=(process, said, begun), daemon=True),
        threading.Thread(target=_drain, args=(process, out), daemon=True),
        threading.Thread(target=_weigh, args=(process, peak), daemon=True),
    ]
    for watcher in watchers:
        watcher.start()
    status: int | None
    try:
        status = process.wait(timeout=timeout)
    except subprocess.TimeoutExpired:
        _end(process)
        status = None
    seconds = time.monotonic() - begun
    for watcher in watchers:
        watcher.join(timeout=5)
    return Ran(status, seconds, peak[0], "".join(out), said)


def restrict(pid: int, cores: int) -> None:
    """Binds a process, and all that it starts later, to the first cores of this one; nothing where this cannot be."""
    bind: Callable[[int, set[int]], None] | None = getattr(os, "sched_setaffinity", None)
    if bind is None:
        return
    mine = sorted(os.sched_getaffinity(0))
    with contextlib.suppress(OSError):
        bind(pid, set(mine[:cores]))


def cores_here() -> int:
    """The cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _one_thread_each(cores: int) -> dict[str, str]:
    """Numerical libraries start as many threads as there are cores to use."""
    return {name: str(cores) for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "NUMBA_NUM_THREADS")}


def _listen(process: subprocess.Popen[str], said: list[tuple[float, str]], begun: float) -> None:
    assert process.stderr is not None
    with process.stderr as lines:
        for line in lines:
            said.append((time.monotonic() - begun, line.rstrip()))


def _drain(process: subprocess.Popen[str], out: list[str]) -> None:
    assert process.stdout is not None
    with process.stdout as lines:
        out.extend(lines)


def _weigh(process: subprocess.Popen[str], peak: list[float]) -> None:
    while process.poll() is None:
        peak[0] = max(peak[0], sum(_memory_mb(pid) for pid in _family(process.pid)))
        time.sleep(_EVERY_S)


def _family(root: int) -> list[int]:
    """A process and its descendants; only itself where /proc is not there."""
    parents: dict[int, int] = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError, ValueError, IndexError):
            parents[int(path.parent.name)] = int(path.read_text().rpartition(")")[2].split()[1])
    family = [root]
    for pid in family:
        family += [child for child, parent in parents.items() if parent == pid]
    return family


def _memory_mb(pid: int) -> float:
    """Memory of a process, what it shares counted by its share; 0 where that cannot be read."""
    with contextlib.suppress(OSError, ValueError, IndexError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) / 1024
    return 0.0


def _end(process: subprocess.Popen[str]) -> None:
    for pid in reversed(_family(process.pid)):
        with contextlib.suppress(OSError):
            os.kill(pid, 9)
    process.wait()
