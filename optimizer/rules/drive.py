"""How long a drive takes with breaks, night limit and curfew (contract, ``drive``), jumping from event to event."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from optimizer.clock import DAY_MINUTES, Span
from optimizer.kernel import kernel
from optimizer.problem import Settings


class DriveRules(NamedTuple):
    """Whole minutes throughout; a length of 0 means that the rule is off."""

    continuous: int
    break_min: int
    night_start: int
    night_length: int
    night_continuous: int
    curfew_start: int
    curfew_length: int


def drive_rules(settings: Settings) -> DriveRules:
    """The driving rules of a scenario; equal ends of a clock interval restrict nothing."""
    night_start, night_length = _interval(settings.driving_night)
    curfew_start, curfew_length = _interval(settings.driving_curfew)
    return DriveRules(
        math.ceil(settings.driving_continuous_min),
        math.ceil(settings.driving_break_min),
        night_start,
        night_length,
        math.ceil(settings.driving_night_continuous_min),
        curfew_start,
        curfew_length,
    )


def _interval(span: Span | None) -> tuple[int, int]:
    return (0, 0) if span is None else (span[0], (span[1] - span[0]) % DAY_MINUTES)


@kernel
def drive(rules: DriveRules, t: int, driven: int, minutes: int) -> tuple[int, int]:
    """Arrival and minutes driven since the last break, leaving at ``t`` with ``driven`` minutes behind the wheel."""
    while minutes > 0:
        step = minutes
        if rules.curfew_length > 0:
            since = (t - rules.curfew_start) % 1440
            if since < rules.curfew_length:
                t += rules.curfew_length - since
                driven = 0
                continue
            step = min(step, 1440 - since)
        limit = rules.continuous
        if rules.night_length > 0:
            since = (t - rules.night_start) % 1440
            if since < rules.night_length:
                limit = rules.night_continuous
                step = min(step, rules.night_length - since)
            else:
                step = min(step, 1440 - since)
        if driven >= limit:
            t += rules.break_min
            driven = 0
            continue
        step = min(step, limit - driven)
        t += step
        driven += step
        minutes -= step
    return t, driven


@kernel
def empty_minutes(rules: DriveRules, minutes: int) -> int:
    """Minutes of an empty drive with its breaks, no curfew (contract, rule 6)."""
    if minutes <= 0:
        return 0
    return minutes + rules.break_min * ((minutes + rules.continuous - 1) // rules.continuous - 1)


def minutes_with_breaks(rules: DriveRules, minutes: npt.NDArray[np.int32]) -> npt.NDArray[np.int64]:
    """``empty_minutes`` of every entry; what a loaded coach takes as well where neither night nor curfew delays it."""
    whole = minutes.astype(np.int64)
    breaks: npt.NDArray[np.int64] = np.maximum((whole - 1) // rules.continuous, 0)
    return whole + rules.break_min * breaks
