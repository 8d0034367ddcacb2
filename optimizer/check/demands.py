"""Rule 1: every worker of every demand once, split no more than allowed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from optimizer.check.facts import Facts
from optimizer.check.journeys import Part
from optimizer.check.report import Findings
from optimizer.plan import Unserved
from optimizer.problem import Demand


def left_behind(facts: Facts, unserved: Iterable[Unserved], findings: Findings) -> Counter[str]:
    """Unserved workers by demand."""
    left: Counter[str] = Counter()
    for row in unserved:
        if row.demand_id in facts.problem.demand:
            left[row.demand_id] += row.headcount
        else:
            findings.complete = False
            text = f"unserved: expected a known demand, it is {row.demand_id!r}"
            findings.add("files", text, demand_id=row.demand_id)
    return left


def every_worker_once(
    facts: Facts, parts: Mapping[str, Sequence[Part]], left: Mapping[str, int], findings: Findings
) -> None:
    """Rule 1 over all demands."""
    for demand in facts.problem.demands:
        _counted(demand, parts.get(demand.demand_id, ()), left.get(demand.demand_id, 0), findings)


def _counted(demand: Demand, parts: Sequence[Part], left: int, findings: Findings) -> None:
    demand_id = demand.demand_id
    riding = sum(part.headcount for part in parts)
    if riding + left != demand.headcount:
        text = f"demand {demand_id}: {riding} in itineraries and {left} unserved, its headcount is {demand.headcount}"
        maybe = "a row of unserved is missing." if riding + left < demand.headcount else None
        findings.add("1", text, maybe=maybe, amount=riding + left - demand.headcount, demand_id=demand_id)
    elif not demand.splittable and parts and (len(parts) > 1 or left):
        shares = " + ".join(str(part.headcount) for part in parts)
        text = f"demand {demand_id} is not splittable: {shares} of {demand.headcount} ride; it is one itinerary or none"
        findings.add("1", text, amount=len(parts) - 1 + left, demand_id=demand_id)
    least = min(demand.min_group, demand.headcount)
    for part in parts:
        if part.headcount < least:
            text = f"itinerary {part.itinerary_id} of {demand_id}: {part.headcount} workers, min_group is {least}"
            amount = least - part.headcount
            findings.add("1", text, amount=amount, itinerary_id=part.itinerary_id, demand_id=demand_id)
