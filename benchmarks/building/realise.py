"""Routes become booked outings; what does not work as given is repaired, and told how often."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from benchmarks.building.garage import Booked, Garage, Outing
from benchmarks.building.rides import Ride, Run, Trip, cut, rides_of, without
from benchmarks.building.timing import Timed, Timing
from optimizer.check.facts import Facts

_DEPOTS_TRIED = 40


@dataclass(slots=True)
class Realised:
    """Booked outings, the itineraries that found no coach, and how many outings or runs had to be repaired."""

    booked: list[Booked] = field(default_factory=list)
    dropped: set[str] = field(default_factory=set)
    repairs: int = 0


class Realiser:
    """Books coaches for routes, one scenario at a time."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self.timing = Timing(facts)
        self.garage = Garage(facts)
        self.done = Realised()
        self._hour = facts.settings.objective_hour / 60
        self._nearest: dict[tuple[str, str], list[int]] = {}

    def take(self, trips: Iterable[Trip]) -> Realised:
        """Books every trip: as given; else its runs by any coaches; else every ride by a coach of its own."""
        failed: list[Run] = []
        for trip in sorted(trips, key=_first_ready):
            outing = self._as_given(trip)
            booked = None if outing is None else self.garage.book(outing)
            if booked is None:
                failed += trip.runs
            else:
                self.done.booked.append(booked)
        self.done.repairs += len(failed)
        for run in failed:
            self.place(run)
        return self.done

    def place(self, run: Run) -> bool:
        """Books the cheapest coach for a run alone, cut smaller where it must be. False where somebody is dropped."""
        if self._alone(run):
            return True
        settings = self.facts.settings
        pieces = cut(run, boards=settings.coach_max_pickups, alights=settings.coach_max_dropoffs)
        if len(pieces) > 1:
            return self._place_all(pieces)
        rides = rides_of(run)
        if len(rides) > 1:
            gone = _last_half(rides)
            parts = [without(run, set(gone)), without(run, {r.itinerary for r in rides} - set(gone))]
            return self._place_all(parts)
        self.done.dropped |= {ride.itinerary for ride in rides}
        return False

    def _place_all(self, runs: Iterable[Run]) -> bool:
        placed = [self.place(run) for run in runs]
        return all(placed)

    def remove(self, gone: set[str]) -> None:
        """Takes itineraries out of all outings; runs that lose somebody are placed anew."""
        kept: list[Booked] = []
        again: list[Run] = []
        for booked in self.done.booked:
            runs = [timed.run for timed in booked.outing.runs]
            if any(ride.itinerary in gone for run in runs for ride in rides_of(run)):
                self.garage.give_back(booked)
                again += [left for run in runs if (left := without(run, gone))]
            else:
                kept.append(booked)
        self.done.booked = kept
        for run in again:
            self.place(run)

    def _alone(self, run: Run) -> bool:
        options = self.timing.starts(run, step=30)
        if not options:
            return False
        best: tuple[float, Outing] | None = None
        for row in self._rows(run):
            for timed in options:
                hours = timed.worker_min * self._hour
                if best is not None and hours >= best[0]:
                    continue
                outing = self.garage.outing(row, [timed])
                if outing is None:
                    continue
                price = outing.money + hours
                if (best is None or price < best[0]) and self.garage.free(outing) is not None:
                    best = price, outing
        if best is None:
            return False
        booked = self.garage.book(best[1])
        if booked is not None:
            self.done.booked.append(booked)
        return booked is not None

    def _rows(self, run: Run) -> Sequence[int]:
        """Rows of the fleet, those of the nearest depots first."""
        key = run[0].site_id, run[-1].site_id
        if key not in self._nearest:
            site, places = self.facts.problem.site, self.facts.places
            start, end = site[key[0]], site[key[1]]

            def empty_km(row: int) -> float:
                depot = site[self.garage.rows[row].depot_id]
                return places.road(depot, start)[0] + places.road(end, depot)[0]

            ends = {places.city(start), places.city(end)}
            rows = [
                row
                for row, fleet in enumerate(self.garage.rows)
                if not self.facts.settings.coach_home_end or places.city(site[fleet.depot_id]) in ends
            ]
            self._nearest[key] = sorted(rows, key=empty_km)
        return self._nearest[key][:_DEPOTS_TRIED]

    def _as_given(self, trip: Trip) -> Outing | None:
        """The trip at its best times: of one run the cheapest start, of several the least waiting or the earliest."""
        if len(trip.runs) == 1:
            outings = [self.garage.outing(trip.row, [timed]) for timed in self.timing.starts(trip.runs[0])]
            good = [outing for outing in outings if outing is not None and self.garage.free(outing) is not None]
            return min(good, key=self._price, default=None)
        chains = [self._chain(trip, least_waiting=True), self._chain(trip, least_waiting=False)]
        outings = [self.garage.outing(trip.row, chain) for chain in chains if chain]
        good = [outing for outing in outings if outing is not None and self.garage.free(outing) is not None]
        return min(good, key=self._price, default=None)

    def _price(self, outing: Outing) -> float:
        return outing.money + self._hour * sum(timed.worker_min for timed in outing.runs)

    def _chain(self, trip: Trip, *, least_waiting: bool) -> list[Timed]:
        facts, site = self.facts, self.facts.problem.site
        chain: list[Timed] = []
        for run in trip.runs:
            not_before = None
            if chain:
                end, start = site[chain[-1].run[-1].site_id], site[run[0].site_id]
                pause = end.dwell_min + facts.settings.coach_turnaround_min
                empty = facts.driving.empty(facts.places.road(end, start)[1])
                not_before = chain[-1].arrival[-1] + int(-(-pause // 1)) + empty
            options = self.timing.starts(run, not_before=not_before)
            if not options:
                return []
            chain.append(min(options, key=lambda timed: timed.worker_min) if least_waiting else options[0])
        return chain


def _first_ready(trip: Trip) -> int:
    return min(ride.ready for ride in trip.runs[0][0].board)


def _last_half(rides: Sequence[Ride]) -> list[str]:
    """The itineraries of about half of the workers, those who board last."""
    total, heads = sum(r.headcount for r in rides), 0
    gone: list[str] = []
    for ride in reversed(rides):
        if gone and heads + ride.headcount > total / 2:
            break
        gone.append(ride.itinerary)
        heads += ride.headcount
    return gone if len(set(gone)) < len({r.itinerary for r in rides}) else gone[:1]
