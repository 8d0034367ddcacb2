"""What of a plan to start from the search leaves alone: it is in no table that a step changes, and in every plan."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

from optimizer.plan import Outing, Run, Stop


class LegKind(Enum):
    """Who decides on a leg of a kept journey: nobody, for a coach or a service, or the search, for either coach."""

    COACH = 0
    SERVICE = 1
    FREE_FIRST = 2
    FREE_LAST = 3


@dataclass(frozen=True, slots=True)
class KeptLeg:
    """A leg from stop to stop (seq from 1). ``service``: number of its service, -1 for a coach."""

    kind: LegKind
    run_id: str
    board: int
    alight: int
    service: int = -1


@dataclass(frozen=True, slots=True)
class KeptJourney:
    """Workers who stay on their way. ``slot``: the itinerary that the free legs' coaches have aboard; -1 for none."""

    itinerary_id: str
    demand: int
    heads: int
    legs: tuple[KeptLeg, ...]
    slot: int = -1


@dataclass(frozen=True, slots=True)
class KeptOuting:
    """A coach's outing with its runs as they were; ``row``: number of its fleet row."""

    outing: Outing
    row: int
    runs: tuple[tuple[Run, tuple[Stop, ...]], ...]


@dataclass(frozen=True, slots=True)
class Aside:
    """Outings and journeys that stay, ids of service runs that keep theirs, and what the tables do not count of it."""

    outings: tuple[KeptOuting, ...] = ()
    journeys: tuple[KeptJourney, ...] = ()
    service_runs: Mapping[int, str] = field(default_factory=dict)
    money: float = 0.0
    worker_minutes: float = 0.0
    objective: float = 0.0


NOTHING_ASIDE = Aside()
