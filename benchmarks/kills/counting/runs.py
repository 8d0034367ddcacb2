"""The runs of a publication: those of its plan, each with its seats and its handovers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from sqlalchemy import select

from api.service.people.tables import Seating, SeatPlan
from api.service.plans.stored import stored_plan
from api.service.publishing.tables import Publication, PublishedRun
from api.service.store import Unit
from api.service.travel.tables import Handover


def faults_of_runs(unit: Unit, publication: Publication) -> Iterator[str]:
    """Runs, seats and handovers that are missing, or do not have the riders of the plan."""
    plan = stored_plan(unit, publication.plan_id).plan
    riders: Counter[str] = Counter({run.run_id: 0 for run in plan.runs})
    for rider in plan.riders:
        riders[rider.run_id] += rider.headcount
    rows = unit.session.scalars(select(PublishedRun).where(PublishedRun.publication_id == publication.id)).all()
    there = {row.run_id: row.riders for row in rows if row.plan_id == publication.plan_id}
    yield from _differ(publication, "runs", there, dict(riders))
    stops = {row.run_id: len(row.stops) for row in rows if row.plan_id == publication.plan_id}
    yield from _differ(publication, "stops", stops, dict(Counter(stop.run_id for stop in plan.stops)))
    modes = dict(Counter(run.mode for run in plan.runs))
    if modes != publication.totals["runs"]:
        yield f"{publication.id}: half a publication, its totals are {publication.totals}, its plan has runs {modes}"
    yield from _of_seats(unit, publication, riders)
    yield from _of_handovers(unit, publication, rows)


def _of_seats(unit: Unit, publication: Publication, riders: Counter[str]) -> Iterator[str]:
    seat_plans = unit.session.scalars(select(SeatPlan.run_id).where(SeatPlan.plan_id == publication.plan_id)).all()
    yield from _differ(publication, "seat plans", dict(Counter(seat_plans)), dict.fromkeys(riders, 1))
    seated: Counter[str] = Counter(dict.fromkeys(riders, 0))
    for row in unit.session.scalars(select(Seating).where(Seating.plan_id == publication.plan_id)):
        seated[row.run_id] += len(set(zip(row.places, row.seats, strict=True)))
    yield from _differ(publication, "seats", dict(seated), dict(riders))


def _of_handovers(unit: Unit, publication: Publication, runs: Sequence[PublishedRun]) -> Iterator[str]:
    expected: Counter[tuple[str, str]] = Counter()
    for run in runs:
        for party in (party for stop in run.stops for party in stop["parties"] if party["last"]):
            expected[run.id, party["employer_id"]] += party["headcount"]
    rows = unit.session.scalars(select(Handover).where(Handover.publication_id == publication.id)).all()
    there = [((row.published_run_id, row.employer_id), row.expected) for row in rows]
    if sorted(there) != sorted(expected.items()):
        yield f"{publication.id}: half a publication, {len(there)} handovers where its runs have {len(expected)}"


def _differ(publication: Publication, what: str, there: dict[str, int], wanted: dict[str, int]) -> Iterator[str]:
    odd = sorted(run_id for run_id in {*there, *wanted} if there.get(run_id) != wanted.get(run_id))
    if odd:
        yield f"{publication.id}: half a publication, its {what} are not those of its plan's runs {odd}"
