"""Rings cut into arcs at the points where borders meet, so that a border between two areas is there once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np

from maps.boundaries.reading import Ints, Rings, rings


@dataclass(frozen=True, slots=True)
class Arcs:
    """Lines one after the other, each with both its end points.

    ``points`` (n, 2) in micro-degrees; ``starts`` (k + 1); ``left`` and ``right`` (k): the districts on both sides as
    rows, ``right`` -1 where nothing of China is there. An arc with nothing on its right runs as its district's ring
    does.
    """

    points: Ints
    starts: Ints
    left: Ints
    right: Ints


@cache
def arcs() -> Arcs:
    """All borders of all districts."""
    source = rings()
    keys = source.points[:, 0] * (1 << 32) + source.points[:, 1]
    corner = np.unique(keys, return_inverse=True)[1].reshape(-1).astype(np.int64)
    ring = np.repeat(np.arange(len(source.owner)), np.diff(source.starts))
    after = np.arange(len(corner)) + 1
    after[source.starts[1:] - 1] = source.starts[:-1]
    cuts = _cuts(corner, after, ring)
    members, starts = _members(source, ring, cuts)
    return _once(source, corner, members, starts, source.owner[ring[members[starts[:-1]]]])


def _cuts(corner: Ints, after: Ints, ring: Ints) -> Ints:
    """Places where a ring is cut: corners whose rings part there; in a ring without any, its least corner."""
    before = np.empty_like(after)
    before[after] = np.arange(len(after))
    low = np.minimum(corner[before], corner[after])
    high = np.maximum(corner[before], corner[after])
    meets = np.zeros(corner.max() + 1, dtype=bool)
    for side in (low, high):
        least = np.full(len(meets), np.iinfo(np.int64).max)
        most = np.full(len(meets), -1)
        np.minimum.at(least, corner, side)
        np.maximum.at(most, corner, side)
        meets |= least != most
    cut = meets[corner]
    whole = np.ones(ring.max() + 1, dtype=bool)
    whole[ring[cut]] = False
    order = np.lexsort((corner, ring))
    first_of_ring = order[np.searchsorted(ring[order], np.flatnonzero(whole))]
    cut[first_of_ring] = True
    return np.flatnonzero(cut)


def _members(source: Rings, ring: Ints, cuts: Ints) -> tuple[Ints, Ints]:
    """Places of each arc's points in order, the end included, and where each arc begins."""
    following = np.roll(cuts, -1)
    last_of_ring = np.append(ring[cuts][1:] != ring[cuts][:-1], True)
    first_of_ring = np.flatnonzero(np.append(True, last_of_ring[:-1]))
    following[last_of_ring] = cuts[first_of_ring]
    ring_size = np.diff(source.starts)[ring[cuts]]
    length = (following - cuts - 1) % ring_size + 2
    starts = np.concatenate([[0], np.cumsum(length)])
    ring_start = source.starts[ring[cuts]]
    step = np.arange(starts[-1]) - np.repeat(starts[:-1], length)
    offset = np.repeat(cuts - ring_start, length) + step
    return np.repeat(ring_start, length) + offset % np.repeat(ring_size, length), starts


def _once(source: Rings, corner: Ints, members: Ints, starts: Ints, owner: Ints) -> Arcs:
    """Arcs that two rings share, in opposite directions, are kept once."""
    ends = starts[1:] - 1
    forth = np.stack([corner[members[starts[:-1]]], corner[members[starts[:-1] + 1]]])
    back = np.stack([corner[members[ends]], corner[members[ends - 1]]])
    turned = (forth[0] > back[0]) | ((forth[0] == back[0]) & (forth[1] > back[1]))
    name = np.concatenate([np.where(turned, back, forth), np.where(turned, forth, back)])
    _, kept, same = np.unique(name, axis=1, return_index=True, return_inverse=True)
    same = same.reshape(-1)
    right = np.full(len(kept), -1)
    others = np.setdiff1d(np.arange(len(owner)), kept)
    right[same[others]] = owner[others]
    length = np.diff(starts)[kept]
    new_starts = np.concatenate([[0], np.cumsum(length)])
    place = np.repeat(starts[kept] - new_starts[:-1], length) + np.arange(new_starts[-1])
    return Arcs(source.points[members[place]], new_starts, owner[kept], right)
