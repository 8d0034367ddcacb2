"""The things a scenario is made of, one class a table; names and meanings are the contract's.

Money is in the scenario's currency, distances in km, durations in minutes, coordinates WGS-84 degrees. Every record is
immutable and knows nothing of the others: ids point, ``Problem`` looks up.
"""

from __future__ import annotations

from dataclasses import dataclass

from optimizer.clock import Clock, Day, Minute, Span
from optimizer.problem.fields import (
    choice,
    choices,
    clock,
    day,
    flag,
    identifier,
    moment,
    number,
    reference,
    span,
    text,
    whole,
)

RISKS = ("low", "medium", "high")
SITE_KINDS = ("pickup", "workplace", "station", "airport", "depot")
SERVICE_MODES = ("train", "carriage", "flight")
MODES = ("coach", *SERVICE_MODES)
TRIPS = ("city", "province", "national")
LIMIT_KINDS = ("depart_per_day", "arrive_per_day", "beds")


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The scenario's own values: horizon, weights of the objective and rules that hold everywhere.

    A field is a key of ``scenario.toml`` with its first dot as an underscore; ``first_day`` and ``last_day`` are the
    horizon, both inclusive. ``None`` means that the rule is off.
    """

    name: str = text("")
    timezone: str = text("Asia/Shanghai")
    currency: str = text("CNY")
    first_day: Day = day()
    last_day: Day = day()
    objective_unserved: float = number(20000.0)
    objective_hour: float = number(15.0)
    road_detour: float = number(1.3)
    road_speed_kmh: float = number(70.0, least=None, above=0)
    driving_continuous_min: float = number(240.0, least=None, above=0)
    driving_break_min: float = number(20.0)
    driving_night: Span | None = span(None)
    driving_night_continuous_min: float = number(120.0, least=None, above=0)
    driving_curfew: Span | None = span(None)
    driving_driver_min: float = number(480.0, least=None, above=0)
    driving_max_drivers: float = number(3.0)
    coach_turnaround_min: float = number(30.0)
    coach_max_pickups: float = number(4.0)
    coach_max_dropoffs: float = number(4.0)
    coach_max_stand_min: float | None = number(None)
    coach_max_ride_min: float | None = number(None)
    coach_home_end: bool = flag(False)
    transfer_at: tuple[str, ...] = choices(SITE_KINDS, ("station", "airport", "depot"))
    transfer_max_wait_min: float | None = number(None)
    journey_max_legs: float | None = number(None)
    journey_max_min: float | None = number(None)
    mixing_risk: bool = flag(True)
    mixing_employers: float | None = number(None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Region:
    """A county or district: where it lies, its risk level, and the first day on which anyone may leave it."""

    region_id: str = identifier()
    name: str = text("")
    city: str = text("")
    province: str = text("")
    risk: str = choice(RISKS, "low")
    open_from: Day | None = day(None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """A place where coaches or services stop. ``opens`` and ``closes`` bind where journeys start and end."""

    site_id: str = identifier()
    name: str = text()
    kind: str = choice(SITE_KINDS)
    lat: float = number(least=-90, most=90)
    lon: float = number(least=-180, most=180)
    region_id: str | None = reference("regions", None)
    opens: Clock | None = clock(None)
    closes: Clock | None = clock(None)
    dwell_min: float = number(10.0)
    checkin_min: float = number(0.0)
    exit_min: float = number(0.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Employer:
    """Who asks for workers; ``priority`` multiplies the price of leaving one of them behind."""

    employer_id: str = identifier()
    name: str = text()
    priority: float = number(1.0)
    industry: str = text("")
    contact: str = text("")
    phone: str = text("")


@dataclass(frozen=True, slots=True, kw_only=True)
class Demand:
    """Workers of one employer who travel from one pickup to one workplace within one window of time."""

    demand_id: str = identifier()
    employer_id: str = reference("employers")
    pickup_id: str = reference("sites")
    workplace_id: str = reference("sites")
    headcount: int = whole(least=1)
    ready: Minute = moment()
    due_from: Minute | None = moment(None)
    due: Minute = moment()
    priority: float | None = number(None)
    splittable: bool = flag(True)
    min_group: int = whole(1, least=1)
    quarantine_nights: int = whole(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class VehicleType:
    """A type of coach. ``reserved`` seats stay free; ``cost_km_empty`` None means ``cost_km``."""

    type_id: str = identifier()
    name: str = text("")
    seats: int = whole(least=1)
    reserved: int = whole(0)
    cost_day: float = number(0.0)
    cost_km: float = number(0.0)
    cost_driver_day: float = number(0.0)
    cost_km_empty: float | None = number(None)


@dataclass(frozen=True, slots=True, kw_only=True)
class FleetRow:
    """A set of ``count`` coaches (None: as many as wanted) of one type at one depot, there from one date to another."""

    depot_id: str = reference("sites")
    type_id: str = reference("vehicle_types")
    count: int | None = whole(None)
    from_day: Day | None = day(None)
    to_day: Day | None = day(None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """A charter train, reserved carriages on a scheduled train or a charter flight, bought in units."""

    service_id: str = identifier()
    name: str = text("")
    mode: str = choice(SERVICE_MODES)
    unit_seats: int = whole(least=1)
    reserved: int = whole(0)
    max_units: int = whole()
    min_units: int = whole(1)
    cost_fixed: float = number(0.0)
    cost_unit: float = number(0.0)
    cost_seat: float = number(0.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceStop:
    """A call of a service; a missing arrival equals the departure and the other way round."""

    service_id: str = reference("services")
    seq: int = whole(least=None)
    site_id: str = reference("sites")
    arrival: Minute | None = moment(None)
    departure: Minute | None = moment(None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A measured road from one site to another, one way."""

    from_id: str = reference("sites")
    to_id: str = reference("sites")
    km: float = number()
    minutes: float = number()


@dataclass(frozen=True, slots=True, kw_only=True)
class Cap:
    """A dated share of the rated seats that may be filled; a blank trip or risk applies to any."""

    mode: str = choice(MODES)
    share: float = number(most=1)
    trip: str | None = choice(TRIPS, None)
    risk: str | None = choice(RISKS, None)
    from_day: Day | None = day(None)
    to_day: Day | None = day(None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """A daily limit of a site, region, employer or ``province/city``: workers leaving, arriving or in quarantine."""

    limit_id: str = identifier()
    scope: str = text()
    kind: str = choice(LIMIT_KINDS)
    day: Day | None = day(None)
    value: float = number()


TABLES: dict[str, type] = {
    "regions": Region,
    "sites": Site,
    "employers": Employer,
    "demands": Demand,
    "vehicle_types": VehicleType,
    "fleet": FleetRow,
    "services": Service,
    "service_stops": ServiceStop,
    "links": Link,
    "caps": Cap,
    "limits": Limit,
}
