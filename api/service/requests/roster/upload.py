"""A roster taken in: good rows become workers of the request, every broken one is told by row and column."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import func, select

from api.service.actor import Actor
from api.service.campaigns.tables import Campaign
from api.service.people.keys import batches, campaign_key, keys_of
from api.service.people.places import FreePlaces
from api.service.people.sealing import unseal
from api.service.people.tables import Worker, WorkerKey
from api.service.people.vault import Vault
from api.service.people.workers import ChangedWorker, NewWorker, add_workers, by_ids, change_workers
from api.service.policy import require
from api.service.requests.filing import nameable
from api.service.requests.freeze import today_of
from api.service.requests.roster.file import lines
from api.service.requests.roster.reading import GoodRow, RosterReading, RosterReport
from api.service.requests.tables import Request
from api.service.store import Database, Unit

_AT_ONCE = 2500
"""Rows in one transaction: other writers get their turn in between."""


def take_roster(
    database: Database, actor: Actor, vault: Vault, request_id: str, data: bytes, *, most_faults: int = 1000
) -> RosterReport:
    """Takes in a workbook or CSV file. A row whose document is known already corrects that worker.

    The whole file is read before anything is written. It is written in several transactions: if it breaks off, the
    same file sent again adds what is missing and nothing twice. Raises InvalidError for a file that is no roster, and
    what ``nameable`` raises.
    """
    with database.write(actor) as unit:
        request = _open(unit, request_id)
        campaign = unit.get(Campaign, request.campaign_id, what="campaign")
        hash_key = campaign_key(unit, vault, campaign.id)
        reading = RosterReading(today=today_of(unit, campaign), hash_key=hash_key, most_faults=most_faults)
    rows = list(reading.good_rows(lines(data)))
    for at in range(0, len(rows), _AT_ONCE):
        with database.write(actor) as unit:
            _take(unit, vault, _open(unit, request_id), rows[at : at + _AT_ONCE], reading.report)
    with database.write(actor) as unit:
        _finish(unit, _open(unit, request_id), reading.report)
    return reading.report


def _open(unit: Unit, request_id: str) -> Request:
    request = nameable(unit, request_id)
    require(unit.actor, "create", "rosters", request)
    return request


def _take(unit: Unit, vault: Vault, request: Request, rows: Sequence[GoodRow], report: RosterReport) -> None:
    known = _known(unit, request.id, [row.digest for row in rows])
    free = FreePlaces(unit, request)
    new = []
    for row in rows:
        if row.digest in known:
            continue
        place = free.take(*row.wishes)
        report.without_place += place is None
        origin_id, number = place or (None, None)
        new.append(NewWorker(plain=row.plain, digest=row.digest, origin_id=origin_id, place=number))
    add_workers(unit, vault, request, new)
    again = {known[row.digest]: row.plain for row in rows if row.digest in known}
    changed = _change(unit, vault, again)
    report.added += len(new)
    report.changed += changed
    report.unchanged += len(again) - changed


def _change(unit: Unit, vault: Vault, plain: Mapping[str, bytes]) -> int:
    """Seals what is new of workers who are there already; of how many."""
    keys = keys_of(unit, vault, plain)
    changed = [
        ChangedWorker(row=row, key=keys[row.id], plain=plain[row.id])
        for row in by_ids(unit, Worker.id, plain)
        if row.id in keys and (row.sealed is None or unseal(keys[row.id], row.id, row.sealed) != plain[row.id])
    ]
    change_workers(unit, changed)
    return len(changed)


def _known(unit: Unit, request_id: str, digests: Sequence[bytes]) -> Mapping[bytes, str]:
    """The workers of a request by their documents' hashes, those of ``digests`` that are there."""
    found: dict[bytes, str] = {}
    for some in batches(digests):
        chosen = select(WorkerKey.digest, WorkerKey.holder_id).where(
            WorkerKey.request_id == request_id, WorkerKey.digest.in_(some)
        )
        found |= {digest: holder_id for digest, holder_id in unit.session.execute(chosen) if digest}
    return found


def _finish(unit: Unit, request: Request, report: RosterReport) -> None:
    counted = select(func.count()).where(Worker.request_id == request.id, Worker.deleted_at.is_(None))
    report.named = unit.session.scalar(counted) or 0
    report.headcount = sum(origin.headcount or 0 for origin in request.origins)
    counts = {name: getattr(report, name) for name in ("rows", "broken", "added", "changed", "unchanged")}
    unit.note("upload", "rosters", request.id, after=counts)
