"""Places 1…headcount of an origin, and the named workers who take them; the rest stay unnamed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from api.service.people.tables import Worker
from api.service.people.vault import Vault
from api.service.people.workers import fields_of
from api.service.policy import require
from api.service.policy.finding import find
from api.service.requests.filing import nameable
from api.service.requests.tables import Request, RequestOrigin
from api.service.store import ConflictError, InvalidError, NotFoundError, Unit
from scenarios import FileFault
from scenarios.places.names import bare_name


@dataclass(frozen=True, slots=True, kw_only=True)
class OriginPlaces:
    """One origin: its headcount, and the workers' ids by the places that are taken."""

    origin: RequestOrigin
    taken: Mapping[int, str]


class FreePlaces:
    """The free places of a request, handed out lowest first."""

    def __init__(self, unit: Unit, request: Request) -> None:
        self._free = {origin.id: _free(unit, origin) for origin in request.origins}
        self._named: dict[str, list[str]] = {}
        for origin in request.origins:
            for name in {origin.place_name, bare_name(origin.place_name)} - {""}:
                self._named.setdefault(name, []).append(origin.id)

    def take(self, pickup: str, home: str) -> tuple[str, int] | None:
        """A place of the origin that the pickup names, or the home where no pickup is said; of the only origin, if
        there is but one. None where no origin is meant, or the one that is meant is full.

        A pickup that no origin has is not replaced by the home: somebody would wait at the wrong place.
        """
        wish = pickup or home
        origin_id = self._meant(wish) if wish else None
        if origin_id is None:
            if len(self._free) != 1:
                return None
            origin_id = next(iter(self._free))
        place = next(self._free[origin_id], None)
        return None if place is None else (origin_id, place)

    def _meant(self, wish: str) -> str | None:
        found = self._named.get(wish) or self._named.get(bare_name(wish)) or []
        return found[0] if len(found) == 1 else None


def places_of(unit: Unit, request_id: str) -> list[OriginPlaces]:
    """The origins of a request with who holds which place. Raises NotFoundError, DeniedError."""
    request = find(unit, Request, request_id, what="request")
    require(unit.actor, "list", "places", request)
    taken = _taken(unit, [origin.id for origin in request.origins])
    return [OriginPlaces(origin=origin, taken=taken.get(origin.id, {})) for origin in request.origins]


def assign(unit: Unit, worker_id: str, origin_id: str, place: int | None, version: int | None) -> Worker:
    """Gives the worker that place, or the lowest free one; a worker who has another place moves.

    Raises InvalidError for a place above the headcount, ConflictError where somebody else holds it, NotFoundError.
    """
    worker, request = _held(unit, worker_id, version)
    origin = next((origin for origin in request.origins if origin.id == origin_id), None)
    if origin is None:
        raise NotFoundError(f"The request {request.id} has no origin {origin_id}. Maybe its list has the right one.")
    taken = _taken(unit, [origin_id]).get(origin_id, {})
    heads = origin.headcount or 0
    if place is None:
        place = next((n for n in range(1, heads + 1) if taken.get(n, worker_id) == worker_id), None)
        if place is None:
            raise ConflictError(f"All {heads} places of {origin.place_name} are taken. Maybe raise its headcount.")
    if not 1 <= place <= heads:
        fault = FileFault(place="place", column="place", value=place, expected=f"a place from 1 to {heads}")
        raise InvalidError("There is no such place, nothing was done.", [fault])
    if taken.get(place, worker_id) != worker_id:
        raise ConflictError(f"Place {place} of {origin.place_name} is taken. Maybe release it first.")
    worker.origin_id, worker.place = origin_id, place
    return worker


def release(unit: Unit, worker_id: str, version: int | None) -> Worker:
    """Takes the worker's place away; the name stays. Raises NotFoundError, StaleError."""
    worker, _ = _held(unit, worker_id, version)
    worker.origin_id = worker.place = None
    return worker


def fill(unit: Unit, vault: Vault, request_id: str) -> int:
    """Gives every worker without a place the lowest free one of the origin that pickup or home names; how many."""
    request = nameable(unit, request_id)
    require(unit.actor, "change", "places", request)
    free, count = FreePlaces(unit, request), 0
    workers = waiting(unit, request_id)
    known = fields_of(unit, vault, workers)
    for worker in workers:
        fields = known.get(worker.id, {})
        found = free.take(fields.get("pickup", ""), fields.get("home_county", ""))
        if found is not None:
            worker.origin_id, worker.place = found
            count += 1
    return count


def waiting(unit: Unit, request_id: str) -> Sequence[Worker]:
    """The workers of a request who have no place."""
    chosen = select(Worker).where(
        Worker.request_id == request_id, Worker.origin_id.is_(None), Worker.deleted_at.is_(None)
    )
    return unit.session.scalars(chosen.order_by(Worker.id)).all()


def _held(unit: Unit, worker_id: str, version: int | None) -> tuple[Worker, Request]:
    worker = find(unit, Worker, worker_id, what="worker")
    request = nameable(unit, worker.request_id)
    require(unit.actor, "change", "places", worker)
    return unit.expect(worker, version), request


def _free(unit: Unit, origin: RequestOrigin) -> Iterator[int]:
    """The free places of an origin, ascending. Mostly the taken ones are the first ones, and need not be read."""
    heads, own = origin.headcount or 0, Worker.origin_id == origin.id
    highest, count = unit.session.execute(select(func.max(Worker.place), func.count(Worker.place)).where(own)).one()
    if (highest or 0) == count:
        return iter(range(count + 1, heads + 1))
    taken = set(unit.session.scalars(select(Worker.place).where(own)))
    return (place for place in range(1, heads + 1) if place not in taken)


def _taken(unit: Unit, origin_ids: Iterable[str]) -> dict[str, dict[int, str]]:
    found: dict[str, dict[int, str]] = {}
    chosen = select(Worker.origin_id, Worker.place, Worker.id).where(Worker.origin_id.in_(list(origin_ids)))
    for origin_id, place, worker_id in unit.session.execute(chosen):
        if origin_id is not None and place is not None:
            found.setdefault(origin_id, {})[place] = worker_id
    return found
