"""What changes for each demand: how many travel, when, by which places and modes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping
from typing import TypeAlias

from optimizer.problem import Problem
from scenarios.comparison.model import WHATS, Change, Side, Way, What

_NOT_THERE = Side(asked=0, ways=())
_Look: TypeAlias = Callable[[Way], Hashable]


def changes(first: tuple[Problem, Mapping[str, Side]], other: tuple[Problem, Mapping[str, Side]]) -> tuple[Change, ...]:
    """The demands that are not served alike, those first that touch most workers. Demands are known by their ids."""
    ids = dict.fromkeys([*first[1], *other[1]])
    found = (_change(demand_id, first, other) for demand_id in ids)
    return tuple(sorted((c for c in found if c is not None), key=lambda c: (-c.workers, c.demand_id)))


def _change(
    demand_id: str, first: tuple[Problem, Mapping[str, Side]], other: tuple[Problem, Mapping[str, Side]]
) -> Change | None:
    before, after = first[1].get(demand_id, _NOT_THERE), other[1].get(demand_id, _NOT_THERE)
    what = tuple(_what(before, after))
    if not what:
        return None
    problem = first[0] if demand_id in first[1] else other[0]
    demand = problem.demand[demand_id]
    early, late = before.mean_arrival, after.mean_arrival
    return Change(
        demand_id=demand_id,
        employer=problem.employer[demand.employer_id].name,
        pickup=problem.site[demand.pickup_id].name,
        workplace=problem.site[demand.workplace_id].name,
        what=what,
        workers=max(_unlike(before, after, _whole), abs(before.asked - after.asked)),
        before=before,
        after=after,
        shift_min=None if early is None or late is None else late - early,
    )


def _what(before: Side, after: Side) -> Iterable[What]:
    found = {
        "added": before.asked == 0,
        "removed": after.asked == 0,
        "asked": before.asked != after.asked and 0 not in (before.asked, after.asked),
        "served": before.served != after.served,
        "time": _unlike(before, after, _times) > 0,
        "place": _unlike(before, after, _places) > 0,
        "mode": _unlike(before, after, _modes) > 0,
    }
    return (what for what in WHATS if found[what])


def _unlike(before: Side, after: Side, look: _Look) -> int:
    """Workers who travel otherwise in one of the plans, by what ``look`` sees; more or fewer heads alone are no change.

    With ``_whole`` also those who travel in one plan only.
    """
    there, here = _heads(before, look), _heads(after, look)
    gone, come = sum((there - here).values()), sum((here - there).values())
    return max(gone, come) if look is _whole else min(gone, come)


def _heads(side: Side, look: _Look) -> Counter[Hashable]:
    heads: Counter[Hashable] = Counter()
    for way in side.ways:
        heads[look(way)] += way.headcount
    return heads


def _whole(way: Way) -> Hashable:
    return way.departure, way.arrival, way.legs


def _times(way: Way) -> Hashable:
    return way.departure, way.arrival


def _places(way: Way) -> Hashable:
    return tuple((leg.service_id, leg.from_id, leg.to_id) for leg in way.legs)


def _modes(way: Way) -> Hashable:
    return tuple(leg.mode for leg in way.legs)
