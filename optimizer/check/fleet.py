"""Rule 6: no more coaches than a depot has, on the dates on which it has them."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterable, Mapping
from itertools import pairwise

from optimizer.check.facts import Facts
from optimizer.check.report import Findings, OutingNumbers
from optimizer.clock import DAY_MINUTES, Day, show_day
from optimizer.plan import Outing
from optimizer.problem import FleetRow

Home = tuple[str, str]
Dates = tuple[Day, Day]


def coaches_exist(
    facts: Facts, outings: Iterable[Outing], numbers: Mapping[tuple[str, str], OutingNumbers], findings: Findings
) -> None:
    """Each coach belongs to one row of the fleet that covers all its outings' dates, each row within its count."""
    rows: dict[Home, list[FleetRow]] = {}
    for row in facts.problem.fleet:
        rows.setdefault((row.depot_id, row.type_id), []).append(row)
    for home, dates_of in _dates(outings, numbers).items():
        if home in rows:
            _depot(home, rows[home], dates_of, findings)
        else:
            depot_id, type_id = home
            text = f"depot {depot_id} has no {type_id} in its fleet: {len(dates_of)} used, {_some(dates_of)}"
            findings.add("6", text, amount=len(dates_of), site_id=depot_id)


def _dates(outings: Iterable[Outing], numbers: Mapping[tuple[str, str], OutingNumbers]) -> dict[Home, dict[str, Dates]]:
    """First and last date that each coach is out, by depot and type."""
    dates: dict[Home, dict[str, Dates]] = {}
    for outing in outings:
        found = numbers.get((outing.vehicle_id, outing.outing))
        if found is not None:
            leaves, returns = found.leaves // DAY_MINUTES, found.returns // DAY_MINUTES
            mine = dates.setdefault((outing.depot_id, outing.type_id), {})
            first, last = mine.get(outing.vehicle_id, (leaves, returns))
            mine[outing.vehicle_id] = (min(first, leaves), max(last, returns))
    return dates


def _depot(home: Home, rows: list[FleetRow], dates_of: Mapping[str, Dates], findings: Findings) -> None:
    depot_id, type_id = home
    groups: Counter[tuple[int, ...]] = Counter()
    for vehicle_id, (first, last) in dates_of.items():
        fitting = tuple(place for place, row in enumerate(rows) if _covers(row, first, last))
        if fitting:
            groups[fitting] += 1
        else:
            offered = "; ".join(_row_dates(row) for row in rows)
            text = (
                f"vehicle {vehicle_id} is out {show_day(first)} to {show_day(last)}, "
                f"depot {depot_id} has its {type_id} {offered}"
            )
            findings.add("6", text, vehicle_id=vehicle_id, site_id=depot_id)
    homeless = _without_place(groups, [row.count for row in rows])
    if homeless:
        counts = " + ".join("no limit" if row.count is None else str(row.count) for row in rows)
        text = f"depot {depot_id}: {len(dates_of)} coaches {type_id} used, its fleet has {counts}; {homeless} too many"
        findings.add("6", text, amount=homeless, site_id=depot_id)


def _without_place(groups: Mapping[tuple[int, ...], int], counts: list[int | None]) -> int:
    """How many coaches find no row. ``groups`` counts coaches by the rows that fit them: a flow, group by group."""
    room = list(counts)
    placed: dict[tuple[int, ...], Counter[int]] = {group: Counter() for group in groups}
    homeless = 0
    for group, coaches in groups.items():
        left = coaches
        while left:
            path = _path_to_room(group, placed, room)
            if path is None:
                break
            left -= _move(path, left, placed, room)
        homeless += left
    return homeless


Step = tuple[tuple[int, ...], int]


def _path_to_room(
    group: tuple[int, ...], placed: Mapping[tuple[int, ...], Counter[int]], room: list[int | None]
) -> list[Step] | None:
    """Moves (group into row) up to a row with room, each making place for the one before; None: there are none."""
    came: dict[int, tuple[Step, int | None]] = {row: ((group, row), None) for row in group}
    queue = deque(group)
    while queue:
        row = queue.popleft()
        if room[row] is None or room[row] != 0:
            path, at = [], row
            while True:
                step, before = came[at]
                path.append(step)
                if before is None:
                    return path[::-1]
                at = before
        for other, where in placed.items():
            if where[row]:
                for target in other:
                    if target not in came:
                        came[target] = ((other, target), row)
                        queue.append(target)
    return None


def _move(path: list[Step], wanted: int, placed: Mapping[tuple[int, ...], Counter[int]], room: list[int | None]) -> int:
    """Moves as many coaches as the path has place for, at least one; returns how many."""
    last_row = path[-1][1]
    free = room[last_row]
    amount = wanted if free is None else min(wanted, free)
    for (_, full_row), (other, _) in pairwise(path):
        amount = min(amount, placed[other][full_row])
    for place, (group, row) in enumerate(path):
        placed[group][row] += amount
        if place:
            placed[group][path[place - 1][1]] -= amount
    if free is not None:
        room[last_row] = free - amount
    return amount


def _covers(row: FleetRow, first: Day, last: Day) -> bool:
    return (row.from_day is None or row.from_day <= first) and (row.to_day is None or last <= row.to_day)


def _row_dates(row: FleetRow) -> str:
    start = "…" if row.from_day is None else show_day(row.from_day)
    end = "…" if row.to_day is None else show_day(row.to_day)
    return f"{start} to {end}"


def _some(vehicle_ids: Iterable[str]) -> str:
    return ", ".join(sorted(vehicle_ids)[:5])
