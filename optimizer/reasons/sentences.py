"""One sentence a planner understands, for each reason."""

from __future__ import annotations

import math

from optimizer.clock import DAY_MINUTES, show_day, show_minute
from optimizer.problem import Demand, Problem, Site
from optimizer.reasons.alone import Alone
from optimizer.reasons.binding import (
    fleets_named,
    limits_named,
    rows_there,
    services_named,
    services_without_units,
    shut_rows,
    too_few_seats,
)
from optimizer.reasons.together import Reason


def sentence(problem: Problem, alone: Alone, d: int, reason: Reason) -> str:
    """Says why workers of the demand (its place in ``problem.demands``) stay behind, and what exactly binds."""
    return (
        _by_itself(problem, alone, d, reason) if reason.code == alone.code[d] else _among_all(problem, alone, d, reason)
    )


def _by_itself(problem: Problem, alone: Alone, d: int, reason: Reason) -> str:
    demand, group = problem.demands[d], int(alone.frame.demands.group[d])
    pickup, way = problem.site[demand.pickup_id], _way(problem, demand)
    match reason.code:
        case "region_closed":
            return _closed(problem, demand, pickup)
        case "no_connection":
            return f"No chain of coach legs and services leads {way}, whatever the time."
        case "cannot_arrive_in_time":
            return _late(alone, demand, d, way)
        case "no_vehicle":
            return _nothing_there(problem, _days(alone, d), pickup, f"{way} {_window(demand)}")
        case "no_seats":
            few = too_few_seats(problem, demand, _days(alone, d), group)
            least = f"Caps and reserved seats leave no vehicle with {_people(group)} usable {way} {_window(demand)}"
            return f"{least}: {few}." if few else f"{least}."
        case _:
            return _shut(problem, alone, d, group)


def _among_all(problem: Problem, alone: Alone, d: int, reason: Reason) -> str:
    demand = problem.demands[d]
    way, pickup = _way(problem, demand), problem.site[demand.pickup_id]
    match reason.code:
        case "cannot_arrive_in_time":
            return (
                f"With breaks, night limit and curfew no coach alone and no single service brings anybody {way} by "
                f"{show_minute(demand.due)}."
            )
        case "no_vehicle":
            return _used_up(problem, _days(alone, d), pickup, reason, f"{way} {_window(demand)}")
        case "no_seats":
            filled = services_named(problem.service[service_id] for service_id in reason.services)
            return f"Others fill {filled}, which lead {way} in time."
        case "limit_full":
            return f"Others use up {limits_named(problem, reason.rows)}; no other days are possible {way}."
        case "worth_less_than_cost":
            return _too_dear(problem, alone, d, reason, way)
        case _:
            return f"A journey {way} {_window(demand)} may exist, but none that pays was found in the time given."


def beside_the_plan(problem: Problem, demand: Demand, code: str, each: float) -> str:
    """Says why workers of the demand stay behind, as it was tried out beside the plan; ``each``: money per worker."""
    way = f"{_way(problem, demand)} {_window(demand)}"
    match code:
        case "worth_less_than_cost":
            price, currency = problem.priority(demand) * problem.settings.objective_unserved, problem.settings.currency
            return (
                f"Beside this plan, to bring a worker {way} costs {each:,.0f} {currency}, more than the "
                f"{price:,.0f} {currency} of leaving one."
            )
        case "limit_full":
            return f"Others use up a limit: with more room under it there is a way {way} beside this plan."
        case "no_vehicle":
            return f"Others use up coaches or units: with more of them there is a way {way} beside this plan."
        case "no_seats":
            return f"A cap or a group takes up the seats: without it there is a way {way} beside this plan."
        case _:
            return f"There is a way {way} beside this plan, but the search had not found it when its time was over."


def _days(alone: Alone, d: int) -> range:
    """The dates on which the demand may be on its way."""
    demands = alone.frame.demands
    return range(int(demands.leave[d]) // DAY_MINUTES, int(demands.arrive[d]) // DAY_MINUTES + 1)


def _way(problem: Problem, demand: Demand) -> str:
    return f"from {_name(problem.site[demand.pickup_id])} to {_name(problem.site[demand.workplace_id])}"


def _window(demand: Demand) -> str:
    return f"between {show_minute(demand.ready)} and {show_minute(demand.due)}"


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


def _late(alone: Alone, demand: Demand, d: int, way: str) -> str:
    earliest = alone.earliest[d]
    leave = show_minute(int(alone.frame.demands.leave[d]))
    if math.isfinite(earliest):
        return f"Leaving {leave} at the earliest, nobody gets {way} before {show_minute(int(earliest))}, too late."
    return f"Leaving {leave} at the earliest, no journey leads {way} by {show_minute(demand.due)}, even without breaks."


def _nothing_there(problem: Problem, days: range, pickup: Site, way: str) -> str:
    """Names the fleets that are there on other dates, else the services that would lead there if they had units."""
    if rows_there(problem, days):
        empty = services_without_units(problem)
        return f"Coaches alone do not lead {way}, and the services that do have no unit on offer: {empty}."
    there = [row for row in problem.fleet if row.count != 0]
    if there:
        fleets = fleets_named(problem, there, near=pickup, dates=True)
        return f"No service has a unit on offer {way}, and no fleet a coach on these dates: {fleets}."
    return f"No service has a unit on offer {way}, and no fleet has any coach."


def _used_up(problem: Problem, days: range, pickup: Site, reason: Reason, way: str) -> str:
    fleets = fleets_named(problem, rows_there(problem, days), near=pickup, dates=False)
    units = services_named(problem.service[service_id] for service_id in reason.services)
    used = " and ".join(part for part in (fleets, units) if part)
    return f"The other runs use up the coaches and units that could go {way}{': ' if used else ''}{used}."


def _shut(problem: Problem, alone: Alone, d: int, group: int) -> str:
    who = "a single worker" if group == 1 else f"{group} workers together"
    rows = next(filter(None, (shut_rows(problem, side, group) for side in alone.sides[d])), ())
    return f"On every possible day a limit lets fewer pass than {who}: {limits_named(problem, rows)}."


def _too_dear(problem: Problem, alone: Alone, d: int, reason: Reason, way: str) -> str:
    currency, price = problem.settings.currency, alone.frame.demands.penalty[d]
    if reason.money is None or not math.isfinite(reason.money):
        return f"To bring a worker {way} costs more than the {price:g} {currency} of leaving one."
    by = "at least, in hours and seat fares" if reason.proven else "by coaches of their own, there and back"
    return (
        f"To bring a worker {way} costs {reason.money:,.0f} {currency} {by}, more than the {price:,.0f} {currency} of "
        "leaving one."
    )
