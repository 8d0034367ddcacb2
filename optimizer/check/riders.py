"""Rule 5: seats on every section, mixing, stop counts, ride times and drivers of a run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from optimizer.check.facts import Facts, WholeRun
from optimizer.check.report import Findings
from optimizer.check.rounding import NOISE
from optimizer.problem import RISKS, Service, VehicleType

Levels = Mapping[int, int]


def riders_fit(facts: Facts, runs: Iterable[WholeRun], type_of: Mapping[str, VehicleType], findings: Findings) -> None:
    """Rule 5 over all runs but the outings' drivers. ``type_of`` tells the type of each known vehicle_id."""
    for run in runs:
        if run.service is None:
            _stop_counts(facts, run, findings)
            _ride_times(facts, run, findings)
            _company(facts, run, findings)
            _drivers(facts, run, findings)
            vehicle_type = type_of.get(run.stated.vehicle_id or "")
            if vehicle_type is not None and run.riders:
                _coach_seats(facts, run, vehicle_type, findings)
        else:
            _service_seats(facts, run, run.service, findings)


def aboard_by_section(facts: Facts, run: WholeRun) -> list[Levels]:
    """Workers aboard by risk, on each section between two stops."""
    sections: list[Counter[int]] = [Counter() for _ in range(run.last)]
    for aboard in run.riders:
        risk = facts.risk(aboard.demand)
        for section in range(aboard.on, aboard.off):
            sections[section][risk] += aboard.headcount
    return list(sections)


def _stop_counts(facts: Facts, run: WholeRun, findings: Findings) -> None:
    settings = facts.settings
    for what, rule, most, counts in (
        ("board", "coach.max_pickups", settings.coach_max_pickups, run.board),
        ("alight", "coach.max_dropoffs", settings.coach_max_dropoffs, run.alight),
    ):
        stops = sum(1 for count in counts if count)
        if stops > most:
            text = f"{run.name}: workers {what} at {stops} stops, {rule} is {most:g}"
            findings.add("5", text, amount=stops - most, run_id=run.stated.run_id)
    for at, (on, off) in enumerate(zip(run.board, run.alight, strict=True)):
        if not on and not off and findings.complete:
            text = f"{run.name} stop {at + 1} at {run.sites[at].site_id}: nobody boards or alights there"
            maybe = "the stop should be left out."
            findings.add("run", text, maybe=maybe, run_id=run.stated.run_id, seq=at + 1)


def _ride_times(facts: Facts, run: WholeRun, findings: Findings) -> None:
    most = facts.settings.coach_max_ride_min
    if most is None:
        return
    for on, off in sorted({(aboard.on, aboard.off) for aboard in run.riders}):
        ride = run.arrival[off] - run.leaves(on)
        if ride > most + NOISE:
            text = f"{run.name}: {ride} minutes from stop {on + 1} to stop {off + 1}, coach.max_ride_min is {most:g}"
            findings.add("5", text, amount=ride - most, run_id=run.stated.run_id)


def _company(facts: Facts, run: WholeRun, findings: Findings) -> None:
    most = facts.settings.mixing_employers
    employers = sorted({aboard.demand.employer_id for aboard in run.riders})
    if most is not None and len(employers) > most:
        text = (
            f"{run.name}: workers of {len(employers)} employers, {', '.join(employers)}; mixing.employers is {most:g}"
        )
        findings.add("5", text, amount=len(employers) - most, run_id=run.stated.run_id)
    levels = {facts.risk(aboard.demand) for aboard in run.riders}
    if len(levels) > 1 and not facts.settings.mixing_risk:
        names = ", ".join(RISKS[level] for level in sorted(levels))
        text = f"{run.name}: workers of risk {names} share a coach, mixing.risk is false"
        findings.add("5", text, amount=len(levels) - 1, run_id=run.stated.run_id)


def _drivers(facts: Facts, run: WholeRun, findings: Findings) -> None:
    most = facts.settings.driving_max_drivers
    if run.drivers > most:
        text = (
            f"{run.name}: {run.wheel_minutes} driving minutes take {run.drivers} drivers, "
            f"driving.max_drivers is {most:g}"
        )
        findings.add("5", text, amount=run.drivers - most, run_id=run.stated.run_id)


def _coach_seats(facts: Facts, run: WholeRun, vehicle_type: VehicleType, findings: Findings) -> None:
    """Caps by risk over all riders of the run, seats by section: in a closed coach everyone is a contact."""
    usable = facts.seats.usable(
        seats=vehicle_type.seats,
        reserved=vehicle_type.reserved,
        mode="coach",
        trip=facts.places.trip(run.sites),
        day=run.day,
        risk=max(facts.risk(aboard.demand) for aboard in run.riders),
    )
    for section, levels in enumerate(aboard_by_section(facts, run), start=1):
        aboard = sum(levels.values())
        if aboard > usable:
            text = (
                f"{run.name} section {section} to {section + 1}: {aboard} aboard, {usable} usable seats of "
                f"{vehicle_type.seats} (vehicle {run.stated.vehicle_id}, {vehicle_type.type_id})"
            )
            vehicle_id = run.stated.vehicle_id
            findings.add(
                "5", text, amount=aboard - usable, run_id=run.stated.run_id, seq=section, vehicle_id=vehicle_id
            )


def _service_seats(facts: Facts, run: WholeRun, service: Service, findings: Findings) -> None:
    units = run.stated.units or 0
    trip = facts.places.trip(run.sites)
    for section, levels in enumerate(aboard_by_section(facts, run), start=1):
        if not levels:
            continue
        groups = {max(levels): sum(levels.values())} if facts.settings.mixing_risk else levels
        usable = {risk: _usable_of_unit(facts, run, service, trip, risk) for risk in groups}
        if not _fit(groups, usable, units):
            seats = ", ".join(f"{count} up to risk {RISKS[r]} at {usable[r]} a unit" for r, count in groups.items())
            text = f"{run.name} section {section} to {section + 1}: {seats}; {units} units of {service.unit_seats}"
            findings.add(
                "5",
                text,
                maybe="more units should be bought." if units < service.max_units else None,
                amount=_short(groups, usable, units),
                run_id=run.stated.run_id,
                seq=section,
                service_id=service.service_id,
            )


def _usable_of_unit(facts: Facts, run: WholeRun, service: Service, trip: str, risk: int) -> int:
    return facts.seats.usable(
        seats=service.unit_seats,
        reserved=service.reserved,
        mode=service.mode,
        trip=trip,
        day=run.day,
        risk=risk,
    )


def _fit(groups: Levels, usable: Mapping[int, int], units: int) -> bool:
    if any(usable[risk] <= 0 for risk in groups):
        return False
    return sum(-(-count // usable[risk]) for risk, count in groups.items()) <= units


def _short(groups: Levels, usable: Mapping[int, int], units: int) -> float:
    """Workers without a seat where all share units, else the units that are missing."""
    if len(groups) == 1:
        ((risk, count),) = groups.items()
        return count - units * usable[risk]
    if any(usable[risk] <= 0 for risk in groups):
        return float(sum(count for risk, count in groups.items() if usable[risk] <= 0))
    return sum(-(-count // usable[risk]) for risk, count in groups.items()) - units
