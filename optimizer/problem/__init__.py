"""The domain: records, their rules, and the validated problem."""

from optimizer.problem.faults import Fault, ProblemError
from optimizer.problem.problem import Problem
from optimizer.problem.records import (
    LIMIT_KINDS,
    MODES,
    RISKS,
    SERVICE_MODES,
    SITE_KINDS,
    TABLES,
    TRIPS,
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

__all__ = [
    "LIMIT_KINDS",
    "MODES",
    "RISKS",
    "SERVICE_MODES",
    "SITE_KINDS",
    "TABLES",
    "TRIPS",
    "Cap",
    "Demand",
    "Employer",
    "Fault",
    "FleetRow",
    "Limit",
    "Link",
    "Problem",
    "ProblemError",
    "Region",
    "Service",
    "ServiceStop",
    "Settings",
    "Site",
    "Tables",
    "VehicleType",
]
