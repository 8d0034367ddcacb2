"""Whose runs they are: a coach's by its type, which belongs to one carrier; a service's by its offer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from api.service.campaigns.snapshots import load_sources
from api.service.store import Unit
from optimizer.plan import Plan


@dataclass(frozen=True, slots=True, kw_only=True)
class Carriage:
    """Who carries a run, and by which offer; None: nobody's, or one of several offers."""

    carrier_id: str | None
    offer_id: str | None


def carriages(unit: Unit, snapshot_id: str, plan: Plan) -> Mapping[str, Carriage]:
    """By run of a plan of that snapshot."""
    sources = load_sources(unit, snapshot_id)
    fleet = {outing.vehicle_id: (outing.depot_id, outing.type_id) for outing in plan.outings}
    found = {}
    for run in plan.runs:
        offers: tuple[str, ...]
        if run.service_id is not None:
            carrier, offers = sources.carriers_of_services.get(run.service_id), (run.service_id,)
        else:
            depot_id, type_id = fleet[str(run.vehicle_id)]
            carrier, offers = sources.carriers_of_types.get(type_id), sources.offers_of_coaches(depot_id, type_id)
        found[run.run_id] = Carriage(carrier_id=carrier, offer_id=offers[0] if len(offers) == 1 else None)
    return found
