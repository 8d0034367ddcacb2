"""Places keep their journeys where they can: against every way to hand them out."""

from __future__ import annotations

from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.service.publishing.journeys import Itinerary, Ride, differences, minutes_moved, weight
from api.service.publishing.matching import Move, first_places, match


def journey(name: str, count: int, *, departs: int = 600, vehicle: str = "V1", stop: str = "P") -> Itinerary:
    ride = Ride(
        departs=departs, arrives=departs + 60, from_id=stop, to_id="W", mode="coach", vehicle=vehicle, run_id=name
    )
    return Itinerary(itinerary_id=name, headcount=count, rides=(ride,))


@st.composite
def plans(draw: st.DrawFn, most: int) -> list[Itinerary]:
    found: list[Itinerary] = []
    left = most
    while left and draw(st.booleans()):
        count = draw(st.integers(1, left))
        left -= count
        found.append(
            journey(
                f"I{len(found)}",
                count,
                departs=draw(st.sampled_from([600, 630, 720])),
                vehicle=draw(st.sampled_from(["V1", "V2"])),
                stop=draw(st.sampled_from(["P", "Q"])),
            )
        )
    return found


@st.composite
def replans(draw: st.DrawFn) -> tuple[int, list[Itinerary], int, list[Itinerary], set[int]]:
    before, after = draw(st.integers(1, 5)), draw(st.integers(1, 5))
    known = draw(st.sets(st.integers(1, before)))
    return before, draw(plans(before)), after, draw(plans(after)), known


def cost(moves: list[tuple[int, Itinerary | None, Itinerary | None]], known: set[int]) -> tuple[int, int, int, int]:
    changes = {place: differences(old, new) for place, old, new in moves}
    return (
        sum(bool(c) for c in changes.values()),
        sum(weight(c) for c in changes.values()),
        sum(place in known for place, c in changes.items() if c),
        sum(minutes_moved(old, new) for _, old, new in moves),
    )


@settings(max_examples=150)
@given(replans())
def test_no_other_way_changes_less(case: tuple[int, list[Itinerary], int, list[Itinerary], set[int]]) -> None:
    before_count, before_plan, headcount, plan, known = case
    before = first_places(before_plan, before_count)
    moves = match(before, plan, headcount, known=known)
    there = [move for move in moves if "removed" not in move.changes]
    assert [move.place for move in there] == list(range(1, headcount + 1))
    seats: list[Itinerary | None] = [itinerary for itinerary in plan for _ in range(itinerary.headcount)]
    seats += [None] * (headcount - len(seats))
    assert sorted(map(repr, seats)) == sorted(repr(move.after) for move in there)
    least = min(
        cost([(p, before.get(p), seat) for p, seat in enumerate(order, start=1)], known)
        for order in set(permutations(seats))
    )
    assert cost([(m.place, m.before, m.after) for m in there], known) == least


@given(replans())
def test_the_order_of_journeys_changes_nothing(
    case: tuple[int, list[Itinerary], int, list[Itinerary], set[int]],
) -> None:
    before_count, before_plan, headcount, plan, known = case
    before = first_places(before_plan, before_count)
    assert match(before, plan[::-1], headcount, known=known) == match(before, plan, headcount, known=known)


def changed(moves: tuple[Move, ...]) -> dict[int, tuple[str, ...]]:
    return {move.place: move.changes for move in moves if move.changes}


def test_the_same_plan_under_other_ids_changes_nothing() -> None:
    before = first_places([journey("I1", 10), journey("I2", 5, departs=700)], 18)
    assert changed(match(before, [journey("X9", 5, departs=700), journey("X1", 10)], 18)) == {}


def test_a_later_coach_is_a_new_time() -> None:
    before = first_places([journey("I1", 3)], 3)
    assert changed(match(before, [journey("I1", 3, departs=615)], 3)) == dict.fromkeys((1, 2, 3), ("time",))


def test_one_of_each_kind() -> None:
    before = first_places([journey("I1", 2), journey("I2", 1, departs=700)], 4)
    moves = match(before, [journey("I1", 1), journey("I2", 1, departs=700, vehicle="V2", stop="Q")], 4)
    assert changed(moves) == {2: ("unserved",), 3: ("stop", "vehicle")}


def test_a_place_that_stayed_behind_and_now_travels_is_served() -> None:
    before = first_places([journey("I1", 2)], 3)
    assert changed(match(before, [journey("I1", 3)], 3)) == {3: ("served",)}


def test_a_demand_that_grows_and_one_that_shrinks() -> None:
    before = first_places([journey("I1", 2)], 2)
    assert changed(match(before, [journey("I1", 3)], 4)) == {3: ("added", "served"), 4: ("added",)}
    assert changed(match(before, [journey("I1", 1)], 1)) == {2: ("removed",)}


def test_who_has_been_told_stays_where_anyone_may_stay() -> None:
    before = first_places([journey("I1", 4)], 4)
    moves = match(before, [journey("I1", 2), journey("I2", 2, departs=900)], 4, known={2, 4})
    assert changed(moves) == {1: ("time",), 3: ("time",)}


def test_more_travellers_than_workers_are_refused() -> None:
    with pytest.raises(ValueError, match="5 workers travel, the demand has 4"):
        match(first_places([], 4), [journey("I1", 5)], 4)
