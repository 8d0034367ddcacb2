"""The states of a plan's job."""

from __future__ import annotations

from typing import Literal, TypeAlias, get_args

JobState: TypeAlias = Literal["queued", "running", "done", "stopped", "cancelled", "failed"]
"""``stopped``: ended early with the best plan so far; ``cancelled``: stopped before its search began."""

JOB_STATES: tuple[JobState, ...] = get_args(JobState)
OPEN: tuple[JobState, ...] = ("queued", "running")
WITH_PLAN: tuple[JobState, ...] = ("done", "stopped")
