"""Names of coaches that last from plan to plan: a plan numbers its coaches anew, a worker knows one by its name."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from api.service.publishing.transport import cheapest_flow

Fleet = tuple[str, str]
"""Depot and type: coaches of one fleet are as good as each other, so any of them may drive any of their runs."""

Ridden = tuple[str, str, str, int, int]
"""What a worker does on a coach: demand, from, to, departure, arrival."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Coach:
    """A coach of a plan, or a named one: its fleet and how many workers do what on it."""

    name: str
    fleet: Fleet
    ridden: Mapping[Ridden, int]


def lasting_names(named: Sequence[Coach], coaches: Sequence[Coach]) -> dict[str, str]:
    """The name of each of a newer plan's ``coaches`` by its id.

    Within a fleet names go to the coaches that most workers stay on with all as it was, then to those on which most of
    the same demands ride; a name that is left goes to the coach of that id, then to any. A new coach is called by its
    id, with a number behind it where that name is taken.
    """
    names: dict[str, str] = {}
    for fleet in sorted({coach.fleet for coach in coaches}):
        old = sorted((coach for coach in named if coach.fleet == fleet), key=lambda coach: coach.name)
        new = sorted((coach for coach in coaches if coach.fleet == fleet), key=lambda coach: coach.name)
        names |= _by_riders(old, new)
        names |= _left_over(old, new, names)
    taken = {coach.name for coach in named} | set(names.values())
    for coach in sorted(coaches, key=lambda coach: coach.name):
        if coach.name not in names:
            names[coach.name] = _unused(coach.name, taken)
            taken.add(names[coach.name])
    return names


def _by_riders(old: Sequence[Coach], new: Sequence[Coach]) -> dict[str, str]:
    scores = _scores(old, new)
    most = max(scores.values(), default=0)
    costs = {(at, to): most - score for (at, to), score in scores.items()}
    nobody = len(old)
    costs |= {(at, nobody): most for at in range(len(new))}
    flow = cheapest_flow([1] * len(new), [*[1] * len(old), len(new)], costs)
    return {new[at].name: old[to].name for at, to in flow if to != nobody}


def _scores(old: Sequence[Coach], new: Sequence[Coach]) -> dict[tuple[int, int], int]:
    """Above 0 for the pairs of (new, old) that share riders."""
    whole: Counter[tuple[int, int]] = Counter()
    rough: Counter[tuple[int, int]] = Counter()
    _share(whole, [coach.ridden for coach in old], [coach.ridden for coach in new])
    _share(rough, [_by_demand(coach) for coach in old], [_by_demand(coach) for coach in new])
    base = 1 + sum(rough.values())
    return {pair: whole[pair] * base + rough[pair] for pair in rough}


def _share(into: Counter[tuple[int, int]], old: Sequence[Mapping], new: Sequence[Mapping]) -> None:  # type: ignore[type-arg]
    holders = defaultdict(list)
    for to, ridden in enumerate(old):
        for key, count in ridden.items():
            holders[key].append((to, count))
    for at, ridden in enumerate(new):
        for key, count in ridden.items():
            for to, other in holders.get(key, ()):
                into[at, to] += min(count, other)


def _by_demand(coach: Coach) -> Counter[str]:
    found: Counter[str] = Counter()
    for (demand_id, *_), count in coach.ridden.items():
        found[demand_id] += count
    return found


def _left_over(old: Sequence[Coach], new: Sequence[Coach], names: Mapping[str, str]) -> dict[str, str]:
    """Names that nobody took, for coaches without one."""
    free = [coach.name for coach in old if coach.name not in set(names.values())]
    waiting = [coach.name for coach in new if coach.name not in names]
    same = {name: name for name in waiting if name in free}
    rest = zip(
        (name for name in waiting if name not in same), (name for name in free if name not in same), strict=False
    )
    return same | dict(rest)


def _unused(wanted: str, taken: set[str]) -> str:
    name, number = wanted, 2
    while name in taken:
        name, number = f"{wanted}-{number}", number + 1
    return name
