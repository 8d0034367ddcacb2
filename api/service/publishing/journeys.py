"""A journey as a worker sees it: where, when and by which vehicle; and how two of them differ."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias, get_args

from optimizer.clock import Minute

Change: TypeAlias = Literal["served", "unserved", "time", "stop", "vehicle", "added", "removed"]
CHANGES: tuple[Change, ...] = get_args(Change)
"""served, unserved: newly, no longer; added, removed: the demand has a place more, or less."""

_FROM_NOTHING = 4
"""A journey won or lost weighs more than a journey of which all three, time, stop and vehicle, are new."""


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Ride:
    """One leg: ``vehicle`` is the lasting name of a coach, or the id of a service."""

    departs: Minute
    arrives: Minute
    from_id: str
    to_id: str
    mode: str
    vehicle: str
    run_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Itinerary:
    """``headcount`` workers of one demand who travel together."""

    itinerary_id: str
    headcount: int
    rides: tuple[Ride, ...]

    @property
    def departs(self) -> Minute:
        """The first departure."""
        return self.rides[0].departs

    @property
    def arrives(self) -> Minute:
        """The final arrival."""
        return self.rides[-1].arrives


def differences(before: Itinerary | None, after: Itinerary | None) -> tuple[Change, ...]:
    """What is new for a worker; None: stays behind. Run ids are a plan's own and say nothing about another plan's."""
    if before is None or after is None:
        if before is after:
            return ()
        return ("served",) if before is None else ("unserved",)
    new: list[Change] = []
    if [(r.departs, r.arrives) for r in before.rides] != [(r.departs, r.arrives) for r in after.rides]:
        new.append("time")
    if [(r.from_id, r.to_id) for r in before.rides] != [(r.from_id, r.to_id) for r in after.rides]:
        new.append("stop")
    if [r.vehicle for r in before.rides] != [r.vehicle for r in after.rides]:
        new.append("vehicle")
    return tuple(new)


def weight(changes: tuple[Change, ...]) -> int:
    """How much is new: 0 to 4."""
    return _FROM_NOTHING if "served" in changes or "unserved" in changes else len(changes)


def minutes_moved(before: Itinerary | None, after: Itinerary | None) -> Minute:
    """By how many minutes the first departure and the final arrival move together; 0 where there is no such pair."""
    if before is None or after is None:
        return 0
    return abs(before.departs - after.departs) + abs(before.arrives - after.arrives)
