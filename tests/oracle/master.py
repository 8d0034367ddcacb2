"""The choice among all columns: outings, riders, services and the unserved, as one integer program."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import pairwise

from ortools.linear_solver.python import model_builder as mip

from optimizer.problem import Demand, Service
from tests.oracle.elements import Element
from tests.oracle.outings import Column
from tests.oracle.sequences import RELAY, Ride
from tests.oracle.slots import Slot, SlotRules, alike, positive
from tests.oracle.tasks import Trunk, boards_at_home, ends_at_work
from tests.oracle.world import COACH_CHANGE_MIN, World

NEXT_COACHES = 2

Values = Callable[[mip.Variable], int]


@dataclass(frozen=True)
class Flow:
    """Workers of one demand by one trunk: those brought by coach, those taken on, None where they need no coach."""

    demand: Demand
    trunk: int
    total: mip.Variable
    fed: list[tuple[Slot, Ride]] | None
    taken: list[tuple[Slot, Ride]] | None


@dataclass(frozen=True)
class Relay:
    """Workers who change from one coach to another."""

    first: Slot
    out: Ride
    then: Slot
    into: Ride
    number: mip.Variable
    some: mip.Variable


class Master:
    """Builds the model; ``strict`` keeps the coaches of a relay out of one row of the fleet altogether."""

    def __init__(
        self, world: World, trunks: list[Trunk], elements: list[Element], columns: list[Column], strict: bool
    ) -> None:
        self.world = world
        self.trunks = trunks
        self.elements = elements
        self.columns = columns
        self.strict = strict
        self.model: mip.Model = mip.Model()  # type: ignore[no-untyped-call]
        self.rules = SlotRules(world, self.model)
        self.costs: list[tuple[mip.Variable, float]] = []
        self.departs: list[tuple[Demand, int, mip.Variable]] = []
        self.arrives: list[tuple[Demand, int, mip.Variable]] = []
        self.times = [self._number(self._most(c)) for c in columns]
        self.costs += [(n, c.money) for n, c in zip(self.times, columns, strict=True)]
        self.slots: list[Slot] = []
        self.flows: list[Flow] = []
        self.relays: list[Relay] = []
        self.left = {d.demand_id: self.model.new_int_var(0, d.headcount, "") for d in world.problem.demands}
        self.units: dict[str, mip.Variable] = {}
        self._fleet()
        self._slots()
        self._flows()
        self._relays()
        self._demands()
        self._services()
        self._limits()
        self.model.minimize(sum(cost * n for n, cost in self.costs))

    def nobody_travels(self) -> list[int]:
        """The values of all variables when everybody stays: always a plan."""
        values = [0] * self.model.num_variables
        for d in self.world.problem.demands:
            values[self.left[d.demand_id].index] = d.headcount
        return values

    def beyond(self, runs: int) -> list[int]:
        """Indices of the outings of more runs than these, and of those that only meet other coaches."""
        relays = {i for i, e in enumerate(self.elements) if all(r.task.kind in RELAY for r in e.rides)}
        return [
            n.index
            for n, c in zip(self.times, self.columns, strict=True)
            if len(c.runs) > runs or not relays.isdisjoint(c.runs)
        ]

    def _number(self, most: int) -> mip.Variable:
        return self.model.new_bool_var("") if most == 1 else self.model.new_int_var(0, most, "")

    def _most(self, column: Column) -> int:
        count = self.world.problem.fleet[column.row].count
        return self.world.problem.workers() if count is None else count

    def _fleet(self) -> None:
        """Of a row with a count, never more coaches out at once: those at home are counted whenever one comes back."""
        for index, row in enumerate(self.world.problem.fleet):
            if row.count is None:
                continue
            mine = [(n, c) for n, c in zip(self.times, self.columns, strict=True) if c.row == index]
            back = [(c.returns, 0, k) for k, (_, c) in enumerate(mine)]
            away = [(c.leaves, 1, k) for k, (_, c) in enumerate(mine)]
            home: mip.LinearExprT = row.count
            left: list[mip.Variable] = []
            returned: list[mip.Variable] = []
            for _, leaves, k in sorted(back + away):
                if leaves:
                    left.append(mine[k][0])
                    continue
                if left:
                    now = self.model.new_num_var(0, row.count, "")
                    self.model.add(now == home + mip.LinearExpr.sum(returned) - mip.LinearExpr.sum(left))
                    home, left, returned = now, [], []
                returned.append(mine[k][0])

    def _slots(self) -> None:
        runs: dict[tuple[int, str], list[mip.Variable]] = {}
        for n, c in zip(self.times, self.columns, strict=True):
            for i in c.runs:
                runs.setdefault((i, self.world.problem.fleet[c.row].type_id), []).append(n)
        for (i, type_id), numbers in sorted(runs.items()):
            kind, element = self.world.problem.vehicle_type[type_id], self.elements[i]
            made = [self.rules.add(i, element, kind) for _ in range(alike(self.world, element, kind))]
            slots = [s for s in made if s is not None]
            self.model.add(sum(numbers) == sum(s.used for s in slots))
            for a, b in pairwise(slots):
                self.model.add(a.used >= b.used)
            self.slots += slots

    def _at(self, slot: Slot, ride: Ride) -> tuple[int, int]:
        e = self.elements[slot.element]
        return e.first + e.departure[ride.board], e.first + e.arrival[ride.alight]

    def _hours(self, n: mip.Variable, minutes: float) -> None:
        self.costs.append((n, minutes / 60 * self.world.settings.objective_hour))

    def _flows(self) -> None:
        for d in self.world.problem.demands:
            for k, trunk in enumerate(self.trunks):
                home, work = boards_at_home(self.world, d, trunk), ends_at_work(self.world, d, trunk)
                fed = None if home else self._rides(d, "feed", k)
                taken = None if work else self._rides(d, "last", k)
                if fed == [] or taken == [] or not self._legs_fit(trunk, home, work):
                    continue
                self._flow(Flow(d, k, self.model.new_int_var(0, d.headcount, ""), fed, taken))

    def _legs_fit(self, trunk: Trunk, home: bool, work: bool) -> bool:
        most = self.world.settings.journey_max_legs
        return most is None or len(trunk.calls) + (not home) + (not work) <= most

    def _rides(self, d: Demand, kind: str, trunk: int) -> list[tuple[Slot, Ride]]:
        return [
            (s, r)
            for s in self.slots
            for r in s.riders
            if r.task.kind == kind and r.task.trunk == trunk and r.task.demand is d
        ]

    def _flow(self, flow: Flow) -> None:
        d, trunk = flow.demand, self.trunks[flow.trunk]
        self.flows.append(flow)
        self._hours(flow.total, trunk.arrival - trunk.departure)
        leaves: list[tuple[mip.Variable, int, Slot | None, Ride | None]] = []
        ends: list[tuple[mip.Variable, int, Slot | None, Ride | None]] = []
        if flow.fed is None:
            leaves.append((flow.total, trunk.departure, None, None))
        else:
            leaves = [(s.riders[r], self._at(s, r)[0], s, r) for s, r in flow.fed]
            self.model.add(sum(n for n, *_ in leaves) == flow.total)
        if flow.taken is None:
            ends.append((flow.total, trunk.arrival, None, None))
        else:
            ends = [(s.riders[r], self._at(s, r)[1], s, r) for s, r in flow.taken]
            self.model.add(sum(n for n, *_ in ends) == flow.total)
        for n, at, slot, _ in leaves:
            self.departs.append((d, at // 1440, n))
            if slot is not None:
                self._hours(n, trunk.departure - at)
        for n, at, slot, _ in ends:
            self.arrives.append((d, at // 1440, n))
            if slot is not None:
                self._hours(n, at - trunk.arrival)
        some_in = [(self._some(n, s, r, d), at) for n, at, s, r in leaves] if self._needs_some(d, leaves, ends) else []
        some_out = [(self._some(n, s, r, d), at) for n, at, s, r in ends] if some_in else []
        self._too_long(some_in, some_out)
        self._groups(
            d, [b for b, _ in some_in], [n for n, *_ in leaves], [b for b, _ in some_out], [n for n, *_ in ends]
        )

    def _needs_some(
        self,
        d: Demand,
        leaves: list[tuple[mip.Variable, int, Slot | None, Ride | None]],
        ends: list[tuple[mip.Variable, int, Slot | None, Ride | None]],
    ) -> bool:
        longest = max(at for _, at, *_ in ends) - min(at for _, at, *_ in leaves)
        most = self.world.settings.journey_max_min
        return not d.splittable or d.min_group > 1 or (most is not None and longest > most)

    def _some(self, n: mip.Variable, slot: Slot | None, ride: Ride | None, d: Demand) -> mip.Variable:
        if slot is None or ride is None:
            return positive(self.model, n, d.headcount)
        return self.rules.choose(slot, ride)

    def _too_long(self, some_in: list[tuple[mip.Variable, int]], some_out: list[tuple[mip.Variable, int]]) -> None:
        most = self.world.settings.journey_max_min
        if most is None:
            return
        for a, leaves in some_in:
            late = [b for b, ends in some_out if ends - leaves > most]
            if late:
                self.model.add(sum(late) <= len(late) * (1 - a))

    def _groups(
        self,
        d: Demand,
        some_in: list[mip.Variable],
        numbers_in: list[mip.Variable],
        some_out: list[mip.Variable],
        numbers_out: list[mip.Variable],
    ) -> None:
        """min_group and splittable over a trunk: one side is a single coach, the other's parts are large enough."""
        if not some_in:
            return
        least = self._least(d)
        for b, n in zip([*some_in, *some_out], [*numbers_in, *numbers_out], strict=True):
            self.model.add(n >= least * b)
        if least > 1 and len(some_in) > 1 and len(some_out) > 1:
            side = self.model.new_bool_var("")
            self.model.add(sum(some_in) <= 1 + len(some_in) * (1 - side))
            self.model.add(sum(some_out) <= 1 + len(some_out) * side)

    def _least(self, d: Demand) -> int:
        return min(d.min_group, d.headcount) if d.splittable else d.headcount

    def _relays(self) -> None:
        outs = [(s, r) for s in self.slots for r in s.riders if r.task.kind == "out"]
        ins: dict[tuple[str, str], list[tuple[Slot, Ride]]] = {}
        for s in self.slots:
            for r in s.riders:
                if r.task.kind == "in":
                    ins.setdefault((r.task.demand.demand_id, r.task.origin), []).append((s, r))
        by_ride: dict[tuple[int, Ride], list[mip.Variable]] = {}
        for slot, out in outs:
            for then, into in self._next_coaches(slot, out, ins.get((out.task.demand.demand_id, out.task.goal), [])):
                d = out.task.demand
                n = self.model.new_int_var(0, d.headcount, "")
                relay = Relay(slot, out, then, into, n, positive(self.model, n, d.headcount))
                self.model.add(n >= self._least(d) * relay.some)
                self._other_coach(relay)
                leaves, ends = self._at(slot, out)[0], self._at(then, into)[1]
                self._hours(n, ends - leaves)
                self.departs.append((d, leaves // 1440, n))
                self.arrives.append((d, ends // 1440, n))
                self.relays.append(relay)
                by_ride.setdefault((id(slot), out), []).append(n)
                by_ride.setdefault((id(then), into), []).append(n)
        for slot in self.slots:
            for ride, riders in slot.riders.items():
                if ride.task.kind in ("out", "in"):
                    self.model.add(sum(by_ride.get((id(slot), ride), [])) == riders)

    def _next_coaches(self, slot: Slot, out: Ride, ins: Iterable[tuple[Slot, Ride]]) -> list[tuple[Slot, Ride]]:
        """Onward coaches: of each sequence the first few that leave the hub in time."""
        leaves, at = self._at(slot, out)
        most, longest = self.world.settings.transfer_max_wait_min, self.world.settings.journey_max_min
        families: dict[tuple[object, ...], list[tuple[int, int, Slot, Ride]]] = {}
        for k, (then, into) in enumerate(ins):
            on, off = self._at(then, into)
            if on < at + COACH_CHANGE_MIN or (most is not None and on - at > most):
                continue
            if longest is not None and off - leaves > longest:
                continue
            family = (self.elements[then.element].sequence.sites, then.kind.type_id)
            families.setdefault(family, []).append((on, k, then, into))
        found = []
        for family_members in families.values():
            family_members.sort(key=lambda member: member[:2])
            found += [(then, into) for _, _, then, into in family_members[:NEXT_COACHES]]
        return found

    def _other_coach(self, relay: Relay) -> None:
        """Never the same coach: not both from a row of one coach (``strict``: of any row)."""
        if relay.first.kind is not relay.then.kind:
            return
        for index, row in enumerate(self.world.problem.fleet):
            if row.type_id == relay.first.kind.type_id and (self.strict or row.count == 1):
                both = [
                    n * (c.runs.count(relay.first.element) + c.runs.count(relay.then.element))
                    for n, c in self._columns_of(index, {relay.first.element, relay.then.element})
                ]
                self.model.add(sum(both) <= 1 + 3 * self.world.problem.workers() * (1 - relay.some))

    def _columns_of(self, row: int, elements: set[int]) -> list[tuple[mip.Variable, Column]]:
        if not hasattr(self, "_by_element"):
            self._by_element: dict[tuple[int, int], list[int]] = {}
            for k, c in enumerate(self.columns):
                for i in set(c.runs):
                    self._by_element.setdefault((c.row, i), []).append(k)
        found = sorted({k for i in elements for k in self._by_element.get((row, i), ())})
        return [(self.times[k], self.columns[k]) for k in found]

    def _demands(self) -> None:
        problem = self.world.problem
        parts: dict[str, list[mip.Variable]] = {d.demand_id: [] for d in problem.demands}
        for slot in self.slots:
            for ride, n in slot.riders.items():
                if ride.task.kind == "direct":
                    self._direct(slot, ride, n)
                    parts[ride.task.demand.demand_id].append(n)
        for flow in self.flows:
            parts[flow.demand.demand_id].append(flow.total)
        for relay in self.relays:
            parts[relay.out.task.demand.demand_id].append(relay.number)
        for slot in self.slots:
            for ride, n in slot.riders.items():
                known = any(f.demand is ride.task.demand and f.trunk == ride.task.trunk for f in self.flows)
                if ride.task.kind in ("feed", "last") and not known:
                    self.model.add(n == 0)
        for d in problem.demands:
            left = self.left[d.demand_id]
            self.model.add(sum(parts[d.demand_id]) + left == d.headcount)
            self.costs.append((left, problem.priority(d) * problem.settings.objective_unserved))
            if not d.splittable:
                one = [positive(self.model, n, d.headcount) for n in parts[d.demand_id]]
                for b, n in zip(one, parts[d.demand_id], strict=True):
                    self.model.add(n >= d.headcount * b)
                self.model.add(sum(one) <= 1)

    def _direct(self, slot: Slot, ride: Ride, n: mip.Variable) -> None:
        d = ride.task.demand
        leaves, ends = self._at(slot, ride)
        self._hours(n, ends - leaves)
        self.departs.append((d, leaves // 1440, n))
        self.arrives.append((d, ends // 1440, n))
        if self._least(d) > 1:
            self.model.add(n >= self._least(d) * self.rules.choose(slot, ride))

    def _services(self) -> None:
        for service in self.world.problem.services:
            riders = [
                (call, flow)
                for flow in self.flows
                for call in self.trunks[flow.trunk].calls
                if call.service_id == service.service_id
            ]
            if riders and service.max_units:
                self._service(service, [(c.board, c.alight, f) for c, f in riders])

    def _service(self, service: Service, riders: list[tuple[int, int, Flow]]) -> None:
        model, world = self.model, self.world
        calls = world.problem.stops_of[service.service_id]
        units, used = model.new_int_var(0, service.max_units, ""), model.new_bool_var("")
        model.add(units <= service.max_units * used)
        model.add(units >= service.min_units * used)
        self.units[service.service_id] = units
        self.costs += [(used, service.cost_fixed), (units, service.cost_unit)]
        self.costs += [(flow.total, service.cost_seat) for _, _, flow in riders]
        for _, _, flow in riders:
            model.add(flow.total <= flow.demand.headcount * used)
        trip = world.trip(tuple(c.site_id for c in calls))
        start = calls[0].arrival if calls[0].departure is None else calls[0].departure
        day = (start or 0) // 1440
        for section in range(len(calls) - 1):
            aboard: dict[int, list[mip.Variable]] = {}
            for on, off, flow in riders:
                if on <= section < off:
                    aboard.setdefault(world.risk(flow.demand), []).append(flow.total)
            seats = {level: world.unit_seats(service, trip, day, level) for level in aboard}
            if world.settings.mixing_risk:
                self._mixed(aboard, seats, units)
            else:
                self._apart(aboard, seats, units, service.max_units)

    def _mixed(self, aboard: dict[int, list[mip.Variable]], seats: dict[int, int], units: mip.Variable) -> None:
        everyone = sum(n for numbers in aboard.values() for n in numbers)
        for level, numbers in sorted(aboard.items()):
            here = self.model.new_bool_var("")
            self.model.add(sum(numbers) <= self.world.problem.workers() * here)
            self.model.add(everyone <= seats[level] * units + self.world.problem.workers() * (1 - here))

    def _apart(
        self, aboard: dict[int, list[mip.Variable]], seats: dict[int, int], units: mip.Variable, most: int
    ) -> None:
        shares = []
        for level, numbers in sorted(aboard.items()):
            share = self.model.new_int_var(0, most, "")
            self.model.add(sum(numbers) <= seats[level] * share)
            shares.append(share)
        self.model.add(sum(shares) <= units)

    def _limits(self) -> None:
        for limit in self.world.problem.limits:
            moves = self.departs if limit.kind == "depart_per_day" else self.arrives
            by_day: dict[int, list[mip.Variable]] = {}
            for d, day, n in moves:
                if not self._in_scope(limit.scope, d, limit.kind):
                    continue
                nights = d.quarantine_nights if limit.kind == "beds" else 1
                for night in range(day, day + nights):
                    if limit.day in (None, night):
                        by_day.setdefault(night, []).append(n)
            for numbers in by_day.values():
                self.model.add(sum(numbers) <= math.floor(limit.value + 1e-6))

    def _in_scope(self, scope: str, d: Demand, kind: str) -> bool:
        site = self.world.problem.site[d.pickup_id if kind == "depart_per_day" else d.workplace_id]
        region = self.world.problem.region.get(site.region_id or "")
        names = {site.site_id, d.employer_id}
        if region is not None:
            names.add(region.region_id)
            if region.province and region.city:
                names.add(f"{region.province}/{region.city}")
        return scope in names
