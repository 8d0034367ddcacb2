"""Every request is whole, as its employer was told, and went its way step by step."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from sqlalchemy import select

from api.service.people.sealing import SealError
from api.service.people.tables import Worker, WorkerKey
from api.service.people.vault import Vault
from api.service.people.workers import fields_of
from api.service.requests.contact import contact_of
from api.service.requests.moving import events
from api.service.requests.states import TRANSITIONS
from api.service.requests.tables import Request
from api.service.store import Unit
from benchmarks.kills.acknowledged import Acknowledged, Filed, Said


def faults_of_requests(unit: Unit, vault: Vault, told: Acknowledged) -> Iterator[str]:
    """Requests with their origins, contacts, steps and named workers."""
    filed = {one.request_id: one for one in told.requests.values()}
    for request in unit.session.scalars(select(Request).where(Request.created_by.is_not(None))):
        yield from _halves(unit, vault, request)
        yield from _steps(unit, request)
        if request.id in filed:
            yield from _otherwise(unit, request, filed[request.id])
    yield from _of_workers(unit, vault)


def _halves(unit: Unit, vault: Vault, request: Request) -> Iterator[str]:
    """What one call writes in several rows."""
    if [origin.number for origin in request.origins] != list(range(1, len(request.origins) + 1)) or not request.origins:
        yield f"{request.id}: half a request, it has the origins {[origin.number for origin in request.origins]}"
    if None in [origin.headcount for origin in request.origins]:
        yield f"{request.id}: half a request, an origin has no heads"
    try:
        contact = contact_of(unit, vault, request)
    except SealError as error:
        yield f"{request.id}: half a request, {error}"
        return
    if contact is None or not contact.name or not contact.phone:
        yield f"{request.id}: half a request, its contact or the key to it is missing"


def _steps(unit: Unit, request: Request) -> Iterator[str]:
    found = events(unit, request)
    ways = [(event.before, event.after) for event in found]
    if not ways or ways[0] != (None, "draft"):
        yield f"{request.id}: its history does not begin with the draft: {ways[:1]}"
    for (_, at), (before, after) in pairwise(ways):
        if before != at or (before, after) not in TRANSITIONS:
            yield f"{request.id}: its history goes from {at} on with {before} to {after}"
    if ways and ways[-1][1] != request.state:
        yield f"{request.id}: {request.state}, but its history ends with {ways[-1][1]}"
    planned = "planned" in [origin.state for origin in request.origins]
    if request.state in ("checked", "planned") and planned != (request.state == "planned"):
        yield f"{request.id}: {request.state}, its origins are {[origin.state for origin in request.origins]}"


def _otherwise(unit: Unit, request: Request, filed: Filed) -> Iterator[str]:
    """Where it is not as it was answered, or as was sent last without an answer."""
    there = Said(remarks=request.remarks, heads=tuple(origin.headcount or 0 for origin in request.origins))
    if there not in (filed.said, filed.doubtful):
        yield f"{request.id}: answered as {filed.said}, it says {there}"
    if request.version < filed.version or request.deleted_at is not None:
        yield f"{request.id}: answered in version {filed.version}, it is {request.version}"
    changed = ("checked", "submitted")  # a change of a checked request, not a step that somebody took
    counts = Counter(event.after for event in events(unit, request) if (event.before, event.after) != changed)
    for step, times in filed.steps.items():
        if counts[step] < times:
            yield f"{request.id}: {step} {times} times by answers, {counts[step]} times by its history"


def _of_workers(unit: Unit, vault: Vault) -> Iterator[str]:
    workers = unit.session.scalars(select(Worker).where(Worker.deleted_at.is_(None))).all()
    keys = set(unit.session.scalars(select(WorkerKey.holder_id).where(WorkerKey.kind == "worker")))
    requests = set(unit.session.scalars(select(Request.id)))
    yield from (f"{key}: the key of a worker who is missing" for key in sorted(keys - {row.id for row in workers}))
    try:
        opened = fields_of(unit, vault, workers)
    except SealError as error:
        yield f"named workers: {error}"
        return
    for row in workers:
        if row.id not in opened or not opened[row.id].get("name"):
            yield f"{row.id}: half a named worker, the key is missing"
        if row.request_id not in requests:
            yield f"{row.id}: a named worker of the request {row.request_id}, which is missing"
