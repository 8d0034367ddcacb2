"""Compiling the planner's hot loops, which their first use after an installation does, ahead of a search."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

from optimizer import solve
from optimizer.result import Options
from scenarios.generator import generate

LONG_ENOUGH_TO_COMPILE = 60.0
"""Seconds after which a search with services and coaches has had everything compiled."""


def warm_up(say: Callable[[str], None]) -> bool:
    """Plans a small scenario that needs every kind of vehicle, so that all is compiled; nothing where that was done.

    False where that planning failed: then nothing is known to be compiled.
    """
    if is_warm():
        return True
    say("Getting ready, once after an installation: the planner is compiled, which takes up to a minute ...")
    if solve(generate("trunk", workers=60, seed=1), Options(iterations=5)).stop_reason == "crashed":
        return False
    mark_warm()
    return True


def cold_notice(seconds: float) -> str:
    """What whoever wants a plan in so many seconds has to know where nothing is compiled yet."""
    notice = "The planner may not be compiled yet on this machine, which takes about 40 s, once, of the time given."
    if seconds < LONG_ENOUGH_TO_COMPILE:
        notice += f" With {seconds:g} s the plan may come late and be a first one only."
    return f"{notice}\n  Maybe run fangang warmup before."


def can_be_kept() -> bool:
    """Whether compiled code outlives the process."""
    return _marker() is not None


def mark_warm() -> None:
    """Notes that this installation is compiled."""
    marker = _marker()
    if marker is not None:
        marker.touch()


def is_warm() -> bool:
    """Whether ``warm_up`` was done by this installation."""
    marker = _marker()
    return marker is not None and marker.exists()


def _marker() -> Path | None:
    """A file that is there when this installation is compiled: machine code belongs to its source's place and age."""
    from optimizer import kernel  # noqa: PLC0415 - numba comes with it, and most commands compile nothing

    if not kernel.CACHE_FOLDER:
        return None
    source = Path(kernel.__file__)
    age = hashlib.sha256(f"{source} {source.stat().st_mtime_ns}".encode()).hexdigest()[:16]
    return Path(kernel.CACHE_FOLDER) / f"compiled-{age}"
