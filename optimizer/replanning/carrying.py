"""What of a given plan still holds in a scenario, which may have changed since; and whether pins can hold."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from optimizer.check import check
from optimizer.pinning import PinError, unpinnable
from optimizer.plan import Plan, Stop
from optimizer.problem import Problem, ServiceStop
from optimizer.replanning.draft import Draft, Dropped
from optimizer.replanning.faults import Protected
from optimizer.replanning.fleet import rows_of_coaches
from optimizer.replanning.mending import Mending
from optimizer.start import NO_PINS, Pins, PlanIndex, Start, held_by

_MOST_ROUNDS = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Carried:
    """The valid part of a given plan as a start, and the workers whose journeys do not hold any more."""

    start: Start
    dropped: tuple[Dropped, ...]


def carry_over(problem: Problem, plan: Plan, pins: Pins = NO_PINS) -> Carried:
    """What of a plan the checker passes for a problem, everything else taken out and told.

    ``plan`` may be for another state of the scenario, and broken. Of the pinned nothing is taken out.

    Raises:
        PinError: a pin names nothing in the plan, or it cannot hold; with every such pin.
    """
    index = PlanIndex(plan)
    if nothing := [str(pin) for pin in unpinnable(index, pins)]:
        raise PinError(nothing)
    return _Carrying(problem, index, pins).run()


class _Carrying:
    def __init__(self, problem: Problem, index: PlanIndex, pins: Pins) -> None:
        self.problem, self.index, self.pins = problem, index, pins
        self.draft = Draft(problem, index)
        self.protected = Protected(index, pins, held_by(index, pins), self.draft)

    def run(self) -> Carried:
        self._whole_journeys()
        self._known_services()
        self._enough_demand()
        self._enough_coaches()
        mending = Mending(self.problem, self.draft, self.protected)
        for _ in range(_MOST_ROUNDS):
            self.draft.tidy()
            report = check(self.problem, self.draft.plan())
            if self.draft.settle(report):
                report = check(self.problem, self.draft.plan())
                self.draft.settle(report)
            broken = [violation for violation in report.violations if violation.rule != "totals"]
            if not broken:
                break
            mending.mend(broken)
            self.protected.raise_faults()
        plan = replace(self.draft.plan(), unserved=())
        report = check(self.problem, self.draft.plan())
        assert report.valid, f"the valid part of a plan is valid: {report.violations[:3]}"
        start = Start(
            plan=plan,
            objective=report.totals.objective,
            money=report.totals.money,
            worker_hours=report.totals.worker_hours,
            pins=self.pins,
        )
        return Carried(start=start, dropped=tuple(self.draft.dropped))

    def _drop(self, names: Iterable[str], why: str) -> None:
        for name in list(names):
            self.protected.drop(name, why)

    def _whole_journeys(self) -> None:
        """Journeys all of whose rows are there and agree, of demands that the scenario has."""
        sites, types = self.problem.site, self.problem.vehicle_type
        for name, legs in sorted(self.draft.legs.items()):
            first = legs[0]
            if first.demand_id not in self.problem.demand:
                self._drop([name], f"the scenario has no demand {first.demand_id}.")
                continue
            for number, leg in enumerate(legs, 1):
                stops = self.draft.stops.get(leg.run_id, [])
                fault = ""
                if (leg.leg, leg.demand_id, leg.headcount) != (number, first.demand_id, first.headcount):
                    fault = "its legs do not agree."
                elif leg.run_id not in self.draft.runs:
                    fault = f"run {leg.run_id} is missing."
                elif not 1 <= leg.board_seq < leg.alight_seq <= len(stops):
                    fault = f"run {leg.run_id} has no such stops."
                elif [stop.seq for stop in stops] != list(range(1, len(stops) + 1)) or not _timed(stops):
                    fault = f"the stops of run {leg.run_id} are not whole."
                elif not all(stop.site_id in sites for stop in stops):
                    unknown = next(stop.site_id for stop in stops if stop.site_id not in sites)
                    fault = f"the scenario has no site {unknown}, where run {leg.run_id} calls."
                elif self.index.is_coach(leg.run_id):
                    key = self.draft.outing_of.get(leg.run_id)
                    outing = None if key is None else self.draft.outings[key]
                    if outing is None:
                        fault = f"the coach of run {leg.run_id} has no outing."
                    elif outing.depot_id not in sites or outing.type_id not in types:
                        fault = f"the scenario has no {outing.type_id} at a depot {outing.depot_id}."
                if fault:
                    self._drop([name], fault)
                    break

    def _known_services(self) -> None:
        """Services that still call where they did; their times and units follow the scenario."""
        taken: set[str] = set()
        for run_id, run in sorted(self.draft.runs.items()):
            if run.mode == "coach":
                continue
            service = self.problem.service.get(run.service_id or "")
            if service is None or service.mode != run.mode or service.service_id in taken:
                self._drop(self.draft.riders(run_id), f"the scenario has no {run.mode} {run.service_id}.")
                continue
            calls, stops = self.problem.stops_of[service.service_id], self.draft.stops[run_id]
            if [call.site_id for call in calls] != [stop.site_id for stop in stops]:
                self._drop(self.draft.riders(run_id), f"{run.mode} {run.service_id} calls elsewhere now.")
                continue
            taken.add(service.service_id)
            new = [_called(stop, call) for stop, call in zip(stops, calls, strict=True)]
            if new != stops and run_id in self.protected.held.services:
                self.protected.fault_of_run(run_id, f"{run.mode} {run.service_id} has other times now.")
            self.draft.stops[run_id] = new
            units = min(max(run.units or 0, service.min_units), service.max_units)
            if units != run.units and run_id in self.protected.held.services:
                text = f"{run.units} units, {run.service_id} has {service.min_units} to {service.max_units} now."
                self.protected.fault_of_run(run_id, text)
            self.draft.runs[run_id] = replace(run, units=units)
        self.protected.raise_faults()

    def _enough_demand(self) -> None:
        """No more workers of a demand than there are now: the smallest groups stay behind first."""
        groups: dict[str, list[str]] = {}
        for name in sorted(self.draft.legs, key=lambda name: (self.draft.heads(name), name)):
            groups.setdefault(self.draft.demand(name), []).append(name)
        for demand_id, names in sorted(groups.items()):
            headcount = self.problem.demand[demand_id].headcount
            over = sum(self.draft.heads(name) for name in names) - headcount
            if over > 0:
                self.protected.relieve(names, over, f"demand {demand_id} has {headcount} workers now.")
        self.protected.raise_faults()

    def _enough_coaches(self) -> None:
        """No more coaches than the fleet has: those with the fewest aboard stay at home first."""
        self.draft.tidy()
        aboard: dict[str, int] = {key[0]: 0 for key in self.draft.outings}
        held = {key[0] for key in self.protected.held.outings}
        for name, legs in self.draft.legs.items():
            for leg in legs:
                if leg.run_id in self.draft.outing_of:
                    aboard[self.draft.outing_of[leg.run_id][0]] += self.draft.heads(name)
        order = sorted(aboard, key=lambda vehicle: (vehicle not in held, -aboard[vehicle], vehicle))
        outings = {
            vehicle: [outing for key, outing in self.draft.outings.items() if key[0] == vehicle] for vehicle in order
        }
        for vehicle, row in rows_of_coaches(self.problem, outings).items():
            if row is None:
                first = outings[vehicle][0]
                why = f"depot {first.depot_id} has too few coaches {first.type_id} for {vehicle} on its dates."
                for outing in outings[vehicle]:
                    self._drop(self.draft.riders_of_outing((vehicle, outing.outing)), why)
        self.protected.raise_faults()


def _timed(stops: list[Stop]) -> bool:
    return all(stop.arrival is not None and (stop.departure is not None or stop is stops[-1]) for stop in stops)


def _called(stop: Stop, call: ServiceStop) -> Stop:
    arrival = call.departure if call.arrival is None else call.arrival
    departure = call.arrival if call.departure is None else call.departure
    return replace(stop, arrival=arrival, departure=departure)
