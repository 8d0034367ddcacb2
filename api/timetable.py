"""A plan's runs as a planner reads them: each with its vehicle, its stops with their times, and its load."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from optimizer.clock import Minute, show_minute
from optimizer.plan import Plan, Run, Stop
from optimizer.problem import Problem

_STOPS_SHOWN = 4
_FIRST_STOPS = 2


def timetable_rows(problem: Problem, plan: Plan, word: Mapping[str, str]) -> tuple[tuple[str, str, str, str, str], ...]:
    """Run, mode, vehicle, stops with times and load of every run; services first, then coaches by when they leave.

    Times are departures, at the last stop the arrival, at stops between both; a date stands where a day begins.
    """
    stops: dict[str, list[Stop]] = defaultdict(list)
    for stop in sorted(plan.stops, key=lambda s: s.seq):
        if stop.board or stop.alight:
            stops[stop.run_id].append(stop)
    seats = _rated_seats(problem, plan)
    runs = sorted(plan.runs, key=lambda run: (run.mode == "coach", stops[run.run_id][0].departure or 0, run.run_id))
    return tuple(
        (
            _name(problem, run),
            word[run.mode],
            _vehicle(problem, run, word),
            way(problem, stops[run.run_id], word),
            f"{_most_aboard(stops[run.run_id])} / {seats[run.run_id]}",
        )
        for run in runs
    )


def way(problem: Problem, stops: Sequence[Stop], word: Mapping[str, str]) -> str:
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
        date, clock = _date_and_clock(last.arrival or 0)
        shown = [*shown[:_FIRST_STOPS], between, f"{date} {clock} {problem.site[last.site_id].name}"]
    return " → ".join(shown)


def _date_and_clock(minute: Minute) -> tuple[str, str]:
    date, _, clock = show_minute(minute).partition(" ")
    return date.partition("-")[2], clock


def _name(problem: Problem, run: Run) -> str:
    return run.run_id if run.service_id is None else problem.service[run.service_id].name or run.service_id


def _vehicle(problem: Problem, run: Run, word: Mapping[str, str]) -> str:
    if run.service_id is None:
        return run.vehicle_id or ""
    return word["units_of"].format(units=run.units, seats=problem.service[run.service_id].unit_seats)


def _most_aboard(stops: Sequence[Stop]) -> int:
    aboard = most = 0
    for stop in stops:
        aboard += stop.board - stop.alight
        most = max(most, aboard)
    return most


def _rated_seats(problem: Problem, plan: Plan) -> Mapping[str, int]:
    type_of = {outing.vehicle_id: outing.type_id for outing in plan.outings}
    seats: dict[str, int] = {}
    for run in plan.runs:
        if run.service_id is not None:
            seats[run.run_id] = problem.service[run.service_id].unit_seats * (run.units or 0)
        elif run.vehicle_id is not None:
            seats[run.run_id] = problem.vehicle_type[type_of[run.vehicle_id]].seats
    return seats
