"""Rule 3: how coaches stand at stops and drive between them. Works out each coach run's road numbers on the way."""

from __future__ import annotations

from collections.abc import Iterable

from optimizer.check.facts import Facts, WholeRun
from optimizer.check.report import Findings
from optimizer.check.rounding import NOISE, shifts
from optimizer.clock import show_minute


def measure(facts: Facts, runs: Iterable[WholeRun]) -> None:
    """Sets km, minutes and drivers of the coach runs (contract, driving.driver_min)."""
    for run in runs:
        if run.service is not None:
            continue
        for start, end in zip(run.sites, run.sites[1:], strict=False):
            km, minutes = facts.places.road(start, end)
            run.km += km
            run.exact_minutes += minutes
            run.wheel_minutes += facts.places.wheel_minutes(start, end)
        run.drivers = shifts(run.wheel_minutes, facts.settings.driving_driver_min)


def stand_and_drive(facts: Facts, runs: Iterable[WholeRun], findings: Findings) -> None:
    """Rule 3 over all coach runs. After a wrong arrival the check goes on from the stated departure."""
    for run in runs:
        if run.service is None:
            _stands(facts, run, findings)
            _drives(facts, run, findings)


def _stands(facts: Facts, run: WholeRun, findings: Findings) -> None:
    most = facts.settings.coach_max_stand_min
    staying = _staying(run) if most is not None else []
    for at, site in enumerate(run.sites):
        departure = run.departure[at]
        if departure is None:
            continue
        stands = departure - run.arrival[at]
        need = site.dwell_min if run.board[at] or run.alight[at] else 0
        where = f"stop {at + 1} at {site.site_id}: {show_minute(run.arrival[at])} to {show_minute(departure)}"
        if stands < need - NOISE:
            text = f"{run.name} {where}, stands {stands} minutes, dwell_min is {need:g}"
            findings.add("3", text, amount=need - stands, run_id=run.stated.run_id, seq=at + 1, site_id=site.site_id)
        if most is not None and stands > most + NOISE and staying[at]:
            text = (
                f"{run.name} {where}, {staying[at]} stay aboard for {stands} minutes, coach.max_stand_min is {most:g}"
            )
            findings.add("3", text, amount=stands - most, run_id=run.stated.run_id, seq=at + 1, site_id=site.site_id)


def _staying(run: WholeRun) -> list[int]:
    """At each stop, the workers aboard who neither board nor alight there."""
    staying = [0] * len(run.sites)
    for aboard in run.riders:
        for at in range(aboard.on + 1, aboard.off):
            staying[at] += aboard.headcount
    return staying


def _drives(facts: Facts, run: WholeRun, findings: Findings) -> None:
    driven = 0
    for at in range(run.last):
        leaves, here, there = run.leaves(at), run.sites[at], run.sites[at + 1]
        if leaves - run.arrival[at] >= facts.settings.driving_break_min:
            driven = 0
        expected, driven = facts.driving.drive(leaves, driven, facts.places.road(here, there)[1])
        stated = run.arrival[at + 1]
        if stated != expected:
            text = (
                f"{run.name} stop {at + 2}: arrives {show_minute(stated)}, leaving {here.site_id} at "
                f"{show_minute(leaves)} it reaches {there.site_id} at {show_minute(expected)}"
            )
            maybe = _advice(stated, expected)
            amount = abs(stated - expected)
            findings.add("3", text, maybe=maybe, amount=amount, run_id=run.stated.run_id, seq=at + 2)


def _advice(stated: int, expected: int) -> str:
    if stated > expected:
        return "the coach should wait at the stop before: it waits at stops only."
    return "a break, the night or the curfew was left out."
