"""Which itineraries of a plan are beyond the daily limits: the last ones that leave or arrive stay at home."""

from __future__ import annotations

from collections import Counter, defaultdict

from optimizer.check.facts import Facts
from optimizer.clock import DAY_MINUTES, Day
from optimizer.plan import Plan
from optimizer.problem import Demand, Limit


def over_the_limits(facts: Facts, plan: Plan) -> set[str]:
    """Itineraries to take out so that every limit holds, those of low priority first."""
    problem = facts.problem
    if not problem.limits:
        return set()
    heads: dict[str, tuple[Demand, int]] = {}
    starts: dict[str, int] = {}
    ends: dict[str, int] = {}
    times = {(s.run_id, s.seq): s for s in plan.stops}
    for rider in plan.riders:
        heads[rider.itinerary_id] = (problem.demand[rider.demand_id], rider.headcount)
        leaves = times[rider.run_id, rider.board_seq].departure or 0
        arrives = times[rider.run_id, rider.alight_seq].arrival or 0
        starts[rider.itinerary_id] = min(starts.get(rider.itinerary_id, leaves), leaves)
        ends[rider.itinerary_id] = max(ends.get(rider.itinerary_id, arrives), arrives)
    gone: set[str] = set()
    counting: dict[tuple[str, Day], list[tuple[float, str]]] = defaultdict(list)
    known = {(limit.kind, limit.scope): limit for limit in problem.limits}
    rows: dict[tuple[str, str], list[Limit]] = defaultdict(list)
    for limit in problem.limits:
        rows[limit.kind, limit.scope].append(limit)
    for itinerary, (demand, _) in heads.items():
        for kind, day in _days(demand, starts[itinerary], ends[itinerary]):
            for scope in _scopes(facts, demand, kind):
                if (kind, scope) in known:
                    for limit in rows[kind, scope]:
                        if limit.day in (None, day):
                            counting[limit.limit_id, day].append((problem.priority(demand), itinerary))
    value = {limit.limit_id: limit.value for limit in problem.limits}
    for (limit_id, _), members in sorted(counting.items()):
        unique = dict.fromkeys(sorted(members, reverse=True))
        used = Counter[str]()
        for _, itinerary in unique:
            if itinerary in gone:
                continue
            count = heads[itinerary][1]
            if used["all"] + count > value[limit_id] + 1e-6:
                gone.add(itinerary)
            else:
                used["all"] += count
    return gone


def _days(demand: Demand, start: int, end: int) -> list[tuple[str, Day]]:
    first = end // DAY_MINUTES
    nights = [("beds", first + night) for night in range(demand.quarantine_nights)]
    return [("depart_per_day", start // DAY_MINUTES), ("arrive_per_day", first), *nights]


def _scopes(facts: Facts, demand: Demand, kind: str) -> list[str]:
    site = facts.problem.site[demand.pickup_id if kind == "depart_per_day" else demand.workplace_id]
    region = facts.places.region_of(site)
    scopes = [site.site_id, demand.employer_id]
    if region is not None:
        scopes.append(region.region_id)
        if region.province and region.city:
            scopes.append(f"{region.province}/{region.city}")
    return scopes
