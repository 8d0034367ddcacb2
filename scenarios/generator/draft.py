"""A scenario while it is being written: lists that grow, then one validated problem."""

from __future__ import annotations

from dataclasses import dataclass, field

from optimizer.problem import (
    Cap,
    Demand,
    Employer,
    FleetRow,
    Limit,
    Link,
    Problem,
    Region,
    Service,
    ServiceStop,
    Settings,
    Site,
    Tables,
    VehicleType,
)


@dataclass(slots=True)
class Draft:
    """The tables so far."""

    regions: list[Region] = field(default_factory=list)
    sites: list[Site] = field(default_factory=list)
    employers: list[Employer] = field(default_factory=list)
    demands: list[Demand] = field(default_factory=list)
    vehicle_types: list[VehicleType] = field(default_factory=list)
    fleet: list[FleetRow] = field(default_factory=list)
    services: list[Service] = field(default_factory=list)
    service_stops: list[ServiceStop] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    caps: list[Cap] = field(default_factory=list)
    limits: list[Limit] = field(default_factory=list)

    def build(self, settings: Settings) -> Problem:
        """The validated problem. Raises ProblemError where the draft breaks a rule of the contract."""
        return Problem.build(
            Tables(
                settings=settings,
                regions=self.regions,
                sites=self.sites,
                employers=self.employers,
                demands=self.demands,
                vehicle_types=self.vehicle_types,
                fleet=self.fleet,
                services=self.services,
                service_stops=self.service_stops,
                links=self.links,
                caps=self.caps,
                limits=self.limits,
            )
        )
