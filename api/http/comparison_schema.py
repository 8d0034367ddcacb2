"""The comparison's shape, for OpenAPI."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import ConfigDict, Field

from api.http.schemas import Answer


class _Part(Answer):
    model_config = ConfigDict(extra="allow")


class Delta(_Part):
    """Another plan's value minus the first one's."""

    value: float
    verdict: Literal["same", "differs", "indistinct", "incomparable"] = Field(
        description="`indistinct`: smaller than the gaps allow to be told apart"
    )


class Line(_Part):
    """One figure side by side."""

    key: str
    mode: str | None = Field(description="null: of all modes")
    kind: Literal["count", "money", "hours", "share", "km"]
    better: int = Field(description="1: more is better, -1: less is, 0: neither")
    values: list[float] = Field(description="One for each plan")
    deltas: list[Delta] = Field(description="One for each plan but the first")


class Cell(_Part):
    """One plan's part in a group."""

    asked: int | None
    served: int
    money: float
    hours: float
    money_per_worker: float | None


class Group(_Part):
    """A region, an employer or a day."""

    key: str
    name: str
    cells: list[Cell]
    served: list[Delta]
    money: list[Delta]
    shifts: list[Delta | None] = Field(description="Minutes by which workers arrive later, on average")
    differs: bool


class Groups(_Part):
    """What differs by region, employer and day."""

    origin: list[Group]
    destination: list[Group]
    employer: list[Group]
    day: list[Group]


class AgainstFirst(_Part):
    """How another plan differs from the first one."""

    plan: str
    identical: bool
    optimum: dict[str, Any] | None = Field(description="What is proven of the difference between the best plans")
    scenario: dict[str, Any] = Field(description="How its scenario differs")
    changes: list[dict[str, Any]] = Field(description="Demands that are not served alike")


class ComparisonDocument(_Part):
    """Plans side by side; all are compared with the first."""

    plans: list[str]
    currency: str
    same_scenario: bool
    recurring: bool = Field(description="Heads are journeys: the same workers travel more than once")
    best_bound: float | None
    sentences: list[str] = Field(description="What a planner reads first")
    figures: list[Line]
    groups: Groups
    against_first: list[AgainstFirst]
