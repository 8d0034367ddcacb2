"""A plan's runs as they are published: stops with heads, seats on standby, kilometres, money, duty."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

from optimizer.check.places import Places, great_circle_km
from optimizer.check.seats import Seats
from optimizer.clock import DAY_MINUTES, Minute, show_minute
from optimizer.problem import Problem, Site
from scenarios.schedule import EmptyDrive, Halt, Party, RunTimes, Schedule, StopTimes, VehicleOuting


@dataclass(frozen=True, slots=True, kw_only=True)
class RunCard:
    """A run ready to be stored: the columns of ``PublishedRun`` that come from the plan alone."""

    run_id: str
    mode: str
    name: str
    vehicle: str
    vehicle_type: str
    departs_at: datetime
    arrives_at: datetime
    units: int
    seats: int
    standby: int
    riders: int
    trip: str
    worker_km: float
    seat_km: float
    money: float
    heads: dict[str, int]
    stops: list[dict[str, Any]]
    duty: dict[str, Any] | None


def moment(minute: Minute, timezone: str) -> datetime:
    """A minute of local clock time as a time in UTC; of an hour that comes twice the first one is meant."""
    day = datetime.fromordinal(minute // DAY_MINUTES)
    local = (day + timedelta(minutes=minute % DAY_MINUTES)).replace(tzinfo=ZoneInfo(timezone))
    return local.astimezone(UTC)


def run_cards(schedule: Schedule, names: Mapping[str, str]) -> Iterator[RunCard]:
    """The runs in the schedule's order. ``names`` are the lasting names of coaches by a plan's id."""
    builder = _Builder(schedule, names)
    for run in schedule.runs:
        yield builder.card(run)


class _Builder:
    def __init__(self, schedule: Schedule, names: Mapping[str, str]) -> None:
        self._problem = schedule.problem
        self._names = names
        self._places = Places(schedule.problem)
        self._seats = Seats(schedule.problem)
        self._outing = {(o.vehicle_id, o.outing): o for o in schedule.outings}
        self._km = _km_of_outings(schedule.runs)
        self._arrives = {run.run_id: run.arrives for run in schedule.runs}
        self._legs = {journey.itinerary_id: len(journey.legs) for journey in schedule.journeys}

    def card(self, run: RunTimes) -> RunCard:
        timezone = self._problem.settings.timezone
        outing = self._outing.get((run.vehicle_id or "", run.outing or ""))
        sites = [self._problem.site[stop.site_id] for stop in run.stops]
        lengths = list(self._lengths(run, sites))
        trip = self._places.trip(sites)
        return RunCard(
            run_id=run.run_id,
            mode=run.mode,
            name=run.name,
            vehicle=self._names[run.vehicle_id] if run.vehicle_id else run.service_id or run.run_id,
            vehicle_type=self._type(outing),
            departs_at=moment(run.departs, timezone),
            arrives_at=moment(run.arrives, timezone),
            units=run.units or 1,
            seats=run.seats,
            standby=self._standby(run, outing, trip),
            riders=run.riders,
            trip=trip,
            worker_km=sum(stop.aboard * km for stop, km in zip(run.stops, lengths, strict=False)),
            seat_km=run.seats * sum(lengths),
            money=self._money(run, outing),
            heads=_heads(run),
            stops=[_stop(self._problem, stop, self._legs) for stop in run.stops],
            duty=None if outing is None else self._duty(run, outing),
        )

    def _type(self, outing: VehicleOuting | None) -> str:
        if outing is None:
            return ""
        return self._problem.vehicle_type[outing.type_id].name or outing.type_id

    def _lengths(self, run: RunTimes, sites: Sequence[Site]) -> Iterator[float]:
        """As the checker has them: by road for coaches, along the great circle for services."""
        for start, end in pairwise(sites):
            yield self._places.road(start, end)[0] if run.service_id is None else great_circle_km(start, end)

    def _standby(self, run: RunTimes, outing: VehicleOuting | None, trip: str) -> int:
        """Seats that caps and isolation leave on the fullest section, for the highest risk of anyone who rides."""
        risk = max((self._places.risk(self._origin(party)) for party in run.parties), default=0)
        if run.service_id is not None:
            service = self._problem.service[run.service_id]
            seats, reserved, units = service.unit_seats, service.reserved, run.units or 0
        elif outing is not None:
            kind = self._problem.vehicle_type[outing.type_id]
            seats, reserved, units = kind.seats, kind.reserved, 1
        else:
            return 0
        usable = self._seats.usable(
            seats=seats, reserved=reserved, mode=run.mode, trip=trip, day=run.departs // DAY_MINUTES, risk=risk
        )
        return max(0, usable * units - run.most_aboard)

    def _origin(self, party: Party) -> Site:
        return self._problem.site[self._problem.demand[party.demand_id].pickup_id]

    def _money(self, run: RunTimes, outing: VehicleOuting | None) -> float:
        """A service's own; a coach run's part of its outing, by loaded kilometres (all alike where there are none)."""
        if run.service_id is not None:
            service = self._problem.service[run.service_id]
            return service.cost_fixed + (run.units or 0) * service.cost_unit + run.riders * service.cost_seat
        if outing is None:
            return 0.0
        whole = self._km[outing.vehicle_id, outing.outing]
        share = (run.km or 0.0) / whole if whole else 1 / len(outing.run_ids)
        return (outing.money or 0.0) * share

    def _duty(self, run: RunTimes, outing: VehicleOuting) -> dict[str, Any]:
        """The outing, with the empty drives to this run; to an outing's last run also those after it."""
        at = outing.run_ids.index(run.run_id)
        since = self._arrives[outing.run_ids[at - 1]] if at else outing.leaves
        last = at == len(outing.run_ids) - 1
        drives = [
            drive for drive in outing.empty_drives if since <= drive.departs and (last or drive.departs < run.departs)
        ]
        return {
            "outing": outing.outing,
            "vehicle": self._names[outing.vehicle_id],
            "depot_id": outing.depot_id,
            "depot": self._problem.site[outing.depot_id].name,
            "type_id": outing.type_id,
            "leaves": show_minute(outing.leaves),
            "returns": show_minute(outing.returns),
            "days": outing.days,
            "drivers": outing.drivers,
            "run_ids": list(outing.run_ids),
            "empty_drives": [_empty_drive(self._problem, drive) for drive in drives],
        }


def _heads(run: RunTimes) -> dict[str, int]:
    heads: Counter[str] = Counter()
    for party in run.parties:
        heads[party.employer_id] += party.headcount
    return dict(sorted(heads.items()))


def _km_of_outings(runs: Sequence[RunTimes]) -> Mapping[tuple[str, str], float]:
    km: dict[tuple[str, str], float] = defaultdict(float)
    for run in runs:
        if run.vehicle_id and run.outing:
            km[run.vehicle_id, run.outing] += run.km or 0.0
    return km


def _stop(problem: Problem, stop: StopTimes, legs: Mapping[str, int]) -> dict[str, Any]:
    return {
        "seq": stop.seq,
        "site_id": stop.site_id,
        "site": problem.site[stop.site_id].name,
        "arrival": show_minute(stop.arrival),
        "departure": None if stop.departure is None else show_minute(stop.departure),
        "board": stop.board,
        "alight": stop.alight,
        "aboard": stop.aboard,
        "halts": [_halt(halt) for halt in stop.halts],
        "parties": [_party(problem, party, legs[party.itinerary_id]) for party in stop.boarding],
    }


def _party(problem: Problem, party: Party, legs: int) -> dict[str, Any]:
    return {
        "itinerary_id": party.itinerary_id,
        "leg": party.leg,
        "last": party.leg == legs,
        "demand_id": party.demand_id,
        "employer_id": party.employer_id,
        "employer": problem.employer[party.employer_id].name,
        "headcount": party.headcount,
        "alight_seq": party.alight_seq,
    }


def _halt(halt: Halt) -> dict[str, Any]:
    return {"kind": halt.kind, "start": show_minute(halt.start), "end": show_minute(halt.end)}


def _empty_drive(problem: Problem, drive: EmptyDrive) -> dict[str, Any]:
    return {
        "from_site": problem.site[drive.from_id].name,
        "to_site": problem.site[drive.to_id].name,
        "departs": show_minute(drive.departs),
        "arrives": show_minute(drive.arrives),
        "km": drive.km,
        "halts": [_halt(halt) for halt in drive.halts],
    }
