"""Usable seats: rated seats less what caps and isolation keep free (contract, "A scenario")."""

from __future__ import annotations

import math

from optimizer.clock import Day
from optimizer.problem import RISKS, Cap, Problem


class Seats:
    """The caps of one scenario."""

    def __init__(self, problem: Problem) -> None:
        self._caps: dict[str, list[Cap]] = {}
        for cap in problem.caps:
            self._caps.setdefault(cap.mode, []).append(cap)
        self._shares: dict[tuple[str, str, Day, int], float] = {}

    def usable(self, *, seats: int, reserved: int, mode: str, trip: str, day: Day, risk: int) -> int:
        """min(floor(seats × share), seats − reserved) of a coach or a unit.

        ``day`` is the date of the run's first departure, ``risk`` the place in ``RISKS`` of the highest risk aboard.
        """
        return min(math.floor(seats * self._share(mode, trip, day, risk) + 1e-9), seats - reserved)

    def _share(self, mode: str, trip: str, day: Day, risk: int) -> float:
        key = (mode, trip, day, risk)
        share = self._shares.get(key)
        if share is None:
            caps = self._caps.get(mode, ())
            share = min((cap.share for cap in caps if _applies(cap, trip, day, risk)), default=1.0)
            self._shares[key] = share
        return share


def _applies(cap: Cap, trip: str, day: Day, risk: int) -> bool:
    return (
        (cap.trip is None or cap.trip == trip)
        and (cap.risk is None or RISKS.index(cap.risk) <= risk)
        and (cap.from_day is None or cap.from_day <= day)
        and (cap.to_day is None or day <= cap.to_day)
    )
