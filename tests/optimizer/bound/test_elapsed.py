"""The least time on the way: never more than any drive by the contract's rules takes, and exact where it can be."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from optimizer.bound.elapsed import elapsed_of, least_elapsed
from optimizer.problem import Settings
from optimizer.rules.drive import drive, drive_rules

PLAIN = Settings(name="drive", first_day=0, last_day=9, driving_continuous_min=240.0, driving_break_min=20.0)
SPANS = st.one_of(st.none(), st.tuples(st.integers(0, 1439), st.integers(0, 1439)))


@st.composite
def rules(draw: st.DrawFn) -> Settings:
    return replace(
        PLAIN,
        driving_continuous_min=float(draw(st.integers(30, 300))),
        driving_break_min=float(draw(st.integers(0, 60))),
        driving_night=draw(SPANS),
        driving_night_continuous_min=float(draw(st.integers(30, 300))),
        driving_curfew=draw(SPANS.filter(lambda s: s is None or (s[1] - s[0]) % 1440 < 1200)),
    )


def test_without_night_and_curfew_it_is_the_drive_with_a_break_after_each_full_stretch() -> None:
    least = least_elapsed(PLAIN, 20, 1000)
    assert [least[m] for m in (0, 1, 240, 241, 480, 481, 1000)] == [0, 1, 240, 261, 500, 521, 1080]


def test_a_way_longer_than_the_day_between_two_curfews_takes_the_curfew_too() -> None:
    least = least_elapsed(replace(PLAIN, driving_curfew=(120, 300)), 0, 1300)
    assert (least[1260], least[1261]) == (1260, 1441)


def test_a_way_that_fits_the_day_never_sees_the_night_s_shorter_limit() -> None:
    night = replace(PLAIN, driving_night=(1320, 360), driving_night_continuous_min=60.0)
    least = least_elapsed(night, 20, 1000)
    assert least[900] == 900 + 3 * 20
    assert least[1000] == 60 + (900 + 3 * 20) + 40  # the night's last hour, the day, the next night's first minutes


def test_beyond_the_longest_table_each_minute_counts_as_one() -> None:
    least = least_elapsed(PLAIN, 20, 2_000_000_000)
    assert len(least) == 6001
    minutes = np.array([6000, 6100, 2_000_000_000], dtype=np.int32)
    assert (elapsed_of(least, minutes) - least[6000]).tolist() == [0, 100, 2_000_000_000 - 6000]


@given(
    rules(),
    st.lists(st.tuples(st.integers(1, 700), st.integers(0, 90)), min_size=1, max_size=3),
    st.integers(0, 1439),
    st.integers(0, 239),
)
def test_no_run_with_stops_is_quicker_than_the_least_time(
    settings: Settings, legs: list[tuple[int, int]], begins: int, driven: int
) -> None:
    t = begins
    for minutes, stand in legs:
        t, driven = drive(drive_rules(settings), t, driven, minutes)
        arrived = t
        t += stand
        driven = 0 if stand >= settings.driving_break_min else driven
    way = sum(minutes for minutes, _ in legs)
    least = least_elapsed(settings, settings.driving_break_min, way)
    assert least[way] <= arrived - begins
    assert all(a < b for a, b in pairwise(least.tolist()))


@given(rules(), st.lists(st.integers(1, 700), min_size=2, max_size=3), st.integers(0, 1439), st.integers(10, 40))
def test_no_relay_is_quicker_than_the_least_time_with_changes_for_rests(
    settings: Settings, legs: list[int], begins: int, change: int
) -> None:
    t = begins
    for minutes in legs:
        arrived, _ = drive(drive_rules(settings), t, 0, minutes)
        t = arrived + change
    assert least_elapsed(settings, 10, sum(legs))[sum(legs)] <= arrived - begins
