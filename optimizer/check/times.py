"""Rule 2: when journeys start and end, and how long they may be."""

from __future__ import annotations

from collections.abc import Iterable

from optimizer.check.driving import in_span
from optimizer.check.facts import Facts, Journey
from optimizer.check.report import Findings
from optimizer.check.rounding import NOISE
from optimizer.clock import DAY_MINUTES, Minute, show_clock, show_day, show_minute
from optimizer.problem import Site


def journeys_in_time(facts: Facts, journeys: Iterable[Journey], findings: Findings) -> None:
    """Rule 2 over all journeys; the horizon is looked at with the runs."""
    for journey in journeys:
        _start(facts, journey, findings)
        _end(journey, findings)
        _hours(journey, facts.problem.site[journey.demand.pickup_id], "departs", journey.start, findings)
        _hours(journey, facts.problem.site[journey.demand.workplace_id], "arrives", journey.end, findings)
        _length(facts, journey, findings)


def _start(facts: Facts, journey: Journey, findings: Findings) -> None:
    if journey.start < journey.demand.ready:
        rule = f"ready {show_minute(journey.demand.ready)}"
        _late(journey, f"departs {show_minute(journey.start)}, {rule}", journey.demand.ready - journey.start, findings)
    region = facts.places.region_of(facts.problem.site[journey.demand.pickup_id])
    if region is not None and region.open_from is not None and journey.start < region.open_from * DAY_MINUTES:
        rule = f"region {region.region_id} is open from {show_day(region.open_from)}"
        amount = region.open_from * DAY_MINUTES - journey.start
        _late(journey, f"departs {show_minute(journey.start)}, {rule}", amount, findings)


def _end(journey: Journey, findings: Findings) -> None:
    demand, arrives = journey.demand, f"arrives {show_minute(journey.end)}"
    if journey.end > demand.due:
        _late(journey, f"{arrives}, due {show_minute(demand.due)}", journey.end - demand.due, findings)
    if demand.due_from is not None and journey.end < demand.due_from:
        _late(journey, f"{arrives}, due from {show_minute(demand.due_from)}", demand.due_from - journey.end, findings)


def _hours(journey: Journey, site: Site, what: str, minute: Minute, findings: Findings) -> None:
    if site.opens is None or site.closes is None or site.opens == site.closes:
        return
    if not in_span(minute % DAY_MINUTES, (site.opens, site.closes)):
        rule = f"{site.site_id} is open [{show_clock(site.opens)}, {show_clock(site.closes)})"
        _late(journey, f"{what} {show_minute(minute)}, {rule}", None, findings, site_id=site.site_id)


def _length(facts: Facts, journey: Journey, findings: Findings) -> None:
    settings = facts.settings
    legs, minutes = len(journey.legs), journey.end - journey.start
    if settings.journey_max_legs is not None and legs > settings.journey_max_legs:
        most = settings.journey_max_legs
        _late(journey, f"{legs} legs, journey.max_legs is {most:g}", legs - most, findings)
    if settings.journey_max_min is not None and minutes > settings.journey_max_min + NOISE:
        most = settings.journey_max_min
        _late(journey, f"{minutes} minutes door to door, journey.max_min is {most:g}", minutes - most, findings)


def _late(journey: Journey, text: str, amount: float | None, findings: Findings, *, site_id: str | None = None) -> None:
    findings.add(
        "2",
        f"{journey.name}: {text}",
        amount=amount,
        itinerary_id=journey.itinerary_id,
        demand_id=journey.demand.demand_id,
        site_id=site_id,
    )
