"""Who sits where: everyone has a seat on every section, colleagues sit together, isolation rows stay free."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.service.people.contacts import is_near
from api.service.people.seating import Group, RunSeats, Seated, seat_run
from api.service.people.seats import isolation_seats, row_of, seat_key, seats_in_order, seats_of, unit_of


def group(name: str, heads: int, *, employer: str = "E", board: int = 1, alight: int = 2, risk: int = 0) -> Group:
    return Group(
        itinerary_id=name,
        origin_id=f"origin of {name}",
        employer_id=employer,
        board_seq=board,
        alight_seq=alight,
        places=range(1, heads + 1),
        risk=risk,
    )


def coach(*groups: Group, seats: int = 49, reserved: int = 9, usable: int | None = None) -> RunSeats:
    free = seats - reserved
    return RunSeats(
        run_id="R", mode="coach", units=1, seats=seats, reserved=reserved, usable=free if usable is None else usable,
        groups=groups,
    )  # fmt: skip


def by_name(run: RunSeats) -> dict[str, list[str]]:
    return {seated.group.itinerary_id: list(seated.seats) for seated in seat_run(run)}


@pytest.mark.parametrize(
    ("mode", "count"),
    [
        ("coach", 49),
        ("coach", 55),
        ("coach", 8),
        ("train", 118),
        ("flight", 180),
        ("flight", 59),
        ("carriage", 66),
        ("coach", 1),
    ],
)
def test_a_vehicle_has_its_seats_once_each_from_front_to_back(mode: str, count: int) -> None:
    seats = seats_of(mode, count)
    assert len(set(seats)) == count
    assert list(seats) == sorted(seats, key=seat_key)


def test_the_last_row_of_a_coach_has_five_and_two_rows_make_nine() -> None:
    assert seats_of("coach", 49)[-5:] == ("12A", "12B", "12C", "12D", "12E")
    assert {row_of(seat) for seat in isolation_seats("coach", 49, 9)} == {11, 12}


def test_half_of_the_seats_are_every_second_one() -> None:
    first = seats_in_order("coach", 49, 9, 20)[:20]
    assert len(first) == 20
    for one in first:
        for other in first:
            assert one == other or not (row_of(one) == row_of(other) and abs(ord(one[-1]) - ord(other[-1])) == 1)


def test_colleagues_sit_together_and_order_changes_nothing() -> None:
    groups = [group("a", 8), group("b", 8, employer="F"), group("c", 8)]
    seats = by_name(coach(*groups))
    order = {seat: at for at, seat in enumerate(seats_of("coach", 49))}
    ours = sorted(order[seat] for seat in (*seats["a"], *seats["c"]))
    assert ours[-1] - ours[0] == 15
    assert by_name(coach(*reversed(groups))) == seats


def test_who_boards_later_sits_beside_colleagues_who_are_aboard() -> None:
    seats = by_name(
        coach(
            group("first", 4, board=1, alight=4),
            group("others", 4, employer="F", board=1, alight=3),
            group("later", 4, board=3, alight=4),
        )
    )
    assert seats["later"] == seats["others"]
    assert {row_of(seat) for seat in (*seats["first"], *seats["later"])} == {1, 2}


def test_more_riders_than_seats_is_no_valid_plan() -> None:
    with pytest.raises(ValueError, match="41 board at stop 1, 40 seats are free"):
        seat_run(coach(group("a", 41)))


def test_workers_of_different_risk_sit_in_different_carriages() -> None:
    train = RunSeats(
        run_id="T", mode="train", units=3, seats=10, reserved=1, usable=9, apart=True,
        groups=[group("low", 12), group("high", 7, employer="F", risk=2)],
    )  # fmt: skip
    seats = by_name(train)
    assert not {unit_of(seat) for seat in seats["low"]} & {unit_of(seat) for seat in seats["high"]}


groups_of_a_run = st.lists(
    st.builds(
        lambda at, heads, employer, board, length: (at, heads, employer, board, board + length),
        st.integers(0, 10**6), st.integers(1, 6), st.sampled_from("EFGH"), st.integers(1, 5), st.integers(1, 5),
    ),
    min_size=1, max_size=12, unique_by=lambda given: given[0],
)  # fmt: skip


@given(groups_of_a_run, st.sampled_from(["coach", "train", "flight"]), st.integers(0, 9), st.booleans())
def test_everyone_has_a_seat_of_their_own_on_every_section(
    given_groups: list[tuple[int, int, str, int, int]], mode: str, reserved: int, staggered: bool
) -> None:
    groups = [
        group(str(at), heads, employer=employer, board=board, alight=alight)
        for at, heads, employer, board, alight in given_groups
    ]
    fullest = max(sum(len(g.places) for g in groups if g.board_seq <= s < g.alight_seq) for s in range(1, 11))
    units = 1 if mode == "coach" else 2
    usable = -(-fullest // units)
    seats = usable * (2 if staggered else 1) + reserved
    run = RunSeats(run_id="R", mode=mode, units=units, seats=seats, reserved=reserved, usable=usable, groups=groups)
    seated = seat_run(run)
    kept = set(isolation_seats(mode, seats, reserved))
    for section in range(1, 11):
        taken = [seat for one in seated if _aboard(one, section) for seat in one.seats]
        assert max(Counter(taken).values(), default=0) <= 1
        assert not {seat.rpartition("-")[2] for seat in taken} & kept
        assert max(Counter(map(unit_of, taken)).values(), default=0) <= usable
    assert all(len(one.seats) == len(one.group.places) for one in seated)


def _aboard(seated: Seated, section: int) -> bool:
    return seated.group.board_seq <= section < seated.group.alight_seq


@pytest.mark.parametrize(
    ("rule", "mine", "other", "near"),
    [
        ("whole_coach", ("1A", 1, 2), ("12E", 3, 4), True),
        ("same_carriage", ("2-1A", 1, 3), ("2-20F", 2, 4), True),
        ("same_carriage", ("2-1A", 1, 3), ("3-1A", 1, 3), False),
        ("same_carriage", ("2-1A", 1, 3), ("2-1B", 3, 4), False),
        ("rows", ("1-10A", 1, 2), ("1-13F", 1, 2), True),
        ("rows", ("1-10A", 1, 2), ("1-14F", 1, 2), False),
        ("rows", ("1-10A", 1, 2), ("1-7C", 1, 2), True),
        ("rows", ("10A", 1, 3), ("9A", 3, 4), False),
    ],
)
def test_contacts(rule: str, mine: tuple[str, int, int], other: tuple[str, int, int], near: bool) -> None:
    assert is_near(rule, mine, other) is is_near(rule, other, mine) is near  # type: ignore[arg-type]
