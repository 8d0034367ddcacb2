"""Changes of times and groups: due later, ready earlier, opening hours, a region open earlier, smaller groups."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from optimizer.bound.windows import least_group
from optimizer.clock import DAY_MINUTES, Minute, show_clock, show_day, show_minute
from optimizer.counterfactual.option import Option, Remedy
from optimizer.counterfactual.trial import Served, Trials
from optimizer.counterfactual.world import World
from optimizer.plan import Plan
from optimizer.problem import Site


def due_later(trials: Trials, world: World) -> Iterator[Option]:
    """The final arrival may be later, within the horizon."""
    due = world.demand.due

    def make(minutes: int) -> World:
        return world.with_demand(due=due + minutes)

    def settle(shown: Served) -> Remedy:
        minutes, served = trials.least(make, most, shown, lambda found: last_arrival(found.plan) - due)
        return Remedy(
            kind="due",
            subject=world.demand.demand_id,
            date=(due + minutes) // DAY_MINUTES,
            amount=minutes,
            world=make(minutes),
            served=served,
            words=f"Arrive by {show_minute(due + minutes)} instead of {show_minute(due)}",
        )

    most = world.problem.last_minute - due
    shown = trials.serve(make(most)) if most > 0 else None
    if shown is not None:
        yield Option(shown, partial(settle, shown))


def ready_earlier(trials: Trials, world: World) -> Iterator[Option]:
    """The workers may leave earlier, within the horizon."""
    ready = world.demand.ready

    def make(minutes: int) -> World:
        return world.with_demand(ready=ready - minutes)

    def settle(shown: Served) -> Remedy:
        minutes, served = trials.least(make, most, shown)
        return Remedy(
            kind="ready",
            subject=world.demand.demand_id,
            date=(ready - minutes) // DAY_MINUTES,
            amount=minutes,
            world=make(minutes),
            served=served,
            words=f"Be ready at {show_minute(ready - minutes)} instead of {show_minute(ready)}",
        )

    most = ready - world.problem.first_minute
    shown = trials.serve(make(most)) if most > 0 else None
    if shown is not None:
        yield Option(shown, partial(settle, shown))


def smaller_groups(trials: Trials, world: World) -> Iterator[Option]:
    """They may travel apart, in groups as large as can be."""
    together = min(least_group(world.demand), trials.heads)

    def make(fewer: int) -> World:
        return world.with_demand(splittable=True, min_group=together - fewer)

    def settle(shown: Served) -> Remedy:
        fewer, served = trials.least(make, together - 1, shown)
        group = together - fewer
        return Remedy(
            kind="split",
            subject=world.demand.demand_id,
            date=None,
            amount=group,
            world=make(fewer),
            served=served,
            words=f"Travel in groups of {group} or more instead of {together}",
        )

    shown = trials.serve(make(together - 1)) if together > 1 else None
    if shown is not None:
        yield Option(shown, partial(settle, shown))


def region_opens_earlier(trials: Trials, world: World) -> Iterator[Option]:
    """The region of the pickup may be left earlier."""
    problem, demand = world.problem, world.demand
    region = problem.region.get(problem.site[demand.pickup_id].region_id or "")
    if region is None or region.open_from is None:
        return
    opens = region.open_from

    def make(days: int) -> World:
        return world.with_region(region.region_id, open_from=opens - days)

    def settle(shown: Served) -> Remedy:
        days, served = trials.least(make, most, shown)
        name = f"{region.name or region.region_id} ({region.region_id})"
        return Remedy(
            kind="region",
            subject=region.region_id,
            date=opens - days,
            amount=days,
            world=make(days),
            served=served,
            words=f"Let {name} open on {show_day(opens - days)} instead of {show_day(opens)}",
        )

    most = opens - max(demand.ready // DAY_MINUTES, problem.settings.first_day)
    shown = trials.serve(make(most)) if most > 0 else None
    if shown is not None:
        yield Option(shown, partial(settle, shown))


def open_longer(trials: Trials, world: World) -> Iterator[Option]:
    """The pickup or the workplace opens earlier or closes later."""
    for site_id in dict.fromkeys((world.demand.pickup_id, world.demand.workplace_id)):
        site = world.problem.site[site_id]
        if site.opens is None or site.closes is None or site.opens == site.closes:
            continue
        most = DAY_MINUTES - (site.closes - site.opens) % DAY_MINUTES
        shown = trials.serve(world.with_site(site_id, opens=None, closes=None))
        if shown is not None:
            for later in (True, False):
                yield Option(shown, _Hours(trials, world, site, most, shown, later).settle)


class _Hours:
    """A site that closes later, or opens earlier."""

    def __init__(self, trials: Trials, world: World, site: Site, most: int, shown: Served, later: bool) -> None:
        self.trials, self.world, self.site, self.most, self.later = trials, world, site, most, later
        self.shown = shown

    def make(self, minutes: int) -> World:
        opens, closes = self._clocks(minutes)
        if minutes >= self.most:
            return self.world.with_site(self.site.site_id, opens=None, closes=None)
        return self.world.with_site(self.site.site_id, opens=opens, closes=closes)

    def settle(self) -> Remedy:
        minutes, served = self.trials.least(self.make, self.most, self.shown)
        site, (opens, closes) = self.site, self._clocks(minutes)
        name = f"{site.name} ({site.site_id})"
        before = f"{show_clock(site.opens or 0)}-{show_clock(site.closes or 0)}"
        return Remedy(
            kind="hours",
            subject=site.site_id,
            date=None,
            amount=minutes,
            world=self.make(minutes),
            served=served,
            words=f"Keep {name} open {show_clock(opens)}-{show_clock(closes)} instead of {before}",
        )

    def _clocks(self, minutes: int) -> tuple[Minute, Minute]:
        opens, closes = self.site.opens or 0, self.site.closes or 0
        if self.later:
            return opens, (closes + minutes) % DAY_MINUTES
        return (opens - minutes) % DAY_MINUTES, closes


def last_arrival(plan: Plan) -> Minute:
    """The last final arrival of a plan's workers, none of whom leaves a vehicle after it."""
    stops = {(stop.run_id, stop.seq): stop for stop in plan.stops}
    ends = [stops[rider.run_id, rider.alight_seq] for rider in plan.riders]
    return max(stop.arrival if stop.arrival is not None else stop.departure or 0 for stop in ends)
