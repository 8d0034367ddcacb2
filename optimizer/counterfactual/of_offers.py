"""Changes of what is on offer: more coaches of a fleet, more units of a service, one driver more in a coach."""

from __future__ import annotations

from collections.abc import Iterator

from optimizer.clock import DAY_MINUTES, Day, show_day
from optimizer.counterfactual.option import Option, Remedy
from optimizer.counterfactual.residual import SERVICES_NEAR
from optimizer.counterfactual.trial import Served, Trials, coaches_used
from optimizer.counterfactual.world import World
from optimizer.plan import Plan
from optimizer.problem import FleetRow, Problem

_DEPOTS_TRIED = 2
"""At either end."""
_FLEETS_TRIED = 4
_MOST_UNITS = 400


def more_coaches(trials: Trials, world: World) -> Iterator[Option]:
    """More coaches of one type at one depot, on the dates on which they are out."""
    problem = world.problem
    depots = {row.depot_id for row in problem.fleet} | {s.site_id for s in problem.sites if s.kind == "depot"}
    near = trials.residual.depots_near(world, depots, most=_DEPOTS_TRIED)
    fleets = [(depot, kind.type_id) for depot in near for kind in problem.vehicle_types]
    everywhere = trials.serve(_with_coaches(world, dict.fromkeys(fleets)))
    if everywhere is None:
        return
    used = [fleet for fleet in sorted(coaches_used(everywhere.plan)) if fleet in set(fleets)]
    tried = list(dict.fromkeys([*used, *fleets]))[: max(_FLEETS_TRIED, len(used))]
    for fleet in tried:
        shown = trials.serve(_with_coaches(world, {fleet: None}))
        if shown is not None:
            yield Option(shown, _Coaches(trials, world, fleet, shown).settle)


def _with_coaches(
    world: World, more: dict[tuple[str, str], int | None], days: tuple[Day | None, Day | None] = (None, None)
) -> World:
    rows = [
        FleetRow(depot_id=depot, type_id=kind, count=count, from_day=days[0], to_day=days[1])
        for (depot, kind), count in more.items()
    ]
    return World(world.problem, world.demand, world.room, tuple(rows))


class _Coaches:
    """The fewest coaches of a fleet, and the dates on which they are out."""

    def __init__(self, trials: Trials, world: World, fleet: tuple[str, str], shown: Served) -> None:
        self.trials, self.world, self.fleet, self.shown = trials, world, fleet, shown

    def make(self, count: int) -> World:
        return _with_coaches(self.world, {self.fleet: count})

    def settle(self) -> Remedy | None:
        most = coaches_used(self.shown.plan).get(self.fleet, 0)
        if not most:
            return None
        count, served = self.trials.least(self.make, most, self.shown)
        dated = _with_coaches(self.world, {self.fleet: count}, _dates(served.plan, self.fleet))
        again = self.trials.serve(dated)
        if again is None:
            return None
        first, last = _dates(again.plan, self.fleet)
        problem, (depot_id, type_id) = self.world.problem, self.fleet
        name = f"{problem.site[depot_id].name} ({depot_id})"
        how_many = "One more coach" if count == 1 else f"{count} more coaches"
        when = f"on {show_day(first)}" if first == last else f"from {show_day(first)} to {show_day(last)}"
        return Remedy(
            kind="coach",
            subject=f"{type_id}@{depot_id}",
            date=first,
            amount=count,
            world=dated,
            served=again,
            words=f"{how_many} {type_id} with {problem.vehicle_type[type_id].seats} seats at {name} {when}",
        )


def _dates(plan: Plan, fleet: tuple[str, str]) -> tuple[Day, Day]:
    outings = [o for o in plan.outings if (o.depot_id, o.type_id) == fleet]
    return min(o.leaves for o in outings) // DAY_MINUTES, max(o.returns for o in outings) // DAY_MINUTES


def more_units(trials: Trials, world: World) -> Iterator[Option]:
    """More units of one service."""
    near = trials.residual.services_near(world)
    if (
        not near
        or trials.serve(
            world.with_units({s.service_id: _most_units(world.problem, s.unit_seats, trials.heads) for s in near})
        )
        is None
    ):
        return
    for service in near[:SERVICES_NEAR]:
        most = _most_units(world.problem, service.unit_seats, trials.heads)
        shown = trials.serve(world.with_units({service.service_id: most}))
        if shown is not None:
            yield Option(shown, _Units(trials, world, service.service_id, most, shown).settle)


def _most_units(problem: Problem, unit_seats: int, heads: int) -> int:
    """Surely enough units for so many workers under the caps."""
    share = min((cap.share for cap in problem.caps if cap.share > 0), default=1.0)
    return min(_MOST_UNITS, -(-heads // max(1, int(unit_seats * share))) + 2)


class _Units:
    """The fewest more units of a service."""

    def __init__(self, trials: Trials, world: World, service_id: str, most: int, shown: Served) -> None:
        self.trials, self.world, self.service_id, self.most, self.shown = trials, world, service_id, most, shown

    def make(self, units: int) -> World:
        return self.world.with_units({self.service_id: units})

    def settle(self) -> Remedy:
        units, served = self.trials.least(self.make, self.most, self.shown)
        service = self.world.problem.service[self.service_id]
        how_many = "One more unit" if units == 1 else f"{units} more units"
        return Remedy(
            kind="unit",
            subject=self.service_id,
            date=None,
            amount=units,
            world=self.make(units),
            served=served,
            words=f"{how_many} of {service.mode} {self.service_id}",
        )


def more_drivers(trials: Trials, world: World) -> Iterator[Option]:
    """One driver more may be aboard a coach."""
    now = int(world.problem.settings.driving_max_drivers)
    more = world.with_settings(driving_max_drivers=now + 1.0)
    shown = trials.serve(more)
    if shown is not None:
        words = f"{now + 1} drivers in a coach instead of {now}"
        remedy = Remedy(
            kind="drivers",
            subject="driving.max_drivers",
            date=None,
            amount=1,
            world=more,
            served=shown,
            words=words,
        )
        yield Option.settled(remedy)
