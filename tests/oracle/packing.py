"""Runs timed by their neighbours: just before or after another run of the same coach, or of the coach met at a hub."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np

from tests.oracle.elements import Element, Timetable, pin, undominated
from tests.oracle.world import COACH_CHANGE_MIN, Flags, World, whole

PACKED_STOPS = 3


def packed(world: World, elements: list[Element], timetables: list[Timetable]) -> list[Element]:
    """Pinned runs that end as late as another run of the coach allows, or begin as early, each up to three stops."""
    tables = [t for t in timetables if len(t.sequence.sites) <= PACKED_STOPS and _meets_service(t)]
    seeds = {
        (e.sequence.sites[0], e.sequence.sites[-1], at + e.begin, at + e.end)
        for e in elements
        if len(e.sequence.sites) <= PACKED_STOPS and any(r.task.kind in ("direct", "feed", "last") for r in e.rides)
        for at in (e.first, e.last)
    }
    turnaround = world.settings.coach_turnaround_min
    found = []
    for table in tables:
        sites, schedule = table.sequence.sites, table.schedule
        good = table.useful & _service_rides(table)
        for start_site, end_site, begin, end in sorted(seeds):
            ready = begin - whole(world.empty(sites[-1], start_site) + turnaround)
            before = np.flatnonzero(good & (schedule.departure[-1] <= ready))
            after_from = end + whole(world.empty(end_site, sites[0]) + turnaround)
            after = np.flatnonzero(good & (schedule.arrival[0] >= after_from))
            found += [pin(table.sequence, schedule, int(i)) for i in (*before[-1:], *after[:1])]
    return _distinct(found)


def relayed(elements: list[Element], timetables: list[Timetable]) -> list[Element]:
    """Pinned runs that leave a hub as soon as another coach's workers may board, or reach it just in time for one."""
    arrivals: dict[tuple[str, str], set[int]] = {}
    departures: dict[tuple[str, str], set[int]] = {}
    for e in elements:
        for r in e.rides:
            if r.task.kind == "out":
                arrivals.setdefault((r.task.demand.demand_id, r.task.goal), set()).add(e.first + e.arrival[r.alight])
            if r.task.kind == "in":
                departures.setdefault((r.task.demand.demand_id, r.task.origin), set()).add(
                    e.first + e.departure[r.board]
                )
    return _distinct(
        pin(table.sequence, table.schedule, at) for table in timetables for at in _meetings(table, arrivals, departures)
    )


def _meetings(
    table: Timetable, arrivals: dict[tuple[str, str], set[int]], departures: dict[tuple[str, str], set[int]]
) -> Iterator[int]:
    schedule = table.schedule
    for k, ride in enumerate(table.sequence.rides):
        good = table.useful & schedule.lawful[k]
        if ride.task.kind == "in":
            for at in arrivals.get((ride.task.demand.demand_id, ride.task.origin), ()):
                hits = np.flatnonzero(good & (schedule.departure[ride.board] >= at + COACH_CHANGE_MIN))
                yield from map(int, hits[:1])
        if ride.task.kind == "out":
            for at in departures.get((ride.task.demand.demand_id, ride.task.goal), ()):
                hits = np.flatnonzero(good & (schedule.arrival[ride.alight] <= at - COACH_CHANGE_MIN))
                yield from map(int, hits[-1:])


def _meets_service(table: Timetable) -> bool:
    return any(r.task.kind in ("feed", "last") for r in table.sequence.rides)


def _service_rides(table: Timetable) -> Flags:
    kinds = np.array([r.task.kind in ("feed", "last") for r in table.sequence.rides])
    result: Flags = table.schedule.lawful[kinds].any(axis=0)
    return result


def _distinct(elements: Iterable[Element]) -> list[Element]:
    return list({(e.sequence.sites, e.first, e.arrival, e.departure): e for e in elements}.values())


def merged(world: World, *groups: list[Element]) -> list[Element]:
    """All elements once, without the pinned ones that another of their sequence dominates."""
    free: dict[tuple[object, ...], Element] = {}
    pinned: dict[tuple[str, ...], dict[tuple[object, ...], Element]] = {}
    for e in (e for group in groups for e in group):
        if e.pinned:
            pinned.setdefault(e.sequence.sites, {}).setdefault((e.first, e.arrival, e.departure), e)
        else:
            free.setdefault((e.sequence.sites, e.first, e.last, e.arrival, e.departure), e)
    return [*free.values(), *(e for family in pinned.values() for e in undominated(world, list(family.values())))]
