"""What a check gives back: violations by rule, and every number of a plan recomputed from its stops and riders."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from optimizer.clock import Minute

RULES: Mapping[str, str] = {
    "files": "files, cells and ids",
    "itinerary": "journeys",
    "run": "runs and their stops",
    "1": "every worker once",
    "2": "ready, open_from, due, opening hours, horizon, length",
    "3": "dwell, stands and driving",
    "4": "changes at hubs",
    "5": "seats, mixing, stops, ride time, drivers",
    "6": "coaches and outings",
    "7": "services and units",
    "8": "limits",
    "totals": "stated numbers",
    "bound": "bound, gap and status",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Violation:
    """One broken rule. ``rule`` is a key of ``RULES``; ``amount`` says by how much, in the rule's own unit.

    ``message`` names thing, value and rule; advice stands on a line of its own that begins with "Maybe".
    """

    rule: str
    message: str
    amount: float | None = None
    run_id: str | None = None
    seq: int | None = None
    itinerary_id: str | None = None
    demand_id: str | None = None
    site_id: str | None = None
    service_id: str | None = None
    vehicle_id: str | None = None
    outing: str | None = None
    limit_id: str | None = None

    def __str__(self) -> str:
        return f"{f'rule {self.rule}' if self.rule.isdigit() else self.rule} ({RULES[self.rule]}): {self.message}"


@dataclass(frozen=True, slots=True, kw_only=True)
class RunNumbers:
    """A run recomputed. ``board`` and ``alight`` are workers by stop; the other three are a coach's, None of a service.

    ``driving_min`` is the sum of the legs' minutes, each rounded up; ``drivers`` what these need.
    """

    board: tuple[int, ...]
    alight: tuple[int, ...]
    km: float | None = None
    driving_min: int | None = None
    drivers: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OutingNumbers:
    """An outing recomputed from its runs (contract, rule 6 and "What a plan costs")."""

    leaves: Minute
    returns: Minute
    days: int
    km_loaded: float
    km_empty: float
    drivers: int
    money: float


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatUse:
    """How full the vehicles of one mode are, over all sections between two stops, weighted by kilometres.

    ``seat_km`` counts rated seats, those of all units bought. Kilometres are road kilometres for coaches (empty driving
    left out) and great-circle ones for services.
    """

    worker_km: float = 0.0
    seat_km: float = 0.0

    @property
    def load_factor(self) -> float:
        """Share of the rated seat-kilometres that carry a worker; 0 where there are none."""
        return self.worker_km / self.seat_km if self.seat_km else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """The plan as a whole. Money in the scenario's currency; ``objective`` = money + hours' worth + unserved_penalty.

    Everyone in ``served`` is on time when the plan is valid: rule 2 leaves no other way. ``runs``, ``units`` and
    ``seats`` are by mode; a coach run is one unit.
    """

    objective: float
    money: float
    money_coaches: float
    money_services: float
    worker_hours: float
    unserved_penalty: float
    served: int
    unserved: int
    runs: Mapping[str, int]
    units: Mapping[str, int]
    seats: Mapping[str, SeatUse]
    km_loaded: float
    km_empty: float
    outings: int
    vehicles: int
    itineraries: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """The judgement of one plan. ``outings`` is keyed by (vehicle_id, outing).

    ``complete`` is False where parts of the plan could not be used (unknown ids, missing times …): then the numbers
    leave these parts out and the stated totals were not compared.
    """

    violations: tuple[Violation, ...]
    totals: Totals
    runs: Mapping[str, RunNumbers]
    outings: Mapping[tuple[str, str], OutingNumbers]
    complete: bool

    @property
    def valid(self) -> bool:
        """No rule is broken."""
        return not self.violations

    @property
    def rules(self) -> frozenset[str]:
        """The rules that are broken."""
        return frozenset(violation.rule for violation in self.violations)


@dataclass(slots=True)
class Findings:
    """Collects violations while the rules look; ``complete`` turns False once a part of the plan cannot be used."""

    violations: list[Violation] = field(default_factory=list)
    complete: bool = True

    def add(
        self,
        rule: str,
        text: str,
        *,
        maybe: str | None = None,
        amount: float | None = None,
        run_id: str | None = None,
        seq: int | None = None,
        itinerary_id: str | None = None,
        demand_id: str | None = None,
        site_id: str | None = None,
        service_id: str | None = None,
        vehicle_id: str | None = None,
        outing: str | None = None,
        limit_id: str | None = None,
    ) -> None:
        """Notes a broken rule. ``maybe`` completes the sentence "Maybe …"."""
        violation = Violation(
            rule=rule,
            message=text if maybe is None else f"{text}\nMaybe {maybe}",
            amount=amount,
            run_id=run_id,
            seq=seq,
            itinerary_id=itinerary_id,
            demand_id=demand_id,
            site_id=site_id,
            service_id=service_id,
            vehicle_id=vehicle_id,
            outing=outing,
            limit_id=limit_id,
        )
        self.violations.append(violation)
