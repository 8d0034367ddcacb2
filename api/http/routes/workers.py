"""Named workers and the places that they take."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query, Response

from api.http.account_schemas import RowId
from api.http.context import Here
from api.http.cross import Expected, Listed, Once, Pages, tag
from api.http.documented import errors
from api.http.people_schemas import (
    ContactAnswer,
    Fields,
    FilledAnswer,
    NearAnswer,
    NearList,
    OriginPlacesAnswer,
    PlaceBody,
    PlacesAnswer,
    TakenPlace,
    TwiceAnswer,
    WorkerAnswer,
    WorkerBody,
)
from api.http.signed_in import Signed
from api.service.people import contacts, naming, places
from api.service.people.naming import ShownWorker

router = APIRouter(tags=["workers"])

_CHANGE = (401, 403, 404, 408, 409, 412, 413, 415, 422, 428)
_Ventilated = Annotated[bool, Query(description="The coaches drove with open windows")]


@router.get("/requests/{row_id}/workers", summary="List named workers", responses=errors(401, 403, 404, 422))
def list_workers(row_id: RowId, actor: Signed, here: Here, pages: Pages) -> Listed[WorkerAnswer]:
    """Masked, in the order in which they came."""
    with here.database.read(actor) as unit:
        found = naming.workers_of(unit, here.vault, row_id, cursor=pages.cursor, limit=pages.limit)
        return Listed[WorkerAnswer](items=[_told(worker) for worker in found.items], next=found.next)


@router.post(
    "/requests/{row_id}/workers",
    summary="Add a worker",
    status_code=201,
    responses=errors(401, 403, 404, 408, 409, 413, 415, 422),
)
def create_worker(
    row_id: RowId, body: WorkerBody, actor: Signed, here: Here, once: Once, response: Response
) -> WorkerAnswer:
    """One by one what a roster does for many."""
    with here.database.write(actor) as unit:
        worker_id = once.once(unit, lambda: naming.add_worker(unit, here.vault, row_id, body.given()).row.id)
        shown = naming.shown_worker(unit, here.vault, worker_id)
        tag(response, shown.row)
        return _told(shown)


@router.get("/workers/{row_id}", summary="Read a worker", responses=errors(401, 403, 404, 422))
def read_worker(row_id: RowId, actor: Signed, here: Here, response: Response) -> WorkerAnswer:
    """Masked."""
    with here.database.read(actor) as unit:
        shown = naming.shown_worker(unit, here.vault, row_id)
        tag(response, shown.row)
        return _told(shown)


@router.patch("/workers/{row_id}", summary="Correct a worker", responses=errors(*_CHANGE))
def change_worker(
    row_id: RowId, body: WorkerBody, version: Expected, actor: Signed, here: Here, response: Response
) -> WorkerAnswer:
    """What is left out stays as it is."""
    with here.database.write(actor) as unit:
        shown = naming.change_worker(unit, here.vault, row_id, body.given(), version)
        tag(response, shown.row)
        return _told(shown)


@router.delete("/workers/{row_id}", summary="Take a worker off", status_code=204, responses=errors(*_CHANGE))
def delete_worker(row_id: RowId, version: Expected, actor: Signed, here: Here) -> None:
    """The place is free again; the name is gone for good, also from the log and from backups."""
    with here.database.write(actor) as unit:
        naming.remove_worker(unit, row_id, version)


@router.put("/workers/{row_id}/place", summary="Give a worker a place", responses=errors(*_CHANGE))
def assign_place(
    row_id: RowId, body: PlaceBody, version: Expected, actor: Signed, here: Here, response: Response
) -> WorkerAnswer:
    """A worker who has another place moves."""
    with here.database.write(actor) as unit:
        row = places.assign(unit, row_id, body.origin_id, body.place, version)
        unit.session.flush()
        tag(response, row)
        return _told(naming.shown_worker(unit, here.vault, row_id))


@router.delete("/workers/{row_id}/place", summary="Release a worker's place", responses=errors(*_CHANGE))
def release_place(row_id: RowId, version: Expected, actor: Signed, here: Here, response: Response) -> WorkerAnswer:
    """The worker stays on the request."""
    with here.database.write(actor) as unit:
        row = places.release(unit, row_id, version)
        unit.session.flush()
        tag(response, row)
        return _told(naming.shown_worker(unit, here.vault, row_id))


@router.get("/requests/{row_id}/places", summary="Who has which place?", responses=errors(401, 403, 404, 422))
def list_places(row_id: RowId, actor: Signed, here: Here) -> PlacesAnswer:
    """By origin; what is not taken is unnamed."""
    with here.database.read(actor) as unit:
        found = [
            OriginPlacesAnswer(
                origin_id=own.origin.id,
                name=own.origin.place_name,
                headcount=own.origin.headcount or 0,
                taken=[TakenPlace(place=place, worker_id=own.taken[place]) for place in sorted(own.taken)],
            )
            for own in places.places_of(unit, row_id)
        ]
        return PlacesAnswer(origins=found)


@router.post(
    "/requests/{row_id}/places/fill",
    summary="Give every worker a place",
    responses=errors(401, 403, 404, 409, 422),
)
def fill_places(row_id: RowId, actor: Signed, here: Here) -> FilledAnswer:
    """The lowest free place of the origin that pickup or home names. Done again it changes nothing."""
    with here.database.write(actor) as unit:
        return FilledAnswer(placed=places.fill(unit, here.vault, row_id))


@router.get("/workers/{row_id}/contacts", summary="Who sat near a worker?", responses=errors(401, 403, 404, 422))
def list_contacts(row_id: RowId, actor: Signed, here: Here, ventilated: _Ventilated = False) -> NearList:
    """Close contacts by seat, in the published plan. Who asked is noted in the audit log."""
    with here.database.write(actor) as unit:
        origin_id, place = contacts.place_of(unit, row_id)
        return _near(contacts.who_sat_near(unit, here.vault, origin_id, place, ventilated=ventilated))


@router.get(
    "/origins/{row_id}/places/{place}/contacts", summary="Who sat near a place?", responses=errors(401, 403, 404, 422)
)
def list_contacts_of_place(
    row_id: RowId,
    place: Annotated[int, Path(ge=1, le=100_000, description="Its number", examples=[1])],
    actor: Signed,
    here: Here,
    ventilated: _Ventilated = False,
) -> NearList:
    """The same for a place that nobody is named for."""
    with here.database.write(actor) as unit:
        return _near(contacts.who_sat_near(unit, here.vault, row_id, place, ventilated=ventilated))


@router.get("/campaigns/{row_id}/named-twice", summary="Who is on two requests?", responses=errors(401, 403, 404, 422))
def list_named_twice(row_id: RowId, actor: Signed, here: Here) -> TwiceAnswer:
    """By document, found without opening any name."""
    with here.database.read(actor) as unit:
        return TwiceAnswer(items=naming.claimed_twice(unit, row_id))


def _told(worker: ShownWorker) -> WorkerAnswer:
    row = worker.row
    return WorkerAnswer(
        id=row.id,
        created_at=row.created_at,
        changed_at=row.changed_at,
        version=row.version,
        request_id=row.request_id,
        employer_id=row.employer_id,
        origin_id=row.origin_id,
        place=row.place,
        person=Fields(**worker.fields),
    )


def _near(found: list[contacts.Near]) -> NearList:
    return NearList(
        items=[
            NearAnswer(
                publication_id=near.run.publication_id,
                run_id=near.run.run_id,
                mode=near.run.mode,
                seat=near.seat,
                rule=near.rule,
                contacts=[_contact(contact) for contact in near.contacts],
            )
            for near in found
        ]
    )


def _contact(contact: contacts.Contact) -> ContactAnswer:
    return ContactAnswer(
        seat=contact.seat,
        origin_id=contact.origin_id,
        place=contact.place,
        employer_id=contact.employer_id,
        employer=contact.employer,
        worker_id=contact.worker_id,
        person=Fields(**contact.fields),
    )
