"""The one immutable, fully validated problem that everything else trusts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass
from functools import cached_property
from typing import Any, TypeVar

from optimizer.clock import DAY_MINUTES, Minute
from optimizer.problem.faults import ProblemError
from optimizer.problem.records import (
    Cap,
    Demand,
    Employer,
    FleetRow,
    Limit,
    Link,
    Region,
    Service,
    ServiceStop,
    Settings,
    Site,
    VehicleType,
)
from optimizer.problem.tables import Tables
from optimizer.problem.validation import find_faults, find_holes

Record = TypeVar("Record")


@dataclass(frozen=True, kw_only=True)
class Problem:
    """A scenario after validation: every table a tuple sorted by id (fleet, caps: by all fields), with look-ups.

    Make one with ``Problem.build``; the order of the records given does not matter to anything.
    """

    settings: Settings
    regions: tuple[Region, ...]
    sites: tuple[Site, ...]
    employers: tuple[Employer, ...]
    demands: tuple[Demand, ...]
    vehicle_types: tuple[VehicleType, ...]
    fleet: tuple[FleetRow, ...]
    services: tuple[Service, ...]
    service_stops: tuple[ServiceStop, ...]
    links: tuple[Link, ...]
    caps: tuple[Cap, ...]
    limits: tuple[Limit, ...]

    @classmethod
    def build(cls, tables: Tables) -> Problem:
        """Validates and freezes. Raises ProblemError with every fault."""
        faults = [*find_holes(tables), *find_faults(tables)]
        if faults:
            raise ProblemError(faults)
        return cls(
            settings=tables.settings,
            regions=_sorted(tables.regions, "region_id"),
            sites=_sorted(tables.sites, "site_id"),
            employers=_sorted(tables.employers, "employer_id"),
            demands=_sorted(tables.demands, "demand_id"),
            vehicle_types=_sorted(tables.vehicle_types, "type_id"),
            fleet=_sorted(tables.fleet),
            services=_sorted(tables.services, "service_id"),
            service_stops=_sorted(tables.service_stops, "service_id", "seq"),
            links=_sorted(tables.links, "from_id", "to_id"),
            caps=_sorted(tables.caps),
            limits=_sorted(tables.limits, "limit_id"),
        )

    @cached_property
    def region(self) -> Mapping[str, Region]:
        return {r.region_id: r for r in self.regions}

    @cached_property
    def site(self) -> Mapping[str, Site]:
        return {s.site_id: s for s in self.sites}

    @cached_property
    def employer(self) -> Mapping[str, Employer]:
        return {e.employer_id: e for e in self.employers}

    @cached_property
    def demand(self) -> Mapping[str, Demand]:
        return {d.demand_id: d for d in self.demands}

    @cached_property
    def vehicle_type(self) -> Mapping[str, VehicleType]:
        return {t.type_id: t for t in self.vehicle_types}

    @cached_property
    def service(self) -> Mapping[str, Service]:
        return {s.service_id: s for s in self.services}

    @cached_property
    def stops_of(self) -> Mapping[str, tuple[ServiceStop, ...]]:
        """The calls of each service in the order of seq."""
        calls: dict[str, list[ServiceStop]] = {s.service_id: [] for s in self.services}
        for stop in self.service_stops:
            calls[stop.service_id].append(stop)
        return {service_id: tuple(stops) for service_id, stops in calls.items()}

    @property
    def first_minute(self) -> Minute:
        """The first minute of the horizon."""
        return self.settings.first_day * DAY_MINUTES

    @property
    def last_minute(self) -> Minute:
        """The last minute of the horizon, 23:59 of its last date."""
        return self.settings.last_day * DAY_MINUTES + DAY_MINUTES - 1

    def priority(self, demand: Demand) -> float:
        """A demand's priority: its own, else its employer's."""
        return self.employer[demand.employer_id].priority if demand.priority is None else demand.priority

    def workers(self) -> int:
        """All workers who want to travel."""
        return sum(d.headcount for d in self.demands)


def _sorted(records: Sequence[Record] | None, *keys: str) -> tuple[Record, ...]:
    def place(record: Any) -> tuple[Any, ...]:
        values = tuple(getattr(record, key) for key in keys) if keys else astuple(record)
        return tuple((value is not None, value) for value in values)

    return tuple(sorted(records or (), key=place))
