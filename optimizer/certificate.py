"""What proves a lower bound: its prices, from which anybody can work the bound out again (``docs/bound.md``)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from optimizer.clock import Day


@dataclass(frozen=True, slots=True, kw_only=True)
class DemandDual:
    """``least``: what a worker of the demand costs at least, served or left, limits' prices included (steps 5, 6)."""

    demand_id: str
    least: float


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionPrice:
    """Money per unit of a service on the section that leaves its stop ``seq`` (step 5)."""

    service_id: str
    seq: int
    money: float


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitPrice:
    """Money that a limit asks of each worker whom it counts on a date (step 6)."""

    limit_id: str
    date: Day
    money: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Sums:
    """What the bound is made of: the workers' least costs, services and limits (never above 0), and coach-days."""

    workers: float
    services: float
    limits: float
    coach_days: float

    @property
    def total(self) -> float:
        """The bound, before it is lowered for the sake of float noise."""
        return self.workers + self.services + self.limits + self.coach_days


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """Everything that a bound rests on, beside the scenario itself.

    ``part``: share of what days and drivers cost that is paid by the minute driven (0 to 1, step 7). ``seats``: per
    type of coach the seats by which the potential is multiplied; ``potential``: money per seat at each site (step 3).
    Sections, limits and dates that are not named have the price 0.
    """

    part: float
    seats: Mapping[str, float]
    potential: Mapping[str, float]
    sections: tuple[SectionPrice, ...]
    limits: tuple[LimitPrice, ...]
    demands: tuple[DemandDual, ...]
    sums: Sums
