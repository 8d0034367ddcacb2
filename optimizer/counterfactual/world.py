"""A problem in which one thing is otherwise, as far as it concerns one demand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from optimizer.clock import Day
from optimizer.problem import Demand, FleetRow, Limit, Problem, Service, Settings, Site


@dataclass(frozen=True, slots=True)
class World:
    """``demand`` as it would be, ``room``: how many more a limit lets pass, by limit_id and day; ``coaches`` more.

    Everything else that is changed is changed in ``problem``, whose own row of the demand does not count.
    """

    problem: Problem
    demand: Demand
    room: Mapping[tuple[str, Day], int] = field(default_factory=dict)
    coaches: tuple[FleetRow, ...] = ()

    def with_demand(self, **values: Any) -> World:
        """With other values of the demand."""
        return replace(self, demand=replace(self.demand, **values))

    def with_settings(self, **values: Any) -> World:
        """With other settings."""
        settings: Settings = replace(self.problem.settings, **values)
        return replace(self, problem=replace(self.problem, settings=settings))

    def with_site(self, site_id: str, **values: Any) -> World:
        """With other values of a site."""
        sites: tuple[Site, ...] = tuple(
            replace(site, **values) if site.site_id == site_id else site for site in self.problem.sites
        )
        return replace(self, problem=replace(self.problem, sites=sites))

    def with_region(self, region_id: str, **values: Any) -> World:
        """With other values of a region."""
        regions = tuple(
            replace(region, **values) if region.region_id == region_id else region for region in self.problem.regions
        )
        return replace(self, problem=replace(self.problem, regions=regions))

    def with_units(self, more: Mapping[str, int]) -> World:
        """With so many more units of services, by service_id."""
        services: tuple[Service, ...] = tuple(
            replace(s, max_units=s.max_units + more[s.service_id]) if s.service_id in more else s
            for s in self.problem.services
        )
        return replace(self, problem=replace(self.problem, services=services))

    def as_problem(self) -> Problem:
        """The whole problem with the change made: what a planner would plan after it."""
        demands = tuple(self.demand if d.demand_id == self.demand.demand_id else d for d in self.problem.demands)
        limits = tuple(row for limit in self.problem.limits for row in self._raised(limit))
        return replace(
            self.problem,
            demands=demands,
            fleet=(*self.problem.fleet, *self.coaches),
            limits=tuple(sorted(limits, key=lambda limit: limit.limit_id)),
        )

    def _raised(self, limit: Limit) -> list[Limit]:
        """The limit, by dates where it is raised on some of them only."""
        days = {day: more for (limit_id, day), more in self.room.items() if limit_id == limit.limit_id}
        if not days:
            return [limit]
        if limit.day is not None:
            return [replace(limit, value=limit.value + days.get(limit.day, 0))]
        settings = self.problem.settings
        return [
            replace(limit, limit_id=f"{limit.limit_id} {day}", day=day, value=limit.value + days.get(day, 0))
            for day in range(settings.first_day, settings.last_day + 1)
        ]
