"""A coach run that the master may choose: one element in one type of coach, with its riders and its rules."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

from ortools.linear_solver.python import model_builder as mip

from optimizer.problem import VehicleType
from tests.oracle.elements import Element
from tests.oracle.sequences import RELAY, Ride
from tests.oracle.world import World

MOST_ALIKE = 3


@dataclass
class Slot:
    """``used`` is 1 when the run takes place; ``riders`` per ride; ``chosen`` 1 where the ride has riders."""

    element: int
    kind: VehicleType
    used: mip.Variable
    riders: dict[Ride, mip.Variable] = field(default_factory=dict)
    chosen: dict[Ride, mip.Variable] = field(default_factory=dict)


def alike(world: World, element: Element, kind: VehicleType) -> int:
    """How many runs of the very same stops and times are worth having in coaches of this type, at most three."""
    if all(r.task.kind in RELAY for r in element.rides):
        return 1
    demands = {r.task.demand.demand_id: r.task.demand for r in element.rides}.values()
    least = world.coach_seats(kind, element.sequence.trip, element.first // 1440, 2)
    if least == 0:
        least = max(1, world.coach_seats(kind, element.sequence.trip, element.first // 1440, 0))
    wanted = math.ceil(sum(d.headcount for d in demands) / least)
    if world.settings.mixing_employers is not None:
        wanted = max(wanted, len({d.employer_id for d in demands}))
    if not world.settings.mixing_risk:
        wanted = max(wanted, len({world.risk(d) for d in demands}))
    counts = [row.count for row in world.problem.fleet if row.type_id == kind.type_id]
    # one coach may make the run of an interval several times
    have = MOST_ALIKE if None in counts or not element.pinned else sum(c for c in counts if c is not None)
    return min(wanted, have, MOST_ALIKE)


class SlotRules:
    """Adds a slot and the rules of its run to the model."""

    def __init__(self, world: World, model: mip.Model) -> None:
        self.world = world
        self.model = model

    def add(self, index: int, element: Element, kind: VehicleType) -> Slot | None:
        """The slot, None when no worker may board (no usable seat)."""
        level0 = min((self.world.risk(r.task.demand) for r in element.rides), default=0)
        seats = self._seats(element, kind, level0)
        if seats == 0:
            return None
        model = self.model
        slot = Slot(index, kind, model.new_bool_var(""))
        for ride in element.rides:
            demand = ride.task.demand
            most = min(demand.headcount, self._seats(element, kind, self.world.risk(demand)))
            slot.riders[ride] = model.new_int_var(0, most, "")
            model.add(slot.riders[ride] <= most * slot.used)
        self._sections(slot, element, seats)
        self._risks(slot, element, level0, seats)
        self._stops(slot, element)
        self._employers(slot)
        return slot

    def choose(self, slot: Slot, ride: Ride) -> mip.Variable:
        """A variable that is 1 where the ride has riders, and not above them."""
        if ride not in slot.chosen:
            slot.chosen[ride] = positive(self.model, slot.riders[ride], ride.task.demand.headcount)
        return slot.chosen[ride]

    def _seats(self, element: Element, kind: VehicleType, risk: int) -> int:
        return self.world.coach_seats(kind, element.sequence.trip, element.first // 1440, risk)

    def _aboard(self, slot: Slot, section: int) -> mip.LinearExprT:
        return sum(n for r, n in slot.riders.items() if r.board <= section < r.alight)

    def _sections(self, slot: Slot, element: Element, seats: int) -> None:
        for section in range(len(element.sequence.sites) - 1):
            self.model.add(self._aboard(slot, section) <= seats * slot.used)

    def _risks(self, slot: Slot, element: Element, level0: int, seats: int) -> None:
        levels = sorted({self.world.risk(r.task.demand) for r in slot.riders})
        if len(levels) < 2:
            return
        present = [self._any(slot, [r for r in slot.riders if self.world.risk(r.task.demand) == k]) for k in levels]
        if not self.world.settings.mixing_risk:
            self.model.add(sum(present) <= 1)
        for level, here in zip(levels[1:], present[1:], strict=True):
            fewer = self._seats(element, slot.kind, level)
            if fewer < seats:
                for section in range(len(element.sequence.sites) - 1):
                    self.model.add(self._aboard(slot, section) <= seats - (seats - fewer) * here)

    def _any(self, slot: Slot, rides: list[Ride]) -> mip.Variable:
        """A variable that is 1 where any ride of these has riders."""
        here = self.model.new_bool_var("")
        for ride in rides:
            self.model.add(slot.riders[ride] <= ride.task.demand.headcount * here)
        return here

    def _stops(self, slot: Slot, element: Element) -> None:
        stops = range(len(element.sequence.sites))
        for stop in stops:
            self.model.add(sum(n for r, n in slot.riders.items() if stop in (r.board, r.alight)) >= slot.used)
        settings = self.world.settings
        boards = [s for s in stops if any(r.board == s for r in slot.riders)]
        alights = [s for s in stops if any(r.alight == s for r in slot.riders)]
        if len(boards) > settings.coach_max_pickups:
            some = [self._any(slot, [r for r in slot.riders if r.board == stop]) for stop in boards]
            self.model.add(sum(some) <= math.floor(settings.coach_max_pickups))
        if len(alights) > settings.coach_max_dropoffs:
            some = [self._any(slot, [r for r in slot.riders if r.alight == stop]) for stop in alights]
            self.model.add(sum(some) <= math.floor(settings.coach_max_dropoffs))

    def _employers(self, slot: Slot) -> None:
        most = self.world.settings.mixing_employers
        employers = sorted({r.task.demand.employer_id for r in slot.riders})
        if most is not None and len(employers) > most:
            some = [self._any(slot, [r for r in slot.riders if r.task.demand.employer_id == who]) for who in employers]
            self.model.add(sum(some) <= math.floor(most))


def positive(model: mip.Model, n: mip.Variable, most: int) -> mip.Variable:
    """A variable that is 1 exactly where ``n`` is above 0."""
    some = model.new_bool_var("")
    model.add(n <= most * some)
    model.add(n >= some)
    return some
