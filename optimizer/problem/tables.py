"""The tables of a scenario as they were given: not yet checked, in the order given."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Tables:
    """Settings and records. None: the table is missing. A record's field None where a value is required: unreadable.

    A loader that could not read a cell reports it itself and puts None there, so that the rest of the row is still
    checked. ``Problem.build`` takes tables without such holes only.
    """

    settings: Settings
    regions: Sequence[Region] | None = None
    sites: Sequence[Site] | None = None
    employers: Sequence[Employer] | None = None
    demands: Sequence[Demand] | None = None
    vehicle_types: Sequence[VehicleType] | None = None
    fleet: Sequence[FleetRow] | None = None
    services: Sequence[Service] | None = None
    service_stops: Sequence[ServiceStop] | None = None
    links: Sequence[Link] | None = None
    caps: Sequence[Cap] | None = None
    limits: Sequence[Limit] | None = None

    def table(self, name: str) -> Sequence[Any]:
        """The records of a table, none where it is missing."""
        return getattr(self, name) or ()
