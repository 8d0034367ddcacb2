"""A plan's runs as a planner reads them: each with its vehicle, its stops with their times, and its load."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from optimizer.clock import Minute, show_minute_of_year
from optimizer.problem import Problem
from scenarios.schedule import RunTimes, Schedule, StopTimes

_STOPS_SHOWN = 4
_FIRST_STOPS = 2


def timetable_rows(found: Schedule, word: Mapping[str, str]) -> tuple[tuple[str, str, str, str, str], ...]:
    """Run, mode, vehicle, stops with times and load of every run; services first, then coaches by when they leave.

    Times are departures, at the last stop the arrival, at stops between both; a date stands where a day begins. Stops
    where nobody boards or alights are left out.
    """
    runs = sorted(found.runs, key=lambda run: (run.mode == "coach", run.departs, run.run_id))
    return tuple(
        (
            run.name,
            word[run.mode],
            _vehicle(found.problem, run, word),
            way(found.problem, [stop for stop in run.stops if stop.boarding or stop.alighting], word),
            f"{run.most_aboard} / {run.seats}",
        )
        for run in runs
    )


def way(problem: Problem, stops: Sequence[StopTimes], word: Mapping[str, str]) -> str:
    """The stops in order, each with its times; of a long way the first ones, how many follow, and the last."""
    shown: list[str] = []
    day = ""
    for at, stop in enumerate(stops):
        times = [t for t in (stop.arrival if at else None, stop.departure if at < len(stops) - 1 else None) if t]
        texts = []
        for date, clock in map(_date_and_clock, times):
            texts.append(clock if date == day else f"{date} {clock}")
            day = date
        shown.append(f"{'–'.join(texts)} {problem.site[stop.site_id].name}")
    if len(shown) > _STOPS_SHOWN:
        last = stops[-1]
        between = word["stops_between"].format(count=len(shown) - _FIRST_STOPS - 1)
        shown = [
            *shown[:_FIRST_STOPS],
            between,
            f"{show_minute_of_year(last.arrival)} {problem.site[last.site_id].name}",
        ]
    return " → ".join(shown)


def _date_and_clock(minute: Minute) -> tuple[str, str]:
    date, _, clock = show_minute_of_year(minute).partition(" ")
    return date, clock


def _vehicle(problem: Problem, run: RunTimes, word: Mapping[str, str]) -> str:
    if run.service_id is None:
        return run.vehicle_id or ""
    return word["units_of"].format(units=run.units, seats=problem.service[run.service_id].unit_seats)
