"""How numbers become whole, and how much float noise is forgiven."""

from __future__ import annotations

import math

NOISE = 1e-6
_CALENDAR_MINUTES = 1e10


def whole_minutes(minutes: float) -> int:
    """Minutes rounded up, float noise forgiven; at most about twice the minutes of the whole calendar."""
    return math.ceil(min(minutes, _CALENDAR_MINUTES) - NOISE)


def whole_limit(minutes: float) -> int:
    """A limit or break of the scenario in whole minutes, rounded up; there is no noise in what was typed in."""
    return math.ceil(min(minutes, _CALENDAR_MINUTES))


def shifts(minutes: float, shift: float) -> int:
    """How many shifts so many minutes fill: the quotient rounded up."""
    return math.ceil(min(minutes / shift, _CALENDAR_MINUTES) - 1e-9)
