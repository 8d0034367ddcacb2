"""Which place of a demand takes which journey of a newer plan, for the fewest changes."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from api.service.publishing.journeys import Change, Itinerary, differences, minutes_moved, weight
from api.service.publishing.transport import cheapest_flow

Places = Mapping[int, Itinerary | None]
"""What each place 1…headcount of a demand gets; None: stays behind."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """One place in two plans; ``changes`` is empty where everything stays as it was."""

    place: int
    before: Itinerary | None
    after: Itinerary | None
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class _Group:
    """Places that are alike: the same journey before, all of them or none of them with a known worker."""

    before: Itinerary | None
    known: bool
    places: tuple[int, ...]


def first_places(itineraries: Sequence[Itinerary], headcount: int) -> Places:
    """The places of a demand that was never published: in the order of departure, who stays behind last.

    Raises ValueError where the journeys hold more workers than the demand has.
    """
    return _taken(range(1, headcount + 1), _in_order(itineraries), headcount)


def match(
    before: Places, itineraries: Sequence[Itinerary], headcount: int, *, known: Collection[int] = ()
) -> tuple[Move, ...]:
    """The places of a newer plan, in their order; then the places that the demand no longer has.

    Fewest are, in this order: the workers for whom anything changes, the things that change for them, the changes of
    places in ``known`` (a worker of a known name has been told), the minutes that times move. A place keeps its number,
    so who has it stays in it; a demand that shrinks loses its highest numbers. Raises ValueError where the journeys
    hold more workers than the demand has.
    """
    kept = {place: before[place] for place in sorted(before) if place <= headcount}
    fresh = range(len(kept) + 1, headcount + 1)
    groups = _groups(kept | dict.fromkeys(fresh), set(known))
    offers = [*_in_order(itineraries), None]
    room = [i.headcount for i in offers if i is not None]
    if sum(room) > headcount:
        raise ValueError(f"{sum(room)} workers travel, the demand has {headcount}")
    room.append(headcount - sum(room))
    flow = cheapest_flow([len(group.places) for group in groups], room, _costs(groups, offers, headcount))
    after: dict[int, Itinerary | None] = {}
    for at, group in enumerate(groups):
        free = iter(group.places)
        for to, offer in enumerate(offers):
            after |= {next(free): offer for _ in range(flow.get((at, to), 0))}
    moves = [_move(place, kept.get(place), after[place], added=place in fresh) for place in sorted(after)]
    gone = [place for place in sorted(before) if place > headcount]
    return (*moves, *(Move(place=p, before=before[p], after=None, changes=("removed",)) for p in gone))


def _move(place: int, before: Itinerary | None, after: Itinerary | None, *, added: bool) -> Move:
    changes = differences(before, after)
    return Move(place=place, before=before, after=after, changes=("added", *changes) if added else changes)


def _in_order(itineraries: Sequence[Itinerary]) -> list[Itinerary]:
    return sorted(itineraries, key=lambda i: (i.rides, i.headcount, i.itinerary_id))


def _taken(places: range, itineraries: Sequence[Itinerary], headcount: int) -> Places:
    seats = [itinerary for itinerary in itineraries for _ in range(itinerary.headcount)]
    if len(seats) > headcount:
        raise ValueError(f"{len(seats)} workers travel, the demand has {headcount}")
    return dict(zip(places, [*seats, *[None] * (headcount - len(seats))], strict=True))


def _groups(before: Places, known: set[int]) -> list[_Group]:
    def key(place: int) -> tuple[bool, tuple[object, ...], str, bool]:
        there = before[place]
        named = place not in known
        return (True, (), "", named) if there is None else (False, there.rides, there.itinerary_id, named)

    in_order = sorted(before, key=lambda place: (key(place), place))
    return [
        _Group(before[places[0]], places[0] in known, tuple(places))
        for places in (list(alike) for _, alike in groupby(in_order, key=key))
    ]


def _costs(groups: Sequence[_Group], offers: Sequence[Itinerary | None], headcount: int) -> dict[tuple[int, int], int]:
    """The order of aims as one number: a base above all that the smaller aims can add up to."""
    moved = [[minutes_moved(group.before, offer) for offer in offers] for group in groups]
    base = headcount * max(4, 1 + max((minutes for row in moved for minutes in row), default=0)) + 1
    costs = {}
    for at, group in enumerate(groups):
        for to, offer in enumerate(offers):
            changes = differences(group.before, offer)
            told = group.known and bool(changes)
            costs[at, to] = ((bool(changes) * base + weight(changes)) * base + told) * base + moved[at][to]
    return costs
