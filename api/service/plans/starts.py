"""Going on from an earlier plan: what a job keeps of it, and the pins."""

from __future__ import annotations

from dataclasses import dataclass

from api.service.plans.packing import pack_plan, unpack_plan
from api.service.plans.tables import PlanStart
from api.service.store import Unit
from optimizer.plan import Plan
from optimizer.start import Pins


@dataclass(frozen=True, slots=True, kw_only=True)
class Beginning:
    """The plan that a search goes on from, packed; ``pins`` are all of its pins, also where ``pin_all`` asked so."""

    plan_id: str
    tables: bytes
    pins: Pins
    pin_all: bool = False

    @property
    def plan(self) -> Plan:
        """The plan's tables."""
        return unpack_plan(self.tables)


def beginning(plan_id: str, plan: Plan, pins: Pins, *, pin_all: bool) -> Beginning:
    """Packs a plan; to be done before the transaction, for a large one takes a moment."""
    return Beginning(plan_id=plan_id, tables=pack_plan(plan), pins=pins, pin_all=pin_all)


def keep(unit: Unit, job_id: str, begun: Beginning) -> None:
    """Keeps the beginning with the job."""
    row = PlanStart(
        id=job_id,
        plan_id=begun.plan_id,
        pin_all=begun.pin_all,
        pinned_runs=len(begun.pins.runs),
        pinned_itineraries=len(begun.pins.journeys),
        pins={"runs": sorted(begun.pins.runs), "itineraries": sorted(begun.pins.journeys)},
        tables=begun.tables,
    )
    unit.add(row)


def beginning_of(unit: Unit, job_id: str) -> Beginning | None:
    """What a job goes on from; None: from nothing."""
    row = unit.session.get(PlanStart, job_id)
    if row is None:
        return None
    pins = Pins(runs=frozenset(row.pins["runs"]), journeys=frozenset(row.pins["itineraries"]))
    return Beginning(plan_id=row.plan_id, tables=row.tables, pins=pins, pin_all=row.pin_all)
