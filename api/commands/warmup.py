"""``fangang warmup``: the planner compiled, so that the first plan has its whole time."""

from __future__ import annotations

import time

import typer

from api.exits import Status, complain
from api.warmup import can_be_kept, is_warm, warm_up


def warmup() -> None:
    """Compile the planner, once after an installation; else the first plan does it, in its own time."""
    if is_warm():
        complain("The planner is compiled already.")
        return
    started = time.monotonic()
    done = warm_up(complain)
    if not done:
        complain("The compiled planner could not be tried out; a plan will still come, maybe late.")
        raise typer.Exit(Status.BUG)
    complain(f"Ready after {time.monotonic() - started:.0f} s.")
    if not can_be_kept():
        complain("Nothing was kept, for no folder for it can be written: every plan compiles anew.\n  Maybe set HOME.")
