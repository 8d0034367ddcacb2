"""What one call of the command line knows of itself."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """``started`` is on the monotonic clock."""

    started: float
