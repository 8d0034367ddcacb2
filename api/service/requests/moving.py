"""From state to state: by hand along the table of transitions, and by the record of what is published and travelled."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal, TypeAlias

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from api.service.people.keys import batches
from api.service.policy import require
from api.service.requests.states import TRANSITIONS, State, by_hand, next_states
from api.service.requests.tables import Request, RequestEvent, RequestOrigin
from api.service.store import ConflictError, DeniedError, InvalidError, Unit, new_id
from scenarios import FileFault

Travelled: TypeAlias = Literal["checked", "planned", "travelling", "arrived"]

_ON_RECORD: tuple[Travelled, ...] = ("checked", "planned", "travelling", "arrived")
"""The states that follow the record, in the order of a journey."""


def step(unit: Unit, request: Request, after: State, note: str = "") -> Request:
    """Takes the request to ``after`` by hand, if the table allows it to the actor.

    Raises ConflictError (no such step from here), DeniedError (not for this role), InvalidError (a note is wanted).
    """
    before = request.state
    if not by_hand(before, after):
        ways = ", ".join(next_states(before, unit.actor.role)) or "none"
        raise ConflictError(
            f"Request {request.id} is {before} and cannot become {after}. Maybe one of these is meant: {ways}."
        )
    transition = TRANSITIONS[before, after]
    require(unit.actor, transition.action, "requests", request)
    if unit.actor.role not in transition.roles:
        raise DeniedError(f"From {before} to {after}: not for the role {unit.actor.role}. Maybe ask the bureau.")
    if transition.note and not note.strip():
        fault = FileFault(place="step", column="note", value=note, expected="why, for whoever has to act on it")
        raise InvalidError(f"A request that becomes {after} needs a note.", [fault])
    enter(unit, request, after, note)
    if after == "checked":
        _follow(unit, request, "")
    return request


def enter(unit: Unit, request: Request, after: State, note: str = "") -> None:
    """Sets the state and writes who did it and when. Whether it may be is the caller's business."""
    before = None if request.state == after else request.state
    request.state = after
    unit.add(
        RequestEvent(
            id=new_id(),
            request_id=request.id,
            at=unit.now,
            account_id=unit.actor.account_id,
            role=unit.actor.role,
            before=before,
            after=after,
            note=note.strip(),
        )
    )


def advance(
    unit: Unit, origin_ids: Iterable[str], state: Travelled, *, correct: bool = False, note: str = ""
) -> list[Request]:
    """What a publication or a run's record says of origins; the requests that it took to another state.

    Whoever publishes or records asks for the permission. ``planned``: the published plan serves at least one of the
    origin's workers; ``checked``: it no longer does; ``travelling``: one has boarded; ``arrived``: all who boarded are
    there. Said again it changes nothing. A new plan does not call back who travels: only ``correct`` steps back from
    travelling and arrived. Origins of requests that are withdrawn, closed or under change keep the word for when they
    are checked again. An id that is no origin's is passed over: a snapshot may hold demands from elsewhere.
    """
    moved: list[Request] = []
    wanted = set(origin_ids)
    for request in _requests_of(unit, wanted):
        for origin in request.origins:
            if origin.id in wanted and _may_become(origin, state, correct):
                origin.state = state
        if _follow(unit, request, note):
            moved.append(request)
    return moved


def events(unit: Unit, request: Request) -> Sequence[RequestEvent]:
    """Every step of the request, the first one first."""
    chosen = select(RequestEvent).where(RequestEvent.request_id == request.id).order_by(RequestEvent.id)
    return unit.session.scalars(chosen).all()


def _requests_of(unit: Unit, origin_ids: Iterable[str]) -> Iterable[Request]:
    found: dict[str, Request] = {}
    for ids in batches(origin_ids):
        chosen = (
            select(Request)
            .join(RequestOrigin, RequestOrigin.request_id == Request.id)
            .where(RequestOrigin.id.in_(ids), Request.deleted_at.is_(None))
            .options(selectinload(Request.origins))
        )
        found |= {request.id: request for request in unit.session.scalars(chosen).unique()}
    return [found[request_id] for request_id in sorted(found)]


def _may_become(origin: RequestOrigin, state: Travelled, correct: bool) -> bool:
    forward = _ON_RECORD.index(state) - _ON_RECORD.index(origin.state)
    if forward < 0 and origin.state in ("travelling", "arrived"):
        return correct
    return forward != 0


def _follow(unit: Unit, request: Request, note: str) -> bool:
    """Takes the request where its origins are, step by step; whether it moved."""
    if request.state not in _ON_RECORD:
        return False
    goal = _ON_RECORD.index(_together([origin.state for origin in request.origins]))
    at = start = _ON_RECORD.index(request.state)
    while at != goal:
        at += 1 if goal > at else -1
        enter(unit, request, _ON_RECORD[at], note)
    return at != start


def _together(states: Sequence[str]) -> Travelled:
    """Of a request whose origins are in these states; who is left behind keeps nobody from having arrived."""
    under_way = "travelling" in states or ("arrived" in states and "planned" in states)
    if under_way:
        return "travelling"
    return "arrived" if "arrived" in states else "planned" if "planned" in states else "checked"
