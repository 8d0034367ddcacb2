"""When a run's coach is where: every start on a grid tried, with the contract's driving rules."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from benchmarks.building.rides import Ride, Run, rides_of
from optimizer.check.driving import in_span
from optimizer.check.facts import Facts
from optimizer.clock import DAY_MINUTES, Minute

GRID_MIN = 15
_FORGIVEN = 1e-6


@dataclass(frozen=True, slots=True)
class Timed:
    """A run with its times. ``worker_min``: the minutes that its riders spend aboard, summed."""

    run: Run
    arrival: tuple[Minute, ...]
    departure: tuple[Minute, ...]
    worker_min: int


@dataclass(slots=True)
class _Trial:
    """One start tried: the times, by how many minutes workers waited aboard or came too early, and what failed."""

    timed: Timed | None
    early: int = 0


class Timing:
    """The driving, dwelling and window rules of one scenario for coach runs."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self._site = facts.problem.site
        self._first, self._last = facts.problem.first_minute, facts.problem.last_minute

    def starts(self, run: Run, *, not_before: Minute | None = None, step: int = GRID_MIN) -> list[Timed]:
        """The run at every start that keeps all windows, at most ``step`` minutes apart; empty where there is none.

        ``not_before`` is the earliest arrival of the coach at its first stop.
        """
        if not self._drivable(run):
            return []
        dwell = self._dwell(run[0].site_id)
        earliest = max(self._first, max(ride.ready for ride in run[0].board) - dwell)
        if not_before is not None:
            earliest = max(earliest, not_before)
        latest = min(ride.due for ride in rides_of(run))
        found: dict[Minute, Timed] = {}
        for start in self._grid(earliest, latest, step):
            trial = self._try(run, start)
            if trial.timed is not None:
                found[start] = trial.timed
            if trial.early:
                later = self._try(run, start + trial.early)
                if later.timed is not None:
                    found[start + trial.early] = later.timed
        return [found[start] for start in sorted(found)]

    @staticmethod
    def _grid(earliest: Minute, latest: Minute, step: int) -> Iterator[Minute]:
        yield earliest
        following = (earliest // step + 1) * step
        yield from range(following, latest, step)

    def _drivable(self, run: Run) -> bool:
        settings, places = self.facts.settings, self.facts.places
        minutes = sum(places.wheel_minutes(self._site[a.site_id], self._site[b.site_id]) for a, b in pairwise(run))
        boards, alights = sum(1 for c in run if c.board), sum(1 for c in run if c.alight)
        return (
            math.ceil(minutes / settings.driving_driver_min - 1e-9) <= settings.driving_max_drivers
            and boards <= settings.coach_max_pickups
            and alights <= settings.coach_max_dropoffs
        )

    def _dwell(self, site_id: str) -> int:
        return math.ceil(self._site[site_id].dwell_min - _FORGIVEN)

    def _try(self, run: Run, start: Minute) -> _Trial:
        """The run from a start on. ``early`` says how much later a start may be worth trying."""
        settings, driving = self.facts.settings, self.facts.driving
        arrival, departure = [start], []
        boarded: dict[tuple[str, int], Minute] = {}
        driven = early = worker_min = aboard = 0
        for at, call in enumerate(run):
            here = arrival[at]
            site = self._site[call.site_id]
            for ride in call.alight:
                if here > min(ride.due, self._last):
                    return _Trial(None)
                early = max(early, (ride.due_from or here) - here)
                if ride.last and not self._open(call.site_id, here):
                    return _Trial(None, early)
                took = here - boarded[ride.itinerary, ride.leg]
                if took > min(settings.coach_max_ride_min or math.inf, self._longest(ride)):
                    return _Trial(None, early)
                worker_min += took * ride.headcount
                aboard -= ride.headcount
            ready = max((ride.ready for ride in call.board), default=0)
            leaves = max(here + self._dwell(call.site_id), ready)
            waits = leaves - here - self._dwell(call.site_id)
            if aboard:
                early = max(early, waits)
                most = settings.coach_max_stand_min
                if most is not None and leaves - here > most:
                    return _Trial(None, early)
            for ride in call.board:
                if ride.first and not self._open(call.site_id, leaves):
                    return _Trial(None, early)
                boarded[ride.itinerary, ride.leg] = leaves
                aboard += ride.headcount
            departure.append(leaves)
            if at + 1 < len(run):
                if leaves - here >= settings.driving_break_min:
                    driven = 0
                minutes = self.facts.places.road(site, self._site[run[at + 1].site_id])[1]
                there, driven = driving.drive(leaves, driven, minutes)
                arrival.append(there)
        if any((r.due_from or 0) > arrival[at] for at, call in enumerate(run) for r in call.alight):
            return _Trial(None, early)
        return _Trial(Timed(run, tuple(arrival), tuple(departure), worker_min), early)

    def _longest(self, ride: Ride) -> float:
        """How long a journey that is this ride alone may take; longer ones are their planner's care."""
        longest = self.facts.settings.journey_max_min
        return math.inf if longest is None or not (ride.first and ride.last) else longest

    def _open(self, site_id: str, t: Minute) -> bool:
        site = self._site[site_id]
        if site.opens is None or site.closes is None or site.opens == site.closes:
            return True
        return in_span(t % DAY_MINUTES, (site.opens, site.closes))
