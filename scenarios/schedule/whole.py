"""The whole schedule of a plan, and its parts by employer, site or run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from difflib import get_close_matches

from optimizer.problem import Problem
from scenarios.schedule.records import Journey, LeftBehind, RunTimes, Transfer, VehicleOuting

_NAMED = 3


class UnknownIdError(LookupError):
    """An employer, site or run that is not there; the message names it and says what to do."""


@dataclass(frozen=True, kw_only=True)
class Schedule:
    """A plan to read. Runs by departure, vehicles by id and leaving, journeys and unserved by id.

    What a part shows is all that it counts: by an employer's schedule only its own workers ride.
    """

    problem: Problem = field(repr=False, compare=False)
    runs: tuple[RunTimes, ...]
    outings: tuple[VehicleOuting, ...]
    journeys: tuple[Journey, ...]
    unserved: tuple[LeftBehind, ...]

    @property
    def transfers(self) -> tuple[Transfer, ...]:
        """All changes of vehicle, by the time they begin."""
        found = [transfer for journey in self.journeys for transfer in journey.transfers]
        return tuple(sorted(found, key=lambda t: (t.arrives, t.site_id, t.itinerary_id, t.departs)))

    @property
    def served(self) -> int:
        """Workers who travel."""
        return sum(journey.headcount for journey in self.journeys)

    @property
    def left_behind(self) -> int:
        """Workers who stay behind."""
        return sum(case.headcount for case in self.unserved)

    def by_employer(self, employer_id: str) -> Schedule:
        """The employer's own workers: their journeys, the runs that carry them and who of them stays behind.

        A run keeps all its stops, an outing only the runs shown. Raises UnknownIdError.
        """
        _known("employer", employer_id, self.problem.employer)
        runs = tuple(
            _with_parties(run, own)
            for run in self.runs
            if (own := {(p.itinerary_id, p.leg) for p in run.parties if p.employer_id == employer_id})
        )
        journeys = tuple(journey for journey in self.journeys if journey.employer_id == employer_id)
        unserved = tuple(case for case in self.unserved if case.employer_id == employer_id)
        return self._part(runs, journeys, unserved)

    def by_site(self, site_id: str) -> Schedule:
        """All that stops at a site: runs, journeys that begin, change or end there, and who stays behind for it.

        At a depot also all runs of its coaches. Raises UnknownIdError.
        """
        _known("site", site_id, self.problem.site)
        based = {run_id for outing in self.outings if outing.depot_id == site_id for run_id in outing.run_ids}
        runs = tuple(
            run for run in self.runs if run.run_id in based or any(stop.site_id == site_id for stop in run.stops)
        )
        journeys = tuple(j for j in self.journeys if any(site_id in (leg.from_id, leg.to_id) for leg in j.legs))
        unserved = tuple(case for case in self.unserved if site_id in (case.pickup_id, case.workplace_id))
        return self._part(runs, journeys, unserved)

    def by_run(self, run_id: str) -> Schedule:
        """One run with everyone aboard, their journeys and its outing. Raises UnknownIdError."""
        _known("run", run_id, {run.run_id: run for run in self.runs})
        runs = tuple(run for run in self.runs if run.run_id == run_id)
        journeys = tuple(j for j in self.journeys if any(leg.run_id == run_id for leg in j.legs))
        return self._part(runs, journeys, ())

    def _part(
        self,
        runs: tuple[RunTimes, ...],
        journeys: tuple[Journey, ...],
        unserved: tuple[LeftBehind, ...],
    ) -> Schedule:
        shown = {run.run_id for run in runs}
        outings = tuple(
            replace(outing, run_ids=kept)
            for outing in self.outings
            if (kept := tuple(run_id for run_id in outing.run_ids if run_id in shown))
        )
        return replace(self, runs=runs, outings=outings, journeys=journeys, unserved=unserved)


def _known(what: str, wanted: str, known: Mapping[str, object]) -> None:
    if wanted not in known:
        near = get_close_matches(wanted, list(known), n=_NAMED) or list(known)[:_NAMED]
        advice = f"\n  Maybe {', '.join(near)}." if near else ""
        article = "an" if what[0] in "aeiou" else "a"
        raise UnknownIdError(f"{what} {wanted!r}: expected the id of {article} {what} of this schedule.{advice}")


def _with_parties(run: RunTimes, own: set[tuple[str, int]]) -> RunTimes:
    aboard, stops = 0, []
    for stop in run.stops:
        boarding = tuple(p for p in stop.boarding if (p.itinerary_id, p.leg) in own)
        alighting = tuple(p for p in stop.alighting if (p.itinerary_id, p.leg) in own)
        aboard += sum(p.headcount for p in boarding) - sum(p.headcount for p in alighting)
        stops.append(replace(stop, boarding=boarding, alighting=alighting, aboard=aboard))
    return replace(run, stops=tuple(stops))
