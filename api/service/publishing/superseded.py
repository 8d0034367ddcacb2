"""What was published before: read for the places to be matched, and carried on where workers are under way."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection
from typing import Any

from sqlalchemy import select

from api.service.publishing.coaches import Coach
from api.service.publishing.content import Before, JourneyCard, stored_itineraries
from api.service.publishing.tables import JourneySet, Publication, PublishedRun
from api.service.store import Unit
from api.service.travel.tables import RunRecord
from api.service.travel.tally import holding

_RUN_PLAN = (
    "plan_id", "run_id", "carrier_id", "offer_id", "mode", "name", "vehicle", "vehicle_type", "departs_at",
    "arrives_at", "units", "seats", "standby", "trip", "seat_km", "duty",
)  # fmt: skip


def before(unit: Unit, there: Publication | None) -> Before:
    """The publication that is to be superseded; nothing where there is none."""
    if there is None:
        return Before()
    rows = unit.session.scalars(select(JourneySet).where(JourneySet.publication_id == there.id)).all()
    rows = [row for row in rows if row.headcount]
    places = {row.demand_id: stored_itineraries(row.itineraries, row.headcount) for row in rows}
    ridden: dict[str, Counter[tuple[str, str, str, int, int]]] = defaultdict(Counter)
    for demand_id, own in places.items():
        for itinerary in filter(None, own.values()):
            for ride in itinerary.rides:
                ridden[ride.vehicle][demand_id, ride.from_id, ride.to_id, ride.departs, ride.arrives] += 1
    duties = select(PublishedRun.vehicle, PublishedRun.duty).where(
        PublishedRun.publication_id == there.id, PublishedRun.duty.is_not(None)
    )
    fleet = {row.vehicle: (row.duty["depot_id"], row.duty["type_id"]) for row in unit.session.execute(duties)}
    return Before(
        places=places,
        cards={row.demand_id: _card(row) for row in rows},
        coaches=[Coach(name=name, fleet=fleet[name], ridden=ridden[name]) for name in sorted(fleet)],
        under_way=_under_way(unit, there.campaign_id),
        published=True,
    )


def carried_on(unit: Unit, there: Publication, demand_ids: Collection[str]) -> list[dict[str, Any]]:
    """The runs of these demands for the newer publication: their other riders travel by its own runs."""
    found = []
    for run in unit.session.scalars(select(PublishedRun).where(PublishedRun.publication_id == there.id)):
        stops = _only(run.stops, demand_ids)
        parties = [party for stop in stops for party in stop["parties"]]
        if not parties:
            continue
        heads: Counter[str] = Counter()
        for party in parties:
            heads[party["employer_id"]] += party["headcount"]
        riders = sum(heads.values())
        found.append(
            {name: getattr(run, name) for name in _RUN_PLAN}
            | {
                "replaces_id": run.id,
                "stops": stops,
                "heads": dict(sorted(heads.items())),
                "riders": riders,
                "worker_km": run.worker_km * riders / run.riders,
                "money": run.money,
            }
        )
    return found


def _only(stops: list[dict[str, Any]], demand_ids: Collection[str]) -> list[dict[str, Any]]:
    """The stops with these demands' riders alone; every stop keeps its number and times."""
    kept = [stop | {"parties": [p for p in stop["parties"] if p["demand_id"] in demand_ids]} for stop in stops]
    alighting: Counter[int] = Counter()
    for party in (party for stop in kept for party in stop["parties"]):
        alighting[party["alight_seq"]] += party["headcount"]
    aboard, found = 0, []
    for stop in kept:
        board, alight = sum(party["headcount"] for party in stop["parties"]), alighting[stop["seq"]]
        aboard += board - alight
        found.append(stop | {"board": board, "alight": alight, "aboard": aboard})
    return found


def _under_way(unit: Unit, campaign_id: str) -> set[str]:
    """Demands of which somebody has boarded."""
    records = unit.session.scalars(select(RunRecord).where(RunRecord.campaign_id == campaign_id))
    return {record.demand_id for record in holding(records) if record.kind == "boarded"}


def _card(row: JourneySet) -> JourneyCard:
    return JourneyCard(
        demand_id=row.demand_id,
        employer_id=row.employer_id,
        headcount=row.headcount,
        served=row.served,
        due_from=row.due_from,
        due=row.due,
        itineraries=row.itineraries,
        unserved=row.unserved,
        changes=row.changes,
    )
