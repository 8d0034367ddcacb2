"""The days between which each demand may travel."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from optimizer.clock import DAY_MINUTES
from optimizer.engine.layout import Array
from optimizer.problem import Problem


class Windows(NamedTuple):
    """First departure in minutes of the horizon, first and last day, days to spare; shape (demands,) each."""

    leaves: Array
    first_day: Array
    last_day: Array
    spare_days: Array


def demand_windows(problem: Problem) -> Windows:
    """The windows of a problem's demands, cut to the horizon."""
    origin = problem.first_minute
    leaves = np.array([max(0, d.ready - origin) for d in problem.demands], dtype=np.int64)
    latest = np.array([min(d.due, problem.last_minute) - origin for d in problem.demands], dtype=np.int64)
    spare = np.maximum(0, (latest - leaves) // DAY_MINUTES)
    return Windows(leaves, leaves // DAY_MINUTES, latest // DAY_MINUTES, spare)
