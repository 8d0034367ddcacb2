"""Least kilometres and least driving minutes between sites over any detour: what a leg can never be shorter than."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from optimizer.kernel import kernel
from optimizer.problem import Problem
from optimizer.rules.roads import road_matrices

Floats = npt.NDArray[np.float64]
Wholes = npt.NDArray[np.int64]

MOST_SITES_CLOSED = 1200
_NOISE = 1e-4


@dataclass(frozen=True, slots=True)
class Roads:
    """Shortest-path lengths, each shape (sites, sites): ``km``, and whole ``minutes`` of driving, legs rounded up."""

    km: Floats
    minutes: npt.NDArray[np.int32]


def shortest_roads(problem: Problem) -> Roads:
    """Lower bounds of any chain of road legs between two sites.

    Without links.csv roads are great circles times a constant, which no detour shortens. With links.csv the shortest
    paths are computed (up to ``MOST_SITES_CLOSED`` sites); beyond, great circles scaled by the least ratio of a link to
    its own great circle, which no path undercuts.
    """
    if not problem.links:
        return Roads(*road_matrices(problem))
    if len(problem.sites) > MOST_SITES_CLOSED:
        return _scaled(problem)
    km, minutes = road_matrices(problem)
    whole = minutes.astype(np.float64)
    for lengths in (km, whole):
        np.fill_diagonal(lengths, 0.0)
        close(lengths)
    return Roads(km, whole.astype(np.int32))


def _scaled(problem: Problem) -> Roads:
    linked_km, linked_minutes = road_matrices(problem)
    km, minutes = road_matrices(replace(problem, links=()))
    rate = 60.0 / problem.settings.road_speed_kmh
    exact = km * rate
    apart = km > 0
    km_ratio = min(1.0, float(np.min(linked_km[apart] / km[apart], initial=1.0)))
    minute_ratio = min(1.0, float(np.min(linked_minutes[apart] / exact[apart], initial=1.0)))
    least = np.ceil(exact * minute_ratio - _NOISE).clip(min=0)
    return Roads(km * km_ratio, np.minimum(least, minutes).astype(np.int32))


@kernel
def close(lengths: Floats) -> None:
    """All shortest paths, in place (Floyd and Warshall); shape (n, n), entries of at least 0 or infinite."""
    n = lengths.shape[0]
    for via in range(n):
        for i in range(n):
            first = lengths[i, via]
            if first == np.inf:
                continue
            for j in range(n):
                whole = first + lengths[via, j]
                if whole < lengths[i, j]:  # noqa: PLR1730 a branch is faster than min() in the compiled loop
                    lengths[i, j] = whole


@kernel
def compose(left: Floats, right: Floats) -> Floats:
    """out[i, j] = min over k of left[i, k] + right[k, j]."""
    rows, inner, columns = left.shape[0], left.shape[1], right.shape[1]
    out = np.full((rows, columns), np.inf)
    for i in range(rows):
        for k in range(inner):
            first = left[i, k]
            if first == np.inf:
                continue
            for j in range(columns):
                whole = first + right[k, j]
                if whole < out[i, j]:  # noqa: PLR1730
                    out[i, j] = whole
    return out
