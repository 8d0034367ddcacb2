"""Who travels together: each demand in parts that fit into a coach."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from optimizer.clock import DAY_MINUTES, Minute
from optimizer.plan import Plan
from optimizer.problem import Demand, Problem

_FIRST_MINUTES = 60
_MOST = 24


@dataclass(frozen=True, slots=True)
class Party:
    """Workers of one demand who travel as one itinerary. ``ready`` is not before their region opens."""

    itinerary: str
    demand: Demand
    headcount: int
    ready: Minute


def parties(problem: Problem) -> Iterator[Party]:
    """All demands whole, those above two dozen in parts, so that feeders and services can be filled with them."""
    for demand in problem.demands:
        yield from _of_demand(problem, demand, demand.headcount, "I")


def left_over(problem: Problem, plan: Plan, mark: str) -> Iterator[Party]:
    """Whoever a plan leaves behind, as far as they may travel without the rest; ``mark`` begins their itineraries."""
    for row in plan.unserved:
        demand = problem.demand[row.demand_id]
        whole = row.headcount == demand.headcount
        if whole or (demand.splittable and row.headcount >= demand.min_group):
            yield from _of_demand(problem, demand, row.headcount, mark)


def _of_demand(problem: Problem, demand: Demand, headcount: int, mark: str) -> Iterator[Party]:
    region = problem.region.get(problem.site[demand.pickup_id].region_id or "")
    opens = region.open_from * DAY_MINUTES if region is not None and region.open_from is not None else 0
    ready = max(demand.ready, opens, problem.first_minute + _FIRST_MINUTES)
    if ready >= demand.due:
        return
    parts = _parts(demand, headcount)
    for number, heads in enumerate(parts, start=1):
        name = demand.demand_id if len(parts) == 1 else f"{demand.demand_id}-{number}"
        yield Party(f"{mark}-{name}", demand, heads, ready)


def _parts(demand: Demand, headcount: int) -> list[int]:
    count = -(-headcount // _MOST)
    if not demand.splittable or headcount // count < demand.min_group:
        return [headcount]
    return [headcount * (i + 1) // count - headcount * i // count for i in range(count)]
