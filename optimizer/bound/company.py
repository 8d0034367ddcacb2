"""How many workers a demand's workers can share a vehicle with at most: nobody else is about at the time."""

from __future__ import annotations

from collections.abc import Hashable

import numpy as np
import numpy.typing as npt

from optimizer.bound.windows import Demands
from optimizer.problem import Problem

Wholes = npt.NDArray[np.int64]


def coach_company(problem: Problem, demands: Demands) -> Wholes:
    """Per demand all workers, its own included, who may be in one coach with it, whatever the roads.

    Their windows overlap; with mixing.risk false they share its risk, with mixing.employers 1 its employer.
    """
    keys: list[Hashable] = [
        (
            None if problem.settings.mixing_risk else int(risk),
            demand.employer_id if _alone(problem) else None,
        )
        for demand, risk in zip(problem.demands, demands.risk, strict=True)
    ]
    return _overlapping(demands, keys)


def unit_company(problem: Problem, demands: Demands) -> Wholes:
    """As ``coach_company`` for a unit of a service, where employers mix freely."""
    return _overlapping(demands, [None if problem.settings.mixing_risk else int(risk) for risk in demands.risk])


def _alone(problem: Problem) -> bool:
    most = problem.settings.mixing_employers
    return most is not None and most < 2


def _overlapping(demands: Demands, keys: list[Hashable]) -> Wholes:
    """Headcount of the demands of the same key whose windows [leave, arrive] meet; at least the demand's own."""
    out = demands.headcount.copy()
    members: dict[Hashable, list[int]] = {}
    for d, key in enumerate(keys):
        if demands.leave[d] <= demands.arrive[d]:
            members.setdefault(key, []).append(d)
    for rows in members.values():
        leave, arrive, heads = demands.leave[rows], demands.arrive[rows], demands.headcount[rows]
        by_leave, by_arrive = np.argsort(leave, kind="stable"), np.argsort(arrive, kind="stable")
        begun = np.concatenate(([0], np.cumsum(heads[by_leave])))
        ended = np.concatenate(([0], np.cumsum(heads[by_arrive])))
        until = np.searchsorted(leave[by_leave], arrive, side="right")
        before = np.searchsorted(arrive[by_arrive], leave, side="left")
        out[rows] = begun[until] - ended[before]
    return out
