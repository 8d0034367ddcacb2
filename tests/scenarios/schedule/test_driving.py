"""Breaks and curfew on the road: where the contract's own minute-by-minute ``drive`` puts them."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from optimizer.check.driving import driving_of, in_span
from optimizer.clock import DAY_MINUTES, day_of, minute_of
from optimizer.problem import Settings
from scenarios.schedule import Halt, drive, drive_empty

_DAY = day_of("2020-03-10")
_PLAIN = Settings(first_day=_DAY, last_day=_DAY + 1)
_CLOCKS = st.integers(0, DAY_MINUTES - 1)
_SPANS = st.none() | st.tuples(_CLOCKS, _CLOCKS)
_SETTINGS = st.builds(
    lambda **values: replace(_PLAIN, **values),
    driving_continuous_min=st.integers(1, 600).map(float),
    driving_break_min=st.integers(0, 90).map(float),
    driving_night=_SPANS,
    driving_night_continuous_min=st.integers(1, 300).map(float),
    driving_curfew=_SPANS,
)


def _minute_by_minute(rules: Settings, t: int, driven: int, minutes: int) -> tuple[int, int, list[int], list[int]]:
    """The contract's ``drive`` as it stands there, and the minutes spent on breaks and in the curfew."""
    breaks: list[int] = []
    curfew: list[int] = []
    while minutes > 0:
        clock = t % DAY_MINUTES
        by_night = in_span(clock, rules.driving_night)
        limit = rules.driving_night_continuous_min if by_night else rules.driving_continuous_min
        if in_span(clock, rules.driving_curfew):
            while in_span(t % DAY_MINUTES, rules.driving_curfew):
                curfew.append(t)
                t += 1
            driven = 0
        elif driven >= limit:
            breaks += range(t, t + int(rules.driving_break_min))
            t += int(rules.driving_break_min)
            driven = 0
        else:
            t, driven, minutes = t + 1, driven + 1, minutes - 1
    return t, driven, breaks, curfew


def _minutes(halts: tuple[Halt, ...], kind: str) -> list[int]:
    return [t for halt in halts if halt.kind == kind for t in range(halt.start, halt.end)]


@settings(deadline=None)  # a curfew of nearly all day makes days of minutes
@given(_SETTINGS, st.integers(0, 2 * DAY_MINUTES), st.integers(0, 700), st.integers(0, 600))
def test_halts_are_where_the_contract_has_them(rules: Settings, after: int, driven: int, minutes: int) -> None:
    start = _DAY * DAY_MINUTES + after
    arrives, since, breaks, curfew = _minute_by_minute(rules, start, driven, minutes)
    gone = drive(rules, start, driven, minutes)
    assert (gone.arrives, gone.driven) == (arrives, since) == driving_of(rules).drive(start, driven, minutes)
    assert _minutes(gone.halts, "break") == breaks
    assert _minutes(gone.halts, "curfew") == curfew
    assert gone.arrives - start == minutes + sum(halt.end - halt.start for halt in gone.halts)


@settings(deadline=None)
@given(_SETTINGS, st.integers(0, 3000))
def test_an_empty_drive_takes_what_the_checker_says(rules: Settings, minutes: int) -> None:
    gone = drive_empty(rules, 1000, minutes)
    assert gone.arrives == 1000 + driving_of(rules).empty(minutes)
    assert gone.arrives == 1000 + minutes + sum(halt.end - halt.start for halt in gone.halts)
    assert all(1000 < halt.start < halt.end < gone.arrives for halt in gone.halts)


def test_a_night_on_the_road_by_hand() -> None:
    night, curfew = (22 * 60, 6 * 60), (2 * 60, 5 * 60)
    rules = replace(_PLAIN, driving_night=night, driving_curfew=curfew)
    gone = drive(rules, minute_of("2020-03-10 19:00"), 0, 600)
    assert gone.halts == (
        Halt("break", minute_of("2020-03-10 22:00"), minute_of("2020-03-10 22:20")),
        Halt("break", minute_of("2020-03-11 00:20"), minute_of("2020-03-11 00:40")),
        Halt("curfew", minute_of("2020-03-11 02:00"), minute_of("2020-03-11 05:00")),
    )
    assert gone.arrives == minute_of("2020-03-11 08:40")
