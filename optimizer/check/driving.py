"""Loaded and empty driving: breaks, night and curfew (contract, rules 3 and 6)."""

from __future__ import annotations

from functools import lru_cache

from optimizer.check.rounding import whole_limit, whole_minutes
from optimizer.clock import DAY_MINUTES, Clock, Minute, Span
from optimizer.problem import Settings

_LONGEST = 2000 * DAY_MINUTES


class Driving:
    """The driving rules of one scenario, laid out over the minutes of a day."""

    def __init__(self, settings: Settings) -> None:
        by_day = whole_limit(settings.driving_continuous_min)
        by_night = whole_limit(settings.driving_night_continuous_min)
        night, curfew = _minutes_within(settings.driving_night), _minutes_within(settings.driving_curfew)
        self._continuous = by_day
        self._break = whole_limit(settings.driving_break_min)
        self._limit = [by_night if inside else by_day for inside in night]
        self._curfew_left = _run_lengths(curfew)
        self._unchanged = _minutes_to_change(list(zip(night, curfew, strict=True)))

    def drive(self, t: Minute, driven: int, minutes: float) -> tuple[Minute, int]:
        """Arrival and minutes driven since the last break, of a loaded coach leaving at ``t`` (contract's ``drive``).

        Beyond 2000 days at the wheel, which no calendar of a scenario holds, breaks are left out.
        """
        left = whole_minutes(minutes)
        if left > _LONGEST:
            return t + left, driven
        while left > 0:
            clock = t % DAY_MINUTES
            if self._curfew_left[clock]:
                t += self._curfew_left[clock]
                driven = 0
            elif driven >= self._limit[clock]:
                t += self._break
                driven = 0
            else:
                stretch = min(left, self._limit[clock] - driven, self._unchanged[clock])
                t += stretch
                driven += stretch
                left -= stretch
        return t, driven

    def empty(self, minutes: float) -> int:
        """Minutes of an empty drive with its breaks (contract, rule 6): no night, no curfew."""
        wheel = whole_minutes(minutes)
        return wheel + self._break * (-(-wheel // self._continuous) - 1) if wheel > 0 else 0


@lru_cache(maxsize=4)
def driving_of(settings: Settings) -> Driving:
    """The driving rules of a scenario, kept for the next check of a plan of the same scenario."""
    return Driving(settings)


def in_span(clock: Clock, span: Span | None) -> bool:
    """Whether a clock time lies in [start, end), past midnight if need be; an equal pair holds no minute."""
    if span is None:
        return False
    start, end = span
    return start <= clock < end if start <= end else clock >= start or clock < end


def _minutes_within(span: Span | None) -> list[bool]:
    return [in_span(clock, span) for clock in range(DAY_MINUTES)]


def _run_lengths(inside: list[bool]) -> list[int]:
    lengths = [0] * DAY_MINUTES
    for clock in range(2 * DAY_MINUTES - 1, -1, -1):
        here = clock % DAY_MINUTES
        lengths[here] = lengths[(here + 1) % DAY_MINUTES] + 1 if inside[here] else 0
    return lengths


def _minutes_to_change(states: list[tuple[bool, bool]]) -> list[int]:
    if len(set(states)) == 1:
        return [DAY_MINUTES] * DAY_MINUTES
    ahead = [1] * DAY_MINUTES
    for clock in range(2 * DAY_MINUTES - 1, -1, -1):
        here, following = clock % DAY_MINUTES, (clock + 1) % DAY_MINUTES
        ahead[here] = ahead[following] + 1 if states[here] == states[following] else 1
    return ahead
