"""Time as the whole product counts it.

A ``Minute`` is a whole number of minutes of local clock time since 0001-01-00 00:00, so that ``minute // 1440`` is the
date's ordinal (a ``Day``) and ``minute % 1440`` the clock time (a ``Clock``, 0 to 1439). Local time of the scenario's
time zone throughout; a scenario's zone names it and never shifts it.
"""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from typing import TypeAlias

Minute: TypeAlias = int
Day: TypeAlias = int
Clock: TypeAlias = int
Span: TypeAlias = tuple[Clock, Clock]

DAY_MINUTES = 1440

_MOMENT = re.compile(r"(\d{4}-\d{2}-\d{2}) (\d{2}):(\d{2})", re.ASCII)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_CLOCK = re.compile(r"(\d{1,2}):(\d{2})", re.ASCII)


@lru_cache(maxsize=1 << 16)
def day_of(text: str) -> Day:
    """The day of ``2020-03-10``. Raises ValueError for anything else."""
    if not _DAY.fullmatch(text):
        raise ValueError(text)
    return date.fromisoformat(text).toordinal()


@lru_cache(maxsize=1 << 16)
def minute_of(text: str) -> Minute:
    """The minute of ``2020-03-10 07:30``. Raises ValueError for anything else."""
    match = _MOMENT.fullmatch(text)
    if not match:
        raise ValueError(text)
    hours, minutes = int(match[2]), int(match[3])
    if hours > 23 or minutes > 59:
        raise ValueError(text)
    return day_of(match[1]) * DAY_MINUTES + hours * 60 + minutes


def clock_of(text: str) -> Clock:
    """The clock time of ``07:30``; ``24:00`` is midnight. Raises ValueError for anything else."""
    match = _CLOCK.fullmatch(text)
    if not match or int(match[2]) > 59 or int(match[1]) * 60 + int(match[2]) > DAY_MINUTES:
        raise ValueError(text)
    return (int(match[1]) * 60 + int(match[2])) % DAY_MINUTES


def show_day(day: Day) -> str:
    """``2020-03-10``; the bare number where it is no date of the calendar."""
    try:
        return date.fromordinal(day).isoformat()
    except (ValueError, OverflowError):
        return str(day)


def show_clock(clock: Clock) -> str:
    """``07:30``."""
    return f"{clock // 60:02d}:{clock % 60:02d}"


def show_minute(minute: Minute) -> str:
    """``2020-03-10 07:30``."""
    return f"{show_day(minute // DAY_MINUTES)} {show_clock(minute % DAY_MINUTES)}"


def show_minute_of_year(minute: Minute) -> str:
    """``03-10 07:30``: for where the year is told beside it."""
    return show_minute(minute).split("-", 1)[1]
