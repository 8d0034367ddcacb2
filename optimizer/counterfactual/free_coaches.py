"""Coaches that a plan leaves free, as fleet rows: on the dates on which they stand at their depot all day."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace

from optimizer.clock import DAY_MINUTES, Day, Minute
from optimizer.problem import FleetRow, Problem

Outings = Mapping[str, list[tuple[Minute, Minute]]]


def free_coaches(problem: Problem, coaches: Mapping[tuple[str, str], Outings]) -> tuple[FleetRow, ...]:
    """Fleet rows of what is free beside a plan; ``coaches``: its outings by (depot, type) and vehicle.

    Fewer may be said to be free than are: a coach that is back at noon counts from the next day on, and where the rows
    of a fleet cannot be told apart by the dates none counts.
    """
    rows: dict[tuple[str, str], list[FleetRow]] = defaultdict(list)
    for row in problem.fleet:
        rows[row.depot_id, row.type_id].append(row)
    first, last = problem.settings.first_day - 1, problem.settings.last_day + 1
    free: list[FleetRow] = []
    for fleet, own in rows.items():
        owner = _owners(own, coaches.get(fleet, {}))
        if owner is None:
            free += [row for row in own if row.count is None]
            continue
        for i, row in enumerate(own):
            vehicles = [outings for outings, place in owner if place == i]
            free += _free_of(row, vehicles, first, last)
    return tuple(free)


def _owners(rows: list[FleetRow], vehicles: Outings) -> list[tuple[list[tuple[Minute, Minute]], int]] | None:
    """Each vehicle's outings with the place of a row that has it, the narrowest rows first; None if that fails."""
    left = [row.count for row in rows]
    order = sorted(range(len(rows)), key=lambda i: _width(rows[i]))
    out = []
    for _, outings in sorted(vehicles.items(), key=lambda item: -len(item[1])):
        for i in order:
            room = left[i]
            if (room is None or room > 0) and all(_within(rows[i], *outing) for outing in outings):
                left[i] = None if room is None else room - 1
                out.append((outings, i))
                break
        else:
            return None
    return out


def _width(row: FleetRow) -> float:
    if row.from_day is None or row.to_day is None:
        return float("inf")
    return row.to_day - row.from_day


def _within(row: FleetRow, leaves: Minute, returns: Minute) -> bool:
    return (row.from_day is None or row.from_day <= leaves // DAY_MINUTES) and (
        row.to_day is None or returns // DAY_MINUTES <= row.to_day
    )


def _free_of(row: FleetRow, vehicles: list[list[tuple[Minute, Minute]]], first: Day, last: Day) -> Iterable[FleetRow]:
    """The row without the dates on which its vehicles are out."""
    if row.count is None:
        return [row]
    free = [replace(row, count=row.count - len(vehicles))] if row.count > len(vehicles) else []
    start = first if row.from_day is None else row.from_day
    end = last if row.to_day is None else row.to_day
    spans: Counter[tuple[Day, Day]] = Counter()
    for outings in vehicles:
        day = start
        for leaves, returns in sorted(outings):
            if day < leaves // DAY_MINUTES:
                spans[day, leaves // DAY_MINUTES - 1] += 1
            day = max(day, returns // DAY_MINUTES + 1)
        if day <= end:
            spans[day, end] += 1
    return [*free, *(replace(row, count=n, from_day=a, to_day=b) for (a, b), n in sorted(spans.items()))]
