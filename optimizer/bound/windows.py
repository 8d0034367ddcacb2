"""When each demand's workers may leave at the earliest and must have arrived at the latest."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from optimizer.clock import DAY_MINUTES, Minute
from optimizer.problem import RISKS, Demand, Problem, Site

Floats = npt.NDArray[np.float64]
Wholes = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Demands:
    """The demands as columns, in the problem's order. Sites are places in ``problem.sites``; times are minutes.

    ``leave`` and ``arrive``: first minute to depart and last to arrive under ready, open_from, due, opening hours and
    horizon (``arrive`` -1 where no minute is open); ``arrive_from``: first minute to arrive; ``penalty``: money per
    worker left; ``group``: the least headcount of an itinerary.
    """

    pickup: Wholes
    workplace: Wholes
    headcount: Wholes
    risk: Wholes
    ready: Wholes
    leave: Wholes
    arrive_from: Wholes
    arrive: Wholes
    penalty: Floats
    group: Wholes


def tabulate_demands(problem: Problem) -> Demands:
    """Makes the columns of all demands."""
    place = {s.site_id: i for i, s in enumerate(problem.sites)}
    ds = problem.demands

    def column(values: list[int]) -> Wholes:
        return np.array(values, dtype=np.int64)

    arrive_from, arrive = (
        column([first_arrival(problem, d) for d in ds]),
        column([last_arrival(problem, d) for d in ds]),
    )
    return Demands(
        pickup=column([place[d.pickup_id] for d in ds]),
        workplace=column([place[d.workplace_id] for d in ds]),
        headcount=column([d.headcount for d in ds]),
        risk=column([risk_level(problem, problem.site[d.pickup_id]) for d in ds]),
        ready=column([d.ready for d in ds]),
        leave=column([first_departure(problem, d) for d in ds]),
        arrive_from=arrive_from,
        arrive=np.where(arrive_from <= arrive, arrive, -1),
        penalty=np.array([problem.priority(d) * problem.settings.objective_unserved for d in ds], dtype=np.float64),
        group=column([least_group(d) for d in ds]),
    )


def least_group(demand: Demand) -> int:
    """The least headcount of an itinerary (contract, rule 1)."""
    return min(demand.min_group, demand.headcount) if demand.splittable else demand.headcount


def risk_level(problem: Problem, pickup: Site) -> int:
    """The place in ``RISKS`` of workers who start here."""
    region = problem.region.get(pickup.region_id or "")
    return 0 if region is None else RISKS.index(region.risk)


def first_departure(problem: Problem, demand: Demand) -> Minute:
    """The first minute at which the pickup may be left: ready, open_from, opening hours, horizon (contract, rule 2)."""
    site = problem.site[demand.pickup_id]
    region = problem.region.get(site.region_id or "")
    opens = 0 if region is None or region.open_from is None else region.open_from * DAY_MINUTES
    return next_open(site, max(demand.ready, opens, problem.first_minute))


def first_arrival(problem: Problem, demand: Demand) -> Minute:
    """The first minute at which the workplace may be reached."""
    earliest = max(problem.first_minute, demand.ready, demand.due_from or 0)
    return next_open(problem.site[demand.workplace_id], earliest)


def last_arrival(problem: Problem, demand: Demand) -> Minute:
    """The last minute at which the workplace may be reached."""
    return last_open(problem.site[demand.workplace_id], min(demand.due, problem.last_minute))


def next_open(site: Site, t: Minute) -> Minute:
    """The first minute from t on at which the site is open."""
    if site.opens is None or site.closes is None or site.opens == site.closes:
        return t
    since = (t - site.opens) % DAY_MINUTES
    return t if since < (site.closes - site.opens) % DAY_MINUTES else t + DAY_MINUTES - since


def last_open(site: Site, t: Minute) -> Minute:
    """The last minute up to t at which the site is open."""
    if site.opens is None or site.closes is None or site.opens == site.closes:
        return t
    open_for = (site.closes - site.opens) % DAY_MINUTES
    since = (t - site.opens) % DAY_MINUTES
    return t if since < open_for else t - since + open_for - 1
