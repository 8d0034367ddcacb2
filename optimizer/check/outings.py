"""Rule 6: outings of coaches, from the depot over one or more runs and back."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise

from optimizer.check.cells import Rows
from optimizer.check.facts import Facts, WholeRun
from optimizer.check.report import Findings, OutingNumbers
from optimizer.check.rounding import NOISE, shifts, whole_minutes
from optimizer.clock import DAY_MINUTES, show_minute
from optimizer.plan import Outing
from optimizer.problem import Site, VehicleType


@dataclass(frozen=True, slots=True)
class Coach:
    """One vehicle_id with its outings, in the order of leaving, at a home that the scenario knows."""

    vehicle_id: str
    outings: list[Outing]


def outings_hold(
    facts: Facts, rows: Rows, runs: Mapping[str, WholeRun], findings: Findings
) -> dict[tuple[str, str], OutingNumbers]:
    """Rule 6 but for the fleet's size and dates; the numbers of every outing that has runs."""
    by_vehicle: dict[str, list[Outing]] = defaultdict(list)
    for outing in rows.outings:
        by_vehicle[outing.vehicle_id].append(outing)
    runs_of, unseen = _runs_by_vehicle(rows, runs, by_vehicle, findings)
    numbers: dict[tuple[str, str], OutingNumbers] = {}
    for vehicle_id, outings in by_vehicle.items():
        if not _home_is_known(facts, vehicle_id, outings, findings):
            continue
        outings.sort(key=lambda outing: (outing.leaves, outing.returns))
        mine: list[tuple[Outing, OutingNumbers]] = []
        for outing, held in zip(outings, _held(outings, runs_of.get(vehicle_id, [])), strict=True):
            if held:
                mine.append((outing, _recompute(facts, outing, held, findings)))
            elif vehicle_id not in unseen and rows.all_runs:
                text = f"{_name(outing)}: no run in it, {show_minute(outing.leaves)} to {show_minute(outing.returns)}"
                findings.add("6", text, vehicle_id=vehicle_id, outing=outing.outing)
        _one_after_the_other(mine, findings)
        numbers.update({(vehicle_id, outing.outing): recomputed for outing, recomputed in mine})
    return numbers


def _runs_by_vehicle(
    rows: Rows, runs: Mapping[str, WholeRun], known: Mapping[str, list[Outing]], findings: Findings
) -> tuple[dict[str, list[WholeRun]], set[str]]:
    """Each vehicle's whole runs, and the vehicles one of whose runs is broken: its outing may well have a run."""
    runs_of: dict[str, list[WholeRun]] = defaultdict(list)
    unseen = set()
    for run in rows.runs.values():
        if run.mode != "coach" or run.vehicle_id is None:
            continue
        if run.vehicle_id not in known:
            findings.complete = False
            text = f"run {run.run_id}: expected a vehicle of the table vehicles, it is {run.vehicle_id!r}"
            findings.add("files", text, run_id=run.run_id, vehicle_id=run.vehicle_id)
        elif run.run_id in runs:
            runs_of[run.vehicle_id].append(runs[run.run_id])
        else:
            unseen.add(run.vehicle_id)
    return runs_of, unseen


def _home_is_known(facts: Facts, vehicle_id: str, outings: Iterable[Outing], findings: Findings) -> bool:
    homes = sorted({(outing.depot_id, outing.type_id) for outing in outings})
    if len(homes) > 1:
        shown = ", ".join(f"{type_id} of {depot_id}" for depot_id, type_id in homes)
        text = f"vehicle {vehicle_id}: is {shown}; a coach has one type and belongs to one depot"
        findings.add("6", text, vehicle_id=vehicle_id)
    good = True
    for depot_id, type_id in homes:
        for what, value, known in (
            ("depot", depot_id, facts.problem.site),
            ("vehicle type", type_id, facts.problem.vehicle_type),
        ):
            if value not in known:
                findings.complete = good = False
                text = f"vehicle {vehicle_id}: expected a known {what}, it is {value!r}"
                findings.add("files", text, vehicle_id=vehicle_id)
    return good


def _held(outings: list[Outing], runs: list[WholeRun]) -> list[list[WholeRun]]:
    """The runs of each outing: a run belongs to the one that holds its times, else to the one that lacks least."""
    leaves = [outing.leaves for outing in outings]
    held: list[list[WholeRun]] = [[] for _ in outings]
    for run in sorted(runs, key=lambda run: (run.arrival[0], run.arrival[-1])):
        start, end = run.arrival[0], run.arrival[-1]
        place = bisect_right(leaves, start) - 1
        while place >= 0 and outings[place].returns < end:
            place -= 1
        if place < 0:
            lack = [max(outing.leaves - start, end - outing.returns) for outing in outings]
            place = lack.index(min(lack))
        held[place].append(run)
    return held


def _recompute(facts: Facts, outing: Outing, runs: list[WholeRun], findings: Findings) -> OutingNumbers:
    depot = facts.problem.site[outing.depot_id]
    first, last = runs[0], runs[-1]
    hops = [(depot, first.sites[0])]
    hops += [(before.sites[-1], after.sites[0]) for before, after in pairwise(runs)]
    hops.append((last.sites[-1], depot))
    leaves = first.arrival[0] - _empty_minutes(facts, *hops[0])
    returns = whole_minutes_at(last.arrival[-1], last.sites[-1].dwell_min + _empty_minutes(facts, *hops[-1]))
    wheel = sum(run.wheel_minutes for run in runs) + sum(facts.places.wheel_minutes(*hop) for hop in hops)
    span = max(1.0, (returns - leaves) / DAY_MINUTES)
    by_shifts = shifts(wheel, facts.settings.driving_driver_min * span)
    drivers = max(by_shifts, *(run.drivers for run in runs))
    days = returns // DAY_MINUTES - leaves // DAY_MINUTES + 1
    km_loaded, km_empty = sum(run.km for run in runs), sum(facts.places.road(*hop)[0] for hop in hops)
    numbers = OutingNumbers(
        leaves=leaves,
        returns=returns,
        days=days,
        km_loaded=km_loaded,
        km_empty=km_empty,
        drivers=drivers,
        money=_money(facts.problem.vehicle_type[outing.type_id], days, km_loaded, km_empty, drivers),
    )
    _times(facts, outing, numbers, findings)
    _between_runs(facts, outing, runs, findings)
    _crew(facts, outing, wheel, numbers, findings)
    _home_end(facts, outing, depot, runs, findings)
    return numbers


def whole_minutes_at(start: int, minutes: float) -> int:
    """The first whole minute not before ``start`` + ``minutes``."""
    return start + whole_minutes(minutes)


def _empty_minutes(facts: Facts, start: Site, end: Site) -> int:
    return facts.driving.empty(facts.places.road(start, end)[1])


def _money(kind: VehicleType, days: int, km_loaded: float, km_empty: float, drivers: int) -> float:
    empty_price = kind.cost_km if kind.cost_km_empty is None else kind.cost_km_empty
    by_distance = km_loaded * kind.cost_km + km_empty * empty_price
    return days * kind.cost_day + by_distance + days * drivers * kind.cost_driver_day


def _times(facts: Facts, outing: Outing, numbers: OutingNumbers, findings: Findings) -> None:
    for what, stated, expected, why in (
        ("leaves", outing.leaves, numbers.leaves, "the first arrival less the empty drive"),
        ("returns", outing.returns, numbers.returns, "the last arrival, dwell and the empty drive"),
    ):
        if stated != expected:
            text = f"{_name(outing)}: {what} {show_minute(stated)}, {why} make {show_minute(expected)}"
            amount = abs(stated - expected)
            findings.add("6", text, amount=amount, vehicle_id=outing.vehicle_id, outing=outing.outing)
    early, late = facts.problem.first_minute - DAY_MINUTES, facts.problem.last_minute + DAY_MINUTES
    if numbers.leaves < early or numbers.returns > late:
        text = (
            f"{_name(outing)}: {show_minute(numbers.leaves)} to {show_minute(numbers.returns)} lies outside the "
            f"horizon widened by a day, {show_minute(early)} to {show_minute(late)}"
        )
        amount = max(early - numbers.leaves, numbers.returns - late)
        findings.add("6", text, amount=amount, vehicle_id=outing.vehicle_id, outing=outing.outing)


def _between_runs(facts: Facts, outing: Outing, runs: list[WholeRun], findings: Findings) -> None:
    for before, after in pairwise(runs):
        start, end = before.sites[-1], after.sites[0]
        takes = start.dwell_min + _empty_minutes(facts, start, end) + facts.settings.coach_turnaround_min
        short = before.arrival[-1] + takes - after.arrival[0]
        if short > NOISE:
            ready = show_minute(whole_minutes_at(before.arrival[-1], takes))
            text = (
                f"{_name(outing)}: {before.name} ends {show_minute(before.arrival[-1])} at {start.site_id}, "
                f"{after.name} begins {show_minute(after.arrival[0])} at {end.site_id}; dwell, empty drive and "
                f"turnaround take until {ready}"
            )
            findings.add(
                "6",
                text,
                amount=short,
                run_id=after.stated.run_id,
                vehicle_id=outing.vehicle_id,
                outing=outing.outing,
            )


def _crew(facts: Facts, outing: Outing, wheel: int, numbers: OutingNumbers, findings: Findings) -> None:
    """The outing's own part of max_drivers, which rule 5 names."""
    most = facts.settings.driving_max_drivers
    if numbers.drivers > most:
        text = (
            f"{_name(outing)}: {wheel} driving minutes, loaded and empty, in {numbers.returns - numbers.leaves} "
            f"minutes take {numbers.drivers} drivers, driving.max_drivers is {most:g}"
        )
        amount = numbers.drivers - most
        findings.add("5", text, amount=amount, vehicle_id=outing.vehicle_id, outing=outing.outing)


def _home_end(facts: Facts, outing: Outing, depot: Site, runs: Iterable[WholeRun], findings: Findings) -> None:
    if not facts.settings.coach_home_end:
        return
    home = facts.places.city(depot)
    for run in runs:
        start, end = run.sites[0], run.sites[-1]
        if home not in (facts.places.city(start), facts.places.city(end)):
            text = (
                f"{run.name}: neither {start.site_id} nor {end.site_id} is in the city of depot {depot.site_id}, "
                "coach.home_end is true"
            )
            findings.add("6", text, run_id=run.stated.run_id, vehicle_id=outing.vehicle_id, outing=outing.outing)


def _one_after_the_other(outings: Iterable[tuple[Outing, OutingNumbers]], findings: Findings) -> None:
    in_order = sorted(outings, key=lambda pair: pair[1].leaves)
    for (before, first), (after, second) in pairwise(in_order):
        if second.leaves < first.returns:
            text = (
                f"vehicle {after.vehicle_id}: outing {before.outing} returns {show_minute(first.returns)}, "
                f"outing {after.outing} leaves {show_minute(second.leaves)}; they may touch, not overlap"
            )
            amount = first.returns - second.leaves
            findings.add("6", text, amount=amount, vehicle_id=after.vehicle_id, outing=after.outing)


def _name(outing: Outing) -> str:
    return f"vehicle {outing.vehicle_id} outing {outing.outing}"
