"""The cheapest way to move whole amounts from sources to sinks, by successive shortest paths.

Written here because the service's process stays free of native solvers and the answer has to be the same on every
machine: costs are Python integers of any size, ties go to the source and the sink of the lower number.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from heapq import heappop, heappush
from itertools import pairwise

Edge = tuple[int, int]


def cheapest_flow(supply: Sequence[int], capacity: Sequence[int], costs: Mapping[Edge, int]) -> dict[Edge, int]:
    """The amounts above 0 by (source, sink). ``costs`` per piece, each at least 0, has the pairs that are allowed.

    Raises ValueError where the sinks that are allowed cannot hold the whole supply.
    """
    return _Network(supply, capacity, costs).solve()


class _Network:
    """Sources 0…n-1 and sinks n…n+m-1; ``flow`` is what goes over each pair so far."""

    def __init__(self, supply: Sequence[int], capacity: Sequence[int], costs: Mapping[Edge, int]) -> None:
        self._first_sink = len(supply)
        self._left = list(supply)
        self._room = list(capacity)
        self._costs = costs
        self._sinks_of: list[list[int]] = [[] for _ in supply]
        self._feeders_of: list[set[int]] = [set() for _ in capacity]
        self._flow: dict[Edge, int] = {}
        self._potential = [0] * (len(supply) + len(capacity))
        for source, sink in sorted(costs):
            self._sinks_of[source].append(sink)

    def solve(self) -> dict[Edge, int]:
        for source in range(self._first_sink):
            while self._left[source]:
                self._send(source)
        return {edge: amount for edge, amount in sorted(self._flow.items()) if amount}

    def _send(self, source: int) -> None:
        distance, before, goal = self._search(source)
        for node, found in distance.items():
            self._potential[node] += min(found, distance[goal]) - distance[goal]
        path = [goal]
        while path[-1] != source:
            path.append(before[path[-1]])
        path.reverse()
        steps = list(pairwise(path))
        backwards = [self._flow[there, here - self._first_sink] for here, there in steps if here >= self._first_sink]
        amount = min(self._left[source], self._room[goal - self._first_sink], *backwards)
        for here, there in steps:
            self._shift(here, there, amount)
        self._left[source] -= amount
        self._room[goal - self._first_sink] -= amount

    def _search(self, source: int) -> tuple[dict[int, int], dict[int, int], int]:
        """Dijkstra over reduced costs up to the nearest sink with room: distances, predecessors, that sink."""
        distance: dict[int, int] = {source: 0}
        before: dict[int, int] = {}
        done: set[int] = set()
        heap = [(0, source)]
        while heap:
            so_far, node = heappop(heap)
            if node in done:
                continue
            done.add(node)
            if node >= self._first_sink and self._room[node - self._first_sink]:
                return distance, before, node
            for there, cost in self._neighbours(node):
                length = so_far + cost + self._potential[node] - self._potential[there]
                if there not in distance or length < distance[there]:
                    distance[there], before[there] = length, node
                    heappush(heap, (length, there))
        raise ValueError("the sinks cannot hold the whole supply")

    def _neighbours(self, node: int) -> list[tuple[int, int]]:
        if node < self._first_sink:
            return [(self._first_sink + sink, self._costs[node, sink]) for sink in self._sinks_of[node]]
        sink = node - self._first_sink
        return [(source, -self._costs[source, sink]) for source in sorted(self._feeders_of[sink])]

    def _shift(self, here: int, there: int, amount: int) -> None:
        if here < self._first_sink:
            sink = there - self._first_sink
            self._flow[here, sink] = self._flow.get((here, sink), 0) + amount
            self._feeders_of[sink].add(here)
            return
        sink = here - self._first_sink
        self._flow[there, sink] -= amount
        if not self._flow[there, sink]:
            self._feeders_of[sink].discard(there)
