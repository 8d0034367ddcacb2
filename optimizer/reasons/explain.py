"""The reason of every worker left behind (contract, "Reasons, the first that holds")."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from optimizer.plan import Plan, Unserved
from optimizer.problem import Problem
from optimizer.reasons.alone import judge_alone
from optimizer.reasons.driving import plain_journey_exists
from optimizer.reasons.sentences import sentence
from optimizer.reasons.together import Reason, judge_together
from optimizer.reasons.usage import measure_usage


def explain(problem: Problem, plan: Plan, left: Mapping[str, int]) -> tuple[Unserved, ...]:
    """One row per demand with workers left, in the problem's order; ``left`` maps demand_id to headcount.

    ``plan`` is valid and serves the others; its own unserved rows are not looked at. Raises KeyError for an unknown
    demand_id.
    """
    place = {d.demand_id: i for i, d in enumerate(problem.demands)}
    behind = {place[demand_id]: count for demand_id, count in left.items() if count > 0}
    rows = np.array(sorted(behind), dtype=np.int64)
    if not len(rows):
        return ()
    alone = judge_alone(problem, rows)
    reasons = {int(d): Reason(alone.code[d], True) for d in rows if alone.code[d]}
    rest = np.array([d for d in rows if not alone.code[d]], dtype=np.int64)
    plain = plain_journey_exists(problem, alone.frame, rest, alone.earliest)
    reasons |= {int(d): Reason("cannot_arrive_in_time", False) for d in rest[~plain]}
    reasons |= judge_together(problem, alone, measure_usage(problem, plan), behind, rest[plain])
    return tuple(
        Unserved(
            demand_id=problem.demands[d].demand_id,
            headcount=behind[int(d)],
            reason=reasons[int(d)].code,
            proven=reasons[int(d)].proven,
            detail=sentence(problem, alone, int(d), reasons[int(d)]),
        )
        for d in rows
    )
