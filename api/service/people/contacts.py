"""Who sat near somebody: the rules for close contacts by kind of vehicle, answered to few and always noted.

In a closed coach everyone of the run is a contact; with open windows who sat within three rows. On a train everyone of
the same carriage, in an aircraft who sat within three rows; in both while they were aboard together. (Rules for close
contacts in vehicles, 2022: same row and three before and behind in aircraft and ventilated coaches, the whole carriage
of a closed air-conditioned train, everyone in a closed coach.)
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from sqlalchemy import select

from api.service.people.manifest import employer_names, holders
from api.service.people.seats import row_of, seat_key, unit_of
from api.service.people.tables import Seating, Worker
from api.service.people.vault import Vault
from api.service.people.workers import masked_fields
from api.service.policy import require
from api.service.policy.finding import find
from api.service.publishing.tables import Publication, PublishedRun
from api.service.requests.tables import RequestOrigin
from api.service.store import InvalidError, Unit
from scenarios import FileFault

ROWS = 3

Rule: TypeAlias = Literal["whole_coach", "same_carriage", "rows"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """One who sat near: the seat, the place of which origin, and the named worker, masked, if there is one."""

    seat: str
    origin_id: str
    place: int
    employer_id: str
    employer: str
    worker_id: str | None
    fields: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Near:
    """The contacts on one run, and by which rule."""

    run: PublishedRun
    seat: str
    rule: Rule
    contacts: Sequence[Contact]


def who_sat_near(unit: Unit, vault: Vault, origin_id: str, place: int, *, ventilated: bool = False) -> list[Near]:
    """Contacts of whoever had that place, run by run, in the plan that is published now.

    ``ventilated``: the coaches drove with open windows. Names are masked; the run's manifest has them clear. The unit
    must write, for the reading is noted. Raises DeniedError, NotFoundError, InvalidError for a place that is none.
    """
    require(unit.actor, "read", "contacts")
    origin = find_origin(unit, origin_id)
    if not 1 <= place <= (origin.headcount or 0):
        expected = f"a place from 1 to {origin.headcount or 0}"
        fault = FileFault(place="query", column="place", value=place, expected=expected)
        raise InvalidError("There is no such place.", [fault])
    unit.note("read", "contacts", origin_id, after={"place": place, "ventilated": ventilated})
    return [_near(unit, vault, run, own, place, ventilated) for run, own in _rides(unit, origin_id, place)]


def find_origin(unit: Unit, origin_id: str) -> RequestOrigin:
    """The origin, whoever asks. Raises NotFoundError."""
    return unit.get(RequestOrigin, origin_id, what="origin")


def place_of(unit: Unit, worker_id: str) -> tuple[str, int]:
    """Origin and place of a worker whose contacts are wanted.

    Raises DeniedError, NotFoundError, InvalidError for one without a place.
    """
    require(unit.actor, "read", "contacts")
    worker = find(unit, Worker, worker_id, what="worker")
    if worker.origin_id is None or worker.place is None:
        fault = FileFault(place="path", column="worker_id", value=worker_id, expected="a worker who has a place")
        raise InvalidError("This worker has no place, and so no seat.", [fault])
    return worker.origin_id, worker.place


def _rides(unit: Unit, origin_id: str, place: int) -> list[tuple[PublishedRun, Seating]]:
    chosen = (
        select(PublishedRun, Seating)
        .join(Publication, Publication.id == PublishedRun.publication_id)
        .join(Seating, (Seating.plan_id == PublishedRun.plan_id) & (Seating.run_id == PublishedRun.run_id))
        .where(Publication.superseded_at.is_(None), Seating.origin_id == origin_id)
        .order_by(PublishedRun.departs_at, Seating.id)
    )
    return [(run, own) for run, own in unit.session.execute(chosen) if place in own.places]


def _near(unit: Unit, vault: Vault, run: PublishedRun, own: Seating, place: int, ventilated: bool) -> Near:
    seat = own.seats[own.places.index(place)]
    rule: Rule = "rows"
    if run.mode in ("train", "carriage"):
        rule = "same_carriage"
    elif run.mode == "coach" and not ventilated:
        rule = "whole_coach"
    everyone = unit.session.scalars(
        select(Seating).where(Seating.plan_id == run.plan_id, Seating.run_id == run.run_id)
    ).all()
    near = [
        (group, number, other)
        for group in everyone
        for number, other in zip(group.places, group.seats, strict=True)
        if (group.origin_id, number) != (own.origin_id, place)
        and is_near(rule, (seat, own.board_seq, own.alight_seq), (other, group.board_seq, group.alight_seq))
    ]
    return Near(run=run, seat=seat, rule=rule, contacts=_shown(unit, vault, near))


Ridden: TypeAlias = tuple[str, int, int]
"""A seat, and from which stop to which somebody had it."""


def is_near(rule: Rule, mine: Ridden, other: Ridden) -> bool:
    """Whether two who rode the same run are contacts by the rule."""
    if rule == "whole_coach":
        return True
    together = mine[1] < other[2] and other[1] < mine[2]
    if not together or unit_of(mine[0]) != unit_of(other[0]):
        return False
    return rule == "same_carriage" or abs(row_of(mine[0]) - row_of(other[0])) <= ROWS


def _shown(unit: Unit, vault: Vault, near: Sequence[tuple[Seating, int, str]]) -> list[Contact]:
    groups = [group for group, _, _ in near]
    named = holders(unit, groups)
    aboard = [worker for group, place, _ in near if (worker := named.get((group.origin_id, place))) is not None]
    fields = masked_fields(unit, vault, aboard)
    names = employer_names(unit, {group.employer_id for group in groups})
    found = []
    for group, place, seat in near:
        worker = named.get((group.origin_id, place))
        found.append(
            Contact(
                seat=seat,
                origin_id=group.origin_id,
                place=place,
                employer_id=group.employer_id,
                employer=names.get(group.employer_id, ""),
                worker_id=None if worker is None else worker.id,
                fields={} if worker is None else fields[worker.id],
            )
        )
    return sorted(found, key=lambda contact: seat_key(contact.seat))
