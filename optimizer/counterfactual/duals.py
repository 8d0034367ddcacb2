"""The bound's own prices as arrays: what a unit's section may ask, and what a place under a limit is worth.

The one door between the bound and what is told of its prices: whatever relaxation the bound uses, two things of its
certificate are asked here, prices of service sections and prices of limits by day, both at least 0.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from optimizer.bound.counters import Row
from optimizer.bound.timetable import Timetable, make_timetable
from optimizer.certificate import Certificate
from optimizer.problem import Problem

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Duals:
    """``price``: money per unit and section, by the stop that the section leaves; ``rows``: per worker and limit's day.

    The bound gives way by at most so much for one more of each: any prices prove a bound, these do so still.
    """

    timetable: Timetable
    price: Floats
    rows: Mapping[Row, float]


def duals_of(problem: Problem, certificate: Certificate) -> Duals:
    """The prices of a bound's certificate; what it does not name has the price 0."""
    timetable = make_timetable(problem)
    sections = {(row.service_id, row.seq): row.money for row in certificate.sections}
    stops = [
        (stop.service_id, stop.seq)
        for s in timetable.service
        for stop in problem.stops_of[problem.services[int(s)].service_id]
    ]
    price = np.array([sections.get(stop, 0.0) for stop in stops], dtype=np.float64)
    place = {limit.limit_id: i for i, limit in enumerate(problem.limits)}
    rows = {(place[row.limit_id], row.date): row.money for row in certificate.limits}
    return Duals(timetable, price, rows)
