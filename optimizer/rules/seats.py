"""Usable seats of coaches and service units under dated caps (contract, "usable seats")."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from optimizer.problem import RISKS, TRIPS, Cap, Problem

FLOAT_NOISE_SEATS = 1e-9


def trip_of(places: list[tuple[object, object]]) -> str:
    """city, province or national, from each stop's (province, city)."""
    if len({city for _, city in places}) == 1:
        return "city"
    return "province" if len({province for province, _ in places}) == 1 else "national"


def usable(seats: int, reserved: int, share: float) -> int:
    """min(floor(seats x share), seats - reserved), never below 0."""
    return max(0, min(math.floor(seats * share + FLOAT_NOISE_SEATS), seats - reserved))


def least_share(caps: tuple[Cap, ...], mode: str, trip: str, risk: str, day: int) -> float:
    """The least share of all caps that apply; 1 if none does."""
    level = RISKS.index(risk)
    shares = [
        cap.share
        for cap in caps
        if cap.mode == mode
        and cap.trip in (None, trip)
        and RISKS.index(cap.risk or RISKS[0]) <= level
        and (cap.from_day is None or cap.from_day <= day)
        and (cap.to_day is None or day <= cap.to_day)
    ]
    return min(shares, default=1.0)


def coach_seats(problem: Problem) -> npt.NDArray[np.int64]:
    """Usable seats by (vehicle type, trip, risk, day of the horizon)."""
    first, last = problem.settings.first_day, problem.settings.last_day
    types = problem.vehicle_types
    table = np.zeros((len(types), len(TRIPS), len(RISKS), last - first + 1), dtype=np.int64)
    for t, trip in enumerate(TRIPS):
        for r, risk in enumerate(RISKS):
            for day in range(first, last + 1):
                share = least_share(problem.caps, "coach", trip, risk, day)
                for v, kind in enumerate(types):
                    table[v, t, r, day - first] = usable(kind.seats, kind.reserved, share)
    return table
