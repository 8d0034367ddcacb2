"""A plan's tables put together to a schedule."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

from optimizer.check.places import Places
from optimizer.check.rounding import whole_minutes
from optimizer.clock import Minute, show_minute
from optimizer.plan import Outing, Plan, Rider, Run, Stop
from optimizer.problem import Problem
from scenarios.schedule.driving import Halt, drive, drive_empty
from scenarios.schedule.records import (
    EmptyDrive,
    Journey,
    LeftBehind,
    Leg,
    Party,
    RunTimes,
    StopTimes,
    VehicleOuting,
)
from scenarios.schedule.whole import Schedule


def schedule(problem: Problem, plan: Plan) -> Schedule:
    """The schedule of a plan that the checker found valid.

    Raises ValueError where a coach's times are not those of the driving rules: such a plan was never checked.
    """
    builder = _Builder(problem, plan)
    runs = tuple(sorted((builder.run(run) for run in plan.runs), key=lambda r: (r.departs, r.run_id)))
    by_id = {run.run_id: run for run in runs}
    outings = sorted(plan.outings, key=lambda outing: (outing.vehicle_id, outing.leaves, outing.returns))
    return Schedule(
        problem=problem,
        runs=runs,
        outings=tuple(builder.outing(outing, by_id) for outing in outings),
        journeys=tuple(_journeys(problem, plan.riders, by_id)),
        unserved=tuple(_left_behind(problem, plan)),
    )


class _Builder:
    """What is looked up for every run and outing."""

    def __init__(self, problem: Problem, plan: Plan) -> None:
        self._problem = problem
        self._places = Places(problem)
        self._stops: dict[str, list[Stop]] = defaultdict(list)
        for stop in sorted(plan.stops, key=lambda s: s.seq):
            self._stops[stop.run_id].append(stop)
        self._riders: dict[str, list[Rider]] = defaultdict(list)
        for rider in sorted(plan.riders, key=lambda r: (r.demand_id, r.itinerary_id, r.leg)):
            self._riders[rider.run_id].append(rider)
        self._outings: dict[str, list[Outing]] = defaultdict(list)
        for outing in sorted(plan.outings, key=lambda o: o.leaves):
            self._outings[outing.vehicle_id].append(outing)
        self._runs: dict[tuple[str, str], list[str]] = defaultdict(list)
        self._namesakes = Counter(service.name for service in problem.services)

    def run(self, run: Run) -> RunTimes:
        stops = self._stops[run.run_id]
        halts = [()] * len(stops) if run.service_id is not None else self._halts(run, stops)
        outing = None if run.vehicle_id is None else self._outing_of(run.vehicle_id, stops)
        if outing is not None:
            self._runs[outing.vehicle_id, outing.outing].append(run.run_id)
        return RunTimes(
            run_id=run.run_id,
            name=self._name(run),
            mode=run.mode,
            seats=self._seats(run, outing),
            stops=tuple(self._stop_times(run, stops, halts)),
            service_id=run.service_id,
            units=run.units,
            vehicle_id=run.vehicle_id,
            outing=None if outing is None else outing.outing,
            drivers=run.drivers,
            km=run.km,
            driving_min=run.driving_min,
        )

    def outing(self, outing: Outing, runs: Mapping[str, RunTimes]) -> VehicleOuting:
        own = sorted(
            (runs[run_id] for run_id in self._runs[outing.vehicle_id, outing.outing]),
            key=lambda run: (run.stops[0].arrival, run.arrives),
        )
        return VehicleOuting(
            vehicle_id=outing.vehicle_id,
            outing=outing.outing,
            type_id=outing.type_id,
            depot_id=outing.depot_id,
            leaves=outing.leaves,
            returns=outing.returns,
            run_ids=tuple(run.run_id for run in own),
            empty_drives=tuple(self._empty_drives(outing, own)),
            days=outing.days,
            drivers=outing.drivers,
            km_loaded=outing.km_loaded,
            km_empty=outing.km_empty,
            money=outing.money,
        )

    def _name(self, run: Run) -> str:
        if run.service_id is None:
            return run.run_id
        name = self._problem.service[run.service_id].name
        if not name:
            return run.service_id
        return name if self._namesakes[name] == 1 else f"{name} ({run.service_id})"

    def _seats(self, run: Run, outing: Outing | None) -> int:
        if run.service_id is not None:
            return self._problem.service[run.service_id].unit_seats * (run.units or 0)
        return 0 if outing is None else self._problem.vehicle_type[outing.type_id].seats

    def _outing_of(self, vehicle_id: str, stops: Sequence[Stop]) -> Outing:
        """The outing that holds the run's times (contract, rule 6)."""
        outings, start, end = self._outings[vehicle_id], _arrival(stops[0]), _arrival(stops[-1])
        place = bisect_right([outing.leaves for outing in outings], start) - 1
        while place >= 0 and outings[place].returns < end:
            place -= 1
        if place < 0:
            raise ValueError(f"run {stops[0].run_id}: no outing of vehicle {vehicle_id} holds its times")
        return outings[place]

    def _stop_times(self, run: Run, stops: Sequence[Stop], halts: Sequence[tuple[Halt, ...]]) -> Iterable[StopTimes]:
        boarding: dict[int, list[Party]] = defaultdict(list)
        alighting: dict[int, list[Party]] = defaultdict(list)
        for rider in self._riders[run.run_id]:
            party = Party(
                itinerary_id=rider.itinerary_id,
                leg=rider.leg,
                demand_id=rider.demand_id,
                employer_id=self._problem.demand[rider.demand_id].employer_id,
                headcount=rider.headcount,
                board_seq=rider.board_seq,
                alight_seq=rider.alight_seq,
            )
            boarding[rider.board_seq].append(party)
            alighting[rider.alight_seq].append(party)
        aboard = 0
        for stop, on_the_road in zip(stops, halts, strict=True):
            on, off = tuple(boarding[stop.seq]), tuple(alighting[stop.seq])
            aboard += sum(p.headcount for p in on) - sum(p.headcount for p in off)
            yield StopTimes(
                seq=stop.seq,
                site_id=stop.site_id,
                arrival=_arrival(stop),
                departure=stop.departure,
                boarding=on,
                alighting=off,
                aboard=aboard,
                halts=on_the_road,
            )

    def _halts(self, run: Run, stops: Sequence[Stop]) -> list[tuple[Halt, ...]]:
        """Breaks and curfew stands of each leg, from the departure at its stop on; none after the last."""
        settings, found, driven = self._problem.settings, [], 0
        for here, there in pairwise(stops):
            departure = _departure(here)
            if departure - _arrival(here) >= settings.driving_break_min:
                driven = 0
            gone = drive(settings, departure, driven, self._wheel_minutes(here.site_id, there.site_id))
            if gone.arrives != there.arrival:
                raise ValueError(
                    f"run {run.run_id} stop {there.seq}: arrives {show_minute(_arrival(there))}, by the driving rules "
                    f"it is {show_minute(gone.arrives)}\n  Maybe the plan was never checked."
                )
            driven = gone.driven
            found.append(gone.halts)
        return [*found, ()]

    def _empty_drives(self, outing: Outing, runs: Sequence[RunTimes]) -> Iterable[EmptyDrive]:
        """Drives between different places: to the first run when it must begin, then as soon as each run is over."""
        at, free = outing.depot_id, outing.leaves
        for run in runs:
            yield from self._empty_drive(at, run.stops[0].site_id, free)
            at = run.stops[-1].site_id
            free = run.arrives + whole_minutes(self._problem.site[at].dwell_min)
        yield from self._empty_drive(at, outing.depot_id, free)

    def _empty_drive(self, from_id: str, to_id: str, departs: Minute) -> Iterable[EmptyDrive]:
        km, _ = self._places.road(self._problem.site[from_id], self._problem.site[to_id])
        gone = drive_empty(self._problem.settings, departs, self._wheel_minutes(from_id, to_id))
        if km or gone.arrives > departs:
            yield EmptyDrive(
                from_id=from_id, to_id=to_id, departs=departs, arrives=gone.arrives, km=km, halts=gone.halts
            )

    def _wheel_minutes(self, from_id: str, to_id: str) -> int:
        return self._places.wheel_minutes(self._problem.site[from_id], self._problem.site[to_id])


def _arrival(stop: Stop) -> Minute:
    if stop.arrival is not None:
        return stop.arrival
    return _departure(stop)


def _departure(stop: Stop) -> Minute:
    if stop.departure is None:
        raise ValueError(f"run {stop.run_id} stop {stop.seq}: expected a departure, it is blank")
    return stop.departure


def _journeys(problem: Problem, riders: Iterable[Rider], runs: Mapping[str, RunTimes]) -> Iterable[Journey]:
    legs: dict[str, list[Rider]] = defaultdict(list)
    for rider in riders:
        legs[rider.itinerary_id].append(rider)
    for itinerary_id, own in sorted(legs.items()):
        own.sort(key=lambda rider: rider.leg)
        demand = problem.demand[own[0].demand_id]
        yield Journey(
            itinerary_id=itinerary_id,
            demand_id=demand.demand_id,
            employer_id=demand.employer_id,
            headcount=own[0].headcount,
            legs=tuple(_leg(rider, runs[rider.run_id]) for rider in own),
        )


def _leg(rider: Rider, run: RunTimes) -> Leg:
    start, end = run.stops[rider.board_seq - 1], run.stops[rider.alight_seq - 1]
    return Leg(
        leg=rider.leg,
        run_id=run.run_id,
        mode=run.mode,
        from_id=start.site_id,
        to_id=end.site_id,
        departs=start.leaves,
        arrives=end.arrival,
    )


def _left_behind(problem: Problem, plan: Plan) -> Iterable[LeftBehind]:
    changes = {change.demand_id: change for change in plan.changes}
    for case in sorted(plan.unserved, key=lambda c: (c.demand_id, c.reason)):
        demand = problem.demand[case.demand_id]
        yield LeftBehind(
            demand_id=case.demand_id,
            employer_id=demand.employer_id,
            pickup_id=demand.pickup_id,
            workplace_id=demand.workplace_id,
            headcount=case.headcount,
            reason=case.reason,
            proven=case.proven,
            detail=case.detail,
            change=changes.get(case.demand_id),
        )
