"""Coach-days that no plan avoids: demands whose days do not overlap cannot ride in the same coach-day."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from optimizer.bound.journeys import Found, Frame
from optimizer.clock import DAY_MINUTES

Wholes = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]


def unavoidable_days(frame: Frame, found: Found, price: float) -> float:
    """Money of coach-days at ``price`` each, for demands whose windows lie on different days.

    For each of them either somebody rides a coach on one of its days, which costs a coach-day that no other of them
    can pay, or all stay, which costs their penalties instead of their least costs. Those who may travel by services
    alone are passed over.
    """
    if price <= 0:
        return 0.0
    demands = frame.demands
    begins: Flags = np.asarray(frame.same_start.any(axis=1))[frame.network.origin]
    ends: Flags = np.asarray(frame.same_end.any(axis=0))[frame.network.end]
    alone = begins & ends
    alone = alone | _stands_still(frame, demands.pickup, demands.workplace)
    saved = demands.headcount * np.maximum(demands.penalty - found.cost, 0.0)
    worth = np.where(~alone, np.minimum(saved, price), 0.0)
    first, last = demands.leave // DAY_MINUTES, demands.arrive // DAY_MINUTES
    return _heaviest_apart(first, last, worth)


def _stands_still(frame: Frame, pickup: Wholes, workplace: Wholes) -> Flags:
    """Whether somebody may ride a coach that does not drive: sites without a minute between them."""
    minutes = frame.roads.minutes
    apart = ~np.eye(len(minutes), dtype=np.bool_)
    if (minutes[apart] <= 0).any():
        return np.ones(len(pickup), dtype=np.bool_)
    same: Flags = pickup == workplace
    return same


def _heaviest_apart(first: Wholes, last: Wholes, worth: Floats) -> float:
    """The greatest total worth of intervals [first, last] that do not overlap."""
    rows = np.flatnonzero((worth > 0) & (first <= last))
    rows = rows[np.argsort(last[rows], kind="stable")]
    ends = np.unique(last[rows])
    best = np.zeros(len(ends) + 1)
    k = 0
    for i, end in enumerate(ends):
        best[i + 1] = best[i]
        while k < len(rows) and last[rows[k]] == end:
            before = int(np.searchsorted(ends, first[rows[k]], side="left"))
            best[i + 1] = max(best[i + 1], best[before] + worth[rows[k]])
            k += 1
    return float(best[-1])
