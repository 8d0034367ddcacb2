"""Rule 0 for itineraries: legs one after the other, from the demand's pickup to its workplace."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from optimizer.check.cells import Rows
from optimizer.check.facts import Aboard, Facts, Journey, Leg, WholeRun
from optimizer.check.report import Findings
from optimizer.plan import Rider


@dataclass(frozen=True, slots=True)
class Part:
    """An itinerary's share of its demand, whether or not its legs can be followed."""

    itinerary_id: str
    headcount: int


def whole_journeys(
    facts: Facts, rows: Rows, runs: Mapping[str, WholeRun], findings: Findings
) -> tuple[list[Journey], dict[str, list[Part]]]:
    """The itineraries that can be followed, and the parts of each demand. Puts the riders aboard their runs."""
    legs_of: dict[str, list[Rider]] = {}
    for rider in rows.riders:
        legs_of.setdefault(rider.itinerary_id, []).append(rider)
    journeys: list[Journey] = []
    parts: dict[str, list[Part]] = {}
    for itinerary_id, riders in legs_of.items():
        riders.sort(key=lambda rider: rider.leg)
        first = riders[0]
        if first.demand_id in facts.problem.demand:
            parts.setdefault(first.demand_id, []).append(Part(itinerary_id, first.headcount))
        journey = _whole(facts, riders, rows, runs, findings)
        if journey is None:
            findings.complete = False
        else:
            _connected(facts, journey, findings)
            journeys.append(journey)
    return journeys, parts


def _whole(
    facts: Facts, riders: list[Rider], rows: Rows, runs: Mapping[str, WholeRun], findings: Findings
) -> Journey | None:
    first = riders[0]
    good = _agree(riders, findings)
    demand = facts.problem.demand.get(first.demand_id)
    if demand is None:
        text = f"itinerary {first.itinerary_id}: expected a known demand, it is {first.demand_id!r}"
        findings.add("files", text, itinerary_id=first.itinerary_id, demand_id=first.demand_id)
    legs = []
    for rider in riders:
        leg = _leg(rider, rows, runs, findings)
        if leg is not None:
            legs.append(leg)
            if demand is not None:
                leg.run.riders.append(Aboard(leg.on, leg.off, rider.headcount, demand))
    if not good or demand is None or len(legs) < len(riders):
        return None
    return Journey(first.itinerary_id, demand, first.headcount, tuple(legs))


def _agree(riders: list[Rider], findings: Findings) -> bool:
    first = riders[0]
    good = True
    numbers = [rider.leg for rider in riders]
    if numbers != list(range(1, len(riders) + 1)):
        shown = ", ".join(map(str, numbers[:12]))
        text = f"itinerary {first.itinerary_id}: its legs are {shown}; they count 1, 2, 3 …"
        findings.add("itinerary", text, itinerary_id=first.itinerary_id)
        good = False
    for rider in riders[1:]:
        if (rider.demand_id, rider.headcount) != (first.demand_id, first.headcount):
            text = (
                f"itinerary {first.itinerary_id} leg {rider.leg}: {rider.headcount} of {rider.demand_id}, "
                f"leg {first.leg} has {first.headcount} of {first.demand_id}; an itinerary is one group of one demand"
            )
            findings.add("itinerary", text, itinerary_id=first.itinerary_id)
            good = False
    return good


def _leg(rider: Rider, rows: Rows, runs: Mapping[str, WholeRun], findings: Findings) -> Leg | None:
    name = f"itinerary {rider.itinerary_id} leg {rider.leg}"
    if rider.run_id not in rows.runs:
        text = f"{name}: expected a known run, it is {rider.run_id!r}"
        findings.add("files", text, itinerary_id=rider.itinerary_id, run_id=rider.run_id)
        return None
    run = runs.get(rider.run_id)
    if run is None:
        return None
    if not 1 <= rider.board_seq < rider.alight_seq <= len(run.sites):
        text = (
            f"{name}: boards at stop {rider.board_seq} and alights at stop {rider.alight_seq} of {run.name}; "
            f"expected two of its {len(run.sites)} stops, one after the other"
        )
        findings.add("itinerary", text, itinerary_id=rider.itinerary_id, run_id=rider.run_id)
        return None
    return Leg(run, rider.board_seq - 1, rider.alight_seq - 1)


def _connected(facts: Facts, journey: Journey, findings: Findings) -> None:
    itinerary_id, demand = journey.itinerary_id, journey.demand
    kinds = facts.settings.transfer_at
    here, why = demand.pickup_id, "the demand's pickup"
    before: WholeRun | None = None
    for number, leg in enumerate(journey.legs, start=1):
        boards = leg.run.sites[leg.on]
        if boards.site_id != here:
            text = f"{journey.name} leg {number}: boards at {boards.site_id}, {why} is {here}"
            findings.add("itinerary", text, itinerary_id=itinerary_id, site_id=boards.site_id)
        elif before is not None and boards.kind not in kinds:
            allowed = ", ".join(kinds) or "nowhere"
            text = f"{journey.name}: changes at {here}, a {boards.kind}; transfer.at allows {allowed}"
            findings.add("itinerary", text, itinerary_id=itinerary_id, site_id=here)
        if before is not None and _same_coach(before, leg.run):
            text = f"{journey.name} leg {number}: into the coach that it left, {leg.run.stated.vehicle_id}"
            vehicle_id = leg.run.stated.vehicle_id
            findings.add("itinerary", text, itinerary_id=itinerary_id, vehicle_id=vehicle_id)
        before = leg.run
        here, why = leg.run.sites[leg.off].site_id, f"the end of leg {number}"
    if here != demand.workplace_id:
        text = f"{journey.name}: ends at {here}, the demand's workplace is {demand.workplace_id}"
        findings.add("itinerary", text, itinerary_id=itinerary_id, site_id=here)


def _same_coach(one: WholeRun, other: WholeRun) -> bool:
    both = one.service is None and other.service is None
    return both and one.stated.vehicle_id == other.stated.vehicle_id


def served(parts: Mapping[str, Iterable[Part]]) -> int:
    """Workers in itineraries of known demands."""
    return sum(part.headcount for parts_of in parts.values() for part in parts_of)
