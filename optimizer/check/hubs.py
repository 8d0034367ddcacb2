"""Rule 4: time to change at hubs, and no longer wait than allowed."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from optimizer.check.facts import Facts, Journey, Leg
from optimizer.check.report import Findings
from optimizer.check.rounding import NOISE
from optimizer.clock import show_minute
from optimizer.problem import Site

COACH_TO_COACH_MIN = 10


def changes_in_time(facts: Facts, journeys: Iterable[Journey], findings: Findings) -> None:
    """Rule 4 over all journeys."""
    for journey in journeys:
        _check_in(facts, journey, findings)
        for before, after in pairwise(journey.legs):
            if before.run.sites[before.off].site_id == after.run.sites[after.on].site_id:
                _change(facts, journey, (before, after), findings)


def _check_in(facts: Facts, journey: Journey, findings: Findings) -> None:
    first, demand = journey.legs[0], journey.demand
    if first.run.service is None:
        return
    pickup = facts.problem.site[demand.pickup_id]
    short = demand.ready + pickup.checkin_min - first.departs
    if short > NOISE:
        text = (
            f"ready {show_minute(demand.ready)} and {pickup.checkin_min:g} minutes of check-in at {pickup.site_id}, "
            f"{first.run.name} departs {show_minute(first.departs)}"
        )
        _broken(journey, text, short, pickup, findings)


def _change(facts: Facts, journey: Journey, legs: tuple[Leg, Leg], findings: Findings) -> None:
    before, after = legs
    hub = before.run.sites[before.off]
    wait = after.departs - before.arrives
    need = _minutes_needed(before, after, hub)
    between = (
        f"at {hub.site_id} {before.run.name} arrives {show_minute(before.arrives)}, "
        f"{after.run.name} departs {show_minute(after.departs)}"
    )
    if need - wait > NOISE:
        _broken(journey, f"{between}, the change takes {need:g} minutes", need - wait, hub, findings)
    most = facts.settings.transfer_max_wait_min
    if most is not None and wait > most + NOISE:
        _broken(journey, f"{between}, transfer.max_wait_min is {most:g}", wait - most, hub, findings)


def _minutes_needed(before: Leg, after: Leg, hub: Site) -> float:
    if before.run.service is None and after.run.service is None:
        return COACH_TO_COACH_MIN
    out = 0.0 if before.run.service is None else hub.exit_min
    return out if after.run.service is None else out + hub.checkin_min


def _broken(journey: Journey, text: str, amount: float, site: Site, findings: Findings) -> None:
    findings.add(
        "4",
        f"{journey.name}: {text}",
        amount=amount,
        itinerary_id=journey.itinerary_id,
        demand_id=journey.demand.demand_id,
        site_id=site.site_id,
    )
