"""A plan is published: prepared while others go on, then put in place in one short transaction."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from sqlalchemy import insert, select

from api.service.campaigns.tables import Campaign, Snapshot
from api.service.people.seat_plans import keep_seats, runs_to_seat
from api.service.people.seating import RunSeats
from api.service.people.tables import Worker
from api.service.plans.stored import stored_plan
from api.service.plans.tables import StoredPlan
from api.service.policy import find, require
from api.service.publishing.carriers import Carriage, carriages
from api.service.publishing.content import Content, content
from api.service.publishing.escorts import keep_escorts
from api.service.publishing.numbers import read_numbers
from api.service.publishing.offers_held import Use, lapsed, uses
from api.service.publishing.superseded import before, carried_on
from api.service.publishing.tables import JourneySet, Publication, PublishedRun
from api.service.requests.moving import advance
from api.service.store import ConflictError, StaleError, Unit, new_id
from api.service.travel.handing import prepare_handovers
from scenarios.schedule import schedule


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """A publication ready to be put in place of ``supersedes_id``; ``content`` is None where it is there already."""

    campaign_id: str
    plan_id: str
    supersedes_id: str | None
    timezone: str = ""
    currency: str = ""
    content: Content | None = None
    carriages: Mapping[str, Carriage] = field(default_factory=dict)
    uses: Sequence[Use] = ()
    seats: Sequence[RunSeats] = ()


def current(unit: Unit, campaign_id: str) -> Publication | None:
    """The publication that the campaign goes by, whoever asks."""
    return unit.session.scalar(
        select(Publication).where(Publication.campaign_id == campaign_id, Publication.superseded_at.is_(None))
    )


def prepare(unit: Unit, campaign_id: str, plan_id: str) -> Prepared:
    """Reads the plan, lets the checker judge it and matches its places with what is published; writes nothing.

    Raises NotFoundError and DeniedError; ConflictError for a plan of another campaign or one that breaks a rule.
    """
    require(unit.actor, "create", "publications")
    find(unit, Campaign, campaign_id, what="campaign")
    row = find(unit, StoredPlan, plan_id, what="plan")
    home = unit.session.scalar(select(Snapshot.campaign_id).where(Snapshot.id == row.snapshot_id))
    if home != campaign_id:
        raise ConflictError(
            f"Plan {plan_id} was made of no snapshot of campaign {campaign_id}. Maybe take one of the campaign's plans."
        )
    there = current(unit, campaign_id)
    supersedes_id = None if there is None else there.id
    if there is not None and there.plan_id == plan_id:
        return Prepared(campaign_id=campaign_id, plan_id=plan_id, supersedes_id=supersedes_id)
    judged = stored_plan(unit, plan_id)
    if not judged.report.valid:
        broken = ", ".join(sorted(judged.report.rules))
        raise ConflictError(f"Plan {plan_id} breaks the rules {broken}. Maybe plan again, and publish that one.")
    whole = schedule(judged.problem, judged.plan)
    made = content(whole, before(unit, there), _known_places(unit, campaign_id))
    return Prepared(
        campaign_id=campaign_id,
        plan_id=plan_id,
        supersedes_id=supersedes_id,
        timezone=judged.problem.settings.timezone,
        currency=judged.problem.settings.currency,
        content=made,
        carriages=carriages(unit, str(row.snapshot_id), judged.plan),
        uses=uses(unit, str(row.snapshot_id), judged.plan),
        seats=tuple(runs_to_seat(whole, _places(made))),
    )


def publish(unit: Unit, prepared: Prepared, *, despite_offers: bool = False) -> Publication:
    """Puts it in place; where the plan is the published one already, nothing happens.

    ``despite_offers``: also where offers do not hold that the plan goes by; that is noted in the log. Raises StaleError
    where another plan was published since ``prepare``, ConflictError for offers that do not hold.
    """
    require(unit.actor, "create", "publications")
    find(unit, Campaign, prepared.campaign_id, what="campaign", lock=True)
    there = current(unit, prepared.campaign_id)
    if there is not None and there.plan_id == prepared.plan_id:
        return there
    made = prepared.content
    if made is None or (None if there is None else there.id) != prepared.supersedes_id:
        raise StaleError("Another plan was published in the same moment. Maybe look at it, and publish again.")
    gone = lapsed(unit, prepared.campaign_id, prepared.uses)
    if gone and not despite_offers:
        told = "; ".join(f"{offer.name} ({offer.offer_id}): {offer.sentence()}" for offer in gone)
        raise ConflictError(
            f"Plan {prepared.plan_id} goes by offers that do not hold. {told}. Maybe settle it with the carriers, then "
            "publish with despite_offers; or take a new snapshot and plan again."
        )
    if there is not None:
        there.superseded_at = unit.now
        unit.session.flush()
    publication = unit.add(
        Publication(
            campaign_id=prepared.campaign_id,
            plan_id=prepared.plan_id,
            supersedes_id=prepared.supersedes_id,
            superseded_at=None,
            timezone=prepared.timezone,
            currency=prepared.currency,
            totals=made.totals,
            changed=made.changed,
        )
    )
    unit.session.flush()
    if gone:
        despite = {offer.offer_id: offer.lapse for offer in gone}
        unit.note("despite_offers", "publications", publication.id, after=despite)
    _write_runs(unit, publication, there, prepared.carriages, made)
    _write(unit, JourneySet, publication, [asdict(card) for card in made.journeys])
    carriers = {run_id: carriage.carrier_id for run_id, carriage in prepared.carriages.items()}
    keep_seats(unit, prepared.campaign_id, prepared.plan_id, prepared.seats, carriers)
    prepare_handovers(unit, publication)
    if there is not None:
        keep_escorts(unit, there, publication)
    _tell_requests(unit, made)
    return publication


def _places(made: Content) -> Mapping[str, Sequence[int]]:
    """By itinerary of the plan the places that travel so."""
    stayed = set(made.stayed)
    return {
        itinerary["itinerary_id"]: read_numbers(itinerary["places"])
        for card in made.journeys
        if card.demand_id not in stayed
        for itinerary in card.itineraries
    }


def _known_places(unit: Unit, campaign_id: str) -> Mapping[str, Collection[int]]:
    """By demand the places that named workers have taken."""
    taken = select(Worker.origin_id, Worker.place).where(
        Worker.campaign_id == campaign_id, Worker.place.is_not(None), Worker.deleted_at.is_(None)
    )
    found: dict[str, set[int]] = defaultdict(set)
    for row in unit.session.execute(taken):
        found[str(row.origin_id)].add(int(row.place or 0))
    return found


def _write_runs(
    unit: Unit,
    publication: Publication,
    there: Publication | None,
    carriages: Mapping[str, Carriage],
    made: Content,
) -> None:
    old = {} if there is None else _run_names(unit, there)
    carried = carried_on(unit, there, set(made.stayed)) if there is not None and made.stayed else []
    stay = {row["replaces_id"] for row in carried}
    rows = []
    for card in made.runs:
        replaced = old.get(made.replaced.get(card.run_id, ""))
        row = {"plan_id": publication.plan_id, "replaces_id": None if replaced in stay else replaced}
        rows.append(asdict(card) | asdict(carriages[card.run_id]) | row)
    _write(unit, PublishedRun, publication, [*rows, *carried])


def _run_names(unit: Unit, there: Publication) -> Mapping[str, str]:
    rows = select(PublishedRun.run_id, PublishedRun.id).where(
        PublishedRun.publication_id == there.id, PublishedRun.plan_id == there.plan_id
    )
    return {row.run_id: row.id for row in unit.session.execute(rows)}


def _write(
    unit: Unit, kind: type[JourneySet | PublishedRun], publication: Publication, rows: list[dict[str, Any]]
) -> None:
    """Many rows at once, past the log: they are made from the plan, whose publication the log has."""
    stamps = {
        "created_at": unit.now,
        "created_by": unit.actor.account_id,
        "changed_at": unit.now,
        "version": 1,
        "publication_id": publication.id,
        "campaign_id": publication.campaign_id,
    }
    if rows:
        unit.session.execute(insert(kind), [{"id": new_id(), **stamps, **row} for row in rows])


def _tell_requests(unit: Unit, made: Content) -> None:
    advance(unit, [card.demand_id for card in made.journeys if card.served], "planned")
    advance(unit, [card.demand_id for card in made.journeys if not card.served], "checked")
