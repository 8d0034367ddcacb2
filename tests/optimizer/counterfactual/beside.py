"""Two plans carried out side by side: what a trial found for one demand, put into the plan beside it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

from optimizer.counterfactual.free_seats import FREE_SEATS
from optimizer.plan import Outing, Plan, Rider, Run, Stop


def together(first: Plan, second: Plan) -> Plan:
    """The tables of both; of services that both use the first's run, with the second's units and riders.

    The second's coaches are those of the first that stand at their depot meanwhile, else others.
    """
    runs, stops = {run.run_id: run for run in first.runs}, {(stop.run_id, stop.seq): stop for stop in first.stops}
    own = {run.service_id: run.run_id for run in first.runs if run.service_id is not None}
    vehicle = _vehicles(first, second)
    run_id: dict[str, str] = {}
    shift: dict[str, int] = defaultdict(int)
    for run in second.runs:
        service_id, _, begin = (run.service_id or "").partition(FREE_SEATS)
        run_id[run.run_id] = own.get(service_id, f"other {run.run_id}")
        shift[run.run_id] = int(begin or 1) - 1
        known = runs.get(run_id[run.run_id])
        if known is None:
            runs[run_id[run.run_id]] = _renamed(run, run_id[run.run_id], vehicle)
        elif not begin:
            runs[known.run_id] = replace(known, units=(known.units or 0) + (run.units or 0))
    for stop in second.stops:
        key = run_id[stop.run_id], stop.seq + shift[stop.run_id]
        there = stops.get(key)
        people = (0, 0) if there is None else (there.board, there.alight)
        base: Stop = there or replace(stop, run_id=key[0])
        stops[key] = replace(base, board=people[0] + stop.board, alight=people[1] + stop.alight)
    riders: list[Rider] = [
        replace(
            rider,
            itinerary_id=f"other {rider.itinerary_id}",
            run_id=run_id[rider.run_id],
            board_seq=rider.board_seq + shift[rider.run_id],
            alight_seq=rider.alight_seq + shift[rider.run_id],
        )
        for rider in second.riders
    ]
    outings: list[Outing] = [
        replace(outing, vehicle_id=vehicle[outing.vehicle_id], outing=f"other {outing.outing}")
        for outing in second.outings
    ]
    return Plan(
        runs=tuple(runs.values()),
        stops=tuple(stops.values()),
        outings=(*first.outings, *outings),
        riders=(*first.riders, *riders),
    )


def _renamed(run: Run, run_id: str, vehicle: dict[str, str]) -> Run:
    return replace(run, run_id=run_id, vehicle_id=None if run.vehicle_id is None else vehicle[run.vehicle_id])


def _vehicles(first: Plan, second: Plan) -> dict[str, str]:
    """For each vehicle of the second plan one of the first's of the same fleet that is not out then, or a new one."""
    name: dict[str, str] = {}
    for vehicle_id in sorted({outing.vehicle_id for outing in second.outings}):
        mine = [outing for outing in second.outings if outing.vehicle_id == vehicle_id]
        fleet = mine[0].depot_id, mine[0].type_id
        out = defaultdict(list)
        for outing in first.outings:
            if (outing.depot_id, outing.type_id) == fleet:
                out[outing.vehicle_id].append(outing)
        free = [
            other
            for other, theirs in out.items()
            if other not in name.values()
            and all(a.returns <= b.leaves or b.returns <= a.leaves for a in mine for b in theirs)
        ]
        name[vehicle_id] = free[0] if free else f"other {vehicle_id}"
    return name
