"""What differs by region, employer and day: who gains, who loses, what it costs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from optimizer.clock import DAY_MINUTES, show_day
from optimizer.problem import Demand, Problem
from scenarios.comparison.certainty import Certainty
from scenarios.comparison.model import DIMENSIONS, Cell, Delta, Dimension, Group, Side, Way
from scenarios.comparison.ways import Ways

NO_REGION = NOBODY = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A plan as the groups need it."""

    problem: Problem
    ways: Ways
    sides: Mapping[str, Side]


@dataclass(slots=True)
class _Sum:
    asked: int | None = None
    served: int = 0
    money: float = 0.0
    hours: float = 0.0

    def add(self, way: Way) -> None:
        self.served += way.headcount
        self.money += way.money
        self.hours += way.headcount * (way.arrival - way.departure) / 60

    def cell(self) -> Cell:
        return Cell(asked=self.asked, served=self.served, money=self.money, hours=self.hours)


@dataclass(slots=True)
class _Shift:
    """Minutes later, over workers who are served in both plans."""

    minutes: float = 0.0
    workers: int = 0

    def delta(self, sure: Certainty) -> Delta | None:
        return sure.free(0.0, self.minutes / self.workers) if self.workers else None


@dataclass(slots=True)
class _Drawn:
    sums: list[_Sum]
    shifts: list[_Shift] = field(default_factory=list)


def groups(plans: Sequence[Seen], certainties: Sequence[Certainty]) -> Mapping[Dimension, tuple[Group, ...]]:
    """For each dimension its groups: days in order, else those first whose served heads or money differ most.

    The cells of a dimension add up to the plan: workers served, money, hours, and but for days workers asked for.
    """
    return {dimension: tuple(_groups(dimension, plans, certainties)) for dimension in DIMENSIONS}


def _groups(dimension: Dimension, plans: Sequence[Seen], certainties: Sequence[Certainty]) -> Iterable[Group]:
    drawn: dict[str, _Drawn] = defaultdict(lambda: _Drawn([_Sum() for _ in plans], [_Shift() for _ in certainties]))
    for n, plan in enumerate(plans):
        _fill(drawn, n, dimension, plan)
    if dimension != "day":
        for n, other in enumerate(plans[1:]):
            _shift(drawn, n, _KEYS[dimension], plans[0], other)
    names = _names(dimension, [plan.problem for plan in plans])
    found = [
        _group(key, names.get(key, key), sums, certainties, of_day=dimension == "day") for key, sums in drawn.items()
    ]
    if dimension == "day":
        return sorted(found, key=lambda group: group.key)
    return sorted(found, key=_most_different)


def _fill(drawn: Mapping[str, _Drawn], n: int, dimension: Dimension, plan: Seen) -> None:
    """Adds one plan's demands, ways and money that carries nobody."""
    if dimension == "day":
        for way in plan.ways.ways:
            drawn[show_day(way.arrival // DAY_MINUTES)].sums[n].add(way)
    else:
        key_of = _KEYS[dimension]
        for demand in plan.problem.demands:
            total = drawn[key_of(plan.problem, demand)].sums[n]
            total.asked = (total.asked or 0) + demand.headcount
        for way in plan.ways.ways:
            drawn[key_of(plan.problem, plan.problem.demand[way.demand_id])].sums[n].add(way)
    if plan.ways.spare_money:
        drawn[NOBODY].sums[n].money += plan.ways.spare_money


def _shift(
    drawn: Mapping[str, _Drawn], n: int, key_of: Callable[[Problem, Demand], str], first: Seen, other: Seen
) -> None:
    for demand in first.problem.demands:
        before, after = first.sides[demand.demand_id], other.sides.get(demand.demand_id)
        if after is None or before.mean_arrival is None or after.mean_arrival is None:
            continue
        workers = min(before.served, after.served)
        shift = drawn[key_of(first.problem, demand)].shifts[n]
        shift.minutes += workers * (after.mean_arrival - before.mean_arrival)
        shift.workers += workers


def _group(key: str, name: str, drawn: _Drawn, certainties: Sequence[Certainty], *, of_day: bool) -> Group:
    first, *others = cells = tuple(total.cell() for total in drawn.sums)
    pairs = list(zip(certainties, others, strict=True))
    return Group(
        key=key,
        name=name,
        cells=cells,
        served=tuple((sure.free if of_day else sure.workers)(first.served, cell.served) for sure, cell in pairs),
        money=tuple((sure.free if of_day else sure.money)(first.money, cell.money) for sure, cell in pairs),
        shifts=tuple(shift.delta(sure) for sure, shift in zip(certainties, drawn.shifts, strict=True)),
    )


def _most_different(group: Group) -> tuple[float, float, str, str]:
    served = max(abs(delta.value) for delta in group.served)
    return -served, -max(abs(delta.value) for delta in group.money), group.name, group.key


def _region_of(problem: Problem, site_id: str) -> str:
    return problem.site[site_id].region_id or NO_REGION


_KEYS: Mapping[Dimension, Callable[[Problem, Demand], str]] = {
    "origin": lambda problem, demand: _region_of(problem, demand.pickup_id),
    "destination": lambda problem, demand: _region_of(problem, demand.workplace_id),
    "employer": lambda _, demand: demand.employer_id,
}


def _names(dimension: Dimension, problems: Sequence[Problem]) -> Mapping[str, str]:
    """Names by key; where scenarios differ, the first one's."""
    return {key: name for problem in reversed(problems) for key, name in _named(dimension, problem)}


def _named(dimension: Dimension, problem: Problem) -> Iterator[tuple[str, str]]:
    if dimension == "employer":
        yield from ((employer.employer_id, employer.name) for employer in problem.employers)
    elif dimension != "day":
        for region in problem.regions:
            parts = dict.fromkeys((region.province, region.city, region.name))
            yield region.region_id, " ".join(part for part in parts if part) or region.region_id
