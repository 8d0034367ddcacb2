"""Publications: one plan of a campaign, read by everybody for their own."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Response

from api.http.account_schemas import PRINTABLE, RowId
from api.http.context import Here
from api.http.cross import Listed, Once, Pages, listed, tag
from api.http.documented import errors
from api.http.publishing_schemas import JourneysAnswer, PublicationAnswer, PublicationBody, RunAnswer
from api.http.signed_in import Signed
from api.service.policy import find
from api.service.publishing import reading as room
from api.service.publishing.publish import prepare, publish
from api.service.publishing.tables import JourneySet, Publication, PublishedRun
from api.service.store import ID_PATTERN

router = APIRouter(tags=["publications"])

_READ = errors(401, 403, 404, 422)
_OneOf = Annotated[str | None, Query(pattern=ID_PATTERN)]


@router.post(
    "/campaigns/{campaign_id}/publications",
    summary="Publish a plan",
    status_code=201,
    responses=errors(401, 403, 404, 409, 412, 413, 415, 422, 429),
)
def create_publication(
    campaign_id: RowId, body: PublicationBody, actor: Signed, here: Here, once: Once, response: Response
) -> PublicationAnswer:
    """The campaign goes by this plan from now on; a newer one takes its place with the fewest changes.

    The plan that is published already stays so, and nothing happens. 409 tells of offers that do not hold any more.
    """
    with here.database.read(actor) as unit:
        made = once.known(unit)
        prepared = None if made is not None else prepare(unit, campaign_id, body.plan_id)
    if prepared is not None:
        with here.database.write(actor) as unit:
            made = once.once(unit, lambda: publish(unit, prepared, despite_offers=body.despite_offers).id)
    return read_publication(str(made), actor, here, response)


@router.get("/campaigns/{campaign_id}/publications", summary="List publications", responses=_READ)
def list_publications(campaign_id: RowId, actor: Signed, here: Here, pages: Pages) -> Listed[PublicationAnswer]:
    """The newest first."""
    with here.database.read(actor) as unit:
        found = room.publications(unit, campaign_id, cursor=pages.cursor, limit=pages.limit)
        return Listed[PublicationAnswer](
            **listed(found, lambda row: PublicationAnswer(**room.shown_publication(row, actor)))
        )


@router.get("/campaigns/{campaign_id}/publication", summary="Read the current publication", responses=_READ)
def read_current_publication(campaign_id: RowId, actor: Signed, here: Here, response: Response) -> PublicationAnswer:
    """The one that the campaign goes by."""
    with here.database.read(actor) as unit:
        row = room.current_publication(unit, campaign_id)
        tag(response, row)
        return PublicationAnswer(**room.shown_publication(row, actor))


@router.get("/publications/{publication_id}", summary="Read a publication", responses=_READ)
def read_publication(publication_id: RowId, actor: Signed, here: Here, response: Response) -> PublicationAnswer:
    """One that is or was current."""
    with here.database.read(actor) as unit:
        row = find(unit, Publication, publication_id, what="publication")
        tag(response, row)
        return PublicationAnswer(**room.shown_publication(row, actor))


@router.get("/publications/{publication_id}/journeys", summary="Read journeys", responses=_READ)
def list_journeys(
    publication_id: RowId,
    actor: Signed,
    here: Here,
    pages: Pages,
    employer_id: _OneOf = None,
    changed: Annotated[bool, Query(description="Only those that the publication changed")] = False,
) -> Listed[JourneysAnswer]:
    """A row for each demand: who travels when, from where, by what; who stays behind; what changed for whom."""
    with here.database.read(actor) as unit:
        found = room.journeys(
            unit, publication_id, employer_id=employer_id, changed=changed, cursor=pages.cursor, limit=pages.limit
        )
        return Listed[JourneysAnswer](**listed(found, lambda row: JourneysAnswer(**room.shown_journeys(row, actor))))


@router.get("/journeys/{journeys_id}", summary="Read a demand's journeys", responses=_READ)
def read_journeys(journeys_id: RowId, actor: Signed, here: Here, response: Response) -> JourneysAnswer:
    """One demand of one publication."""
    with here.database.read(actor) as unit:
        row = find(unit, JourneySet, journeys_id, what="demand of a publication")
        tag(response, row)
        return JourneysAnswer(**room.shown_journeys(row, actor))


@router.get("/publications/{publication_id}/runs", summary="Read runs", responses=_READ)
def list_runs(
    publication_id: RowId,
    actor: Signed,
    here: Here,
    pages: Pages,
    carrier_id: _OneOf = None,
    vehicle: Annotated[str | None, Query(description="A vehicle's", max_length=80, pattern=PRINTABLE)] = None,
) -> Listed[RunAnswer]:
    """A carrier's own as duties: stops with heads, breaks, the coach's outing; an escort's the runs in hand."""
    with here.database.read(actor) as unit:
        found = room.runs(
            unit, publication_id, carrier_id=carrier_id, vehicle=vehicle, cursor=pages.cursor, limit=pages.limit
        )
        return Listed[RunAnswer](**listed(found, lambda row: RunAnswer(**room.shown_run(row, actor))))


@router.get("/runs/{row_id}", summary="Read a run", responses=_READ)
def read_run(row_id: RowId, actor: Signed, here: Here, response: Response) -> RunAnswer:
    """One run of one publication."""
    with here.database.read(actor) as unit:
        row = find(unit, PublishedRun, row_id, what="run")
        tag(response, row)
        return RunAnswer(**room.shown_run(row, actor))
