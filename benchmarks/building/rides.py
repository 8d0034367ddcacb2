"""What routes are made of before they have times: rides, calls, runs and trips."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias

from optimizer.clock import Minute


@dataclass(frozen=True, slots=True, kw_only=True)
class Ride:
    """Workers of one demand on one coach leg of one itinerary, from a site to a site within a window.

    ``first`` and ``last`` tell whether a journey begins or ends here: only there do opening hours bind.
    """

    itinerary: str
    demand_id: str
    headcount: int
    origin: str
    goal: str
    ready: Minute
    due: Minute
    due_from: Minute | None = None
    leg: int = 1
    first: bool = True
    last: bool = True


@dataclass(frozen=True, slots=True)
class Call:
    """A stop of a run: who boards and who alights there."""

    site_id: str
    board: tuple[Ride, ...]
    alight: tuple[Ride, ...]


Run: TypeAlias = tuple[Call, ...]


@dataclass(frozen=True, slots=True)
class Trip:
    """One outing of a coach out of a row of the fleet (its place in ``Problem.fleet``), run after run."""

    row: int
    runs: tuple[Run, ...]


def rides_of(run: Run) -> tuple[Ride, ...]:
    """Everybody who rides, in the order of boarding."""
    return tuple(ride for call in run for ride in call.board)


def direct(rides: Iterable[Ride]) -> Run:
    """A run that picks up the rides in their order and then sets them down in it."""
    order = list(rides)
    boards = [Call(ride.origin, (ride,), ()) for ride in order]
    return joined([*boards, *(Call(ride.goal, (), (ride,)) for ride in order)])


def joined(calls: Iterable[Call]) -> Run:
    """The calls with neighbours at the same site made one stop."""
    stops: list[Call] = []
    for call in calls:
        if stops and stops[-1].site_id == call.site_id:
            before = stops[-1]
            stops[-1] = Call(call.site_id, before.board + call.board, before.alight + call.alight)
        else:
            stops.append(call)
    return tuple(stops)


def without(run: Run, gone: frozenset[str] | set[str]) -> Run:
    """The run without the rides of some itineraries and without the stops that only these needed."""
    calls = [
        Call(
            call.site_id,
            tuple(r for r in call.board if r.itinerary not in gone),
            tuple(r for r in call.alight if r.itinerary not in gone),
        )
        for call in run
    ]
    return joined(call for call in calls if call.board or call.alight)


def cut(run: Run, *, boards: float, alights: float) -> list[Run]:
    """The run as several, each with at most so many stops where workers board and where they alight."""
    pieces: list[list[Ride]] = []
    for ride in rides_of(run):
        if pieces:
            origins = {r.origin for r in pieces[-1]} | {ride.origin}
            goals = {r.goal for r in pieces[-1]} | {ride.goal}
            if len(origins) <= boards and len(goals) <= alights:
                pieces[-1].append(ride)
                continue
        pieces.append([ride])
    whole = []
    for piece in pieces:
        kept = {(r.itinerary, r.leg) for r in piece}
        gone = {r.itinerary for r in rides_of(run) if (r.itinerary, r.leg) not in kept}
        whole.append(without(run, gone))
    return whole
