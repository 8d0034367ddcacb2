"""The bound worked out again from a certificate's prices: the sums of steps 5 to 7 of the proof."""

from __future__ import annotations

import math
from bisect import bisect_right

from optimizer.audit.report import Check
from optimizer.audit.tariff import Tariff, ever_there
from optimizer.certificate import DemandDual, Sums
from optimizer.clock import DAY_MINUTES, Day
from optimizer.problem import Demand, Service

_MOST_PEOPLE = 1e12


def sums_of(tariff: Tariff, duals: dict[str, DemandDual]) -> Sums:
    """What the prices make, whatever the certificate says that they make. A demand without a row costs nothing."""
    problem = tariff.problem
    return Sums(
        workers=math.fsum(d.headcount * _least(d, duals) for d in problem.demands),
        services=math.fsum(tariff.service_term(s) for s in problem.services if offered(tariff, s)),
        limits=_limits(tariff),
        coach_days=_coach_days(tariff, duals),
    )


def sums_hold(tariff: Tariff, found: Sums, claimed: float) -> Check:
    """The bound that the plan states, and each sum that the certificate states, is at most what the prices make."""
    check = Check("the claimed bound is what its prices make", "money")
    stated = tariff.certificate.sums
    check.hold(claimed, found.total, "bound of plan.json")
    for name in ("workers", "services", "limits", "coach_days"):
        check.hold(getattr(stated, name), getattr(found, name), f"sum of {name}")
    return check


def prices_hold(tariff: Tariff, duals: dict[str, DemandDual]) -> Check:
    """Prices are at least 0 and of things that are there; nobody costs more than the price of leaving them."""
    check = Check("prices are at least 0, no least cost above the price of leaving somebody", "money")
    problem, certificate = tariff.problem, tariff.certificate
    for section in certificate.sections:
        check.hold(0.0, section.money, f"section {section.seq} of {section.service_id}")
        if section.seq not in {stop.seq for stop in problem.stops_of.get(section.service_id, ())}:
            check.tell(f"section {section.seq} of {section.service_id}: there is none", section.money)
    days = {limit.limit_id: limit.day for limit in problem.limits}
    for row in certificate.limits:
        check.hold(0.0, row.money, f"limit {row.limit_id}")
        if row.limit_id not in days or days[row.limit_id] not in (None, row.date):
            check.tell(f"limit {row.limit_id}: there is none on its date", row.money)
    for demand in problem.demands:
        penalty = problem.priority(demand) * problem.settings.objective_unserved
        check.hold(_least(demand, duals), penalty, f"demand {demand.demand_id}")
    for type_id, seats in certificate.seats.items():
        check.hold(0.0, seats, f"seats of {type_id}")
    check.hold(0.0, certificate.part, "part of days and drivers")
    check.hold(certificate.part, 1.0, "part of days and drivers")
    return check


def offered(tariff: Tariff, service: Service) -> bool:
    """Whether a service can run: within the horizon, with a unit."""
    problem = tariff.problem
    times = [
        t for stop in problem.stops_of[service.service_id] for t in (stop.arrival, stop.departure) if t is not None
    ]
    inside = problem.first_minute <= min(times) and max(times) <= problem.last_minute
    return inside and service.max_units > 0


def _least(demand: Demand, duals: dict[str, DemandDual]) -> float:
    row = duals.get(demand.demand_id)
    return 0.0 if row is None else row.least


def _limits(tariff: Tariff) -> float:
    """Step 6: what the room of limits takes off at their prices; never above 0."""
    room = {limit.limit_id: math.floor(min(limit.value, _MOST_PEOPLE) + 1e-6) for limit in tariff.problem.limits}
    return -math.fsum(row.money * room.get(row.limit_id, 0) for row in tariff.certificate.limits)


def _coach_days(tariff: Tariff, duals: dict[str, DemandDual]) -> float:
    """Step 7: the heaviest set of demands whose windows lie on different dates, each worth a coach-day at most."""
    problem, places = tariff.problem, tariff.facts.places
    own = {row.type_id for row in problem.fleet if ever_there(problem, row)}
    driver = 1 if problem.settings.driving_max_drivers >= 1 else 0
    days = [t.cost_day + t.cost_driver_day * driver for t in problem.vehicle_types if t.type_id in own]
    price = (1 - tariff.certificate.part) * min(days, default=0.0)
    if price <= 0:
        return 0.0
    if any(places.wheel_minutes(a, b) <= 0 for a in problem.sites for b in problem.sites if a is not b):
        return 0.0
    halts = {stop.site_id for s in problem.services if offered(tariff, s) for stop in problem.stops_of[s.service_id]}
    rows: list[tuple[Day, Day, float]] = []
    for demand in problem.demands:
        by_service = demand.pickup_id in halts and demand.workplace_id in halts
        window = tariff.people.windows[demand.demand_id]
        if by_service or demand.pickup_id == demand.workplace_id or window.is_empty:
            continue
        penalty = problem.priority(demand) * problem.settings.objective_unserved
        worth = min(price, demand.headcount * (penalty - _least(demand, duals)))
        rows.append((window.leave // DAY_MINUTES, window.arrive // DAY_MINUTES, worth))
    return _heaviest(rows)


def _heaviest(rows: list[tuple[Day, Day, float]]) -> float:
    """The greatest worth of intervals of which no two have a date in common."""
    ends: list[Day] = []
    best = [0.0]
    for first, last, worth in sorted(rows, key=lambda row: row[1]):
        apart = bisect_right(ends, first - 1)
        ends.append(last)
        best.append(max(best[-1], best[apart] + worth))
    return best[-1]
