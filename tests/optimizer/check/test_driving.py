"""The checker's drive against the contract's own loop, minute by minute."""

from __future__ import annotations

import math
from collections.abc import Callable

from hypothesis import given
from hypothesis import strategies as st

from optimizer.check.driving import Driving
from optimizer.clock import Span, clock_of
from optimizer.problem import Settings

CLOCKS = st.integers(0, 1439)
SPANS = st.none() | st.tuples(CLOCKS, CLOCKS)
LIMITS = st.integers(1, 400) | st.floats(0.25, 400)
BREAKS = st.integers(0, 90) | st.floats(0, 90)


def _settings(
    *, continuous: float, night_continuous: float, pause: float, night: Span | None, curfew: Span | None
) -> Settings:
    return Settings(
        first_day=1,
        last_day=2,
        driving_continuous_min=continuous,
        driving_night_continuous_min=night_continuous,
        driving_break_min=pause,
        driving_night=night,
        driving_curfew=curfew,
    )


def _in(t: int, span: Span | None) -> bool:
    if span is None or span[0] == span[1]:
        return False
    clock = t % 1440
    return span[0] <= clock < span[1] if span[0] < span[1] else not span[1] <= clock < span[0]


def _by_the_minute(settings: Settings, t: int, driven: int, minutes: float) -> tuple[int, int]:
    left = math.ceil(minutes - 1e-6)
    while left > 0:
        if _in(t, settings.driving_curfew):
            while _in(t, settings.driving_curfew):
                t += 1
            driven = 0
            continue
        by_night = _in(t, settings.driving_night)
        limit = settings.driving_night_continuous_min if by_night else settings.driving_continuous_min
        if driven >= limit:
            t += math.ceil(settings.driving_break_min)
            driven = 0
        else:
            t, driven, left = t + 1, driven + 1, left - 1
    return t, driven


SETTINGS = st.builds(_settings, continuous=LIMITS, night_continuous=LIMITS, pause=BREAKS, night=SPANS, curfew=SPANS)


@given(SETTINGS, st.integers(0, 5000), st.integers(0, 500), st.integers(0, 2500) | st.floats(0, 2500))
def test_drive_is_the_contracts(settings: Settings, t: int, driven: int, minutes: float) -> None:
    assert Driving(settings).drive(t, driven, minutes) == _by_the_minute(settings, t, driven, minutes)


def _drive(**values: object) -> Callable[[str, int, float], tuple[int, int]]:
    driving = Driving(Settings(first_day=1, last_day=2, **values))  # type: ignore[arg-type]
    return lambda text, driven, minutes: driving.drive(clock_of(text), driven, minutes)


def test_a_break_comes_when_there_is_more_to_drive() -> None:
    drive = _drive()
    assert drive("08:00", 0, 240) == (clock_of("12:00"), 240)
    assert drive("08:00", 0, 241) == (clock_of("12:21"), 1)
    assert drive("08:00", 240, 1) == (clock_of("08:21"), 1)


def test_the_end_of_the_curfew_is_free_and_a_rest() -> None:
    drive = _drive(driving_curfew=(clock_of("02:00"), clock_of("05:00")))
    assert drive("01:30", 0, 30) == (clock_of("02:00"), 30)
    assert drive("01:30", 0, 31) == (clock_of("05:01"), 1)
    assert drive("05:00", 200, 30) == (clock_of("05:30"), 230)


def test_leaving_later_can_mean_arriving_earlier() -> None:
    drive = _drive(driving_night=(clock_of("22:00"), clock_of("06:00")), driving_night_continuous_min=120)
    early, late = drive("04:00", 0, 130)[0], drive("04:01", 0, 130)[0]
    assert early == late - 1
    assert drive("03:59", 0, 130)[0] > drive("04:00", 0, 130)[0]


def test_empty_drives_break_by_the_day_limit_only() -> None:
    driving = Driving(Settings(first_day=1, last_day=2, driving_night=(0, 1439), driving_curfew=(0, 1000)))
    assert [driving.empty(m) for m in (0, 0.2, 239.5, 240, 240.1, 480, 481)] == [0, 1, 240, 240, 261, 500, 521]


def test_an_endless_road_ends_the_check() -> None:
    assert Driving(Settings(first_day=1, last_day=2)).drive(0, 0, 1e300)[0] >= 10**9
