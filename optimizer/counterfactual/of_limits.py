"""Changes of rules by the day: a limit raised on a date, a cap lifted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from optimizer.clock import DAY_MINUTES, Day, show_day
from optimizer.counterfactual.option import Option, Remedy
from optimizer.counterfactual.trial import Served, Trials
from optimizer.counterfactual.world import World
from optimizer.plan import Plan
from optimizer.problem import RISKS, Cap, Limit

_SPANS_TRIED = 8
_COUNTED = {
    "depart_per_day": "departures a day from",
    "arrive_per_day": "arrivals a day at",
    "beds": "quarantine beds a night at",
}


def limit_raised(trials: Trials, world: World) -> Iterator[Option]:
    """One limit lets more pass, on one date; beds on all nights of those who arrive on one date."""
    residual, heads = trials.residual, trials.heads
    tight = [[row for row in rows if residual.room(row) < heads] for rows in residual.rows(world.demand)]
    if not any(tight):
        return
    everywhere = trials.serve(_raised(world, {row for rows in tight for row in rows}, heads))
    if everywhere is None:
        return
    spans: dict[tuple[int, tuple[Day, ...]], None] = {}
    for rows in tight:
        for limit in sorted({limit for limit, _ in rows}):
            spans[limit, tuple(day for i, day in rows if i == limit)] = None
    days = _days_of(everywhere.plan)
    first = sorted(spans, key=lambda span: not days.intersection(span[1]))
    for limit, nights in first[:_SPANS_TRIED]:
        shown = trials.serve(_raised(world, {(limit, night) for night in nights}, heads))
        if shown is not None:
            yield Option(shown, _Raised(trials, world, limit, nights, shown).settle)


def _days_of(plan: Plan) -> set[Day]:
    times = {stop.departure for stop in plan.stops} | {stop.arrival for stop in plan.stops}
    return {time // DAY_MINUTES for time in times if time is not None}


def _raised(world: World, rows: set[tuple[int, Day]], more: int) -> World:
    limits = world.problem.limits
    return replace(world, room={(limits[i].limit_id, day): more for i, day in sorted(rows)})


class _Raised:
    """The least by which a limit has to be raised on its dates."""

    def __init__(self, trials: Trials, world: World, place: int, days: tuple[Day, ...], shown: Served) -> None:
        self.trials, self.world, self.days, self.shown = trials, world, days, shown
        self.place = place
        self.limit: Limit = world.problem.limits[place]

    def make(self, more: int) -> World:
        return _raised(self.world, {(self.place, day) for day in self.days}, more)

    def settle(self) -> Remedy:
        more, served = self.trials.least(self.make, self.trials.heads, self.shown)
        limit, first, last = self.limit, self.days[0], self.days[-1]
        when = f"on {show_day(first)}" if first == last else f"from {show_day(first)} to {show_day(last)}"
        return Remedy(
            kind="limit",
            subject=limit.limit_id,
            date=first,
            amount=more,
            world=self.make(more),
            served=served,
            words=f"Raise limit {limit.limit_id} ({_COUNTED[limit.kind]} {limit.scope}) by {more} {when}",
        )


def cap_lifted(trials: Trials, world: World) -> Iterator[Option]:
    """One cap does not hold."""
    problem, demand = world.problem, world.demand
    region = problem.region.get(problem.site[demand.pickup_id].region_id or "")
    level = 0 if region is None else RISKS.index(region.risk)
    days = trials.residual.days(demand)
    met = [
        cap
        for cap in problem.caps
        if cap.share < 1
        and RISKS.index(cap.risk or RISKS[0]) <= level
        and (cap.from_day is None or cap.from_day < days.stop)
        and (cap.to_day is None or cap.to_day >= days.start)
    ]
    if not met:
        return

    def without(caps: list[Cap]) -> World:
        kept = tuple(cap for cap in problem.caps if cap not in caps)
        return replace(world, problem=replace(problem, caps=kept))

    if trials.serve(without([*met])) is None:
        return
    for cap in met:
        lifted = without([cap])
        shown = trials.serve(lifted)
        if shown is None:
            continue
        trip = f" on {cap.trip} trips" if cap.trip else ""
        risk = f" with risk {cap.risk} or higher aboard" if cap.risk else ""
        start = "" if cap.from_day is None else f" from {show_day(cap.from_day)}"
        end = "" if cap.to_day is None else f" to {show_day(cap.to_day)}"
        remedy = Remedy(
            kind="cap",
            subject=cap.mode,
            date=cap.from_day,
            amount=cap.share,
            world=lifted,
            served=shown,
            words=f"Lift the cap {cap.share:g} for {cap.mode}{trip}{risk}{start}{end}",
        )
        yield Option.settled(remedy)
