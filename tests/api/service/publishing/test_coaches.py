"""A coach keeps its name where most of its workers stay on it."""

from __future__ import annotations

from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from api.service.publishing.coaches import Coach, lasting_names

FLEET = ("D", "BIG")


def coach(name: str, fleet: tuple[str, str] = FLEET, departs: int = 600, **demands: int) -> Coach:
    ridden = {(demand, "P", "W", departs, departs + 60): count for demand, count in demands.items()}
    return Coach(name=name, fleet=fleet, ridden=ridden)


def test_the_name_goes_where_the_workers_go() -> None:
    named = [coach("V1", a=20), coach("V2", b=20)]
    assert lasting_names(named, [coach("V1", b=20), coach("V2", a=20)]) == {"V1": "V2", "V2": "V1"}


def test_an_hour_later_is_still_the_same_coach() -> None:
    assert lasting_names([coach("V1", a=20)], [coach("X", departs=660, a=20)]) == {"X": "V1"}


def test_names_stay_in_their_fleet() -> None:
    named = [coach("V1", a=20)]
    assert lasting_names(named, [coach("V1", ("D", "SMALL"), a=20)]) == {"V1": "V1-2"}


def test_a_name_that_is_left_is_used_again() -> None:
    named = [coach("V1", a=20), coach("V2", b=20)]
    assert lasting_names(named, [coach("V2", c=5), coach("V3", d=5), coach("V4", e=5)]) == {
        "V2": "V2",
        "V3": "V1",
        "V4": "V4",
    }


@given(
    st.lists(st.dictionaries(st.sampled_from("abc"), st.integers(1, 9)), min_size=1, max_size=4),
    st.lists(st.dictionaries(st.sampled_from("abc"), st.integers(1, 9)), min_size=1, max_size=4),
)
def test_nobody_could_keep_more_workers(old: list[dict[str, int]], new: list[dict[str, int]]) -> None:
    named = [coach(f"V{at}", **ridden) for at, ridden in enumerate(old)]
    coaches = [coach(f"X{at}", **ridden) for at, ridden in enumerate(new)]
    names = lasting_names(named, coaches)
    assert len(set(names.values())) == len(coaches)

    def kept(pairs: list[tuple[int, int]]) -> int:
        return sum(min(old[to].get(key, 0), count) for at, to in pairs for key, count in new[at].items())

    places = [*range(len(old)), *[-1] * len(new)]
    best = max(
        kept([(at, to) for at, to in enumerate(order) if to >= 0]) for order in set(permutations(places, len(new)))
    )
    found = [(at, int(names[f"X{at}"][1:])) for at in range(len(new)) if names[f"X{at}"].startswith("V")]
    assert kept(found) == best
