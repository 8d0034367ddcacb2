"""Models of the room comparison. Made from the service's description by ``api.client_maker``."""

from __future__ import annotations

from typing import Any, Literal

from api.client.shape import Shape


class AgainstFirst(Shape):
    """How another plan differs from the first one."""

    plan: str
    identical: bool
    optimum: dict[str, Any] | None
    scenario: dict[str, Any]
    changes: list[dict[str, Any]]


class Cell(Shape):
    """One plan's part in a group."""

    asked: int | None
    served: int
    money: float
    hours: float
    money_per_worker: float | None


class Delta(Shape):
    """Another plan's value minus the first one's."""

    value: float
    verdict: Literal["same", "differs", "indistinct", "incomparable"]


class Group(Shape):
    """A region, an employer or a day."""

    key: str
    name: str
    cells: list[Cell]
    served: list[Delta]
    money: list[Delta]
    shifts: list[Delta | None]
    differs: bool


class Groups(Shape):
    """What differs by region, employer and day."""

    origin: list[Group]
    destination: list[Group]
    employer: list[Group]
    day: list[Group]


class Line(Shape):
    """One figure side by side."""

    key: str
    mode: str | None
    kind: Literal["count", "money", "hours", "share", "km"]
    better: int
    values: list[float]
    deltas: list[Delta]


class ComparisonDocument(Shape):
    """Plans side by side; all are compared with the first."""

    plans: list[str]
    currency: str
    same_scenario: bool
    recurring: bool
    best_bound: float | None
    sentences: list[str]
    figures: list[Line]
    groups: Groups
    against_first: list[AgainstFirst]
