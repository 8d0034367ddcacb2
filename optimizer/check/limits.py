"""Rule 8: daily limits of sites, regions, employers and cities."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise

from optimizer.check.facts import Facts, Journey
from optimizer.check.places import PlaceKey
from optimizer.check.report import Findings
from optimizer.check.rounding import NOISE
from optimizer.clock import DAY_MINUTES, Day, show_day
from optimizer.problem import Limit, Site

Scope = tuple[str, PlaceKey | str | None]
Changes = dict[tuple[str, Scope], Counter[Day]]


def limits_hold(facts: Facts, journeys: Iterable[Journey], findings: Findings) -> None:
    """Rule 8 over all limits; each row holds by itself, a dated one beside an undated one."""
    scope_of = _scopes(facts)
    limited = {(limit.kind, scope_of[limit.scope]) for limit in facts.problem.limits}
    changes = _changes(facts, journeys, limited)
    for limit in facts.problem.limits:
        steps = changes[limit.kind, scope_of[limit.scope]]
        for first, last, workers in _stretches(steps):
            inside = limit.day is None or first <= limit.day <= last
            if inside and workers > limit.value + NOISE:
                _broken(limit, first, last, workers, findings)


def _scopes(facts: Facts) -> dict[str, Scope]:
    """What each scope of a limit means: the ids of sites, regions and employers differ, a city is province/city."""
    scopes: dict[str, Scope] = {}
    for region in facts.problem.regions:
        if region.province and region.city:
            scopes[f"{region.province}/{region.city}"] = ("city", ("city", region.province, region.city))
    scopes.update({site.site_id: ("site", site.site_id) for site in facts.problem.sites})
    scopes.update({region.region_id: ("region", region.region_id) for region in facts.problem.regions})
    scopes.update({employer.employer_id: ("employer", employer.employer_id) for employer in facts.problem.employers})
    return scopes


def _changes(facts: Facts, journeys: Iterable[Journey], limited: set[tuple[str, Scope]]) -> Changes:
    """By kind and scope, how the number of workers counted changes from one date to the next."""
    changes: Changes = {key: Counter() for key in limited}
    for journey in journeys:
        demand, heads = journey.demand, journey.headcount
        pickup, workplace = facts.problem.site[demand.pickup_id], facts.problem.site[demand.workplace_id]
        leaves, arrives = journey.start // DAY_MINUTES, journey.end // DAY_MINUTES
        for kind, site, first, days in (
            ("depart_per_day", pickup, leaves, 1),
            ("arrive_per_day", workplace, arrives, 1),
            ("beds", workplace, arrives, demand.quarantine_nights),
        ):
            for scope in _scopes_at(facts, site, demand.employer_id):
                steps = changes.get((kind, scope))
                if steps is not None and days:
                    steps[first] += heads
                    steps[first + days] -= heads
    return changes


def _scopes_at(facts: Facts, site: Site, employer_id: str) -> tuple[Scope, ...]:
    city = facts.places.city(site)
    return ("site", site.site_id), ("region", site.region_id), ("city", city), ("employer", employer_id)


def _stretches(steps: Mapping[Day, int]) -> Iterator[tuple[Day, Day, int]]:
    """(first date, last date, workers) of each stretch of dates with the same number of workers."""
    workers = 0
    for day, following in pairwise(sorted(steps)):
        workers += steps[day]
        yield day, following - 1, workers


def _broken(limit: Limit, first: Day, last: Day, workers: int, findings: Findings) -> None:
    when = show_day(first) if limit.day is None else show_day(limit.day)
    if limit.day is None and last > first:
        when = f"{when} to {show_day(last)}"
    text = f"limit {limit.limit_id}: {limit.kind} at {limit.scope} on {when}: {workers}, at most {limit.value:g}"
    findings.add("8", text, amount=workers - limit.value, limit_id=limit.limit_id)
