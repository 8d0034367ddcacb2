"""Scenarios of a few objects, made in code, whose best plan can be worked out by hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from optimizer.clock import Minute, minute_of
from optimizer.problem import (
    Demand,
    Employer,
    FleetRow,
    Link,
    Problem,
    Service,
    ServiceStop,
    Settings,
    Site,
    Tables,
    VehicleType,
)

DAY = minute_of("2020-03-10 00:00") // 1440


def at(clock: str, day: int = 10) -> Minute:
    """The minute of a clock time on a day of March 2020."""
    return minute_of(f"2020-03-{day} {clock}")


def site(site_id: str, kind: str, **values: Any) -> Site:
    usual: dict[str, Any] = {"site_id": site_id, "name": site_id, "kind": kind, "lat": 34.0, "lon": 114.0}
    return Site(**(usual | values))


def demand(demand_id: str, headcount: int, **values: Any) -> Demand:
    """From P to W, ready at 06:00, due at 20:00 of the same day."""
    usual: dict[str, Any] = {
        "employer_id": "E",
        "pickup_id": "P",
        "workplace_id": "W",
        "ready": at("06:00"),
        "due": at("20:00"),
    }
    return Demand(**(usual | {"demand_id": demand_id, "headcount": headcount} | values))


def roads(**minutes: int) -> list[Link]:
    """``P_W=90``: 90 km and 90 minutes there and back."""
    pairs = [(key.split("_"), m) for key, m in minutes.items()]
    return [Link(from_id=a, to_id=b, km=m, minutes=m) for (x, y), m in pairs for a, b in ((x, y), (y, x))]


def scene(
    *,
    demands: Sequence[Demand],
    links: Sequence[Link],
    sites: Sequence[Site] = (),
    fleet: Sequence[FleetRow] | None = None,
    types: Sequence[VehicleType] | None = None,
    services: Sequence[Service] = (),
    calls: Sequence[ServiceStop] = (),
    **settings: Any,
) -> Problem:
    """P, W and depot D without dwell, coaches B of 8 seats (100 a day, 1 a km) at D, an hour 12, a worker 3000."""
    base = Settings(
        first_day=DAY, last_day=DAY + 1, objective_unserved=3000.0, objective_hour=12.0, coach_turnaround_min=0.0
    )
    usual = [
        site("P", "pickup", dwell_min=0.0),
        site("W", "workplace", dwell_min=0.0),
        site("D", "depot", dwell_min=0.0),
    ]
    coach = VehicleType(type_id="B", seats=8, cost_day=100.0, cost_km=1.0)
    return Problem.build(
        Tables(
            settings=replace(base, **settings),
            sites=[*usual, *sites],
            employers=[Employer(employer_id="E", name="E")],
            demands=demands,
            vehicle_types=[coach] if types is None else types,
            fleet=[FleetRow(depot_id="D", type_id="B", count=1)] if fleet is None else fleet,
            services=services,
            service_stops=calls,
            links=links,
        )
    )
