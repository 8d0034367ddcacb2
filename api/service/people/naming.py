"""Named workers one by one: added, corrected, taken away; listed masked. Whole rosters are ``requests.roster``'s."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from api.service.campaigns.tables import Campaign
from api.service.people.keys import campaign_key, destroy, key_of
from api.service.people.person import Person, read_person
from api.service.people.places import FreePlaces
from api.service.people.sealing import packed, unseal_fields
from api.service.people.tables import Worker, WorkerKey
from api.service.people.vault import Vault
from api.service.people.workers import (
    ChangedWorker,
    NewWorker,
    add_workers,
    by_ids,
    change_workers,
    document_digest,
    masked_fields,
)
from api.service.policy import require, visible
from api.service.policy.finding import find
from api.service.requests.filing import nameable
from api.service.requests.freeze import today_of
from api.service.requests.tables import Request
from api.service.store import ConflictError, InvalidError, NotFoundError, Page, Unit, page
from scenarios import FileFault

WORKER = "worker"


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownWorker:
    """A worker as every answer may show one."""

    row: Worker
    fields: Mapping[str, str]


def add_worker(unit: Unit, vault: Vault, request_id: str, given: Mapping[str, Any]) -> ShownWorker:
    """A worker of the request, on the place that pickup or home name if one is free.

    Raises InvalidError with every fault, ConflictError where the request has somebody with that document.
    """
    request = nameable(unit, request_id)
    require(unit.actor, "create", "workers", request)
    person = _read(unit, request, given)
    digest = document_digest(campaign_key(unit, vault, request.campaign_id), person.fields)
    _refuse_known(unit, request, digest)
    place = FreePlaces(unit, request).take(person.fields.get("pickup", ""), person.fields.get("home_county", ""))
    origin_id, number = place or (None, None)
    new = NewWorker(plain=packed(person.fields), digest=digest, origin_id=origin_id, place=number)
    worker_id = add_workers(unit, vault, request, [new])[0]
    return _shown(unit, vault, worker_id)


def change_worker(
    unit: Unit, vault: Vault, worker_id: str, given: Mapping[str, Any], version: int | None
) -> ShownWorker:
    """Takes over the fields that are given; an empty text takes a field away. Raises as ``add_worker``, StaleError."""
    worker = find(unit, Worker, worker_id, what=WORKER, action="change")
    request = nameable(unit, worker.request_id)
    unit.expect(worker, version)
    key = key_of(unit, vault, worker.id)
    if key is None or worker.sealed is None:
        raise NotFoundError(f"The worker {worker_id} is forgotten. Maybe add the person anew.")
    before = unseal_fields(key, worker.id, worker.sealed)
    person = _read(unit, request, before | dict(given))
    digest = document_digest(campaign_key(unit, vault, request.campaign_id), person.fields)
    kept = unit.session.get_one(WorkerKey, worker.id)
    if digest != kept.digest:
        _refuse_known(unit, request, digest)
        kept.digest = digest
    if person.fields != before:
        change_workers(unit, [ChangedWorker(row=worker, key=key, plain=packed(person.fields))])
    return _shown(unit, vault, worker_id)


def remove_worker(unit: Unit, worker_id: str, version: int | None) -> None:
    """Takes the worker off the request and destroys the key: the name is gone for good, also from the log."""
    worker = find(unit, Worker, worker_id, what=WORKER, action="delete")
    nameable(unit, worker.request_id)
    unit.expect(worker, version)
    worker.origin_id = worker.place = worker.sealed = None
    unit.delete(worker)
    destroy(unit, [worker.id])


def workers_of(unit: Unit, vault: Vault, request_id: str, *, cursor: str | None, limit: int) -> Page[ShownWorker]:
    """The workers of a request, masked. Raises NotFoundError, DeniedError."""
    request = find(unit, Request, request_id, what="request")
    require(unit.actor, "list", "workers", request)
    chosen = select(Worker).where(
        Worker.request_id == request.id, Worker.deleted_at.is_(None), visible(unit.actor, Worker)
    )
    found = page(unit, chosen, cursor=cursor, limit=limit)
    fields = masked_fields(unit, vault, found.items)
    return Page(items=[ShownWorker(row=row, fields=fields[row.id]) for row in found.items], next=found.next)


def shown_worker(unit: Unit, vault: Vault, worker_id: str) -> ShownWorker:
    """One worker, masked. Raises NotFoundError, DeniedError."""
    worker = find(unit, Worker, worker_id, what=WORKER)
    return ShownWorker(row=worker, fields=masked_fields(unit, vault, [worker])[worker.id])


def claimed_twice(unit: Unit, campaign_id: str) -> list[list[str]]:
    """Ids of workers who are one person named by several requests of the campaign: for the bureau, which may ask.

    An employer is never told that another one has named the person too. Raises NotFoundError, DeniedError.
    """
    find(unit, Campaign, campaign_id, what="campaign")
    require(unit.actor, "read", "contacts")
    ours = (WorkerKey.campaign_id == campaign_id) & WorkerKey.digest.is_not(None)
    several = select(WorkerKey.digest).where(ours).group_by(WorkerKey.digest).having(func.count() > 1)
    chosen = select(WorkerKey.digest, WorkerKey.holder_id).where(ours, WorkerKey.digest.in_(several))
    found: dict[bytes | None, list[str]] = {}
    for digest, holder_id in unit.session.execute(chosen.order_by(WorkerKey.holder_id)):
        found.setdefault(digest, []).append(holder_id)
    return list(found.values())


def _read(unit: Unit, request: Request, given: Mapping[str, Any]) -> Person:
    campaign = unit.get(Campaign, request.campaign_id, what="campaign")
    outcome = read_person(given, today_of(unit, campaign))
    if isinstance(outcome, Person):
        return outcome
    faults = [
        FileFault(place=WORKER, column=f.column, value=f.value or None, expected=f.expected, advice=f.advice)
        for f in outcome
    ]
    count = "1 field" if len(faults) == 1 else f"{len(faults)} fields"
    raise InvalidError(f"{count} of the worker cannot be used, nothing was done.", faults)


def _refuse_known(unit: Unit, request: Request, digest: bytes) -> None:
    taken = select(WorkerKey.holder_id).where(WorkerKey.request_id == request.id, WorkerKey.digest == digest)
    holder_id = unit.session.scalar(taken)
    if holder_id is not None:
        raise ConflictError(f"The document is on the request already, worker {holder_id}. Maybe change that one.")


def _shown(unit: Unit, vault: Vault, worker_id: str) -> ShownWorker:
    worker = by_ids(unit, Worker.id, [worker_id])[0]
    return ShownWorker(row=worker, fields=masked_fields(unit, vault, [worker])[worker.id])
