"""What a minute driven pays for days and drivers: never more than any outing costs, and as much as the best one."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TypeAlias

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from optimizer.bound.minutes import minute_price, most_a_date
from optimizer.problem import Problem, Settings, Tables, VehicleType
from optimizer.rules.drive import drive, drive_rules, empty_minutes
from tests.known import known_problem
from tests.optimizer.bound.test_elapsed import PLAIN, rules

KIND = VehicleType(type_id="bus", seats=20, cost_day=100, cost_driver_day=50)
Runs: TypeAlias = list[tuple[int, list[tuple[int, int]]]]
RUN = st.tuples(
    st.integers(0, 600), st.lists(st.tuples(st.integers(0, 900), st.integers(0, 60)), min_size=1, max_size=3)
)
"""Minutes of the empty drive before, and the sections: minutes driven, and how much longer than it must it stands."""


def problem(settings: Settings, stand: float) -> Problem:
    """A scenario with these rules in which every stop takes at least ``stand`` minutes."""
    known = known_problem()
    tables = Tables(
        settings=settings,
        regions=known.regions,
        sites=tuple(replace(site, dwell_min=stand) for site in known.sites),
        employers=known.employers,
        demands=known.demands,
        vehicle_types=known.vehicle_types,
        fleet=known.fleet,
    )
    return Problem.build(tables)


def outing(settings: Settings, stand: int, runs: Runs, begins: int) -> tuple[int, int]:
    """When an outing returns that leaves at ``begins``, by the contract's rules, and its driving minutes."""
    by_rules, t, wheel = drive_rules(settings), begins, 0
    for number, (empty, sections) in enumerate(runs):
        t += empty_minutes(by_rules, empty) + stand + (int(settings.coach_turnaround_min) if number else 0)
        wheel, driven = wheel + empty, 0
        for minutes, longer in sections:
            t, driven = drive(by_rules, t, driven, minutes)
            t, wheel = t + stand + longer, wheel + minutes
            driven = 0 if stand + longer >= settings.driving_break_min else driven
        t -= sections[-1][1]
    way_back = runs[0][0]
    return t + empty_minutes(by_rules, way_back), wheel + way_back


@given(
    rules(),
    st.lists(RUN, min_size=1, max_size=4),
    st.integers(0, 1439),
    st.integers(0, 30),
    st.integers(0, 60),
    st.integers(1, 4),
)
def test_no_outing_costs_less_than_its_minutes_pay(
    by: Settings,
    runs: Runs,
    begins: int,
    stand: int,
    turnaround: int,
    most_drivers: int,
) -> None:
    settings = replace(by, coach_turnaround_min=float(turnaround), driving_max_drivers=float(most_drivers))
    returns, wheel = outing(settings, stand, runs, begins)
    days = returns // 1440 - begins // 1440 + 1
    drivers = math.ceil(wheel / (settings.driving_driver_min * max(1.0, (returns - begins) / 1440)))
    assume(1 <= drivers <= most_drivers)
    money = days * (KIND.cost_day + drivers * KIND.cost_driver_day)
    assert minute_price(problem(settings, stand), KIND) * wheel <= money * (1 + 1e-9)
    assert wheel <= days * most_a_date(problem(settings, stand)) * (1 + 1e-9)


def test_a_date_holds_what_rests_leave_of_it() -> None:
    """Rests of 20 after 240 minutes: 1440 = driven x (1 + 1 / 12) - 40, two stops of 10 make up for one of three."""
    assert most_a_date(problem(PLAIN, 10)) == pytest.approx((1440 + 40) / (1 + 20 / 240))
    assert most_a_date(problem(PLAIN, 30)) == pytest.approx(1440 / (1 + 20 / 240))
    assert most_a_date(problem(replace(PLAIN, driving_break_min=0.0), 10)) == 1440
    assert most_a_date(problem(replace(PLAIN, coach_turnaround_min=0.0), 0)) == 1440
    assert most_a_date(problem(replace(PLAIN, driving_curfew=(120, 126)), 30)) == pytest.approx(1440 / (1 + 6 / 240))


def test_the_crew_that_is_cheapest_a_minute_counts() -> None:
    """Three drivers of 480 minutes drive more than a date holds, two of 600 less: 200 for 960, 250 for a full date."""
    most = most_a_date(problem(PLAIN, 30))
    assert minute_price(problem(PLAIN, 30), KIND) == pytest.approx(min(200 / 960, 250 / most))
    two = replace(PLAIN, driving_max_drivers=2.0)
    assert minute_price(problem(two, 30), KIND) == pytest.approx(200 / 960)
    assert minute_price(problem(replace(PLAIN, driving_driver_min=2000.0), 30), KIND) == pytest.approx(150 / most)
