"""Runs, outings and journeys, a plan's own or sampled ones, under the prices of a certificate."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from optimizer.audit.report import Check
from optimizer.audit.tariff import Tariff, empty_rate
from optimizer.certificate import DemandDual
from optimizer.check.facts import Journey, WholeRun
from optimizer.check.report import OutingNumbers
from optimizer.problem import Site, VehicleType


@dataclass(frozen=True, slots=True)
class Driven:
    """An outing: its coach, its runs in their order and its numbers as the contract counts them."""

    name: str
    kind: VehicleType
    depot: Site
    runs: Sequence[WholeRun]
    numbers: OutingNumbers


@dataclass(frozen=True, slots=True)
class Drawn:
    """Outings and the whole journeys on them, valid but for what others may use up (limits, coaches, units)."""

    outings: tuple[Driven, ...]
    journeys: tuple[Journey, ...]

    @property
    def kind_of(self) -> dict[str, VehicleType]:
        """Types by vehicle_id, as journeys are priced by."""
        return {run.stated.vehicle_id or "": outing.kind for outing in self.outings for run in outing.runs}


class Pricer:
    """One check for each inequality. ``whose`` says in the report whose runs and journeys they are."""

    def __init__(self, tariff: Tariff, duals: Mapping[str, DemandDual], whose: str) -> None:
        self.tariff, self.duals = tariff, duals
        self.runs = Check(f"{whose}: shares of a coach's section are at most the section's own cost", "money")
        self.outings = Check(f"{whose}: shares of all runs are at most the outing's cost", "money")
        self.walks = Check(f"{whose}: an outing ends where it began, so that its rises add up to nothing", "money")
        self.days = Check(f"{whose}: days and drivers cost at least what a minute driven pays", "money")
        self.services = Check(f"{whose}: fares are at most the service's cost", "money")
        self.units = Check(f"{whose}: riders take up at most the units bought", "units")
        self.journeys = Check(f"{whose}: a journey costs at least its demand's least cost", "money a worker")

    @property
    def checks(self) -> tuple[Check, ...]:
        """Those that met anything."""
        every = (
            self.runs, self.outings, self.walks, self.days, self.services, self.units, self.journeys,
        )  # fmt: skip
        return tuple(check for check in every if check.number)

    def outing(self, driven: Driven) -> None:
        """Steps 1 to 3 on one outing: its sections, its walk, its days and drivers."""
        kind, tariff = driven.kind, self.tariff
        shares = math.fsum(self._sections(run, kind) for run in driven.runs)
        walk = list(_walk(driven))
        loaded = math.fsum(tariff.charge(kind, a, b) for a, b, empty in walk if not empty)
        empty = math.fsum(tariff.by_minute(kind, a, b, empty=True) + tariff.rise(kind, a, b) for a, b, e in walk if e)
        numbers = driven.numbers
        whole_days = numbers.days * (kind.cost_day + numbers.drivers * kind.cost_driver_day)
        minutes = sum(tariff.facts.places.wheel_minutes(a, b) for a, b, _ in walk)
        by_minute = tariff.minute(kind) * minutes
        distance = numbers.km_loaded * kind.cost_km + numbers.km_empty * empty_rate(kind)
        paid = distance + tariff.certificate.part * by_minute
        self.walks.hold(abs(loaded + empty - paid), 0.0, driven.name)
        self.days.hold(by_minute, whole_days, driven.name)
        self.outings.hold(shares, numbers.money - (1 - tariff.certificate.part) * whole_days, driven.name)

    def service(self, run: WholeRun) -> None:
        """Step 5 on one service's run: units on every section, and fares against what it costs."""
        service, tariff = run.service, self.tariff
        assert service is not None, "a coach's run is priced with its outing"
        units, fares = run.stated.units or 0, 0.0
        for place in range(run.last):
            aboard = [rider for rider in run.riders if rider.on <= place < rider.off]
            taken = math.fsum(rider.headcount * tariff.need(rider.demand, service) for rider in aboard)
            if aboard:
                self.units.hold(taken, units, f"{run.name}, section {place + 1}")
            fares += taken * tariff.section_price(service, place)
        money = service.cost_fixed + units * service.cost_unit
        self.services.hold(fares + tariff.service_term(service), money, run.name)

    def journey(self, journey: Journey, kind_of: dict[str, VehicleType]) -> None:
        """A journey against what the certificate says that a worker of its demand costs at least."""
        row = self.duals.get(journey.demand.demand_id)
        if row is None:
            return
        self.journeys.hold(row.least, self.tariff.journey(journey, kind_of), journey.name)

    def _sections(self, run: WholeRun, kind: VehicleType) -> float:
        """All shares of a run, each section's held against its cost and rise."""
        tariff, total = self.tariff, 0.0
        worth = {
            (rider.demand.demand_id, rider.on, rider.off): tariff.people.coach_seats(
                rider.demand, kind, tariff.facts.places.trip((run.sites[rider.on], run.sites[rider.off]))
            )
            for rider in run.riders
        }
        for place, (a, b) in enumerate(pairwise(run.sites)):
            charge = tariff.charge(kind, a, b)
            aboard = [rider for rider in run.riders if rider.on <= place < rider.off]
            full = math.fsum(
                rider.headcount / seats if (seats := worth[rider.demand.demand_id, rider.on, rider.off]) else math.inf
                for rider in aboard
            )
            paid = full * charge if full else 0.0
            self.runs.hold(paid, charge, f"{run.name}, section {place + 1}")
            total += paid
        return total


def _walk(driven: Driven) -> Iterable[tuple[Site, Site, bool]]:
    """The road legs of an outing in their order, from the depot to the depot; True: empty."""
    here = driven.depot
    for run in driven.runs:
        yield here, run.sites[0], True
        yield from ((a, b, False) for a, b in pairwise(run.sites))
        here = run.sites[-1]
    yield here, driven.depot, True
