"""The passenger registration sheet of a published run."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path

from api.http.account_schemas import RowId
from api.http.context import ID_PATTERN, Here
from api.http.documented import errors
from api.http.people_schemas import Fields, ManifestAnswer, PassengerAnswer, StopAnswer, TemperatureAnswer
from api.http.signed_in import Signed
from api.service.people.manifest import Manifest, Passenger, manifest, published_run

router = APIRouter(prefix="/publications", tags=["workers"])

_RunId = Annotated[str, Path(description="The run's id in the plan", pattern=ID_PATTERN, examples=["coach-1"])]


@router.get(
    "/{row_id}/runs/{run_id}/manifest", summary="Who sits where on a run?", responses=errors(401, 403, 404, 422)
)
def read_manifest(row_id: RowId, run_id: _RunId, actor: Signed, here: Here) -> ManifestAnswer:
    """Names and numbers are clear here for whoever may read them; an employer sees its own workers.

    A carrier reads names and seats alone, where the campaign says so, from a day before the departure until a day after
    the arrival.

    Every reading is noted in the audit log.
    """
    with here.database.write(actor) as unit:
        return _told(manifest(unit, here.vault, published_run(unit, row_id, run_id)))


def _told(sheet: Manifest) -> ManifestAnswer:
    run = sheet.run
    return ManifestAnswer(
        publication_id=run.publication_id,
        plan_id=run.plan_id,
        run_id=run.run_id,
        mode=run.mode,
        name=run.name,
        vehicle=run.vehicle,
        stops=[StopAnswer.model_validate(dict(stop)) for stop in sheet.stops],
        isolation_seats=list(sheet.isolation),
        columns=[TemperatureAnswer.model_validate(column) for column in sheet.columns],
        passengers=[_passenger(passenger, len(sheet.columns)) for passenger in sheet.passengers],
    )


def _passenger(passenger: Passenger, columns: int) -> PassengerAnswer:
    return PassengerAnswer(
        seat=passenger.seat,
        origin_id=passenger.origin_id,
        place=passenger.place,
        employer_id=passenger.employer_id,
        employer=passenger.employer,
        board_seq=passenger.board_seq,
        alight_seq=passenger.alight_seq,
        worker_id=passenger.worker_id,
        health=passenger.health,
        temperatures=[None] * columns,
        person=Fields(**passenger.fields),
    )
