"""Lines with fewer points that stay within a tolerance of the old ones (Douglas and Peucker, 1973), all at once."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from maps.boundaries.reading import Ints

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


def kept_points(points: Floats, starts: Ints, tolerance: Floats) -> Flags:
    """Which points to keep, (n,): ends, and whatever is needed to stay within each line's ``tolerance``.

    ``points`` (n, 2) in a plane, ``starts`` (k + 1) as of ``Arcs``, ``tolerance`` (k) in the unit of the points. Of a
    closed line that is smaller than its tolerance the farthest point stays, so that no island vanishes.
    """
    keep = np.zeros(len(points), dtype=bool)
    first, last = starts[:-1], starts[1:] - 1
    keep[first] = keep[last] = True
    closed = np.all(points[first] == points[last], axis=1)
    limit = np.where(closed, -1.0, tolerance)
    line = np.arange(len(first))
    while len(first):
        inner = last - first > 1
        first, last, line, limit = first[inner], last[inner], line[inner], limit[inner]
        if not len(first):
            break
        farthest, distance = _farthest(points, first, last)
        split = distance > limit
        first, last, line, farthest = first[split], last[split], line[split], farthest[split]
        keep[farthest] = True
        first, last = np.concatenate([first, farthest]), np.concatenate([farthest, last])
        line = np.concatenate([line, line])
        limit = tolerance[line]
    return keep


def _farthest(points: Floats, first: Ints, last: Ints) -> tuple[Ints, Floats]:
    """Of each stretch the inner point farthest from its chord, and how far that is."""
    count = last - first - 1
    begins = np.concatenate([[0], np.cumsum(count)[:-1]])
    which = np.repeat(np.arange(len(first)), count)
    place = np.arange(count.sum()) - begins[which] + first[which] + 1
    start, chord = points[first], points[last] - points[first]
    length2 = np.maximum(np.einsum("ij,ij->i", chord, chord), 1e-300)
    away = points[place] - start[which]
    along = np.clip(np.einsum("ij,ij->i", away, chord[which]) / length2[which], 0, 1)
    distance = np.linalg.norm(away - along[:, None] * chord[which], axis=1)
    most = np.maximum.reduceat(distance, begins)
    hits = np.flatnonzero(distance == most[which])
    chosen = hits[np.unique(which[hits], return_index=True)[1]]
    return place[chosen], most
