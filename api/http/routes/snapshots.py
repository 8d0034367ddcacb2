"""Snapshots: what is planned, kept for ever; to be taken away, and compared."""

from __future__ import annotations

import io
import tempfile
import zipfile
from pathlib import Path as FilePath
from typing import Annotated

from fastapi import APIRouter, Query, Response

from api.http.account_schemas import RowId
from api.http.context import Here, LangQuery
from api.http.cross import Listed, Once, Pages, listed
from api.http.documented import content, errors
from api.http.offer_schemas import (
    ChangedField,
    SnapshotAnswer,
    SnapshotBody,
    SnapshotChange,
    SnapshotDifferenceAnswer,
)
from api.http.routes.cases import attachment
from api.http.signed_in import Signed
from api.http.upload import JSON_TYPE, XLSX_TYPE
from api.service.campaigns import snapshots as room
from api.service.campaigns.differing import Change, difference
from api.service.campaigns.tables import Profile, Snapshot
from api.service.store import ID_PATTERN, Unit
from scenarios import Scenario, dumps_json, save
from scenarios.to_folder import folder_files

router = APIRouter(tags=["campaigns"])

_ID = "0ch3d5a9k2x7m1q8v4t6w0y2z6"
ZIP_TYPE = "application/zip"
_MANY_DAYS = {"Cache-Control": "private, max-age=31536000, immutable"}
_READ = errors(401, 403, 404, 422)


def _told(unit: Unit, row: Snapshot) -> SnapshotAnswer:
    rules = unit.session.get_one(Profile, row.profile_id)
    plain = {name: getattr(row, name) for name in SnapshotAnswer.model_fields if hasattr(row, name)}
    return SnapshotAnswer(**plain, profile=rules.name, edition=rules.edition)


@router.get("/campaigns/{campaign_id}/snapshots", summary="List snapshots", responses=_READ)
def list_snapshots(campaign_id: RowId, actor: Signed, here: Here, pages: Pages) -> Listed[SnapshotAnswer]:
    """The newest first."""
    with here.database.read(actor) as unit:
        found = room.snapshots(unit, campaign_id, cursor=pages.cursor, limit=pages.limit)
        return Listed[SnapshotAnswer](**listed(found, lambda row: _told(unit, row)))


@router.post(
    "/campaigns/{campaign_id}/snapshots",
    summary="Take a snapshot",
    status_code=201,
    responses=errors(401, 403, 404, 409, 413, 415, 422),
)
def create_snapshot(campaign_id: RowId, body: SnapshotBody, actor: Signed, here: Here, once: Once) -> SnapshotAnswer:
    """Checked requests, accepted offers, ground and rules as one scenario. The same content is the same snapshot.

    What cannot be planned is told all at once, each fault by its request, offer or site and the field.
    """
    with here.database.read(actor) as unit:
        if (before := once.known(unit)) is not None:
            return _told(unit, room.snapshot_of(unit, before))
        built = room.build_snapshot(unit, campaign_id, travelled=body.travelled)
    with here.database.write(actor) as unit:
        made = once.once(unit, lambda: room.keep_snapshot(unit, built).id)
        return _told(unit, unit.session.get_one(Snapshot, made))


@router.get("/snapshots/{snapshot_id}", summary="Read a snapshot", responses=_READ)
def read_snapshot(snapshot_id: RowId, actor: Signed, here: Here) -> SnapshotAnswer:
    """What is in it, in numbers."""
    with here.database.read(actor) as unit:
        return _told(unit, room.snapshot_of(unit, snapshot_id))


@router.get(
    "/snapshots/{snapshot_id}/scenario",
    summary="Take a snapshot's scenario away as JSON",
    response_class=Response,
    responses={
        **content(JSON_TYPE, "The scenario as one JSON document", schema={"$ref": "#/components/schemas/Scenario"}),
        **_READ,
    },
)
def read_snapshot_scenario(snapshot_id: RowId, actor: Signed, here: Here) -> Response:
    """The document as every call takes it."""
    return Response(dumps_json(_scenario(here, actor, snapshot_id)), media_type=JSON_TYPE, headers=_MANY_DAYS)


@router.get(
    "/snapshots/{snapshot_id}/workbook",
    summary="Take a snapshot's scenario away as a workbook",
    response_class=Response,
    responses={**content(XLSX_TYPE, "The scenario as a workbook", binary=True), **_READ},
)
def read_snapshot_workbook(snapshot_id: RowId, actor: Signed, here: Here, lang: LangQuery = "en") -> Response:
    """With English or Chinese headings."""
    scenario = _scenario(here, actor, snapshot_id)
    with tempfile.TemporaryDirectory(prefix="fangang-") as folder:
        path = FilePath(folder) / "scenario.xlsx"
        save(scenario, path, lang)
        data = path.read_bytes()
    return Response(data, media_type=XLSX_TYPE, headers={**attachment(f"{snapshot_id}.xlsx"), **_MANY_DAYS})


@router.get(
    "/snapshots/{snapshot_id}/folder",
    summary="Take a snapshot's scenario away as a folder",
    response_class=Response,
    responses={**content(ZIP_TYPE, "The folder of CSV files, zipped", binary=True), **_READ},
)
def read_snapshot_folder(snapshot_id: RowId, actor: Signed, here: Here) -> Response:
    """As the command line reads and plans it."""
    files = folder_files(_scenario(here, actor, snapshot_id))
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name, date_time=(2020, 1, 1, 0, 0, 0)), data, zipfile.ZIP_DEFLATED)
    headers = {**attachment(f"{snapshot_id}.zip"), **_MANY_DAYS}
    return Response(buffer.getvalue(), media_type=ZIP_TYPE, headers=headers)


@router.get("/snapshots/{snapshot_id}/difference", summary="Compare two snapshots", responses=_READ)
def compare_snapshots(
    snapshot_id: RowId,
    actor: Signed,
    here: Here,
    other: Annotated[str, Query(description="The later snapshot's id", pattern=ID_PATTERN, examples=[_ID])],
) -> SnapshotDifferenceAnswer:
    """Which requests, offers, rules and places became different, field by field."""
    with here.database.read(actor) as unit:
        found = difference(unit, snapshot_id, other)
    return SnapshotDifferenceAnswer(same=found.scenarios.none, changes=[_change(change) for change in found.changes])


def _change(change: Change) -> SnapshotChange:
    fields = [ChangedField(name=name, before=before, after=after) for name, before, after in change.fields]
    plain = {name: getattr(change, name) for name in ("what", "change", "table", "row", "id")}
    return SnapshotChange(**plain, fields=fields)


def _scenario(here: Here, actor: Signed, snapshot_id: str) -> Scenario:
    with here.database.read(actor) as unit:
        return room.load_scenario(unit, room.snapshot_of(unit, snapshot_id).id)
