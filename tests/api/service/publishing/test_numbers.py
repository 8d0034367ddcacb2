"""Places as text and back."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from api.service.publishing.numbers import read_numbers, show_numbers


@given(st.sets(st.integers(1, 60)))
def test_numbers_survive(numbers: set[int]) -> None:
    assert read_numbers(show_numbers(numbers)) == tuple(sorted(numbers))


def test_neighbours_become_one_block() -> None:
    assert show_numbers([22, 3, 1, 2, 2]) == "1-3,22"
    assert show_numbers([]) == ""
