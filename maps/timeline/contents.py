"""What the timeline's script draws: rows with runs, empty drives and transfers, in few bytes.

Times are minutes since 00:00 of ``base``; sites, employers and runs are places in their lists.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import chain, groupby
from typing import Any, TypeAlias

from optimizer.clock import DAY_MINUTES, Minute, show_day
from optimizer.problem import MODES
from scenarios.schedule import EmptyDrive, Halt, RunTimes, Schedule, StopTimes, VehicleOuting

Object: TypeAlias = dict[str, Any]


def timeline_contents(schedule: Schedule) -> Object:
    """The drawing's data, ready for JSON. A schedule without runs gives the horizon and no row."""
    return _Contents(schedule).all()


class _Contents:
    def __init__(self, schedule: Schedule) -> None:
        problem = schedule.problem
        self._schedule = schedule
        self._problem = problem
        first, last = _ends(schedule)
        self._base = first // DAY_MINUTES * DAY_MINUTES
        self._span = [first - self._base, last - self._base]
        self._run_at = {run.run_id: n for n, run in enumerate(schedule.runs)}
        self._site_at: dict[str, int] = {}
        self._employer_at: dict[str, int] = {}

    def all(self) -> Object:
        settings = self._problem.settings
        runs = [self._run(run) for run in self._schedule.runs]
        rows = [*self._service_rows(), *self._coach_rows()]
        transfers = [
            [
                self._run_at[t.from_run_id],
                self._run_at[t.to_run_id],
                self._site(t.site_id),
                self._time(t.arrives),
                self._time(t.departs),
                t.headcount,
                self._employer(t.employer_id),
            ]
            for t in self._schedule.transfers
        ]
        return {
            "base": show_day(self._base // DAY_MINUTES),
            "span": self._span,
            "night": settings.driving_night,
            "curfew": settings.driving_curfew,
            "modes": list(MODES),
            "runs": runs,
            "rows": rows,
            "transfers": transfers,
            "sites": [self._problem.site[site_id].name for site_id in self._site_at],
            "employers": [self._problem.employer[employer_id].name for employer_id in self._employer_at],
        }

    def _run(self, run: RunTimes) -> Object:
        found: Object = {
            "id": run.run_id,
            "name": run.name,
            "mode": MODES.index(run.mode),
            "seats": run.seats,
            "stops": [self._stop(stop) for stop in run.stops],
            "parties": [
                [self._employer(p.employer_id), p.demand_id, p.headcount, p.board_seq - 1, p.alight_seq - 1]
                for p in run.parties
            ],
        }
        facts = {"units": run.units, "drivers": run.drivers, "km": None if run.km is None else round(run.km)}
        return found | {key: value for key, value in facts.items() if value is not None}

    def _stop(self, stop: StopTimes) -> list[Any]:
        shown = [
            self._site(stop.site_id),
            self._time(stop.arrival),
            None if stop.departure is None else self._time(stop.departure),
            stop.board,
            stop.alight,
            stop.aboard,
        ]
        return [*shown, self._halts(stop.halts)] if stop.halts else shown

    def _service_rows(self) -> Iterable[Object]:
        services = [run for run in self._schedule.runs if run.vehicle_id is None]
        for run in sorted(services, key=lambda r: (MODES.index(r.mode), r.departs, r.run_id)):
            yield {"name": run.name, "mode": MODES.index(run.mode), "runs": [self._run_at[run.run_id]]}

    def _coach_rows(self) -> Iterable[Object]:
        by_depot = sorted(self._schedule.outings, key=lambda o: (o.depot_id, o.type_id, o.vehicle_id, o.leaves))
        for vehicle_id, block in groupby(by_depot, key=lambda o: o.vehicle_id):
            outings = list(block)
            kind = self._problem.vehicle_type[outings[0].type_id]
            yield {
                "name": vehicle_id,
                "mode": MODES.index("coach"),
                "depot": self._site(outings[0].depot_id),
                "type": kind.name or kind.type_id,
                "runs": [self._run_at[run_id] for outing in outings for run_id in outing.run_ids],
                "outings": [self._outing(outing) for outing in outings],
                "empty": [self._empty(drive) for outing in outings for drive in outing.empty_drives],
            }

    def _outing(self, outing: VehicleOuting) -> list[Any]:
        return [outing.outing, self._time(outing.leaves), self._time(outing.returns)]

    def _empty(self, drive: EmptyDrive) -> list[Any]:
        ends = [self._site(drive.from_id), self._site(drive.to_id)]
        shown = [*ends, self._time(drive.departs), self._time(drive.arrives), round(drive.km)]
        return [*shown, self._halts(drive.halts)] if drive.halts else shown

    def _halts(self, halts: Iterable[Halt]) -> list[int]:
        """Flat triples: 1 for a curfew stand and 0 for a break, start, end."""
        triples = ((int(halt.kind == "curfew"), self._time(halt.start), self._time(halt.end)) for halt in halts)
        return list(chain.from_iterable(triples))

    def _time(self, minute: Minute) -> int:
        return minute - self._base

    def _site(self, site_id: str) -> int:
        return self._site_at.setdefault(site_id, len(self._site_at))

    def _employer(self, employer_id: str) -> int:
        return self._employer_at.setdefault(employer_id, len(self._employer_at))


def _ends(schedule: Schedule) -> tuple[Minute, Minute]:
    """First and last minute of anything that is drawn."""
    starts = [run.stops[0].arrival for run in schedule.runs] + [outing.leaves for outing in schedule.outings]
    ends = [run.stops[-1].leaves for run in schedule.runs] + [outing.returns for outing in schedule.outings]
    problem = schedule.problem
    return min(starts, default=problem.first_minute), max(ends, default=problem.last_minute)


def counts(schedule: Schedule) -> Mapping[str, int]:
    """What the headline tells."""
    return {
        "served": schedule.served,
        "left": schedule.left_behind,
        "runs": len(schedule.runs),
        "coaches": len({outing.vehicle_id for outing in schedule.outings}),
        "services": sum(run.vehicle_id is None for run in schedule.runs),
    }
