"""The engine's arithmetic of the rules says what the checker's says; the two share no code."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from optimizer.clock import day_of
from optimizer.problem import Settings
from optimizer.rules.drive import drive, drive_rules, empty_minutes
from optimizer.rules.roads import road_matrices
from optimizer.rules.seats import usable
from tests.optimizer.case import Case

CLOCK = st.tuples(st.integers(0, 1439), st.integers(0, 1439))
PLAIN = Settings(name="x", first_day=day_of("2020-03-10"), last_day=day_of("2020-03-11"))


def by_the_minute(settings: Settings, t: int, driven: int, minutes: int) -> tuple[int, int]:
    """The contract's loop, word for word in another hand."""

    def within(span: tuple[int, int] | None) -> bool:
        return span is not None and span[0] != span[1] and (t - span[0]) % 1440 < (span[1] - span[0]) % 1440

    while minutes > 0:
        limit = settings.driving_continuous_min
        if within(settings.driving_night):
            limit = settings.driving_night_continuous_min
        if settings.driving_curfew and within(settings.driving_curfew):
            t += (settings.driving_curfew[1] - t) % 1440
            driven = 0
        elif driven >= limit:
            t, driven = t + int(settings.driving_break_min), 0
        else:
            t, driven, minutes = t + 1, driven + 1, minutes - 1
    return t, driven


@given(
    night=st.none() | CLOCK,
    curfew=st.none() | CLOCK,
    limits=st.tuples(st.integers(30, 400), st.integers(20, 200), st.integers(1, 60)),
    start=st.integers(0, 2880),
    driven=st.integers(0, 300),
    minutes=st.integers(0, 1500),
)
def test_drive_does_what_the_contract_says_minute_by_minute(
    night: tuple[int, int] | None,
    curfew: tuple[int, int] | None,
    limits: tuple[int, int, int],
    start: int,
    driven: int,
    minutes: int,
) -> None:
    settings = replace(
        PLAIN,
        driving_night=night,
        driving_curfew=curfew,
        driving_continuous_min=float(limits[0]),
        driving_night_continuous_min=float(limits[1]),
        driving_break_min=float(limits[2]),
    )
    assert drive(drive_rules(settings), start, driven, minutes) == by_the_minute(settings, start, driven, minutes)


def test_an_empty_drive_breaks_after_each_full_stretch() -> None:
    rules = drive_rules(PLAIN)
    assert [empty_minutes(rules, m) for m in (0, 1, 240, 241, 480, 481)] == [0, 1, 240, 261, 500, 521]


def test_roads_are_links_where_given_else_great_circles(direct: Case) -> None:
    km, minutes = road_matrices(direct.problem)
    at = {s.site_id: i for i, s in enumerate(direct.problem.sites)}
    assert (km[at["P"], at["W"]], minutes[at["P"], at["W"]]) == (100.0, 120)
    bare = direct.not_given("links", ("P", "W"))
    km, minutes = road_matrices(bare.problem)
    # One degree of longitude and half a degree of latitude near 31 N: 110.1 km as the crow flies.
    np.testing.assert_allclose(km[at["P"], at["W"]], 110.1 * 1.3, rtol=1e-3)
    assert minutes[at["P"], at["W"]] == 123


def test_usable_seats_are_the_least_of_share_and_reserve() -> None:
    assert [usable(49, 8, share) for share in (1.0, 0.5, 0.9)] == [41, 24, 41]
    assert usable(10, 0, 0.7) == 7
    assert usable(3, 2, 0.1) == 0
