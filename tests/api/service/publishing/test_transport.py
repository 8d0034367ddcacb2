"""The cheapest flow against every flow that there is."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.service.publishing.transport import cheapest_flow


@st.composite
def cases(draw: st.DrawFn) -> tuple[list[int], list[int], dict[tuple[int, int], int]]:
    supply = draw(st.lists(st.integers(0, 3), min_size=1, max_size=3))
    sinks = draw(st.integers(1, 3))
    capacity = draw(st.lists(st.integers(0, 3), min_size=sinks, max_size=sinks))
    pairs = [(i, j) for i in range(len(supply)) for j in range(sinks)]
    allowed = draw(st.lists(st.sampled_from(pairs), unique=True))
    return supply, capacity, {pair: draw(st.integers(0, 6)) for pair in allowed}


def every_flow(
    supply: list[int], capacity: list[int], pairs: list[tuple[int, int]]
) -> Iterator[dict[tuple[int, int], int]]:
    if not pairs:
        if not any(supply):
            yield {}
        return
    (source, sink), *rest = pairs
    for amount in range(min(supply[source], capacity[sink]) + 1):
        supply[source] -= amount
        capacity[sink] -= amount
        for flow in every_flow(supply, capacity, rest):
            yield {(source, sink): amount, **flow}
        supply[source] += amount
        capacity[sink] += amount


@given(cases())
def test_no_flow_is_cheaper(case: tuple[list[int], list[int], dict[tuple[int, int], int]]) -> None:
    supply, capacity, costs = case
    prices = [
        sum(costs[pair] * amount for pair, amount in flow.items())
        for flow in every_flow(list(supply), list(capacity), list(costs))
    ]
    if not prices:
        with pytest.raises(ValueError, match="cannot hold"):
            cheapest_flow(supply, capacity, costs)
        return
    flow = cheapest_flow(supply, capacity, costs)
    for source, amount in enumerate(supply):
        assert sum(a for (i, _), a in flow.items() if i == source) == amount
    for sink, room in enumerate(capacity):
        assert sum(a for (_, j), a in flow.items() if j == sink) <= room
    assert sum(costs[pair] * amount for pair, amount in flow.items()) == min(prices)


@given(cases())
def test_the_order_of_pairs_changes_nothing(case: tuple[list[int], list[int], dict[tuple[int, int], int]]) -> None:
    supply, capacity, costs = case
    try:
        flow = cheapest_flow(supply, capacity, costs)
    except ValueError:
        return
    assert cheapest_flow(supply, capacity, dict(reversed(costs.items()))) == flow
