"""What a comparison of plans holds: the first plan is the one that all others are compared with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

from optimizer.clock import Minute
from scenarios.figures import Figures
from scenarios.number_text import Kind

Verdict: TypeAlias = Literal["same", "differs", "indistinct", "incomparable"]
"""``same``: no difference. ``differs``: told apart. ``indistinct``: smaller than the gaps allow. ``incomparable``: the
two are not measured alike. When a difference is told apart: see ``certainty``."""

Dimension: TypeAlias = Literal["origin", "destination", "employer", "day"]
What: TypeAlias = Literal["added", "removed", "asked", "served", "time", "place", "mode"]

DIMENSIONS: tuple[Dimension, ...] = ("origin", "destination", "employer", "day")
WHATS: tuple[What, ...] = ("added", "removed", "asked", "served", "time", "place", "mode")


@dataclass(frozen=True, slots=True, kw_only=True)
class Delta:
    """Another plan's value minus the first one's; 0 where it is ``same``."""

    value: float
    verdict: Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One figure side by side: a value for each plan, a delta for each but the first.

    ``mode`` is None where the figure is of all modes. ``better``: 1 where more is better, -1 where less is, else 0.
    """

    key: str
    mode: str | None
    kind: Kind
    better: int
    values: tuple[float, ...]
    deltas: tuple[Delta, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One plan's part in a group, its money as ``ways`` shares it. ``asked`` is None of a day: nobody asks for days."""

    asked: int | None
    served: int
    money: float
    hours: float

    @property
    def money_per_worker(self) -> float | None:
        """None where nobody is served."""
        return self.money / self.served if self.served else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """A region, an employer or a day: a cell for each plan; for each but the first what differs.

    ``shifts``: how many minutes later workers arrive, on average over those who are served in both plans, None where
    there are none. ``key`` is an id or a date; empty for sites without region, and for money that carries nobody.
    """

    key: str
    name: str
    cells: tuple[Cell, ...]
    served: tuple[Delta, ...]
    money: tuple[Delta, ...]
    shifts: tuple[Delta | None, ...]

    @property
    def differs(self) -> bool:
        """Whether anything in it is not the same in all plans."""
        shifted = any(shift is not None and shift.verdict != "same" for shift in self.shifts)
        asked = len({cell.asked for cell in self.cells}) > 1
        return shifted or asked or any(delta.verdict != "same" for delta in (*self.served, *self.money))


@dataclass(frozen=True, slots=True, kw_only=True)
class Leg:
    """A leg as a worker sees it: by which mode (and service), from which site to which. A coach has no name."""

    mode: str
    service_id: str | None
    from_id: str
    to_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """Workers of one demand who travel alike: the same times, places and services. ``money`` is their share of it."""

    demand_id: str
    headcount: int
    departure: Minute
    arrival: Minute
    legs: tuple[Leg, ...]
    money: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One demand in one plan: ways by their times. ``asked`` is 0 where the scenario has no such demand."""

    asked: int
    ways: tuple[Way, ...]

    @property
    def served(self) -> int:
        """Workers of the demand who travel."""
        return sum(way.headcount for way in self.ways)

    @property
    def mean_arrival(self) -> float | None:
        """The average final arrival of those who travel, in minutes; None where nobody does."""
        return sum(way.arrival * way.headcount for way in self.ways) / self.served if self.served else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A demand that is not served alike: what changes, and how many workers it touches.

    ``shift_min``: how many minutes later they arrive on average, None where nobody travels in one of the plans.
    """

    demand_id: str
    employer: str
    pickup: str
    workplace: str
    what: tuple[What, ...]
    workers: int
    before: Side
    after: Side
    shift_min: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TableDifference:
    """Rows that only one of two scenarios has, written as ``column=value`` texts."""

    table: str
    only_first: tuple[str, ...]
    only_other: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ScenarioDifference:
    """How another plan's scenario differs from the first one's. ``settings``: key, value there, value here."""

    settings: tuple[tuple[str, str, str], ...]
    tables: tuple[TableDifference, ...]

    @property
    def none(self) -> bool:
        """Whether the scenarios are the same."""
        return not self.settings and not self.tables


@dataclass(frozen=True, slots=True, kw_only=True)
class Crossing:
    """What each of two plans costs in the other one's scenario, all told; None where it is no valid plan there."""

    first_in_other: float | None
    other_in_first: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Optimum:
    """What is proven of the difference between the best plans of two scenarios: it lies from ``least`` to ``most``.

    None of a pair of plans of the same scenario (there the best plan is one and the same) or of other prices.
    """

    least: float
    most: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Plans side by side. ``changes`` to ``optima`` are for each but the first, in the order of ``names[1:]``.

    ``crossings`` and ``optima`` are None for a plan of the first one's scenario. ``best_bound`` is the highest bound of
    the plans of one scenario, which holds for all of them; None for different scenarios. ``refuted``: the places of
    plans whose bound is wrong, for it lies above the objective of a plan that is valid in their scenario.
    ``site_names`` and ``service_names`` are those of all scenarios together.
    """

    names: tuple[str, ...]
    currency: str
    figures: tuple[Figures, ...]
    lines: tuple[Line, ...]
    groups: Mapping[Dimension, tuple[Group, ...]]
    changes: tuple[tuple[Change, ...], ...]
    scenarios: tuple[ScenarioDifference, ...]
    crossings: tuple[Crossing | None, ...]
    optima: tuple[Optimum | None, ...]
    best_bound: float | None
    refuted: tuple[int, ...]
    site_names: Mapping[str, str]
    service_names: Mapping[str, str]

    @property
    def same_scenario(self) -> bool:
        """Whether all plans are of one scenario."""
        return all(difference.none for difference in self.scenarios)

    @property
    def recurring(self) -> bool:
        """Whether heads are journeys rather than distinct workers."""
        return any(found.recurring for found in self.figures)

    def identical(self, other: int) -> bool:
        """Whether the plan at ``other`` (counted from 1 behind the first) differs from the first one in nothing."""
        n = other - 1
        lines = all(line.deltas[n].verdict == "same" for line in self.lines)
        return lines and not self.changes[n] and self.scenarios[n].none
