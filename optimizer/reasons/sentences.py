"""One sentence a planner understands, for each reason."""

from __future__ import annotations

import math

from optimizer.clock import show_day, show_minute
from optimizer.problem import Demand, Limit, Problem, Site
from optimizer.reasons.alone import Alone
from optimizer.reasons.together import Reason

_KINDS = {
    "depart_per_day": "departures a day",
    "arrive_per_day": "arrivals a day",
    "beds": "beds in quarantine",
}


def sentence(problem: Problem, alone: Alone, d: int, reason: Reason) -> str:
    """Says why workers of the demand (its place in ``problem.demands``) stay behind."""
    demand = problem.demands[d]
    pickup, workplace = problem.site[demand.pickup_id], problem.site[demand.workplace_id]
    way = f"from {_name(pickup)} to {_name(workplace)}"
    window = f"between {show_minute(demand.ready)} and {show_minute(demand.due)}"
    group = int(alone.frame.demands.group[d])
    match reason.code:
        case "region_closed":
            return _closed(problem, demand, pickup)
        case "no_connection":
            return f"No chain of coach legs and services leads {way}, whatever the time."
        case "cannot_arrive_in_time":
            return _late(alone, demand, d, way, proven=reason.proven)
        case "no_vehicle" if reason.code == alone.code[d]:
            return f"No fleet has a coach and no service has a unit on offer {way} {window}."
        case "no_vehicle":
            return f"The other runs use up the coaches and units that could go {way} {window}."
        case "no_seats" if reason.code == alone.code[d]:
            return f"Caps and reserved seats leave no vehicle with {_people(group)} usable {way} {window}."
        case "no_seats":
            return f"The services that lead {way} in time are filled by others."
        case "limit_full":
            return _full(problem, reason, group)
        case "worth_less_than_cost":
            price = alone.frame.demands.penalty[d]
            return f"To bring a worker {way} costs more than the {price:g} {problem.settings.currency} of leaving one."
        case _:
            return f"A journey {way} {window} may exist, but none that pays was found in the time given."


def _name(site: Site) -> str:
    return f"{site.name} ({site.site_id})"


def _people(count: int) -> str:
    return "a seat" if count == 1 else f"{count} seats together"


def _closed(problem: Problem, demand: Demand, pickup: Site) -> str:
    region = problem.region[pickup.region_id or ""]
    opens = "?" if region.open_from is None else show_day(region.open_from)
    return (
        f"{region.name or region.region_id} opens on {opens}; nobody who leaves {_name(pickup)} then can be at "
        f"{_name(problem.site[demand.workplace_id])} by {show_minute(demand.due)}."
    )


def _late(alone: Alone, demand: Demand, d: int, way: str, *, proven: bool) -> str:
    earliest = alone.earliest[d]
    if not proven:
        return (
            f"With breaks, night limit and curfew no coach alone and no single service brings anybody {way} by "
            f"{show_minute(demand.due)}."
        )
    leave = show_minute(int(alone.frame.demands.leave[d]))
    if math.isfinite(earliest):
        return f"Leaving {leave} at the earliest, nobody gets {way} before {show_minute(int(earliest))}, too late."
    return f"Leaving {leave} at the earliest, no journey leads {way} by {show_minute(demand.due)}, even without breaks."


def _full(problem: Problem, reason: Reason, group: int) -> str:
    if reason.limit is None:
        who = "a single worker" if group == 1 else f"{group} workers together"
        return f"On every possible day some limit lets fewer pass than {who}."
    limit: Limit = problem.limits[reason.limit]
    return (
        f"Limit {limit.limit_id} lets {limit.value:g} {_KINDS[limit.kind]} pass at {limit.scope}; on the days possible "
        "it is used up by others."
    )
