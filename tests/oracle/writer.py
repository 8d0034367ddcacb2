"""From the master's choice to a full plan: coaches named, riders put into runs, numbers stated."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from optimizer.plan import Outing, Plan, Rider, Run, Statement, Stop, Unserved
from tests.oracle.master import Master, Values
from tests.oracle.outings import Column
from tests.oracle.sequences import Ride
from tests.oracle.slots import Slot


class SameCoachError(Exception):
    """No naming of the coaches keeps the workers of every relay from boarding the coach that they left."""


@dataclass
class CoachRun:
    """A chosen run: the slot that fills it, the outing it belongs to."""

    run_id: str
    slot: Slot
    column: Column
    place: int
    outing: int
    vehicle: str = ""


@dataclass
class Leg:
    """A part of an itinerary: run, stops counted from 0."""

    run_id: str
    board: int
    alight: int


@dataclass
class Draft:
    """What is being written."""

    runs: list[CoachRun] = field(default_factory=list)
    journeys: list[tuple[str, int, int, int, list[Leg]]] = field(default_factory=list)


def write(master: Master, value: Values) -> tuple[Plan, Statement]:
    """The plan and its statement. Raises SameCoachError."""
    draft = Draft()
    outings = [c for n, c in zip(master.times, master.columns, strict=True) for _ in range(value(n))]
    outings.sort(key=lambda c: (c.leaves, c.returns, c.row))
    _fill(master, value, outings, draft)
    _journeys(master, value, draft)
    names = _name_coaches(master, outings, _kept_apart(master, value, draft))
    for run in draft.runs:
        run.vehicle = names[run.outing]
    return _tables(master, value, outings, names, draft)


def _fill(master: Master, value: Values, outings: list[Column], draft: Draft) -> None:
    waiting = [s for s in master.slots if value(s.used)]
    types = [row.type_id for row in master.world.problem.fleet]
    for k, column in enumerate(outings):
        for place, element in enumerate(column.runs):
            slot = next(s for s in waiting if s.element == element and s.kind.type_id == types[column.row])
            waiting.remove(slot)
            draft.runs.append(CoachRun(f"C{len(draft.runs) + 1}", slot, column, place, k))


def _run_of(draft: Draft, slot: Slot) -> CoachRun:
    return next(r for r in draft.runs if r.slot is slot)


def _coach_leg(draft: Draft, slot: Slot, ride: Ride) -> Leg:
    return Leg(_run_of(draft, slot).run_id, ride.board, ride.alight)


def _journeys(master: Master, value: Values, draft: Draft) -> None:
    elements = master.elements

    def times(slot: Slot, ride: Ride) -> tuple[int, int]:
        run = _run_of(draft, slot)
        e, start = elements[slot.element], run.column.starts[run.place]
        return start + e.departure[ride.board], start + e.arrival[ride.alight]

    for slot in master.slots:
        for ride, n in slot.riders.items():
            if ride.task.kind == "direct" and value(n):
                leg = _coach_leg(draft, slot, ride)
                draft.journeys.append((ride.task.demand.demand_id, value(n), *times(slot, ride), [leg]))
    for relay in master.relays:
        if value(relay.number):
            legs = [_coach_leg(draft, relay.first, relay.out), _coach_leg(draft, relay.then, relay.into)]
            span = times(relay.first, relay.out)[0], times(relay.then, relay.into)[1]
            draft.journeys.append((relay.out.task.demand.demand_id, value(relay.number), *span, legs))
    for flow in master.flows:
        trunk = master.trunks[flow.trunk]
        fed = [(s, r, value(s.riders[r])) for s, r in flow.fed or () if value(s.riders[r])]
        taken = [(s, r, value(s.riders[r])) for s, r in flow.taken or () if value(s.riders[r])]
        calls = [Leg(f"S-{c.service_id}", c.board, c.alight) for c in trunk.calls]
        for before, after, number in _pair(fed, taken, value(flow.total)):
            legs = [
                *([_coach_leg(draft, *before)] if before else []),
                *calls,
                *([_coach_leg(draft, *after)] if after else []),
            ]
            leaves = times(*before)[0] if before else trunk.departure
            ends = times(*after)[1] if after else trunk.arrival
            draft.journeys.append((flow.demand.demand_id, number, leaves, ends, legs))


def _pair(
    fed: list[tuple[Slot, Ride, int]], taken: list[tuple[Slot, Ride, int]], total: int
) -> Iterator[tuple[tuple[Slot, Ride] | None, tuple[Slot, Ride] | None, int]]:
    """Workers who come with one coach and leave with one, none on a side without coaches."""
    befores: list[tuple[tuple[Slot, Ride] | None, int]] = [((s, r), n) for s, r, n in fed] or [(None, total)]
    afters: list[tuple[tuple[Slot, Ride] | None, int]] = [((s, r), n) for s, r, n in taken] or [(None, total)]
    while befores and afters and befores[-1][1] and afters[-1][1]:
        (before, came), (after, goes) = befores.pop(), afters.pop()
        n = min(came, goes)
        yield before, after, n
        if came > n:
            befores.append((before, came - n))
        if goes > n:
            afters.append((after, goes - n))


def _kept_apart(master: Master, value: Values, draft: Draft) -> set[tuple[int, int]]:
    pairs = set()
    for relay in master.relays:
        if value(relay.number):
            a, b = _run_of(draft, relay.first).outing, _run_of(draft, relay.then).outing
            pairs |= {(a, b), (b, a)}
    return pairs


def _name_coaches(master: Master, outings: list[Column], apart: set[tuple[int, int]]) -> list[str]:
    """A coach for each outing, by trying: within the row's count, never two outings at once, relays kept apart."""
    fleet = master.world.problem.fleet
    places: list[int] = []

    def fits(k: int, place: int) -> bool:
        for j, other in enumerate(places):
            same = outings[j].row == outings[k].row and other == place
            if same and (outings[j].returns > outings[k].leaves or (j, k) in apart):
                return False
        return (k, k) not in apart

    def name(k: int) -> bool:
        if k == len(outings):
            return True
        count = fleet[outings[k].row].count
        for place in range(k + 1 if count is None else min(count, k + 1)):
            if fits(k, place):
                places.append(place)
                if name(k + 1):
                    return True
                places.pop()
        return False

    if not name(0):
        raise SameCoachError
    return [f"R{c.row + 1}-{place + 1}" for c, place in zip(outings, places, strict=True)]


def _tables(
    master: Master, value: Values, outings: list[Column], names: list[str], draft: Draft
) -> tuple[Plan, Statement]:
    problem = master.world.problem
    riders = tuple(
        Rider(
            itinerary_id=f"I{k}",
            leg=i,
            run_id=leg.run_id,
            board_seq=leg.board + 1,
            alight_seq=leg.alight + 1,
            demand_id=demand_id,
            headcount=n,
        )
        for k, (demand_id, n, _, _, legs) in enumerate(draft.journeys, 1)
        for i, leg in enumerate(legs, 1)
    )
    units = {s: value(v) for s, v in master.units.items() if any(r.run_id == f"S-{s}" for r in riders)}
    runs = [_coach_run(master, r) for r in draft.runs]
    runs += [
        Run(run_id=f"S-{s}", mode=problem.service[s].mode, service_id=s, units=n) for s, n in sorted(units.items())
    ]
    stops = [stop for r in draft.runs for stop in _coach_stops(master, r, riders)]
    stops += [stop for s in sorted(units) for stop in _service_stops(master, s, riders)]
    left = {d: value(v) for d, v in master.left.items()}
    plan = Plan(
        runs=tuple(runs),
        stops=tuple(stops),
        outings=tuple(_outing(master, k, c, name) for k, (c, name) in enumerate(zip(outings, names, strict=True), 1)),
        riders=riders,
        unserved=tuple(
            Unserved(
                demand_id=d,
                headcount=n,
                reason="not_found_in_time",
                proven=False,
                detail="Left behind in the best plan.",
            )
            for d, n in left.items()
            if n
        ),
    )
    return plan, _statement(master, value, outings, draft, plan, left)


def _coach_run(master: Master, run: CoachRun) -> Run:
    s = master.elements[run.slot.element].sequence
    return Run(
        run_id=run.run_id,
        mode="coach",
        vehicle_id=run.vehicle,
        drivers=s.drivers,
        km=s.km,
        driving_min=float(sum(s.minutes)),
    )


def _counts(run_id: str, seq: int, riders: tuple[Rider, ...]) -> tuple[int, int]:
    mine = [r for r in riders if r.run_id == run_id]
    board = sum(r.headcount for r in mine if r.board_seq == seq)
    return board, sum(r.headcount for r in mine if r.alight_seq == seq)


def _coach_stops(master: Master, run: CoachRun, riders: tuple[Rider, ...]) -> Iterator[Stop]:
    e, start = master.elements[run.slot.element], run.column.starts[run.place]
    last, early = len(e.sequence.sites), run.column.early if run.place == 0 else 0
    for seq, site in enumerate(e.sequence.sites, 1):
        board, alight = _counts(run.run_id, seq, riders)
        departure = None if seq == last else start + e.departure[seq - 1]
        yield Stop(
            run_id=run.run_id,
            seq=seq,
            site_id=site,
            arrival=start + e.arrival[seq - 1] - (early if seq == 1 else 0),
            departure=departure,
            board=board,
            alight=alight,
        )


def _service_stops(master: Master, service_id: str, riders: tuple[Rider, ...]) -> Iterator[Stop]:
    for seq, call in enumerate(master.world.problem.stops_of[service_id], 1):
        board, alight = _counts(f"S-{service_id}", seq, riders)
        arrival = call.departure if call.arrival is None else call.arrival
        departure = call.arrival if call.departure is None else call.departure
        yield Stop(
            run_id=f"S-{service_id}",
            seq=seq,
            site_id=call.site_id,
            arrival=arrival,
            departure=departure,
            board=board,
            alight=alight,
        )


def _outing(master: Master, number: int, c: Column, name: str) -> Outing:
    row = master.world.problem.fleet[c.row]
    return Outing(
        vehicle_id=name,
        outing=f"O{number}",
        type_id=row.type_id,
        depot_id=row.depot_id,
        leaves=c.leaves,
        returns=c.returns,
        days=c.days,
        km_loaded=c.km_loaded,
        km_empty=c.km_empty,
        drivers=c.drivers,
        money=c.money,
    )


def _statement(
    master: Master,
    value: Values,
    outings: list[Column],
    draft: Draft,
    plan: Plan,
    left: dict[str, int],
) -> Statement:
    problem = master.world.problem
    money = sum(c.money for c in outings)
    boarded = {r.run_id: 0 for r in plan.runs}
    for r in plan.riders:
        boarded[r.run_id] += r.headcount
    for run in plan.runs:
        if run.service_id is not None:
            service = problem.service[run.service_id]
            money += service.cost_fixed + (run.units or 0) * service.cost_unit + boarded[run.run_id] * service.cost_seat
    hours = sum(n * (ends - leaves) / 60 for _, n, leaves, ends, _ in draft.journeys)
    weights = sum(n * problem.priority(problem.demand[d]) for d, n in left.items())
    penalty = weights * problem.settings.objective_unserved
    objective = money + problem.settings.objective_hour * hours + penalty
    return Statement(
        status="feasible",
        objective=objective,
        bound=0.0,
        bound_source="none: the oracle states no bound of all plans",
        gap=1.0 if objective else 0.0,
        money=money,
        worker_hours=hours,
        served=problem.workers() - sum(left.values()),
        unserved=sum(left.values()),
        counts={m: sum(r.mode == m for r in plan.runs) for m in ("coach", "train", "carriage", "flight")},
        wall_seconds=0.0,
        seed=1,
        version="oracle",
    )
