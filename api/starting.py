"""What of an earlier plan a search goes on from, and what is told of it: for the command line and for jobs alike."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from api.planning import Judged
from optimizer.plan import Plan
from optimizer.problem import Problem
from optimizer.start import Pins

if TYPE_CHECKING:
    from optimizer.replanning import Carried


def pins_of(plan: Plan, runs: Iterable[str], journeys: Iterable[str], *, everything: bool) -> Pins:
    """The pins that are asked for; with ``everything`` every run that somebody rides as well."""
    ridden = {rider.run_id for rider in plan.riders} if everything else set()
    return Pins(runs=frozenset({*runs, *ridden}), journeys=frozenset(journeys))


def carried_over(problem: Problem, plan: Plan, pins: Pins) -> Carried:
    """The valid part of the plan. Raises PinError of ``optimizer.replanning``."""
    from optimizer.replanning import carry_over  # noqa: PLC0415 - numba comes with it

    return carry_over(problem, plan, pins)


def workers_aboard(carried: Carried) -> int:
    """How many workers travel in what still holds."""
    return sum(rider.headcount for rider in carried.start.plan.riders if rider.leg == 1)


def start_json(name: str, carried: Carried) -> dict[str, Any]:
    """What ``plan.json`` says of the plan that a search went on from; ``name``: its folder's, or its id."""
    pins = carried.start.pins
    return {
        "plan": name,
        "objective": carried.start.objective,
        "workers": workers_aboard(carried),
        "pinned_runs": sorted(pins.runs),
        "pinned_itineraries": sorted(pins.journeys),
        "dropped": [
            {
                "itinerary_id": row.itinerary_id,
                "demand_id": row.demand_id,
                "headcount": row.headcount,
                "why": row.why,
            }
            for row in carried.dropped
        ],
    }


def with_start(judged: Judged, told: Mapping[str, Any] | None) -> Judged:
    """The plan with what ``plan.json`` says of where it comes from."""
    return judged if told is None else replace(judged, extra={**judged.extra, "start": told})
