"""The places of a publication: every demand of its snapshot, every place on one journey, every change told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from sqlalchemy import select

from api.service.plans.stored import problem_of
from api.service.plans.tables import PlanJob
from api.service.publishing.content import stored_itineraries
from api.service.publishing.journeys import differences
from api.service.publishing.numbers import read_numbers
from api.service.publishing.tables import JourneySet, Publication
from api.service.requests.tables import RequestOrigin
from api.service.store import Unit


def faults_of_journeys(unit: Unit, publication: Publication) -> Iterator[str]:
    """Rows that are missing, and rows that say something else than their plan's snapshot and totals."""
    rows = _rows(unit, publication.id)
    before = _rows(unit, publication.supersedes_id) if publication.supersedes_id else {}
    problem = problem_of(unit, unit.session.get_one(PlanJob, publication.plan_id))
    heads = {demand.demand_id: demand.headcount for demand in problem.demands}
    heads |= {demand_id: 0 for demand_id, row in before.items() if row.headcount and demand_id not in heads}
    there = {demand_id: row.headcount for demand_id, row in rows.items()}
    if there != heads:
        odd = sorted(demand_id for demand_id in {*there, *heads} if there.get(demand_id) != heads.get(demand_id))
        yield f"{publication.id}: half a publication, its journeys are not those of the demands {odd}"
    for row in rows.values():
        yield from _of_places(row)
        if publication.supersedes_id:
            yield from _of_changes(row, before.get(row.demand_id))
    counts = {
        "requested": sum(there.values()),
        "served": sum(row.served for row in rows.values()),
        "unserved": sum(case["headcount"] for row in rows.values() for case in row.unserved),
    }
    if counts != {name: publication.totals[name] for name in counts}:
        yield f"{publication.id}: half a publication, its totals are {publication.totals}, its journeys' {counts}"
    changed = _counted(list(rows.values()))
    if changed != publication.changed:
        yield f"{publication.id}: half a publication, changed are {publication.changed}, by its journeys {changed}"


def faults_of_origins(unit: Unit, publication: Publication) -> Iterator[str]:
    """Origins that were not told what the publication in force says of them."""
    rows = _rows(unit, publication.id)
    for origin in unit.session.scalars(select(RequestOrigin).where(RequestOrigin.deleted_at.is_(None))):
        row = rows.get(origin.id)
        if row is not None and row.headcount and origin.state != ("planned" if row.served else "checked"):
            yield f"{origin.id}: {origin.state}, where {publication.id} serves {row.served} of it"


def _rows(unit: Unit, publication_id: str) -> Mapping[str, JourneySet]:
    chosen = select(JourneySet).where(JourneySet.publication_id == publication_id).order_by(JourneySet.id)
    return {row.demand_id: row for row in unit.session.scalars(chosen)}


def _of_places(row: JourneySet) -> Iterator[str]:
    places = [place for itinerary in row.itineraries for place in read_numbers(itinerary["places"])]
    left = sum(case["headcount"] for case in row.unserved)
    whole = len(places) == len(set(places)) == row.served and set(places) <= set(range(1, row.headcount + 1))
    if not whole or row.served + left != row.headcount:
        yield f"{row.id}: half a demand, {row.headcount} heads, {row.served} served, {left} left, places {places}"


def _of_changes(row: JourneySet, before: JourneySet | None) -> Iterator[str]:
    old = {} if before is None else stored_itineraries(before.itineraries, before.headcount)
    new = stored_itineraries(row.itineraries, row.headcount)
    changed = {
        place
        for place in {*old, *new}
        if (place in old) != (place in new) or differences(old.get(place), new.get(place))
    }
    told = [place for change in row.changes for place in read_numbers(change["places"])]
    if sorted(told) != sorted(changed):
        yield f"{row.id}: its places {sorted(changed)} have changed, and {sorted(told)} are told so"


def _counted(rows: Sequence[JourneySet]) -> dict[str, int]:
    counts: Counter[str] = Counter()
    for change in (change for row in rows for change in row.changes):
        counts["places"] += change["headcount"]
        counts.update(dict.fromkeys(change["changes"], change["headcount"]))
    return dict(counts)
